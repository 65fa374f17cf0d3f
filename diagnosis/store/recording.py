"""Results onto the record: a few statements for many results, in the caller's transaction."""

import functools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from diagnosis.files.packing import is_packed, pack, pack_file
from diagnosis.store.bulk import KEEP, add_rows, replace_by
from diagnosis.store.events import NewEvent
from diagnosis.store.records import BatchOutcome, Diagnosed, NewBatch, Quarantined, Result
from diagnosis.store.tables import BATCHES, CHAIN, DIAGNOSES, FILES, ITEMS, MEMBERS, QUARANTINE, REPORTS, SHEETS

MOST_KEYS = 500
"""Keys in one question to the database."""
_encode = json.JSONEncoder(ensure_ascii=False).encode

Row = Mapping[str, Any]


def record_results(connection: Connection, batch: int, results: Sequence[Result], now: datetime) -> list[NewEvent]:
    """Insert what is new of `results`, which are packed; the events that tell of it."""
    connection.execute(select(CHAIN.c.seq).with_for_update())  # one writer at a time, from here on
    known = set(known_keys(connection, [result.key for result in results]))
    new = [result for result in _first_of_each(results) if result.key not in known]
    moment = now.isoformat()
    add_rows(connection, FILES, _files(new, moment), KEEP)
    diagnosed = [(result, result.became) for result in new if isinstance(result.became, Diagnosed)]
    _keep_members(connection, [became for _, became in diagnosed])
    add_rows(connection, SHEETS, [_sheet(became) for _, became in diagnosed], KEEP)
    add_rows(connection, DIAGNOSES, [_diagnosis(result, became, moment) for result, became in diagnosed], KEEP)
    add_rows(connection, REPORTS, _reports(diagnosed), KEEP)
    add_rows(connection, QUARANTINE, _quarantined(new, moment), KEEP)
    note_items(connection, batch, [(result.file, result.place, result.key) for result in results])
    return [_event(result, batch) for result in new]


def insert_batch(connection: Connection, batch: NewBatch, now: datetime) -> int:
    """A run that begins; its number."""
    row = {
        "inbox": batch.inbox,
        "outbox": batch.outbox,
        "language": batch.language,
        "edition": batch.edition,
        "asked": _json(dict(sorted(batch.asked.items()))),
        "started_at": now.isoformat(),
        "interrupted": False,
    }
    (number,) = connection.execute(insert(BATCHES).values(row)).inserted_primary_key or (0,)
    return int(number)


def note_outcome(connection: Connection, batch: int, outcome: BatchOutcome, now: datetime) -> None:
    """How a run ended."""
    counts = _json(dict(sorted(outcome.counts.items())))
    values = {"finished_at": now.isoformat(), "counts": counts, "interrupted": outcome.interrupted}
    connection.execute(update(BATCHES).where(BATCHES.c.id == batch).values(values))


def note_items(connection: Connection, batch: int, items: Iterable[tuple[str, int, str]]) -> None:
    """Note which sheets a batch had. A file that changed meanwhile has another key: the newest stands."""
    rows = [{"batch_id": batch, "file": file, "place": place, "key": key} for file, place, key in items]
    add_rows(connection, ITEMS, rows, replace_by("batch_id", "file", "place", value="key"))


def known_keys(connection: Connection, keys: Sequence[str]) -> Iterator[str]:
    """Those of the keys that are on record."""
    for start in range(0, len(keys), MOST_KEYS):
        part = keys[start : start + MOST_KEYS]
        for table in (DIAGNOSES, QUARANTINE):
            yield from connection.scalars(select(table.c.key).where(table.c.key.in_(part)))


def pack_result(result: Result) -> Result:
    """The same, with its large parts made small; the file's bytes are made small as they are inserted."""
    became = result.became
    if not isinstance(became, Diagnosed) or (is_packed(became.sheet) and is_packed(became.diagnosis)):
        return result
    return replace(result, became=replace(became, sheet=pack(became.sheet), diagnosis=pack(became.diagnosis)))


def _first_of_each(results: Iterable[Result]) -> list[Result]:
    first: dict[str, Result] = {}
    for result in results:
        first.setdefault(result.key, result)
    return list(first.values())


def _files(results: Iterable[Result], moment: str) -> list[Row]:
    kept = {result.file_digest: result for result in results if result.file_bytes is not None}
    return [
        {"digest": digest, "content": pack_file(result.file_bytes or b""), "name": result.file, "kept_at": moment}
        for digest, result in kept.items()
    ]


def _keep_members(connection: Connection, diagnosed: Iterable[Diagnosed]) -> None:
    """A member is known by its number; its name is as on its newest sheet."""
    names = {became.member_id: became.member_name for became in diagnosed}
    rows = [{"id": member, "name": name} for member, name in names.items()]
    add_rows(connection, MEMBERS, rows, replace_by("id", value="name"))


def _sheet(became: Diagnosed) -> Row:
    return {
        "digest": became.sheet_digest,
        "member_id": became.member_id,
        "answered_on": became.answered_on,
        "content": became.sheet,
    }


_AS_THEY_ARE = (
    *("member_id", "sheet_digest", "ruleset", "engine", "diagnosed_on", "overall", "lower", "upper", "grade", "tier"),
    *("certification", "discount", "risk_group", "trade", "employees", "persons"),
)


def _diagnosis(result: Result, became: Diagnosed, moment: str) -> Row:
    return {
        "key": result.key,
        "file_digest": result.file_digest,
        "place": result.place,
        **{name: getattr(became, name) for name in _AS_THEY_ARE},
        "definitions": _pairs(tuple(became.definitions)),
        "gates": _list(became.gates),
        "findings": _list(became.findings),
        "referrals": _list(became.referrals),
        "content": became.diagnosis,
        "recorded_at": moment,
    }


def _reports(diagnosed: Iterable[tuple[Result, Diagnosed]]) -> list[Row]:
    names = ("name", "digest", "size", "pages", "language", "edition", "templates")
    return [
        {"key": result.key, **{name: getattr(became.report, name) for name in names}}
        for result, became in diagnosed
        if became.report
    ]


def _quarantined(results: Iterable[Result], moment: str) -> list[Row]:
    return [
        {
            "key": result.key,
            "file_digest": result.file_digest,
            "place": result.place,
            "problems": _json([dict(problem) for problem in result.became.problems]),
            "recorded_at": moment,
        }
        for result in results
        if isinstance(result.became, Quarantined)
    ]


def _event(result: Result, batch: int) -> NewEvent:
    """What the log says of a result: ids and digests, no name and no answer."""
    details: dict[str, object] = {"batch": batch, "file": result.file_digest, "place": result.place}
    match result.became:
        case Quarantined(problems=problems):
            codes = sorted({str(problem.get("code", "")) for problem in problems})
            return NewEvent("quarantined", result.key, details | {"codes": codes})
        case Diagnosed() as became:
            details |= {"sheet": became.sheet_digest, "ruleset": became.ruleset, "discount": became.discount}
            if became.report:
                details |= {"report": became.report.digest}
            return NewEvent("diagnosed", result.key, details)


@functools.lru_cache(maxsize=64)
def _pairs(definitions: tuple[tuple[str, str], ...]) -> str:
    """The same few for many thousand results."""
    return _json([list(pair) for pair in definitions])


def _list(names: Sequence[str]) -> str:
    return _json(list(names)) if names else "[]"


def _json(plain: object) -> str:
    return _encode(plain)
