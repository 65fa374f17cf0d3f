"""A member's data wholly deleted, wherever the store has them. The log names no person, so it stays whole."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, func, select, update

from diagnosis.store.api_answers import GONE
from diagnosis.store.events import NewEvent, append_events
from diagnosis.store.opening import write
from diagnosis.store.tables import (
    API_ANSWERS,
    CASE_STEPS,
    CASES,
    CHAIN,
    DIAGNOSES,
    DOCUMENTS,
    FILES,
    ITEMS,
    MEMBERS,
    QUARANTINE,
    REPORTS,
    SHEETS,
)

ERASED = b""
"""What is left of a file that held other members' sheets, too."""


def erase_member(engine: Engine, member: str, actor: str, now: datetime) -> Mapping[str, int]:
    """Delete everything of the member of that number, in one transaction; how much there was, by kind.

    Files that hold others' sheets too lose their bytes and keep their row, so those others keep their cases. Numbers
    of cases and reports are never given out again. Raises StoreError.
    """
    return write(engine, lambda connection: _erase(connection, member, actor, now))


def _erase(connection: Connection, member: str, actor: str, now: datetime) -> Mapping[str, int]:
    connection.execute(select(CHAIN.c.seq).with_for_update())
    cases = list(connection.scalars(select(CASES.c.number).where(CASES.c.member_id == member)))
    keys = list(connection.scalars(select(DIAGNOSES.c.key).where(DIAGNOSES.c.member_id == member)))
    files = _files_of(connection, member)
    counts = {
        "cases": len(cases),
        "diagnoses": len(keys),
        "documents": _delete(connection, DOCUMENTS, DOCUMENTS.c.case_number.in_(cases)),
        "files": len(files),
    }
    _delete(connection, CASE_STEPS, CASE_STEPS.c.case_number.in_(cases))
    _delete(connection, CASES, CASES.c.number.in_(cases))
    _delete(connection, REPORTS, REPORTS.c.key.in_(keys))
    _delete(connection, ITEMS, ITEMS.c.key.in_(keys))
    _delete(connection, DIAGNOSES, DIAGNOSES.c.key.in_(keys))
    _delete(connection, SHEETS, SHEETS.c.member_id == member)
    _drop_answers(connection, member)
    for digest in files:
        _drop_file(connection, digest)
    _delete(connection, MEMBERS, MEMBERS.c.id == member)
    append_events(connection, [NewEvent("member-erased", "member", dict(counts))], actor=actor, at=now)
    return counts


def _drop_answers(connection: Connection, member: str) -> None:
    """What was answered to other systems and told of the member; the row stays, so that no request is done twice."""
    told = API_ANSWERS.c.members.contains(json.dumps(member), autoescape=True)
    gone = {"status": GONE, "kind": "", "disposition": None, "members": "[]", "content": ERASED}
    connection.execute(update(API_ANSWERS).where(told).values(gone))


def _files_of(connection: Connection, member: str) -> list[str]:
    """Digests of the files that the member's sheets came in."""
    both = (
        select(CASES.c.file_digest).where(CASES.c.member_id == member),
        select(DIAGNOSES.c.file_digest).where(DIAGNOSES.c.member_id == member),
    )
    return sorted({digest for wanted in both for digest in connection.scalars(wanted)})


def _drop_file(connection: Connection, digest: str) -> None:
    """Delete a file; where others' sheets came in it, only its bytes and its name."""
    others = [
        connection.scalar(select(func.count()).select_from(table).where(table.c.file_digest == digest))
        for table in (CASES, DIAGNOSES, QUARANTINE)
    ]
    this = FILES.c.digest == digest
    if any(others):
        connection.execute(update(FILES).where(this).values(content=ERASED, name="-"))
    else:
        connection.execute(delete(FILES).where(this))


def _delete(connection: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return connection.execute(delete(table).where(which)).rowcount
