"""What is packed comes out as it went in, whatever it is."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.files.packing import is_packed, pack, pack_file, unpack, unpack_file

MARK = pack_file(b"a" * 1000)[:8]


@given(st.binary() | st.binary().map(MARK.__add__) | st.binary(max_size=4).map(lambda part: part * 1000))
def test_any_file_comes_out_as_it_went_in(data: bytes) -> None:
    assert unpack_file(pack_file(data)) == data
    assert len(pack_file(data)) <= len(data) or data.startswith(MARK)


@given(st.text().map(lambda text: b"{" + text.encode()))
def test_what_is_packed_once_is_packed(plain: bytes) -> None:
    packed = pack(plain)
    assert is_packed(packed)
    assert pack(packed) == packed
    assert unpack(packed) == plain


def test_what_the_standard_library_packed_is_read() -> None:
    assert is_packed(zlib.compress(b"{}"))
    assert unpack(zlib.compress(b"{}", 9)) == b"{}"


def test_what_is_cut_off_is_not_taken_for_whole() -> None:
    with pytest.raises(zlib.error):
        unpack(pack(b"{}" * 100)[:-3])
