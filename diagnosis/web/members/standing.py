"""What every page of a member shows of the score: the engine's own figures, ready to print."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis import pipeline
from diagnosis.model.ruleset import Grade
from diagnosis.model.running import RunningScore
from diagnosis.web.members.draft import sheet_of
from diagnosis.web.members.keeping import Open
from diagnosis.web.members.way import Way, way_of
from diagnosis.web.site import Site

_MOST_SCORES = 2000
"""Scores that are remembered, the newest: a few kilobytes each."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The score of a draft so far, and its way through the questions."""

    score: RunningScore
    way: Way
    grades: Mapping[str, Grade]

    @property
    def grade(self) -> Grade | None:
        """The grade of the answers so far; None before there is a score."""
        return self.grades[self.score.grade] if self.score.grade else None

    @property
    def asked(self) -> int:
        """Questions in route."""
        return len(self.score.asked)

    @property
    def answered(self) -> int:
        """Those of them with an answer."""
        return len(self.score.asked) - len(self.score.blank)


def _score(site: Site, opened: Open) -> RunningScore:
    """Scored once for what stands in the draft: the page after a form shows what the form came to.

    What is remembered is figures by a digest, never an answer.
    """
    key = opened.digest, site.today
    found = site.scores.pop(key, None)
    score = found or pipeline.run_score(sheet_of(opened.draft, opened.definitions), site.settings, site.today)
    site.scores[key] = score
    while len(site.scores) > _MOST_SCORES:
        site.scores.pop(next(iter(site.scores)))
    return score


def stand(site: Site, opened: Open) -> Standing:
    """How the draft stands today."""
    score = _score(site, opened)
    grades = {grade.id: grade for grade in opened.definitions.ruleset.grades}
    return Standing(score, way_of(opened.definitions, score), grades)
