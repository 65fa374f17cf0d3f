"""What would lift the overall score: every action with its gain, and the cheapest path (contract, section 7)."""

from datetime import date

from diagnosis.engine.columnar import encode, score_columns
from diagnosis.engine.path import find_path
from diagnosis.engine.path_improvements import find_improvements, improve
from diagnosis.engine.scoring_model import ScoringModel
from diagnosis.model.explanation import Action, Explanation
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import AnswerSheet


def explain(model: ScoringModel, sheet: AnswerSheet, scorecard: Scorecard, on: date) -> Explanation:
    """All actions, greatest gain first, and the cheapest path. scorecard: what `sheet` scored under `model` on `on`.

    Blank questions are no actions: the scorecard lists them apart.
    """
    return Explanation(find_actions(model, sheet, scorecard, on), find_path(model, sheet, scorecard, on))


def find_actions(model: ScoringModel, sheet: AnswerSheet, scorecard: Scorecard, on: date) -> tuple[Action, ...]:
    """Every action: greatest gain first, then least effort, then the order of asking. All are rescored in one pass."""
    before = scorecard.overall.point
    if before is None:
        return ()
    improvements = find_improvements(model, scorecard)
    after = score_columns(model, encode(model, [improve(sheet, [one]) for one in improvements]), on)
    gains = (after.scores["overall"].astype(int) - before).tolist()
    actions = [
        Action(one.question, one.effort, gain, tier, one.advice)
        for one, gain, tier in zip(improvements, gains, after.point.tolist(), strict=True)
    ]
    return tuple(sorted(actions, key=lambda action: (-action.gain, action.effort)))
