"""JSON: what is read, what is refused, and where."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.files.tree import read_json, read_yaml
from diagnosis.model.problems import ProblemsError, Span


def faults(text: str) -> list[str]:
    with pytest.raises(ProblemsError) as found:
        read_json(text.encode(), "f.json")
    return [f"{problem.at.line}:{problem.at.column} {problem.code}" for problem in found.value.problems]


def test_every_value_and_key_has_its_place() -> None:
    tree = read_json('{"a": [1,\n  {"漢": "字"}]}'.encode(), "f.json")
    assert tree.value == {"a": [1, {"漢": "字"}]}
    assert tree.key_at("a") == Span("f.json", 1, 2)
    assert tree.at("a", 1, "漢") == Span("f.json", 2, 9)


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        pytest.param('{"a": NaN}', "1:7 file.number", id="NaN"),
        pytest.param('{"a": -Infinity}', "1:7 file.number", id="infinity"),
        pytest.param('{"a": 1e999}', "1:7 file.number", id="overflow"),
        pytest.param('{"a": ' + "9" * 100_000 + "}", "1:7 file.number", id="100,000 digits"),
        pytest.param('{"a": 1, "a": 2}', "1:10 file.duplicate-key", id="duplicate key"),
        pytest.param('{"ａ": 1, "a": 2}', "1:10 file.duplicate-key", id="keys that look alike"),
        pytest.param('{"a": "\\ud842"}', "1:7 file.surrogate", id="lone surrogate"),
        pytest.param('{"a": "\\u202e"}', "1:7 file.control-character", id="escaped override"),
        pytest.param("[" * 100_000, "1:21 file.too-deep", id="depth"),
        pytest.param("[" + "1," * 100_000 + "1]", "1:60000 file.too-many-values", id="number of values"),
        pytest.param('{"a": 1,}', "1:9 json.syntax", id="comma at the end"),
        pytest.param("{'a': 1}", "1:2 json.syntax", id="single quotes"),
        pytest.param('{"a": 1} x', "1:10 json.syntax", id="something behind"),
        pytest.param('{"a": "x', "1:7 json.syntax", id="open string"),
        pytest.param('{"a": yes}', "1:7 json.syntax", id="bare word"),
        pytest.param('{"a" 1}', "1:6 json.syntax", id="no colon"),
        pytest.param("[1 2]", "1:4 json.syntax", id="no comma"),
        pytest.param("[01]", "1:3 json.syntax", id="leading zero"),
        pytest.param("", "1:1 file.empty", id="nothing"),
    ],
)
def test_an_attack_is_refused_at_its_place(attack: str, expected: str) -> None:
    assert faults(attack) == [expected]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(alphabet="aあ漢𠮷\"\\/ \n:#'-", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet="abあ", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(PLAIN, st.booleans())
def test_json_reads_as_json_does_and_as_yaml_does(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert read_json(text.encode(), "f").value == value
    if not ascii_only:
        assert read_yaml(text.encode(), "f").value == value
