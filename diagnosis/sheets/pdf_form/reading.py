"""A returned form to a raw sheet. What a field says and what it shows must agree, or somebody has to look at it."""

import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pikepdf

from diagnosis.model.conditions import State
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.sheet import RawAnswer
from diagnosis.model.text import Text
from diagnosis.sheets.desk import Desk, listed, show
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.pdf_form import faults, names
from diagnosis.sheets.pdf_form.fields import BUTTON, SIGNATURE, TEXT, Found, UnreadableError, find_fields
from diagnosis.sheets.pdf_form.stamp import Stamp, read_stamp

LARGEST = 10 * 2**20
_START = b"%PDF-"
_START_WITHIN = 1024
_DIGITS = re.compile("0|[1-9][0-9]{0,17}")
_OFF = ("", "Off")
_STATES = (State.UNKNOWN.value, State.NOT_APPLICABLE.value)
_HEADS = (names.STAMP, names.MEMBER_ID, names.MEMBER_NAME, names.ANSWERED_ON)


def read_form(data: bytes, name: str) -> FoundSheet:
    """See `diagnosis.sheets.pdf_form.read_pdf_form`."""
    fields = _open(data, name)
    stamp = read_stamp(_only_value(fields.get(names.STAMP)))
    if stamp is None:
        raise _refused(name, faults.OTHER_FORM if fields else faults.NO_FORM)
    return _Reading(name, fields, stamp).sheet()


def _open(data: bytes, name: str) -> Mapping[str, Found]:
    """The form's fields; raises ProblemsError where the file cannot be read."""
    if len(data) > LARGEST:
        raise _refused(name, faults.TOO_LARGE)
    if _START not in data[:_START_WITHIN]:
        raise _refused(name, faults.UNREADABLE)
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            return find_fields(document)
    except pikepdf.PasswordError as error:
        raise _refused(name, faults.ENCRYPTED) from error
    except (pikepdf.PdfError, UnreadableError, RuntimeError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise _refused(name, faults.UNREADABLE) from error


@dataclass(slots=True)
class _Parts:
    """What the fields of one question say."""

    value: object = None
    ticked: list[str] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    at: Span | None = None


@dataclass(slots=True)
class _Reading:
    name: str
    fields: Mapping[str, Found]
    stamp: Stamp
    desk: Desk = field(default_factory=Desk)

    def sheet(self) -> FoundSheet:
        """The whole sheet, with a fault for everything that contradicts itself."""
        heads = {name: self._read(name, self.fields[name]) if name in self.fields else "" for name in _HEADS}
        self._check_member(heads[names.MEMBER_ID])
        answers = tuple(self._answer(question, parts) for question, parts in self._questions().items())
        self._check_whole(len(answers))
        at = Span(self.name, 0, 0)
        return FoundSheet(
            ruleset=self.stamp.ruleset,
            questionnaires=self.stamp.questionnaires,
            member_id=heads[names.MEMBER_ID],
            member_name=heads[names.MEMBER_NAME],
            answered_on=heads[names.ANSWERED_ON],
            answers=answers,
            at=at,
            places=self._places(),
            faults=tuple(self.desk.faults),
        )

    def _questions(self) -> dict[str, _Parts]:
        """Every question that has a field, with what its fields say."""
        questions: dict[str, _Parts] = {}
        for name, found in self.fields.items():
            if name in _HEADS or found.kinds == {SIGNATURE}:
                continue
            question, remark, ticked = names.split_name(name)
            parts = questions.setdefault(question, _Parts())
            read = self._read(name, found)
            if remark:
                parts.remarks[remark] = read
            elif ticked:
                parts.ticked += [ticked] if read else []
            else:
                parts.value = int(read) if _is_number(name, found, read) else read
            parts.at = parts.at or self._at(name, question)
        return questions

    def _answer(self, question: str, parts: _Parts) -> RawAnswer:
        """One answer. A state may stand in the group of the answer itself, or as a box of its own."""
        states = [one for one in parts.ticked if one in _STATES]
        chosen: object = [one for one in parts.ticked if one not in _STATES] or parts.value
        if isinstance(chosen, str) and chosen in _STATES and BUTTON in self.fields[question].kinds:
            states, chosen = [*states, chosen], None
        at = parts.at or Span(self.name, 0, 0)
        if len(states) > 1:
            self._review(at, faults.two_states(question))
        return RawAnswer(
            question,
            chosen,
            state=states[0] if states else None,
            evidence=parts.remarks.get(names.EVIDENCE),
            reason=parts.remarks.get(names.REASON),
            note=parts.remarks.get(names.NOTE),
            at=at,
        )

    def _read(self, name: str, found: Found) -> str:
        """What a field holds; empty for nothing, and for what has to be looked at."""
        if len(found.kinds) != 1:
            self._review(self._at(name), faults.odd_kind(name))
            return ""
        return self._read_button(name, found) if found.kinds == {BUTTON} else self._read_text(name, found)

    def _read_button(self, name: str, found: Found) -> str:
        """The state that the group's value and exactly one of its buttons agree on.

        pypdf writes the value of a group as a text with a slash before it.
        """
        said = {value and value.removeprefix("/") for value in found.values} - {*_OFF}
        if not said and not found.shown:
            return ""
        state = next(iter(said), None)
        if len(said) == 1 and state is not None and found.shown == [state] and state in found.states:
            return state
        self._review(self._at(name), faults.contradiction(name, _told(said), _told(found.shown), _told(found.states)))
        return ""

    def _read_text(self, name: str, found: Found) -> str:
        if len(found.values) > 1 or None in found.values or found.kinds != {TEXT}:
            self._review(self._at(name), faults.odd_text(name))
            return ""
        return _only_value(found)

    def _check_member(self, typed: str) -> None:
        if self.stamp.member and typed != self.stamp.member:
            self._review(self._at(names.MEMBER_ID), faults.other_member(show(typed), show(self.stamp.member)))

    def _check_whole(self, found: int) -> None:
        if found < self.stamp.asked:
            self._review(Span(self.name, 0, 0), faults.pages_lost(found, self.stamp.asked))

    def _review(self, at: Span, message: Text) -> None:
        self.desk.refuse(at, faults.REVIEW, ja=message.ja, en=message.en)

    def _places(self) -> dict[str, Span]:
        spots = {
            "ruleset": names.STAMP,
            "member.id": names.MEMBER_ID,
            "member.name": names.MEMBER_NAME,
            "answered_on": names.ANSWERED_ON,
        }
        versions = {f"questionnaires.{one}": names.STAMP for one in self.stamp.questionnaires}
        return {place: self._at(name) for place, name in (spots | versions).items()}

    def _at(self, name: str, spot: str = "") -> Span:
        """A field's place: page and turn sort, the spot (the field's name, unless given) is what people see."""
        place = self.fields[name].place if name in self.fields else None
        return Span(self.name, place.page if place else 0, place.turn if place else 0, spot=spot or name)


def _is_number(name: str, found: Found, read: str) -> bool:
    """Plain digits in a field that says of itself that it takes a number."""
    return found.meaning == f"{name}.{names.NUMBER}" and _DIGITS.fullmatch(read) is not None


def _only_value(found: Found | None) -> str:
    return next(iter(found.values), None) or "" if found else ""


def _told(states: Collection[str | None]) -> tuple[str, str]:
    """States in a row, for both languages; a dash for none."""
    words = sorted({show(state) if state else "?" for state in states})
    return listed(words or ["–"])


def _refused(name: str, fault: tuple[str, Text]) -> ProblemsError:
    code, message = fault
    return ProblemsError((Problem(Span(name, 0, 0), code, message),))
