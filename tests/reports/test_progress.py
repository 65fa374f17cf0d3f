"""The chapter that looks back: what it says and draws is what the comparison found."""

from datetime import date
from pathlib import Path

import pytest

from diagnosis import pipeline
from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.text import Language
from diagnosis.progress import look_back, open_earlier
from diagnosis.reports.charts.changes import change_text
from diagnosis.reports.charts.trend import Moment, TrendChart, draw_trend
from diagnosis.reports.pages import write_pages
from diagnosis.settings import read_settings

DEMO = Path(__file__).parents[2] / "demo"
SETTINGS = read_settings()


@pytest.fixture(scope="module")
def looking() -> Diagnosis:
    sheet, *earlier = [
        DEMO / "sheets" / "02-sample-precision.yaml",
        *sorted((DEMO / "earlier").glob("02-*.yaml")),
    ]
    diagnosis = pipeline.diagnose(sheet.read_bytes(), sheet.name, SETTINGS, date(2026, 11, 24))
    return look_back(diagnosis, [open_earlier(path.read_bytes(), path.name, SETTINGS) for path in earlier], SETTINGS)


@pytest.mark.parametrize("language", Language)
def test_every_day_and_both_pairs_are_printed(looking: Diagnosis, language: Language) -> None:
    html = write_pages(looking, language, Edition.MEMBER, SETTINGS.templates)
    chapter = html[html.index('id="progress"') : html.index('id="answers"')]
    years = ("2015年2月3日", "2016年2月9日") if language is Language.JA else ("3 February 2015", "9 February 2016")
    assert all(day in chapter for day in years)
    comparison = looking.comparison
    assert comparison
    assert comparison.overall.before is not None
    assert comparison.overall.after is not None
    assert change_text(comparison.overall.before, comparison.overall.after) in chapter
    assert chapter.count("<svg") == 2


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(5000, 5420, "+4.2"), (5420, 5000, "−4.2"), (5001, 5004, "±0.0"), (4994, 4996, "+0.1")],
)
def test_a_change_is_that_of_the_printed_figures(before: int, after: int, words: str) -> None:
    assert change_text(before, after) == words


def trend(*moments: tuple[str, int | None]) -> TrendChart:
    days = [date(2020 + number, 1, 1) for number in range(len(moments))]
    made = tuple(
        Moment(on, str(on), edition, score, "none") for on, (edition, score) in zip(days, moments, strict=True)
    )
    return TrendChart(made, (4000, 6000), "printed", "alike", "in words")


def test_scores_of_two_editions_are_never_joined_by_a_line() -> None:
    same, other = draw_trend(trend(("a", 5000), ("a", 6000))), draw_trend(trend(("a", 5000), ("b", 6000)))
    solid = 'stroke-width="1.5"'
    assert solid in same
    assert solid not in other


def test_a_year_without_a_score_says_so_and_breaks_the_line() -> None:
    drawn = draw_trend(trend(("a", 5000), ("a", None), ("a", 6000)))
    assert "none" in drawn
    assert 'stroke-width="1.5"' not in drawn
