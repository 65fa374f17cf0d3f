"""Files that mean harm: each gives the right sheet or a fault in words, inside the limits of a child."""

import functools
import io
import zlib
from collections.abc import Callable, Iterator
from typing import cast

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from diagnosis.guard import Child, ChildError, Ending, Limits
from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Language
from diagnosis.sheets.pdf_form import write_pdf_form
from tests.sheets.pdf_form.forms import fill_by_pikepdf, save

LIMITS = Limits(memory=600 * 2**20, cpu=10, wall=20)
ANSWERS = 6


@pytest.fixture(scope="module")
def form(definitions: Definitions) -> bytes:
    return fill_by_pikepdf(write_pdf_form(definitions, Language.JA), {"persons": "12"})


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child("tests.sheets.pdf_form.jobs", LIMITS) as running:
        yield running


def ask(child: Child, data: bytes) -> tuple[list[str], int]:
    head = cast("dict[str, object]", child.ask("read", {}, data).head)
    return cast("list[str]", head["codes"]), cast("int", head["answers"])


def changed(form: bytes, change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    with pikepdf.open(io.BytesIO(form)) as document:
        change(document)
        return save(document, **options)


@functools.cache
def bomb(size: int = 2**30) -> bytes:
    """Deflated zeros."""
    squeeze, block = zlib.compressobj(9), bytes(2**20)
    return b"".join([*(squeeze.compress(block) for _ in range(size // 2**20)), squeeze.flush()])


def add_javascript(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.Root.OpenAction = action
    document.Root.AcroForm.Fields[0].AA = Dictionary(K=action, C=action)


def add_xfa(document: pikepdf.Pdf) -> None:
    packet = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    document.Root.AcroForm.XFA = document.make_stream(packet)


def add_hostile_metadata(document: pikepdf.Pdf) -> None:
    packet = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    document.Root.Metadata = document.make_stream(packet + b"]><x>&j;</x>", Type=Name.Metadata, Subtype=Name.XML)


def add_attachment(document: pikepdf.Pdf) -> None:
    document.attachments["x.exe"] = pikepdf.AttachedFileSpec(document, b"MZ" * 1000)


def add_page_bomb(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Contents = pikepdf.Stream(document, bomb(), Filter=Name.FlateDecode)


def add_drawing_bomb(document: pikepdf.Pdf) -> None:
    drawing = pikepdf.Stream(document, bomb(), Filter=Name.FlateDecode)
    document.Root.AcroForm.Fields[0].AP = Dictionary(N=drawing)


@pytest.mark.parametrize(
    "change", [add_javascript, add_xfa, add_hostile_metadata, add_attachment, add_page_bomb, add_drawing_bomb]
)
def test_what_is_no_field_is_never_looked_at(child: Child, form: bytes, change: Callable[..., None]) -> None:
    data = changed(form, change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert ask(child, data) == ([], ANSWERS)


def cycle_fields(document: pikepdf.Pdf) -> None:
    fields = document.Root.AcroForm.Fields
    fields[4].Kids = Array([fields[4]])


def cycle_through_two_fields(document: pikepdf.Pdf) -> None:
    first, second = (document.make_indirect(Dictionary(T=String(name), FT=Name.Tx)) for name in "ab")
    first.Kids, second.Kids = Array([second]), Array([first])
    document.Root.AcroForm.Fields.append(first)


def nest_fields(document: pikepdf.Pdf) -> None:
    top = node = document.make_indirect(Dictionary(T=String("n"), FT=Name.Tx))
    for _ in range(5000):
        deeper = document.make_indirect(Dictionary(T=String("n")))
        node.Kids = Array([deeper])
        node = deeper
    document.Root.AcroForm.Fields.append(top)


def cycle_pages(document: pikepdf.Pdf) -> None:
    tree = document.Root.Pages
    tree.Kids.append(tree)


def flood_fields(document: pikepdf.Pdf) -> None:
    for number in range(100_000):
        document.Root.AcroForm.Fields.append(Dictionary(FT=Name.Tx, T=String(f"f{number}"), V=String("x")))


@pytest.mark.parametrize("change", [cycle_fields, cycle_through_two_fields, nest_fields, cycle_pages, flood_fields])
def test_a_tree_of_fields_that_is_none_is_given_up(child: Child, form: bytes, change: Callable[..., None]) -> None:
    assert ask(child, changed(form, change)) == (["pdf.unreadable"], 0)


def fields_of_all_types(document: pikepdf.Pdf) -> None:
    odd = (None, True, 1, Name("/x"), String("x"), Array([]), Dictionary(), document.make_stream(b"x"))
    for one in odd:
        document.Root.AcroForm.Fields.append(one)
        document.Root.AcroForm.Fields.append(
            Dictionary(T=one, FT=one, V=one, AS=one, AP=one, Kids=one, TM=one)  # type: ignore[arg-type]
        )


def test_nonsense_among_the_fields_does_no_harm(child: Child, form: bytes) -> None:
    codes, answers = ask(child, changed(form, fields_of_all_types))
    assert answers >= ANSWERS or codes == ["pdf.unreadable"]


def bomb_of_objects() -> bytes:
    """A file whose catalogue lies in a list of objects that unfolds to a gigabyte."""
    packed = bomb()
    data = (
        b"%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length "
        + str(len(packed)).encode()
        + b" >>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n"
    )
    table = len(data)
    entries = bytes([0, 0, 0, 0, 1, 0, 9, 0, 2, 0, 1, 0])
    data += (
        b"2 0 obj\n<< /Type /XRef /Size 3 /W [1 2 1] /Root 2 0 R /Length " + str(len(entries)).encode() + b" >>\n"
        b"stream\n" + entries + b"\nendstream\nendobj\nstartxref\n" + str(table).encode() + b"\n%%EOF\n"
    )
    return data


def test_a_bomb_in_the_list_of_objects_costs_the_child_only(child: Child) -> None:
    try:
        codes, _ = ask(child, bomb_of_objects())
    except ChildError as error:
        assert error.ending in (Ending.MEMORY, Ending.CRASH, Ending.CPU)  # noqa: PT017 - either way is well
    else:
        assert codes in (["pdf.unreadable"], ["pdf.no-form"])


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj\n" + b"[" * 50_000 + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer << /Size 1 /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n" + b"1 0 obj << /Length 99999999999999999999 >> stream\n" * 1000,
        b"%PDF-" + bytes(range(256)) * 4000,
    ],
    ids=["nested array", "loop of tables", "lengths that lie", "noise"],
)
def test_damage_of_any_kind_is_told(child: Child, data: bytes) -> None:
    codes, _ = ask(child, data)
    assert codes in (["pdf.unreadable"], ["pdf.no-form"])


def test_a_huge_file_is_not_opened(child: Child, form: bytes) -> None:
    assert ask(child, form + bytes(11 * 2**20)) == (["pdf.too-large"], 0)


def test_after_all_this_an_honest_form_is_read(child: Child, form: bytes) -> None:
    assert ask(child, form) == ([], ANSWERS)
