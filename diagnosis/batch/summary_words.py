"""Counts of a batch in words: the rulesets' own sentences, in one language."""

from collections import Counter
from dataclasses import dataclass

from diagnosis.batch.summary import Summary
from diagnosis.model.text import Language, Text

_NOT_YET = Text(ja="未確定", en="none yet")
"""Where answers are missing that decide it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that was found, in words. share: of the diagnosed sheets, in percent. rank: of its severity."""

    id: str
    words: str
    count: int
    share: float
    rank: str = ""


class Words:
    """The rulesets' own words for ids, in one language."""

    def __init__(self, summary: Summary, language: Language) -> None:
        self._summary = summary
        self._language = language
        rulesets = summary.rulesets.values()
        self._findings = {each.id: each for rules in rulesets for each in rules.findings}
        self._referrals = {each.id: each.message for rules in rulesets for each in rules.referrals}
        self._gates = {each.id: each.title for rules in rulesets for each in rules.gates}
        self._grades = {each.id: each.meaning for rules in rulesets for each in rules.grades}
        self._percents = sorted({tier.percent for rules in rulesets for tier in rules.tiers}, reverse=True)

    def grades(self) -> list[Counted]:
        """Every grade, highest first, and last those without one, if there are any."""
        counts = self._summary.grades
        found = [self._count(name, words[self._language], counts[name]) for name, words in self._grades.items()]
        return found + self._not_yet(counts[None])

    def tiers(self) -> list[Counted]:
        """Every tier, highest first, and last those without one, if there are any."""
        counts = self._summary.tiers
        return [self._count(f"{percent} %", "", counts[percent]) for percent in self._percents] + self._not_yet(
            counts[None]
        )

    def findings(self) -> list[Counted]:
        """What the staff should look at, most often found first."""
        return [
            self._count(name, self._findings[name].message[self._language], count, self._findings[name].severity)
            for name, count in _often_first(self._summary.findings)
        ]

    def referrals(self) -> list[Counted]:
        """Reasons to ask an underwriter, most frequent first."""
        return [
            self._count(name, self._referrals[name][self._language], count)
            for name, count in _often_first(self._summary.referrals)
        ]

    def gates(self) -> list[Counted]:
        """Conditions that capped a tier, most frequent first."""
        return [
            self._count(name, self._gates[name][self._language], count)
            for name, count in _often_first(self._summary.gates)
        ]

    def _not_yet(self, count: int) -> list[Counted]:
        return [self._count(_NOT_YET[self._language], "", count)] if count else []

    def _count(self, name: str, words: str, count: int, rank: str = "") -> Counted:
        return Counted(name, words, count, 100 * count / max(self._summary.diagnosed, 1), rank)


def _often_first(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))
