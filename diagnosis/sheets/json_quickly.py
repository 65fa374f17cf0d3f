"""Very many answer sheets in JSON, taken apart without a word; whatever is not plain is for the careful reader."""

from collections.abc import Hashable

from diagnosis.files.decode import FORBIDDEN, SURROGATE
from diagnosis.files.quick_json import NotPlainError, count_colons, read_plain, split_sheet
from diagnosis.files.tree import ONE_MIB
from diagnosis.model.problems import Span
from diagnosis.model.sheet import RawAnswer, RawSheet
from diagnosis.sheets.found import ANSWER_KEYS, MEMBER_KEYS
from diagnosis.sheets.quick import QuickSheet

_LARGEST = 10**18
"""A number of more digits than the careful reader takes."""


def read_json_quickly(data: bytes, name: str) -> QuickSheet | None:
    """The sheet's head and its answers as they are written, for `quick_answer`; None where it needs the careful reader.

    Two keys alike, another shape, fractions and numbers that are none: all of that is for the careful reader.
    """
    if len(data) > ONE_MIB:
        return None
    try:
        parts, answers = split_sheet(data)
        colons = count_colons(data) - len(parts) - sum(map(count_colons, parts.values()))
        colons -= 0 if answers is None else 1 + len(answers)
        head = {part: read_plain(written) for part, written in parts.items()}
        member, versions = _unique(head.get("member")), _unique(head.get("questionnaires"))
    except NotPlainError:
        return None
    who = member.get("id"), member.get("name")
    texts = (head.get("ruleset"), head.get("answered_on"), *who, *versions.values())
    if not (member.keys() <= {*MEMBER_KEYS} and all(map(_is_text, texts))):
        return None
    raw = RawSheet(head.get("ruleset"), versions, *who, head.get("answered_on"), (), Span(name, 0, 0))
    return QuickSheet(raw, answers or {}, colons)


def quick_answer(question: str, written: Hashable) -> tuple[RawAnswer, int]:
    """A raw answer from what is written, and its colons; raises NotPlainError for the careful reader."""
    assert isinstance(written, bytes)
    value, colons = read_plain(written), count_colons(written)
    if not isinstance(value, tuple):
        return RawAnswer(question, _plain(value)), colons
    parts = {part: _plain(found) for part, found in _unique(value).items()}
    state = parts.get("state")
    if not parts.keys() <= {*ANSWER_KEYS} or not (state is None or isinstance(state, str)):
        raise NotPlainError
    answer = RawAnswer(
        question,
        parts.get("value"),
        state=state,
        evidence=parts.get("evidence"),
        reason=parts.get("reason"),
        note=parts.get("note"),
    )
    return answer, colons


def _plain(value: object) -> object:
    """The value, if the ordinary road reads it without a word: nothing that deceives, no number of many digits."""
    match value:
        case str() if FORBIDDEN.search(value) is None and SURROGATE.search(value) is None:
            return value
        case None | bool():
            return value
        case int() if -_LARGEST < value < _LARGEST:
            return value
        case list():
            return [_plain(item) for item in value]
        case _:
            raise NotPlainError


def _unique(pairs: object) -> dict[str, object]:
    """The mapping that pairs make, empty for null; raises NotPlainError for other things and for two keys alike."""
    if pairs is None:
        return {}
    if not isinstance(pairs, tuple) or len(found := dict(pairs)) < len(pairs):
        raise NotPlainError
    return found


def _is_text(value: object) -> bool:
    return value is None or (isinstance(value, str) and not FORBIDDEN.search(value) and not SURROGATE.search(value))
