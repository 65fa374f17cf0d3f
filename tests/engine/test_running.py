"""The running score is what the scorecard says, for every bundled sheet, whole and in parts."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from diagnosis import pipeline
from diagnosis.model.conditions import State
from diagnosis.settings import read_settings

ON = date(2026, 11, 25)
SHEETS = sorted((Path(__file__).parents[2] / "demo" / "sheets").glob("*.yaml"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
@pytest.mark.parametrize("kept", [0, 7, 60, 400])
def test_the_running_score_is_the_scorecards(path: Path, kept: int) -> None:
    settings = read_settings()
    whole = pipeline.open_sheet(path.read_bytes(), path.name, settings)
    sheet = replace(whole, answers=dict(list(whole.answers.items())[:kept]))
    card = pipeline.score_sheet(sheet, settings, ON).scorecard
    (running,) = pipeline.run_scores([sheet], settings, ON)
    assert (running.overall, running.grade, running.tier) == (card.overall, card.grade, card.tier)
    not_asked = {one.question for one in card.questions if one.state is State.NOT_ASKED}
    assert not running.asked & not_asked
    assert running.blank <= set(card.blank)
    assert running.asked == pipeline.find_asked(sheet, settings)
    sure = {one.question for one in card.questions if one.state not in {State.NOT_ASKED, State.BLANK}}
    same_as = {
        one.id
        for owner in pipeline.load(sheet.ruleset, settings).questionnaires
        for one in owner.questions
        if one.same_as
    }
    assert running.asked == (sure - same_as) | running.blank


def test_sheets_that_are_scored_together_score_as_each_alone() -> None:
    settings = read_settings()
    wholes = [pipeline.open_sheet(path.read_bytes(), path.name, settings) for path in SHEETS]
    sheets = [
        replace(one, answers=dict(list(one.answers.items())[:kept])) for one in wholes for kept in (0, 7, 60, 400)
    ]
    for size in (2, 3, 4, 5, len(sheets)):
        together = pipeline.run_scores(sheets[:size], settings, ON)
        assert together == [pipeline.run_scores([one], settings, ON)[0] for one in sheets[:size]]


def test_taking_the_path_leads_where_it_says() -> None:
    settings = read_settings()
    for path in SHEETS:
        scored = pipeline.score(path.read_bytes(), path.name, settings, ON)
        way = pipeline.find_path(scored, settings)
        if way.tier is not None:
            after = pipeline.try_out(scored, way.questions, settings).scorecard
            assert (after.tier.suggested, after.overall.point) == (way.tier, way.overall)
        assert pipeline.try_out(scored, (), settings).scorecard.overall == scored.scorecard.overall
        best = pipeline.find_actions(scored, settings)[:1]
        for action in best:
            after = pipeline.try_out(scored, [action.question], settings).scorecard
            assert (after.overall.point or 0) - (scored.scorecard.overall.point or 0) == action.gain
