"""Cases in the store. Each change is one transaction with its step and its event, and only on what was seen.

The log names numbers, digests and kinds of deeds, never persons, answers or reasons: those are in the steps, whose
digest is on the log. So a member's data can be deleted, and the chain stays provable.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, insert, select, update

from diagnosis.files.packing import pack_file
from diagnosis.model.casework import Case, CaseState, Document, Step, StepKind
from diagnosis.store.bulk import KEEP, add_rows
from diagnosis.store.case_rows import Standing, case_row, read_case, read_document, read_standing, read_step, step_row
from diagnosis.store.events import NewEvent, append_events, stream
from diagnosis.store.opening import reading, write
from diagnosis.store.tables import CASE_STEPS, CASES, CHAIN, COUNTERS, DOCUMENTS, FILES

_WIDTH = 6
"""Digits of a number."""


class ChangedMeanwhileError(Exception):
    """Somebody else changed the case since it was looked at. steps: what they did; nothing was overwritten."""

    def __init__(self, case: Case, steps: Sequence[Step]) -> None:
        super().__init__(case.number)
        self.case = case
        self.steps = steps


@dataclass(frozen=True, slots=True)
class Deed:
    """What a deed makes of a case: how it is then, and what is written down of it."""

    case: Case
    kind: StepKind
    reason: str = ""
    subject: str = ""
    before: object = None
    after: object = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A report that is to be issued under `number`, which must be the next one."""

    number: str
    content: bytes
    pages: int
    language: str
    tier: int | None
    discount: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which cases of the queue are meant. search: part of a number, of a member's number or name.

    start: how many come before those that are wanted; most: how many are wanted.
    """

    states: tuple[CaseState, ...] = ()
    search: str = ""
    grade: str = ""
    origin: str = ""
    ruleset: str = ""
    tier: int | None = None
    order: str = "received"
    is_descending: bool = True
    start: int = 0
    most: int = 50


class Cases:
    """The cases of a store. Raises StoreError where something cannot be done."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    # Receiving

    def receive(self, data: bytes, name: str, found: Sequence[Case], actor: str) -> Sequence[Case]:
        """Keep a file and the cases that were made out of it, all or none; they get their numbers.

        The same file from the same owner is received once in the same way: then the cases there are.
        """
        now = self._clock()
        digest = found[0].file_digest

        def keep(connection: Connection) -> Sequence[Case]:
            _hold(connection)
            again = _of_file(connection, found[0])
            if again:
                return again
            row = {"digest": digest, "content": pack_file(data), "name": name, "kept_at": now.isoformat()}
            add_rows(connection, FILES, [row], KEEP)
            return [self._add(connection, one, actor, now) for one in found]

        return write(self._engine, keep)

    def _add(self, connection: Connection, case: Case, actor: str, now: datetime) -> Case:
        number = f"R{_take(connection, f'R{now.year}')}"
        new = replace(case, number=number, version=1, received_at=now)
        connection.execute(insert(CASES).values(case_row(new)))
        _write_down(connection, new, Deed(new, StepKind.RECEIVED), actor, now)
        return new

    # Changing

    def change(self, number: str, seen: int, actor: str, deed: Callable[[Case], Deed]) -> Case:
        """The case as `deed` makes it. seen: the version that the actor looked at.

        Raises ChangedMeanwhileError where there is a newer one, LookupError where there is no such case; what `deed`
        raises leaves everything as it was.
        """
        now = self._clock()

        def exchange(connection: Connection) -> Case:
            _hold(connection)
            done = deed(_seen(connection, number, seen))
            return _put(connection, done, actor, now)

        return write(self._engine, exchange)

    def next_document(self, year: int) -> str:
        """The number that the next report to be issued will have."""
        with reading(self._engine) as connection:
            last = connection.scalar(select(COUNTERS.c.last).where(COUNTERS.c.name == str(year))) or 0
        return f"{year}-{last + 1:0{_WIDTH}}"

    def issue(self, number: str, seen: int, actor: str, new: NewDocument, deed: Callable[[Case], Deed]) -> bool:
        """Keep a report as issued. False where its number was given out meanwhile: then make it anew with the next.

        Numbers have no gaps: one is taken only together with what bears it. Raises as `change` does.
        """
        now = self._clock()

        def keep(connection: Connection) -> bool:
            _hold(connection)
            case = _seen(connection, number, seen)
            year, _, _ = new.number.partition("-")
            if _peek(connection, year) != new.number:
                return False
            _take(connection, year)
            newest = select(DOCUMENTS.c.number).where(
                DOCUMENTS.c.case_number == number, DOCUMENTS.c.replaced_by.is_(None)
            )
            replaces = connection.scalar(newest)
            connection.execute(insert(DOCUMENTS).values(_document_row(case, new, actor, now, replaces)))
            if replaces:
                old = update(DOCUMENTS).where(DOCUMENTS.c.number == replaces)
                connection.execute(old.values(replaced_by=new.number))
            _put(connection, deed(case), actor, now)
            return True

        return write(self._engine, keep)

    # Reading

    def find(self, number: str) -> Case | None:
        """One case."""
        with reading(self._engine) as connection:
            return _find(connection, number)

    def steps(self, number: str) -> Sequence[Step]:
        """What was done to a case, in order."""
        with reading(self._engine) as connection:
            return _steps(connection, number)

    def list(self, asked: Asked) -> Sequence[Case]:
        """The cases that are meant, a page of them."""
        order = _ORDERS[asked.order]
        wanted = _cases().where(*_conditions(asked)).offset(asked.start).limit(asked.most)
        directed = [column.desc() if asked.is_descending else column for column in (order, CASES.c.number)]
        with reading(self._engine) as connection:
            return [read_case(row) for row in connection.execute(wanted.order_by(*directed))]

    def digests_of(self, owner: str) -> frozenset[str]:
        """Digests of the files that came from one owner."""
        with reading(self._engine) as connection:
            return frozenset(connection.scalars(select(CASES.c.file_digest).where(CASES.c.owner == owner)))

    def count(self, asked: Asked) -> int:
        """How many there are in all."""
        with reading(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(CASES).where(*_conditions(asked))) or 0

    def counts(self) -> Mapping[CaseState, int]:
        """How many cases stand where."""
        wanted = select(CASES.c.state, func.count()).group_by(CASES.c.state)
        with reading(self._engine) as connection:
            found = {CaseState(state): int(number) for state, number in connection.execute(wanted)}
        return {state: found.get(state, 0) for state in CaseState}

    def standings(self) -> Iterator[Standing]:
        """Every case that is not closed, without its sheet, by number."""
        columns = [CASES.c[name] for name in _STANDING]
        wanted = select(*columns, DOCUMENTS.c.number.label("document")).join(
            DOCUMENTS, (DOCUMENTS.c.case_number == CASES.c.number) & DOCUMENTS.c.replaced_by.is_(None), isouter=True
        )
        with reading(self._engine) as connection:
            for row in stream(connection, wanted.where(CASES.c.state != CaseState.CLOSED).order_by(CASES.c.number)):
                yield read_standing(row)

    def documents(self, number: str) -> Sequence[Document]:
        """The reports that were issued for a case, newest first."""
        with reading(self._engine) as connection:
            wanted = _documents().where(DOCUMENTS.c.case_number == number).order_by(DOCUMENTS.c.at.desc())
            return [read_document(row) for row in connection.execute(wanted)]

    def document(self, number: str) -> bytes | None:
        """The bytes of an issued report; None where there is none of that number."""
        with reading(self._engine) as connection:
            content: bytes | None = connection.scalar(select(DOCUMENTS.c.content).where(DOCUMENTS.c.number == number))
            return content


_STANDING = (
    *("number", "state", "origin", "received_at", "member_id", "member_name", "ruleset", "overall", "grade", "tier"),
    *("certification", "discount", "override", "trade", "points"),
)

_ORDERS: Mapping[str, ColumnElement[Any]] = {
    "received": CASES.c.received_at,
    "member": CASES.c.member_id,
    "score": CASES.c.overall,
    "tier": CASES.c.tier,
}


def _hold(connection: Connection) -> None:
    """One writer at a time, from here to the end of the transaction."""
    connection.execute(select(CHAIN.c.seq).with_for_update())


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.states:
        found.append(CASES.c.state.in_([state.value for state in asked.states]))
    for name in ("grade", "origin", "ruleset"):
        value = getattr(asked, name)
        if value:
            found.append(CASES.c[name] == value)
    if asked.tier is not None:
        found.append(CASES.c.tier == asked.tier)
    if asked.search:
        columns = (CASES.c.number, CASES.c.member_id, CASES.c.member_name)
        one, *others = (column.contains(asked.search, autoescape=True) for column in columns)
        for other in others:
            one |= other
        found.append(one)
    return found


def _cases() -> Select[Any]:
    return select(CASES, FILES.c.name.label("file_name")).join(FILES)


def _documents() -> Select[Any]:
    columns = [column for column in DOCUMENTS.c if column.name != "content"]
    return select(*columns, func.length(DOCUMENTS.c.content).label("size"))


def _find(connection: Connection, number: str, *, to_change: bool = False) -> Case | None:
    wanted = _cases().where(CASES.c.number == number)
    row = connection.execute(wanted.with_for_update(of=CASES) if to_change else wanted).one_or_none()
    return None if row is None else read_case(row)


def _of_file(connection: Connection, new: Case) -> Sequence[Case]:
    same = (CASES.c.origin == new.origin.value) & (CASES.c.owner == new.owner)
    wanted = _cases().where(CASES.c.file_digest == new.file_digest, same).order_by(CASES.c.place)
    return [read_case(row) for row in connection.execute(wanted.where(CASES.c.state != CaseState.CLOSED.value))]


def _seen(connection: Connection, number: str, seen: int) -> Case:
    case = _find(connection, number, to_change=True)
    if case is None:
        raise LookupError(number)
    if case.version != seen:
        raise ChangedMeanwhileError(case, [step for step in _steps(connection, number) if step.seq > seen])
    return case


def _put(connection: Connection, done: Deed, actor: str, now: datetime) -> Case:
    case = replace(done.case, version=done.case.version + 1)
    connection.execute(update(CASES).where(CASES.c.number == case.number).values(case_row(case)))
    _write_down(connection, case, done, actor, now)
    return case


def _write_down(connection: Connection, case: Case, done: Deed, actor: str, now: datetime) -> None:
    """The step, and its event. A step's number is the version that it made."""
    step = Step(
        seq=case.version,
        at=now,
        actor=actor,
        kind=done.kind,
        reason=done.reason,
        subject=done.subject,
        before=done.before,
        after=done.after,
    )
    row = step_row(case.number, step)
    connection.execute(insert(CASE_STEPS).values(row))
    digest = hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    details = {"version": case.version, "state": case.state.value, "step": digest, "file": case.file_digest}
    append_events(connection, [NewEvent(f"case-{done.kind.value}", case.number, details)], actor=actor, at=now)


def _steps(connection: Connection, number: str) -> Sequence[Step]:
    wanted = select(CASE_STEPS).where(CASE_STEPS.c.case_number == number).order_by(CASE_STEPS.c.seq)
    return [read_step(row) for row in connection.execute(wanted)]


def _document_row(case: Case, new: NewDocument, actor: str, now: datetime, replaces: str | None) -> dict[str, Any]:
    return {
        "number": new.number,
        "case_number": case.number,
        "at": now.isoformat(),
        "actor": actor,
        "digest": hashlib.sha256(new.content).hexdigest(),
        "content": new.content,
        "pages": new.pages,
        "language": new.language,
        "tier": new.tier,
        "discount": new.discount,
        "replaces": replaces,
    }


def _peek(connection: Connection, year: str) -> str:
    last = connection.scalar(select(COUNTERS.c.last).where(COUNTERS.c.name == year)) or 0
    return f"{year}-{last + 1:0{_WIDTH}}"


def _take(connection: Connection, name: str) -> str:
    """The next number of a counter. Whoever calls holds the chain, so that nobody takes the same."""
    last = connection.scalar(select(COUNTERS.c.last).where(COUNTERS.c.name == name))
    if last is None:
        connection.execute(insert(COUNTERS).values(name=name, last=1))
    else:
        connection.execute(update(COUNTERS).where(COUNTERS.c.name == name).values(last=last + 1))
    return f"{name.removeprefix('R')}-{(last or 0) + 1:0{_WIDTH}}"
