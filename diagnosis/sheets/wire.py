"""Found sheets and problems as plain data, for the pipe between a reader's child process and its parent.

What comes back from a child that read a hostile file is foreign itself: it is decoded strictly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import cast

from diagnosis.model.problems import Problem, Severity, Span
from diagnosis.model.sheet import RawAnswer
from diagnosis.model.text import Text
from diagnosis.sheets.found import FoundSheet

_HEADS = ("ruleset", "member_id", "member_name", "answered_on")
_REMARKS = ("value", "evidence", "reason", "note")


def plain_sheet(sheet: FoundSheet) -> dict[str, object]:
    """A sheet as JSON can say it; its values must be plain already."""
    return {
        **{head: getattr(sheet, head) for head in _HEADS},
        "questionnaires": dict(sheet.questionnaires),
        "answers": [_plain_answer(answer) for answer in sheet.answers],
        "at": _plain_span(sheet.at),
        "places": {name: _plain_span(at) for name, at in sheet.places.items()},
        "faults": plain_problems(sheet.faults),
    }


def plain_problems(problems: Iterable[Problem]) -> list[object]:
    """Problems as JSON can say them."""
    return [[_plain_span(one.at), one.code, one.message.ja, one.message.en, one.severity.value] for one in problems]


def sheet_of(found: object) -> FoundSheet:
    """The sheet that was sent; raises ValueError or TypeError for anything else."""
    sheet = _mapping(found)
    return FoundSheet(
        **{head: _plain(sheet[head]) for head in _HEADS},
        questionnaires={name: _plain(version) for name, version in _mapping(sheet["questionnaires"]).items()},
        answers=tuple(_answer_of(answer) for answer in _list(sheet["answers"])),
        at=_span_of(sheet["at"]),
        places={name: _span_of(at) for name, at in _mapping(sheet["places"]).items()},
        faults=problems_of(sheet["faults"]),
    )


def problems_of(found: object) -> tuple[Problem, ...]:
    """The problems that were sent; raises ValueError or TypeError for anything else."""
    return tuple(_problem_of(*_list(one)) for one in _list(found))


def _plain_answer(answer: RawAnswer) -> dict[str, object]:
    parts = {name: getattr(answer, name) for name in _REMARKS}
    return {"question": answer.question, "state": answer.state, "at": _plain_span(answer.at), **parts}


def _answer_of(found: object) -> RawAnswer:
    answer = _mapping(found)
    state = answer["state"]
    return RawAnswer(
        question=_text(answer["question"]),
        state=None if state is None else _text(state),
        at=_span_of(answer["at"]),
        **{name: _plain(answer[name]) for name in _REMARKS},
    )


def _problem_of(at: object, code: object, ja: object, en: object, severity: object) -> Problem:
    return Problem(_span_of(at), _text(code), Text(_text(ja), _text(en)), Severity(_text(severity)))


def _plain_span(at: Span) -> list[object]:
    return list(asdict(at).values())


def _span_of(found: object) -> Span:
    file, line, column, spot = _list(found)
    if type(line) is not int or type(column) is not int:
        raise TypeError(found)
    return Span(_text(file), line, column, _text(spot))


def _plain(found: object) -> object:
    """A value of one cell or field: a scalar, or a list of texts."""
    if isinstance(found, list):
        return [_text(one) for one in found]
    if found is None or isinstance(found, (str, int, float)):
        return found
    raise TypeError(found)


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise TypeError(found)
    return found


def _list(found: object) -> list[object]:
    if not isinstance(found, list):
        raise TypeError(found)
    return found


def _mapping(found: object) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise TypeError(found)
    return cast("Mapping[str, object]", found)
