"""A sheet's way through the insurer's hands, on both databases."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from diagnosis import pipeline
from diagnosis.casework import deeds
from diagnosis.casework.deeds import RefusedDeedError
from diagnosis.casework.receiving import Returned, receive
from diagnosis.casework.scoring import Scoring, decided_discount, decided_tier, sheet_of
from diagnosis.model.casework import Case, CaseState, Origin, Override, StepKind
from diagnosis.model.conditions import State
from diagnosis.model.sheet import Answer, Member
from diagnosis.settings import read_settings
from diagnosis.store import Asked, ChangedMeanwhileError, Deed, NewDocument, Store
from tests.store.made import NOW

SHEETS = Path(__file__).parents[2] / "demo" / "sheets"
PRECISION = SHEETS / "02-sample-precision.yaml"
SCORING = Scoring(read_settings(), date(2026, 11, 25))
WHY = "電話で確認した"
CLERK, REVIEWER, APPROVER = "clerk-1", "reviewer-1", "approver-1"


def take(store: Store, data: bytes | None = None, name: str = "sheet.yaml", owner: str = CLERK) -> Case:
    file = Returned(PRECISION.read_bytes() if data is None else data, name, Origin.UPLOAD, owner)
    return receive(store, file, SCORING)[0]


def do(store: Store, case: Case, deed: Callable[[Case], Deed], who: str = CLERK) -> Case:
    return store.cases.change(case.number, case.version, who, deed)


def settle_all(store: Store, case: Case) -> Case:
    """Accept whatever is open."""
    for matter in case.open_matters:
        case = do(store, case, lambda one, matter=matter: deeds.accept(one, matter, WHY))  # type: ignore[misc]
    return case


def to_approval(store: Store, case: Case) -> Case:
    case = do(store, settle_all(store, case), deeds.send_on)
    return do(store, case, deeds.send_on, REVIEWER)


def issue(store: Store, case: Case, who: str = APPROVER) -> str:
    number = store.cases.next_document(2026)
    document = NewDocument(number, b"%PDF- " + number.encode(), 12, "ja", decided_tier(case), None)
    assert store.cases.issue(case.number, case.version, who, document, lambda one: deeds.issue(one, who))
    return number


def test_a_sound_sheet_is_received_scored_and_numbered(store: Store) -> None:
    case = take(store)
    card = pipeline.score(PRECISION.read_bytes(), PRECISION.name, SCORING.settings, SCORING.on).scorecard
    assert case.number == "R2026-000001"
    assert case.figures
    assert (case.figures.overall, case.figures.tier) == (card.overall.point, card.tier.suggested)
    assert store.cases.find(case.number) == case
    assert store.file(case.file_digest) == PRECISION.read_bytes()
    assert case.places["employees"].startswith("sheet.yaml:")
    assert [step.kind for step in store.cases.steps(case.number)] == [StepKind.RECEIVED]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xff\xfe\x00", b"{", b"ruleset: nothing\n"])
def test_what_cannot_be_read_is_a_case_that_needs_attention_with_its_file(store: Store, data: bytes) -> None:
    case = take(store, data, "broken.bin")
    assert (case.state, case.current) == (CaseState.ATTENTION, None)
    assert case.problems
    assert all(problem.message.ja and problem.message.en for problem in case.problems)
    assert store.file(case.file_digest) == data
    case = settle_all(store, case)
    with pytest.raises(RefusedDeedError):
        do(store, case, deeds.send_on)
    assert do(store, case, lambda one: deeds.close(one, WHY)).state is CaseState.CLOSED


def test_a_faulty_answer_costs_only_itself_and_is_mended_or_accepted(store: Store) -> None:
    faulty = re.sub(r"(?m)^( *employees:).*$", r"\1 many", PRECISION.read_text("utf-8"), count=1)
    case = take(store, faulty.encode())
    assert [problem.question for problem in case.problems] == ["employees"]
    assert case.state is CaseState.ATTENTION
    answer = Answer(State.ANSWERED, 50)
    case = do(store, case, lambda one: deeds.correct(one, "employees", answer, WHY, SCORING))
    assert case.problems == ()
    sheet = sheet_of(case, SCORING.settings)
    assert sheet
    assert sheet.answers["employees"] == answer
    step = store.cases.steps(case.number)[-1]
    assert (step.kind, step.actor, step.reason, step.before, step.after) == (
        StepKind.CORRECTED,
        CLERK,
        WHY,
        None,
        ["answered", 50, "stated"],
    )
    assert store.file(case.file_digest) == faulty.encode()


def test_a_table_of_many_members_is_a_case_each_and_comes_in_once(store: Store) -> None:
    def written(name: str) -> bytes:
        from diagnosis.sheets import SheetFormat, write_sheet  # noqa: PLC0415 - here only

        sheet = pipeline.open_sheet((SHEETS / name).read_bytes(), name, SCORING.settings)
        return write_sheet(pipeline.load(sheet.ruleset, SCORING.settings), "ja", SheetFormat.CSV, sheet)  # type: ignore[arg-type]

    first = take(store, written("02-sample-precision.yaml"), "one.csv")
    again = take(store, written("02-sample-precision.yaml"), "one.csv")
    assert first.number == again.number
    other = take(store, written("02-sample-precision.yaml"), "one.csv", owner="another")
    assert other.number != first.number


def test_two_people_on_one_case_the_second_is_told_and_nothing_is_overwritten(store: Store) -> None:
    case = take(store)
    first = do(store, case, lambda one: deeds.correct(one, "employees", Answer(State.ANSWERED, 51), WHY, SCORING))
    with pytest.raises(ChangedMeanwhileError) as told:
        do(store, case, lambda one: deeds.correct(one, "employees", Answer(State.ANSWERED, 52), WHY, SCORING), REVIEWER)
    assert [(step.actor, step.after) for step in told.value.steps] == [(CLERK, ["answered", 51, "stated"])]
    assert store.cases.find(case.number) == first


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 1001])
def test_every_decision_needs_a_reason(store: Store, reason: str) -> None:
    case = take(store)
    override = Override(tier=10, reason=reason, by=CLERK, at=NOW)
    for deed in (
        lambda one: deeds.correct(one, "employees", None, reason, SCORING),
        lambda one: deeds.name_member(one, Member("M-9", "x"), reason, SCORING),
        lambda one: deeds.propose(one, override, SCORING.settings),
        lambda one: deeds.close(one, reason),
        lambda one: deeds.accept(one, "x", reason),
        lambda one: deeds.refuse(one, reason),
        lambda one: deeds.send_back(one, reason),
        lambda one: deeds.confirm(one, REVIEWER, reason),
    ):
        with pytest.raises(RefusedDeedError, match="reason"):
            do(store, case, deed)
    assert store.cases.find(case.number) == case


def test_another_tier_stands_beside_the_suggested_one_and_needs_a_second_person(store: Store) -> None:
    case = settle_all(store, take(store))
    assert case.figures
    suggested = case.figures.tier
    proposal = Override(tier=10, reason=WHY, by=CLERK, at=NOW)
    case = do(store, case, lambda one: deeds.propose(one, proposal, SCORING.settings))
    assert decided_tier(case) == suggested
    case = do(store, case, deeds.send_on)
    with pytest.raises(RefusedDeedError, match="confirmed"):
        do(store, case, deeds.send_on, REVIEWER)
    with pytest.raises(RefusedDeedError, match="Somebody else"):
        do(store, case, lambda one: deeds.confirm(one, CLERK, WHY))
    case = do(store, case, lambda one: deeds.confirm(one, REVIEWER, WHY), REVIEWER)
    assert (decided_tier(case), case.figures and case.figures.tier) == (10, suggested)
    definitions = pipeline.load(case.ruleset, SCORING.settings)
    assert case.figures
    assert decided_discount(case, definitions) == min(10 + case.figures.certification, 60)
    case = do(store, case, deeds.send_on, REVIEWER)
    with pytest.raises(RefusedDeedError, match="Somebody else"):
        issue(store, case, CLERK)
    issue(store, case)


def test_a_correction_undoes_a_confirmation(store: Store) -> None:
    case = take(store)
    proposal = Override(tier=10, reason=WHY, by=CLERK, at=NOW)
    case = do(store, case, lambda one: deeds.propose(one, proposal, SCORING.settings))
    case = do(store, case, lambda one: deeds.confirm(one, REVIEWER, WHY), REVIEWER)
    case = do(store, case, lambda one: deeds.correct(one, "employees", Answer(State.UNKNOWN), WHY, SCORING))
    assert case.override
    assert case.override.confirmed_by is None


def test_the_scheme_has_only_its_own_tiers(store: Store) -> None:
    case = take(store)
    for tier in (-10, 5, 41, 60):
        proposal = Override(tier=tier, reason=WHY, by=CLERK, at=NOW)
        with pytest.raises(RefusedDeedError, match="no such tier"):
            do(store, case, lambda one, proposal=proposal: deeds.propose(one, proposal, SCORING.settings))  # type: ignore[misc]


def test_issued_reports_are_numbered_without_gaps_and_a_later_one_replaces(store: Store) -> None:
    case = to_approval(store, take(store))
    first = issue(store, case)
    assert first == "2026-000001"
    issued = store.cases.find(case.number)
    assert issued
    assert issued.state is CaseState.ISSUED
    case = do(store, issued, lambda one: deeds.correct(one, "employees", Answer(State.UNKNOWN), WHY, SCORING))
    assert case.state is CaseState.REVIEW
    case = do(store, settle_all(store, case), deeds.send_on, REVIEWER)
    second = issue(store, case)
    documents = {one.number: one for one in store.cases.documents(case.number)}
    assert second == "2026-000002"
    assert (documents[second].replaces, documents[first].replaced_by) == (first, second)
    assert store.cases.document(first) == b"%PDF- 2026-000001"


def test_a_number_that_was_given_out_meanwhile_is_not_given_out_twice(store: Store) -> None:
    one = to_approval(store, take(store))
    other = to_approval(store, take(store, owner="another"))
    number = store.cases.next_document(2026)
    issue(store, one)
    late = NewDocument(number, b"late", 1, "ja", None, None)
    assert not store.cases.issue(other.number, other.version, APPROVER, late, lambda case: deeds.issue(case, APPROVER))
    assert store.cases.documents(other.number) == []
    assert issue(store, other) == "2026-000002"


def test_many_who_receive_at_once_get_numbers_without_gaps(store: Store) -> None:
    numbers: list[str] = []

    def run(owner: str) -> None:
        numbers.append(take(store, owner=owner).number)

    threads = [threading.Thread(target=run, args=(f"clerk-{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"R2026-{n:06}" for n in range(1, 7)]


def test_what_fails_in_the_middle_leaves_nothing_behind(store: Store) -> None:
    case = take(store)

    def fail(one: Case) -> Deed:
        raise ZeroDivisionError(one.number)

    with pytest.raises(ZeroDivisionError):
        do(store, case, fail)
    with pytest.raises(LookupError):
        store.cases.change("R2026-999999", 1, CLERK, fail)
    assert store.cases.find(case.number) == case
    assert len(store.cases.steps(case.number)) == 1


def test_the_queue_is_searched_filtered_and_sorted(store: Store) -> None:
    for number, path in enumerate(sorted(SHEETS.glob("*.yaml"))[:4]):
        take(store, path.read_bytes(), path.name, owner=f"clerk-{number}")
    every = store.cases.list(Asked(order="score"))
    scores = [case.figures.overall or 0 for case in every if case.figures]
    assert scores == sorted(scores, reverse=True)
    assert store.cases.count(Asked()) == 4
    one = every[0]
    assert [case.number for case in store.cases.list(Asked(search=one.member.id))] == [one.number]
    assert store.cases.list(Asked(search="100%_")) == []
    assert all(case.state is CaseState.RECEIVED for case in store.cases.list(Asked(states=(CaseState.RECEIVED,))))
    assert sum(store.cases.counts().values()) == 4
    assert len(store.cases.list(Asked(start=3, most=2))) == 1


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'store.db'}", lambda: datetime(2026, 11, 25, tzinfo=UTC)) as opened:
        yield opened


def test_the_log_knows_no_answer_no_reason_and_no_name_and_stays_whole(store: Store) -> None:
    case = to_approval(store, take(store))
    issue(store, case)
    log = json.dumps([[e.subject, e.actor, e.action, dict(e.details)] for e in store.events()], ensure_ascii=False)
    assert WHY not in log
    assert case.member.id not in log
    assert case.member.name not in log
    assert store.verify_chain().broken is None


def test_a_members_data_are_wholly_deleted_and_the_chain_stays_provable(sqlite_store: Store, tmp_path: Path) -> None:
    case = to_approval(sqlite_store, take(sqlite_store))
    issue(sqlite_store, case)
    kept = take(sqlite_store, (SHEETS / "03-mihon-clinic.yaml").read_bytes(), "clinic.yaml")
    head = sqlite_store.verify_chain().head
    counts = sqlite_store.erase_member(case.member.id, "admin-1")
    assert counts == {"cases": 1, "diagnoses": 0, "documents": 1, "files": 1}
    assert sqlite_store.cases.find(case.number) is None
    assert sqlite_store.cases.document("2026-000001") is None
    assert sqlite_store.file(case.file_digest) is None
    assert sqlite_store.cases.find(kept.number)
    chain = sqlite_store.verify_chain()
    assert (chain.broken, sqlite_store.has_head(head)) == (None, True)
    assert sqlite_store.cases.next_document(2026) == "2026-000002"
    sqlite_store.close()
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert case.member.id.encode() not in raw
    assert case.member.name.encode() not in raw
    assert WHY.encode() not in raw
    assert kept.member.name.encode() in raw


def test_a_file_of_several_members_loses_its_bytes_and_the_others_keep_their_cases(sqlite_store: Store) -> None:
    one = take(sqlite_store)
    shared = replace(one, member=Member("M-7", "別の会員"), place=2)
    both = [replace(one, place=1, file_digest="f" * 64), replace(shared, file_digest="f" * 64)]
    first, second = sqlite_store.cases.receive(b"two members", "two.csv", both, "another")
    sqlite_store.erase_member("M-7", "admin-1")
    assert sqlite_store.cases.find(second.number) is None
    assert sqlite_store.cases.find(first.number)
    assert sqlite_store.file("f" * 64) == b""
