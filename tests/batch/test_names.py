"""Whatever a file is called, its name can be printed, stored and written."""

from hypothesis import given
from hypothesis import strategies as st

from diagnosis.batch.names import marked_name, tame

NAMES = st.text(st.characters(exclude_characters="/"), min_size=1, max_size=300).filter(lambda part: "\0" not in part)


@given(st.lists(NAMES, min_size=1, max_size=3))
def test_a_tamed_name_stays_inside_and_can_be_printed(parts: list[str]) -> None:
    tamed = tame("/".join(parts))
    for part in tamed.split("/"):
        assert part not in {"", ".", ".."}
        assert len(part.encode()) <= 200
        assert not any(ord(character) < 32 or character in '\\:*?"<>|' for character in part)


@given(NAMES, NAMES)
def test_two_names_never_become_one(one: str, other: str) -> None:
    assert (tame(one) == tame(other)) == (one == other)


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("回答票 50%.xlsx", "支部/髙﨑.json", "a-b_c (2).csv"):
        assert tame(name) == name


def test_odd_names_show_what_is_odd() -> None:
    assert tame("a\n\x1b[31m.json") == "a%0A%1B[31m.json"
    assert tame("../x") == "%2E%2E/x"
    assert tame("\udce9.json") == "%ED%B3%A9.json"
    assert tame("%41.json") != tame("A.json")


def test_a_marked_copy_takes_no_other_files_name() -> None:
    assert marked_name("a/b.xlsx", ()) == "a/b.marked.xlsx"
    assert marked_name("b.xlsx", {"b.marked.xlsx"}) == "b.marked.marked.xlsx"
