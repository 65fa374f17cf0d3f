"""Conditions decided on a finished scorecard: one sheet, after routing, with every score at hand."""

from dataclasses import dataclass, field

from diagnosis.engine.truths import FALSE, TRUE, judge, negate, truth_of
from diagnosis.model.conditions import All, Any, Condition, Not, QuestionTest, ScoreAtLeast, ScoreBelow
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions
from diagnosis.model.scorecard import QuestionResult, Scorecard


@dataclass(frozen=True, slots=True)
class CardTruths:
    """What a scorecard says about conditions. Truths are those of `diagnosis.engine.truths`."""

    questions: dict[str, Question] = field(repr=False)
    results: dict[str, QuestionResult] = field(repr=False)
    scores: dict[str, int | None] = field(repr=False)

    def holds(self, condition: Condition | None) -> bool:
        """Whether a condition is true; undecided counts as no. None, no condition, always holds."""
        return condition is None or self.decide(condition) == TRUE

    def decide(self, condition: Condition) -> int:
        """The truth of a whole tree, by Kleene's tables."""
        match condition:
            case All(of):
                return min((self.decide(part) for part in of), default=TRUE)
            case Any(of):
                return max((self.decide(part) for part in of), default=FALSE)
            case Not(of):
                return negate(self.decide(of))
            case ScoreAtLeast(name, bp):
                score = self.scores.get(name)
                return truth_of(score is not None and score >= bp)
            case ScoreBelow(name, bp):
                score = self.scores.get(name)
                return truth_of(score is not None and score < bp)
            case test:
                return self.judge(test)

    def judge(self, test: QuestionTest) -> int:
        """The truth of one test on a question."""
        result = self.results[test.question]
        return judge(test, self.questions[test.question], result.state, result.value, result.points)


def read_card(definitions: Definitions, card: Scorecard) -> CardTruths:
    """A scorecard made ready for deciding conditions."""
    questions = {question.id: question for part in definitions.questionnaires for question in part.questions}
    return CardTruths(questions, {result.question: result for result in card.questions}, point_scores(card))


def point_scores(card: Scorecard) -> dict[str, int | None]:
    """Every score's point in bp under the name that conditions use; None where there is no such score."""
    return {
        "overall": card.overall.point,
        "confidence": card.confidence.point,
        **{f"questionnaire:{part.questionnaire}": part.score.point for part in card.questionnaires},
        **{f"section:{part.section}": part.score.point for part in card.sections},
        **{f"cause:{part.tag}": part.score.point for part in card.causes},
        **{f"medium:{part.tag}": part.score.point for part in card.media},
    }
