"""Taking in what was returned: a case for each sheet, and for whatever no sheet can be made out of."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from diagnosis import pipeline
from diagnosis.casework.scoring import Scoring, settle
from diagnosis.model.casework import Case, CaseProblem, CaseState, Origin
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.sheet import Member, RawSheet
from diagnosis.model.text import Text
from diagnosis.sheets import Salvaged, choose_ruleset, salvage_sheet, sheet_bytes
from diagnosis.store import Store


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came in. origin, owner: how, and from whom."""

    data: bytes
    name: str
    origin: Origin
    owner: str


def receive(store: Store, file: Returned, scoring: Scoring) -> Sequence[Case]:
    """Take in a returned file: a case for each sheet in it, one that needs attention where nothing can be made out.

    The file is kept as it came; the same one from the same owner is taken in once. Raises StoreError only: a file that
    cannot be read is a case, too.
    """
    found = tuple(_found(file, scoring)) or (_unreadable(()),)
    digest = hashlib.sha256(file.data).hexdigest()
    cases = [
        replace(case, origin=file.origin, owner=file.owner, file_digest=digest, file_name=file.name, place=place)
        for place, case in enumerate(found, start=len(found) > 1)
    ]
    return store.cases.receive(file.data, file.name, cases, file.owner)


def _found(file: Returned, scoring: Scoring) -> Iterator[Case]:
    """The sheets of a file; what breaks off is a case of its own, and those before it stand."""
    try:
        for raw in pipeline.open_sheets(file.data, file.name):
            yield _made_out(raw, scoring)
    except ProblemsError as error:
        yield _unreadable(error.problems)


def _made_out(raw: RawSheet, scoring: Scoring) -> Case:
    try:
        reference = choose_ruleset(raw, pipeline.list_rulesets(scoring.settings))
    except ProblemsError as error:
        return replace(_unreadable(error.problems), member=_member_of(raw))
    found = salvage_sheet(raw, pipeline.load(reference, scoring.settings), scoring.on)
    problems = tuple(_problems(found))
    case = replace(
        _BLANK,
        member=found.sheet.member,
        ruleset=reference,
        received=sheet_bytes(found.sheet),
        places={one.question: str(one.at) for one in raw.answers},
        normalised=found.sheet.normalised,
        problems=problems,
    )
    return settle(case, found.sheet, scoring)


def _problems(found: Salvaged) -> Iterator[CaseProblem]:
    for problem in found.head:
        yield _problem("", problem)
    for question, problem in found.faults.items():
        yield _problem(question, problem)
    for question in found.unknown:
        message = Text(
            f"質問「{question}」はこの版の質問票にないため、答えを使いません。",
            f"Question '{question}' is not in this edition; its answer is not used.",
        )
        yield CaseProblem(question, "case.question-unknown", "", message)


def _unreadable(problems: Sequence[Problem]) -> Case:
    told = tuple(_problem("", problem) for problem in problems) or (
        CaseProblem("", "case.empty", "", Text("ファイルに回答票がありません。", "There is no sheet in the file.")),
    )
    return replace(_BLANK, state=CaseState.ATTENTION, problems=told)


def _problem(question: str, problem: Problem) -> CaseProblem:
    return CaseProblem(question, problem.code, str(problem.at), problem.message)


def _member_of(raw: RawSheet) -> Member:
    """As far as it can be told, so that somebody can ask them."""
    member, name = (value if isinstance(value, str) else "" for value in (raw.member_id, raw.member_name))
    return Member(member[:64], name[:200])


_BLANK = Case(
    number="",
    version=0,
    state=CaseState.RECEIVED,
    origin=Origin.UPLOAD,
    owner="",
    received_at=datetime.min,  # noqa: DTZ901 - the store says when
    file_digest="",
    file_name="",
    place=0,
    member=Member("", ""),
    ruleset="",
    received=None,
    current=None,
    places={},
)
