"""Found sheets and problems as plain data, for the pipe between a reader's child process and its parent.

What comes back from a child that read a hostile file is foreign itself: it is decoded strictly.
"""

from collections.abc import Iterable, Mapping
from typing import cast

from diagnosis.model.problems import Problem, Severity, Span
from diagnosis.model.sheet import RawAnswer
from diagnosis.model.text import Text
from diagnosis.sheets.found import FoundSheet

_HEADS = ("ruleset", "member_id", "member_name", "answered_on")


def plain_sheet(sheet: FoundSheet) -> list[object]:
    """A sheet as JSON can say it; its values must be plain already."""
    return [
        [getattr(sheet, head) for head in _HEADS],
        dict(sheet.questionnaires),
        [_plain_answer(answer) for answer in sheet.answers],
        _plain_span(sheet.at),
        {name: _plain_span(at) for name, at in sheet.places.items()},
        plain_problems(sheet.faults),
        sheet.has_lists,
    ]


def plain_problems(problems: Iterable[Problem]) -> list[object]:
    """Problems as JSON can say them."""
    return [[_plain_span(one.at), one.code, one.message.ja, one.message.en, one.severity.value] for one in problems]


def sheet_of(found: object) -> FoundSheet:
    """The sheet that was sent; raises ValueError or TypeError for anything else."""
    heads, questionnaires, answers, at, places, faults, has_lists = _list(found)
    return FoundSheet(
        **dict(zip(_HEADS, map(_plain, _list(heads)), strict=True)),
        questionnaires={name: _plain(version) for name, version in _mapping(questionnaires).items()},
        answers=tuple(_answer_of(*_list(answer)) for answer in _list(answers)),
        at=_span_of(at),
        places={name: _span_of(span) for name, span in _mapping(places).items()},
        faults=problems_of(faults),
        has_lists=has_lists is True,
    )


def problems_of(found: object) -> tuple[Problem, ...]:
    """The problems that were sent; raises ValueError or TypeError for anything else."""
    return tuple(_problem_of(*_list(one)) for one in _list(found))


def _plain_answer(answer: RawAnswer) -> list[object]:
    parts = [answer.question, answer.value, answer.state, answer.evidence, answer.reason, answer.note]
    return [*parts, _plain_span(answer.at)]


def _answer_of(  # noqa: PLR0913, PLR0917 - as they were sent
    question: object, value: object, state: object, evidence: object, reason: object, note: object, at: object
) -> RawAnswer:
    return RawAnswer(
        question=_text(question),
        value=_plain(value),
        state=None if state is None else _text(state),
        evidence=_plain(evidence),
        reason=_plain(reason),
        note=_plain(note),
        at=_span_of(at),
    )


def _problem_of(at: object, code: object, ja: object, en: object, severity: object) -> Problem:
    return Problem(_span_of(at), _text(code), Text(_text(ja), _text(en)), Severity(_text(severity)))


def _plain_span(at: Span) -> list[object]:
    return [at.file, at.line, at.column, at.spot]


def _span_of(found: object) -> Span:
    file, line, column, spot = _list(found)
    if type(line) is not int or type(column) is not int:
        raise TypeError(found)
    return Span(_text(file), line, column, _text(spot))


def _plain(found: object) -> object:
    """A value of one cell or field: a scalar, a list of texts, or marks beside choices."""
    if found is None or type(found) is str:
        return found  # nearly always
    match found:
        case None | str() | int() | float():
            return found
        case list():
            return [_text(one) for one in found]
        case dict():
            return {_text(choice): _scalar(mark) for choice, mark in found.items()}
        case _:
            raise TypeError(found)


def _scalar(found: object) -> object:
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
