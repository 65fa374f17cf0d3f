"""The chapter that looks back: what it says and draws is what the comparison found."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from diagnosis import pipeline
from diagnosis.model.diagnosis import Diagnosis, Earlier, Edition
from diagnosis.model.text import Language
from diagnosis.progress import look_back, open_earlier
from diagnosis.reports.charts.changes import change_text
from diagnosis.reports.charts.trend import Moment, TrendChart, draw_trend
from diagnosis.reports.pages import write_pages
from diagnosis.reports.view.context import Context
from diagnosis.reports.view.progress import Progress, view_progress
from diagnosis.reports.wording import load_wording
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


def view(diagnosis: Diagnosis) -> Progress:
    words = load_wording(SETTINGS.templates, Language.EN)
    found = view_progress(Context(diagnosis, Language.EN, Edition.MEMBER, words))
    assert found
    return found


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
    assert chapter.count("<svg") == 3


def test_what_counts_newly_and_what_counts_no_longer_is_named(looking: Diagnosis) -> None:
    comparison = looking.comparison
    assert comparison
    assert comparison.no_longer == ("pd-paper-count",)
    words = view(looking)
    assert words.no_longer.count("1-15") == 1
    assert sum(row.count for row in words.anew) == len(comparison.asked_anew)
    assert words.anew[0].numbers.startswith("1-06, 1-07, 1-13, 1-18 to 1-26, 1-28, ")


def test_improvements_without_a_row_are_named_by_number(looking: Diagnosis) -> None:
    words = view(looking)
    assert looking.comparison
    assert len(words.improved) == 6
    assert words.more_improved.startswith(f"And {len(looking.comparison.improved) - 6} more: 1-02, 1-04, ")
    assert words.more_slipped == ""


def test_with_no_common_ground_nothing_is_drawn_but_the_days() -> None:
    sheet = DEMO / "sheets" / "06-yoshino-inn.yaml"
    diagnosis = pipeline.diagnose(sheet.read_bytes(), sheet.name, SETTINGS, date(2026, 11, 24))
    empty = Earlier(date(2026, 1, 5), replace(diagnosis.sheet, answers={}))
    words = view(look_back(diagnosis, [empty], SETTINGS))
    assert (words.changes, words.causes, words.improved, words.slipped) == ("", "", (), ())
    assert "nothing to compare" in words.lead
    assert "5 January 2026" in words.trend


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


Box = tuple[float, float, float, float]
_LABEL = re.compile(r'font-size="([\d.]+)px"(?: text-anchor="(\w+)")?[^>]*? x="([\d.]+)" y="([\d.]+)">([^<]*)<')


def boxes(drawn: str) -> dict[str, Box]:
    """Where the words of a drawing lie: left, right, top and bottom, in points."""
    found: dict[str, Box] = {}
    for size, anchor, x, y, words in _LABEL.findall(drawn):
        width = len(words) * 0.61 * float(size)
        left = float(x) - {"middle": width / 2, "end": width}.get(anchor, 0.0)
        found[f"{words} at {x}"] = (left, left + width, float(y) - 0.75 * float(size), float(y))
    return found


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


@pytest.mark.parametrize("score", [0, 100, 700, 5000, 9900, 10_000])
@pytest.mark.parametrize("apart", [-900, -200, 0, 200, 900])
def test_figures_of_a_trend_never_lie_upon_each_other(score: int, apart: int) -> None:
    alike = min(max(score + apart, 0), 10_000)
    found = boxes(draw_trend(replace(trend(("a", score), ("b", score)), alike=(alike, alike))))
    assert len(found) >= 4 + 5 + 4
    assert [(one, other) for one, other in combinations(found, 2) if meet(found[one], found[other])] == []
    assert min(top for _, _, top, _ in found.values()) >= 0
