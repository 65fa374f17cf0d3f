"""Cases, steps and documents as rows, and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from diagnosis.files.packing import pack, unpack
from diagnosis.model.casework import (
    Case,
    CaseFigures,
    CaseProblem,
    CaseState,
    Document,
    Origin,
    Override,
    Step,
    StepKind,
)
from diagnosis.model.sheet import Member
from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A case without its sheet. decided: the tier that a second person confirmed. document: the one that is valid."""

    number: str
    state: CaseState
    origin: Origin
    received_at: datetime
    member: Member
    ruleset: str
    overall: int | None
    grade: str | None
    tier: int | None
    certification: int
    discount: int | None
    decided: int | None
    trade: str | None
    points: Mapping[str, int]
    document: str | None


def read_standing(row: Row[Any]) -> Standing:
    """A case for the portfolio."""
    override = None if row.override is None else _override(json.loads(row.override))
    return Standing(
        number=row.number,
        state=CaseState(row.state),
        origin=Origin(row.origin),
        received_at=datetime.fromisoformat(row.received_at),
        member=Member(row.member_id, row.member_name),
        ruleset=row.ruleset,
        overall=row.overall,
        grade=row.grade,
        tier=row.tier,
        certification=row.certification or 0,
        discount=row.discount,
        decided=override.tier if override and override.confirmed_by else None,
        trade=row.trade,
        points={} if row.points is None else json.loads(unpack(row.points)),
        document=row.document,
    )


def case_row(case: Case) -> dict[str, Any]:
    """Everything but the file, which has a table of its own."""
    figures = case.figures
    return {
        "number": case.number,
        "version": case.version,
        "state": case.state.value,
        "origin": case.origin.value,
        "owner": case.owner,
        "received_at": case.received_at.isoformat(),
        "file_digest": case.file_digest,
        "place": case.place,
        "member_id": case.member.id,
        "member_name": case.member.name,
        "ruleset": case.ruleset,
        "received": None if case.received is None else pack(case.received),
        "current": None if case.current is None else pack(case.current),
        "found": pack(_json(_found(case)).encode()),
        "accepted": _json(sorted(case.accepted)),
        "overall": figures.overall if figures else None,
        "grade": figures.grade if figures else None,
        "tier": figures.tier if figures else None,
        "certification": figures.certification if figures else None,
        "discount": figures.discount if figures else None,
        "matters": _json(list(figures.matters) if figures else []),
        "override": None if case.override is None else _json(_plain_override(case.override)),
        "trade": figures.trade if figures else None,
        "points": pack(_json(dict(figures.points)).encode()) if figures else None,
    }


def read_case(row: Row[Any]) -> Case:
    """A case with the name of its file."""
    found = json.loads(unpack(row.found))
    current = None if row.current is None else unpack(row.current)
    return Case(
        number=row.number,
        version=row.version,
        state=CaseState(row.state),
        origin=Origin(row.origin),
        owner=row.owner,
        received_at=datetime.fromisoformat(row.received_at),
        file_digest=row.file_digest,
        file_name=row.file_name,
        place=row.place,
        member=Member(row.member_id, row.member_name),
        ruleset=row.ruleset,
        received=None if row.received is None else unpack(row.received),
        current=current,
        places=found["places"],
        normalised=tuple(found["normalised"]),
        problems=tuple(CaseProblem(q, code, at, Text(ja, en)) for q, code, at, ja, en in found["problems"]),
        accepted=frozenset(json.loads(row.accepted)),
        figures=None if current is None else _figures(row),
        override=None if row.override is None else _override(json.loads(row.override)),
    )


def step_row(number: str, step: Step) -> dict[str, Any]:
    """A step of a case."""
    details = {"reason": step.reason, "subject": step.subject, "before": step.before, "after": step.after}
    return {
        "case_number": number,
        "seq": step.seq,
        "at": step.at.isoformat(),
        "actor": step.actor,
        "kind": step.kind.value,
        "details": _json(details),
    }


def read_step(row: Row[Any]) -> Step:
    """Back from its row."""
    details: Mapping[str, Any] = json.loads(row.details)
    at = datetime.fromisoformat(row.at)
    return Step(seq=row.seq, at=at, actor=row.actor, kind=StepKind(row.kind), **details)


def read_document(row: Row[Any]) -> Document:
    """A document without its bytes."""
    return Document(
        number=row.number,
        case=row.case_number,
        at=datetime.fromisoformat(row.at),
        actor=row.actor,
        digest=row.digest,
        size=row.size,
        pages=row.pages,
        language=row.language,
        tier=row.tier,
        discount=row.discount,
        replaces=row.replaces,
        replaced_by=row.replaced_by,
    )


def _found(case: Case) -> Mapping[str, object]:
    return {
        "problems": [[one.question, one.code, one.at, one.message.ja, one.message.en] for one in case.problems],
        "places": dict(case.places),
        "normalised": list(case.normalised),
    }


def _figures(row: Row[Any]) -> CaseFigures:
    return CaseFigures(
        overall=row.overall,
        grade=row.grade,
        tier=row.tier,
        certification=row.certification or 0,
        discount=row.discount,
        matters=tuple(json.loads(row.matters)),
        trade=row.trade,
        points={} if row.points is None else json.loads(unpack(row.points)),
    )


def _plain_override(override: Override) -> Mapping[str, object]:
    return {
        "tier": override.tier,
        "reason": override.reason,
        "by": override.by,
        "at": override.at.isoformat(),
        "confirmed_by": override.confirmed_by,
    }


def _override(plain: Mapping[str, Any]) -> Override:
    return Override(**{**plain, "at": datetime.fromisoformat(plain["at"])})


def _json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False)
