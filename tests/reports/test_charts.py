"""The numbers in the charts, and what they look like where there is no number."""

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.model.diagnosis import Edition
from diagnosis.model.scorecard import Score
from diagnosis.model.text import Language
from diagnosis.reports.charts.canvas import ACCENT, Canvas, boxes, fitted, lines_of, width_of
from diagnosis.reports.charts.heatmap import HeatChart, draw_heat
from diagnosis.reports.charts.sections import Bar, BarGroup, SectionsChart, draw_sections
from diagnosis.reports.charts.waterfall import draw_waterfall
from diagnosis.reports.view.context import Context
from diagnosis.reports.view.lost import exposure_chart, waterfall_chart
from diagnosis.reports.view.profile import heat_chart, radar_chart, sections_chart
from diagnosis.reports.wording import load_wording
from tests.reports.members import TEMPLATES, diagnose

NO_SCORE = Score(None, None, None)


def context_of(kind: str) -> Context:
    words = load_wording(TEMPLATES, Language.JA)
    return Context(diagnose(kind), Language.JA, Edition.MEMBER, words)


def words_in(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_waterfall_ends_at_the_score() -> None:
    for kind in ("whole", "personal", "gaps"):
        chart = waterfall_chart(context_of(kind))
        assert chart is not None
        assert 1000 - sum(fall.lost for fall in chart.falls) == chart.score
        overall = diagnose(kind).scorecard.overall.point
        assert overall is not None
        assert chart.score == (overall + 5) // 10


def test_a_sheet_without_a_score_has_no_waterfall() -> None:
    assert waterfall_chart(context_of("blank")) is None


def test_the_radar_shows_the_causes_and_the_desired_level() -> None:
    card, chart = diagnose("whole").scorecard, radar_chart(context_of("whole"))
    assert [spoke.own for spoke in chart.spokes] == [cause.score.point for cause in card.causes]
    group = next(g for g in diagnose("whole").definitions.ruleset.risk_groups if g.id == card.risk_group)
    assert [spoke.desired for spoke in chart.spokes] == [group.desired[cause.tag] for cause in card.causes]


def test_the_heat_map_and_the_exposure_are_the_diagnosis() -> None:
    card = diagnose("whole").scorecard
    cells = [point for row in heat_chart(context_of("whole")).cells for point in row]
    assert cells == [cell.point for cell in card.cells]
    rows = exposure_chart(context_of("whole")).rows
    assert [(row.share, row.remaining) for row in rows] == [(e.share, e.remaining) for e in card.exposure]


def test_every_section_has_its_bar_and_a_questionnaire_out_of_scope_says_so() -> None:
    chart = sections_chart(context_of("personal"))
    assert sum(len(group.bars) for group in chart.groups) == len(diagnose("personal").scorecard.sections)
    assert [group.figure for group in chart.groups].count("対象外") == 1
    assert "対象外" in words_in(draw_sections(chart))


def test_a_zero_and_no_score_look_different() -> None:
    zero, none = (
        draw_sections(SectionsChart((BarGroup("表", "", (Bar("分野", score, "対象外"),)),), "図"))
        for score in (Score(0, 0, 0), NO_SCORE)
    )
    assert "0.0" in words_in(zero)
    assert "対象外" not in words_in(zero)
    assert "対象外" in words_in(none)
    assert "0.0" not in words_in(none)
    assert none.count(" L ") > zero.count(" L ") + 10, "hatching"


def test_an_empty_cell_is_hatched_and_named() -> None:
    chart = HeatChart(("外部",), ("電子",), ((None,),), "対象外", "弱い", "強い", "図")
    assert "対象外" in words_in(draw_heat(chart))
    assert "0.0" in words_in(draw_heat(replace(chart, cells=((0,),))))


def test_a_canvas_forgets_what_was_drawn_before() -> None:
    canvas = Canvas(40, 20)

    def draw(words: str) -> str:
        canvas.start()
        canvas.shape(boxes([(1, 1, 5, 5)]), fill=ACCENT)
        canvas.text(1, 10, words)
        return canvas.finish("図")

    first = draw("一")
    for number in range(5):
        canvas.start()
        canvas.text(1, number, "ほか", bold=True, size=9, at="right")
        canvas.shape(boxes([(2, 2, 3, 3)]), line=ACCENT, width=2, dash=True)
        canvas.shape(boxes([(2, 2, 3, 3)]), fill=ACCENT)
        canvas.finish("図")
    assert draw("一") == first


def test_words_stay_words_and_cannot_become_markup() -> None:
    canvas = Canvas(40, 20)
    canvas.start()
    canvas.text(1, 10, '<path style="fill: red"/>&')
    svg = canvas.finish('"<図>"')
    assert "&lt;path style=&quot;fill" in svg or '&lt;path style="fill: red"/&gt;&amp;' in svg
    assert svg.count("<path") == 0
    assert 'aria-label="&quot;&lt;図>&quot;"' in svg


def test_the_svg_is_lean() -> None:
    chart = waterfall_chart(context_of("whole"))
    assert chart is not None
    svg = draw_waterfall(chart)
    assert "<g" not in svg
    assert "style=" not in svg
    assert svg.count("<path") <= 5


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60), st.floats(20, 80))
@settings(max_examples=60, deadline=None)
def test_fitted_words_stay_within_their_width(words: str, width: float) -> None:
    shorter, size = fitted(words, 7.0, width, smallest=0.1)
    assert width_of(shorter, size) <= width + 0.01 or not shorter


@given(st.text("あいう、。 ab（）", max_size=60))
@settings(max_examples=60, deadline=None)
def test_breaking_lines_loses_no_words(words: str) -> None:
    assert "".join("".join(lines_of(words, 7.0, 30.0)).split()) == "".join(words.split())
