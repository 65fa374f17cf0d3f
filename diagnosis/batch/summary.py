"""What a batch found, counted in the order of the inbox, so that the same inbox gives the same summary."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from diagnosis.batch.ledger import Standing
from diagnosis.batch.refusals import Refusal
from diagnosis.batch.roll import Entry
from diagnosis.model.problems import Problem
from diagnosis.model.ruleset import Ruleset

MOST_LISTED = 2000
"""Members and files in the page that people read; the workbook has more."""


@dataclass(frozen=True, slots=True)
class Member:
    """One diagnosed sheet. overall: bp. report: its path in the outbox."""

    file: str
    place: int
    id: str
    name: str
    grade: str | None
    overall: int | None
    tier: int | None
    discount: int | None
    findings: tuple[str, ...]
    referrals: tuple[str, ...]
    report: str


@dataclass(frozen=True, slots=True)
class Bad:
    """One sheet in quarantine, or one file that came to nothing this time."""

    file: str
    place: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Summary:
    """Counts and lists of one batch. rulesets: those that sheets went by, for words."""

    rulesets: dict[str, Ruleset] = field(default_factory=dict)
    sheets: int = 0
    diagnosed: int = 0
    quarantined: int = 0
    pages: int = 0
    bytes: int = 0
    grades: Counter[str | None] = field(default_factory=Counter)
    tiers: Counter[int | None] = field(default_factory=Counter)
    discounts: Counter[int | None] = field(default_factory=Counter)
    gates: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    referrals: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    members: list[Member] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    failed: list[Bad] = field(default_factory=list)
    twins: list[Entry] = field(default_factory=list)

    def add_failed(self, entry: Entry, refusal: Refusal) -> None:
        """Count a file that came to nothing this time."""
        self.sheets += 1
        self.failed.append(Bad(entry.name, entry.place, (refusal.problem(entry.name),)))

    def add_twin(self, entry: Entry) -> None:
        """Count a file whose bytes another file has too."""
        self.sheets += 1
        self.twins.append(entry)

    def add_bad(self, bad: Bad) -> None:
        """Count a sheet in quarantine."""
        self.sheets += 1
        self.quarantined += 1
        self.codes.update({problem.code for problem in bad.problems})
        self.bad.append(bad)

    def add_member(self, entry: Entry, standing: Standing) -> Member:
        """Count a diagnosed sheet; its line."""
        member = _member_of(entry, standing)
        self.sheets += 1
        self.diagnosed += 1
        self.pages += standing.pages
        self.bytes += standing.size
        self.grades[member.grade] += 1
        self.tiers[member.tier] += 1
        self.discounts[member.discount] += 1
        self.gates.update(_names(standing.figures, "gates"))
        self.findings.update(member.findings)
        self.referrals.update(member.referrals)
        if len(self.members) < MOST_LISTED:
            self.members.append(member)
        return member


def _member_of(entry: Entry, standing: Standing) -> Member:
    figures = standing.figures
    return Member(
        file=entry.name,
        place=entry.place,
        id=str(figures["member_id"]),
        name=str(figures["member_name"]),
        grade=cast("str | None", figures["grade"]),
        overall=cast("int | None", figures["overall"]),
        tier=cast("int | None", figures["tier"]),
        discount=cast("int | None", figures["discount"]),
        findings=_names(figures, "findings"),
        referrals=_names(figures, "referrals"),
        report=standing.report,
    )


def _names(figures: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(cast("list[str]", figures[key]))
