"""One scored sheet at hand, while its scorecard is read off."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnosis.engine.bounds import Bounds
from diagnosis.engine.frame import Frame
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.engine.standing import Standing
from diagnosis.engine.sums import Totals
from diagnosis.engine.truths import TRUE
from diagnosis.model.scorecard import Score
from diagnosis.model.sheet import AnswerSheet


@dataclass(frozen=True, slots=True)
class Earned:
    """sum(w p) and sum(w) over some questions that count."""

    points: int
    weight: int


@dataclass(frozen=True, slots=True)
class Case:
    """One sheet and all that was computed from it. points: by column, None where a question does not count.

    row: its place among the sheets that were scored together.
    """

    model: ScoringModel
    sheet: AnswerSheet
    frame: Frame
    totals: Totals
    points: tuple[int | None, ...]
    standing: Standing
    bounds: Bounds
    row: int = 0

    def truth(self, node: int | None) -> int:
        """The truth of a condition; None always holds."""
        return TRUE if node is None else int(self.frame.truth(node)[self.row])

    def score(self, name: str) -> Score:
        """A score with its bounds."""
        point, bounds = int(self.frame.scores[name][self.row]), self.bounds.scores[name]
        found = (point, int(bounds.lower[self.row]), int(bounds.upper[self.row]))
        own, lower, upper = (None if bp < 0 else bp for bp in found)
        return Score(own, lower, upper, may_be_absent=bool(bounds.absent[self.row]))

    def section(self, place: int) -> Earned:
        """The sums of one section."""
        return self._sum(self.model.sections[place].columns)

    def has_in_scope(self, questionnaire: str) -> bool:
        """Whether a questionnaire is part of the overall score."""
        flags = self.totals.in_scope[questionnaire]
        return flags is None or bool(flags[self.row])

    def in_scope(self) -> Iterator[int]:
        """The scored columns of the questionnaires in scope."""
        for plan in self.model.questionnaires:
            if self.has_in_scope(plan.id):
                for place in plan.sections:
                    yield from self.model.sections[place].columns

    def _sum(self, numbers: Iterable[int]) -> Earned:
        earned = weights = 0
        for number in numbers:
            points = self.points[number]
            if points is not None:
                weight = self.model.columns[number].weight
                earned += weight * points
                weights += weight
        return Earned(earned, weights)

    def tagged(self, kind: str, tag: str) -> Earned:
        """The sums of one cause or medium, over the questionnaires in scope."""
        columns = self.model.columns
        if kind == "cause":
            return self._sum(number for number in self.in_scope() if tag in columns[number].question.causes)
        return self._sum(number for number in self.in_scope() if tag in columns[number].question.media)
