"""YAML: what is read, what is refused, and where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.files.tree import ONE_MIB, Tree, read_json, read_yaml
from diagnosis.model.problems import ProblemsError, Span


def read(text: str) -> Tree:
    return read_yaml(text.encode(), "f.yaml")


def faults(data: bytes | str) -> list[str]:
    with pytest.raises(ProblemsError) as found:
        read_yaml(data.encode() if isinstance(data, str) else data, "f.yaml")
    assert all(problem.message.ja and problem.message.en for problem in found.value.problems)
    return [f"{problem.at.line}:{problem.at.column} {problem.code}" for problem in found.value.problems]


def test_words_numbers_and_dates_are_read_as_written() -> None:
    tree = read("[no, on, 12:30, 2026-11-01, 012, 1_000, 0x1f, 12, -3, 1.5, true, ~, 'yes', \"\", ]")
    assert tree.value == ["no", "on", "12:30", "2026-11-01", "012", "1_000", "0x1f", 12, -3, 1.5, True, None, "yes", ""]


def test_an_unquoted_version_keeps_what_was_written() -> None:
    tree = read("version: 2026.10\n")
    assert tree.value == {"version": 2026.1}
    assert tree.written["version",] == "2026.10"


def test_keys_are_always_strings() -> None:
    assert read("{1: a, 2026.10: b, true: c}").value == {"1": "a", "2026.10": "b", "true": "c"}


def test_every_value_and_key_has_its_place() -> None:
    tree = read("名前: 例\nlist:\n  - {a: 1}\n  - 漢字\n")
    assert tree.at("名前") == Span("f.yaml", 1, 5)
    assert tree.key_at("list") == Span("f.yaml", 2, 1)
    assert tree.at("list", 0, "a") == Span("f.yaml", 3, 9)
    assert tree.key_at("list", 0, "a") == Span("f.yaml", 3, 6)
    assert tree.key_at("list", 1) == tree.at("list", 1) == Span("f.yaml", 4, 5)
    assert tree.at("list", 7, "missing") == tree.at("list")


def test_windows_line_ends_and_a_byte_order_mark_move_no_place() -> None:
    tree = read_yaml("\ufeffa: 1\r\nb: 2\r\n".encode(), "f.yaml")
    assert tree.value == {"a": 1, "b": 2}
    assert tree.at("b") == Span("f.yaml", 2, 4)


def test_rare_kanji_and_variation_selectors_are_kept() -> None:
    assert read("name: 髙﨑𠮷葛\U000e0100飾\n").value == {"name": "髙﨑𠮷葛\U000e0100飾"}


LAUGHS = "a0: &a0 [lol]\n" + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9))
MERGES = "a0: &a0 {k: v}\n" + "".join(f"a{i}: &a{i}\n  <<: [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9))


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        pytest.param(LAUGHS, "1:5 yaml.anchor", id="billion laughs"),
        pytest.param(MERGES, "1:5 yaml.anchor", id="merge-key bomb"),
        pytest.param("&a [*a]", "1:1 yaml.anchor", id="value that holds itself"),
        pytest.param("a: *b", "1:4 yaml.alias", id="alias"),
        pytest.param("<<: {a: 1}", "1:1 yaml.merge-key", id="merge key"),
        pytest.param("a: !!python/object/apply:os.system [ls]", "1:4 yaml.tag", id="python object"),
        pytest.param("a: ! x", "1:4 yaml.tag", id="bare tag"),
        pytest.param("%YAML 1.1\n---\na: no", "1:1 yaml.directive", id="older YAML"),
        pytest.param("# c\n%TAG ! x:\n---\na: 1", "2:1 yaml.directive", id="tag directive"),
        pytest.param("a: 1\n---\nb: 2", "2:1 yaml.documents", id="two documents"),
        pytest.param("a: 1\nb: 2\na: 3", "3:1 file.duplicate-key", id="duplicate key"),
        pytest.param("{a: 1, a: 2}", "1:8 file.duplicate-key", id="duplicate key in flow"),
        pytest.param("ａ: 1\na: 2", "2:1 file.duplicate-key", id="keys that look alike"),
        pytest.param("[" * 100_000, "1:21 file.too-deep", id="deep flow"),
        pytest.param("- " * 100_000, "1:41 file.too-deep", id="deep block"),
        pytest.param("{a: " * 900, "1:81 file.too-deep", id="deep mappings"),
        pytest.param("? " * 900, "1:3 yaml.key", id="deep keys"),
        pytest.param("a: " + "9" * 100_000, "1:4 file.number", id="100,000 digits"),
        pytest.param("a: .nan", "1:4 file.number", id="NaN"),
        pytest.param("a: -.INF", "1:4 file.number", id="infinity"),
        pytest.param("a: 1e999", "1:4 file.number", id="overflow"),
        pytest.param("a: \x00", "1:4 file.control-character", id="NUL"),
        pytest.param("a: x\u202ey", "1:5 file.control-character", id="right to left override"),
        pytest.param("a: x\u200by", "1:5 file.control-character", id="zero-width space"),
        pytest.param('a: "x\\u202ey"', "1:4 file.control-character", id="escaped override"),
        pytest.param('a: "\\ud842"', "1:4 file.surrogate", id="lone surrogate"),
        pytest.param('a: "\\U00110000"', "0:0 yaml.syntax", id="beyond the last character"),
        pytest.param("", "1:1 file.empty", id="nothing"),
        pytest.param("# only a comment\n", "1:1 file.empty", id="comment alone"),
        pytest.param("\ta: 1", "1:1 yaml.syntax", id="tab"),
        pytest.param("a: b: c", "1:5 yaml.syntax", id="two colons"),
        pytest.param("a: 'x", "1:6 yaml.syntax", id="open quote"),
        pytest.param("[]: 1", "1:1 yaml.key", id="list as key"),
        pytest.param(": 1", "1:1 yaml.key", id="empty key"),
    ],
)
def test_an_attack_is_refused_at_its_place(attack: str, expected: str) -> None:
    assert faults(attack)[0] == expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("a: 1\nb: 株式会社".encode("cp932"), "CP932"),
        ("a: 1".encode("utf-16"), "UTF-16"),
        (b"a: 1\nb: \x81", "unclear"),
    ],
)
def test_another_encoding_is_named_with_the_way_out(data: bytes, words: str) -> None:
    with pytest.raises(ProblemsError) as found:
        read_yaml(data, "f.yaml")
    (problem,) = found.value.problems
    assert problem.code == "file.encoding"
    assert words in problem.message.en
    assert "UTF-8" in problem.message.ja


def test_a_full_width_colon_is_named_in_the_remedy() -> None:
    with pytest.raises(ProblemsError) as caught:
        read_yaml("member：x\nanswers:\n  a: 1\n".encode(), "sheet.yaml")
    assert "全角の「：」" in caught.value.problems[0].message.ja
    assert "full-width" in caught.value.problems[0].message.en


def test_the_place_of_a_wrong_byte_is_told() -> None:
    assert faults("a: 1\nb: 株".encode("cp932")) == ["2:4 file.encoding"]


def test_a_file_over_the_limit_is_refused_before_it_is_parsed() -> None:
    assert faults(b"- a\n" * (ONE_MIB // 2)) == ["0:0 file.too-large"]
    with pytest.raises(ProblemsError):
        read_yaml(b"a: 12345", "f.yaml", limit=5)


def test_a_file_with_too_many_values_is_refused() -> None:
    assert faults("[" + "1," * 100_000 + "]")[-1].endswith("file.too-many-values")


def test_all_faults_are_told_at_once_in_file_order() -> None:
    assert faults("a: &x 1\nb: *x\nb: .nan\nc: !!str 3\n") == [
        "1:4 yaml.anchor",
        "2:4 yaml.alias",
        "3:1 file.duplicate-key",
        "3:4 file.number",
        "4:4 yaml.tag",
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=60), st.text(alphabet="ab:-[]{}&*!%#|>'\"\\?, \n\t0.", max_size=40).map(str.encode))
)
def test_any_bytes_are_read_or_refused_with_a_place(data: bytes) -> None:
    for reader in (read_yaml, read_json):
        places = []
        try:
            places = list(reader(data, "f").places.values())
        except ProblemsError as found:
            places = [problem.at for problem in found.problems]
        assert {place.file for place in places} == {"f"}
