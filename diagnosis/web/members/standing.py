"""What every page of a member shows of the score: the engine's own figures, ready to print."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.model.ruleset import Grade
from diagnosis.model.running import RunningScore
from diagnosis.web.members.draft import sheet_of
from diagnosis.web.members.keeping import Open
from diagnosis.web.members.way import Way, way_of
from diagnosis.web.site import Site


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


async def stand(site: Site, opened: Open) -> Standing:
    """How the draft stands today."""
    sheet = sheet_of(opened.draft, opened.definitions)
    score = await site.scorer.score(opened.digest, sheet, site.today)
    grades = {grade.id: grade for grade in opened.definitions.ruleset.grades}
    return Standing(score, way_of(opened.definitions, score), grades)
