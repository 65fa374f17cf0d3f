"""Reports on edition 2014.1: what the law of the day asked after a leak, and nothing of what came later."""

import functools
from datetime import date
from pathlib import Path

import pytest

from diagnosis import pipeline
from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.text import Language
from diagnosis.reports import render_report
from tests.reports.members import SETTINGS, extract, squeeze

EARLIER = sorted((SETTINGS.demo / "earlier").glob("*.yaml"))
DAY = date(2016, 3, 1)


@functools.cache
def diagnose(path: Path) -> Diagnosis:
    return pipeline.diagnose(path.read_bytes(), path.name, SETTINGS, DAY)


@functools.cache
def text_of(path: Path, language: Language) -> str:
    report = render_report(diagnose(path), language, Edition.STAFF, SETTINGS.templates, {})
    assert 8 <= report.pages <= 12
    return squeeze(extract(report.pdf))


def test_earlier_sheets_are_of_members_who_came_back() -> None:
    later = {
        pipeline.open_sheet(path.read_bytes(), path.name, SETTINGS).member
        for path in (SETTINGS.demo / "sheets").glob("*.yaml")
    }
    assert len(EARLIER) >= 2
    for path in EARLIER:
        sheet = diagnose(path).sheet
        assert sheet.ruleset == "leak-liability@2014.1"
        assert sheet.member in later


def test_earlier_sheets_leave_nothing_unanswered() -> None:
    for path in EARLIER:
        assert diagnose(path).scorecard.blank == ()


@pytest.mark.parametrize("language", list(Language))
def test_the_first_hours_are_those_that_the_ruleset_names(language: Language) -> None:
    own = diagnose(EARLIER[-1]).definitions.ruleset.first_response
    assert own is not None
    text = text_of(EARLIER[-1], language)
    said = [own.lead, own.title, own.note, *own.contacts, *(step.text for step in own.steps)]
    said += [part for row in own.rows for part in (row.what, row.when, row.basis)]
    for words in said:
        assert squeeze(words[language]) in text


def test_nothing_of_article_26_is_printed() -> None:
    text = text_of(EARLIER[-1], Language.JA)
    for later in ("速報", "3〜5日", "60日以内", "四つの類型", "個人情報保護委員会", "1,000人を超える"):
        assert later not in text


def test_articles_are_those_of_the_day() -> None:
    assert "法第20条" in text_of(EARLIER[-1], Language.JA)
    assert "経産省指針2-2-3-2" in text_of(EARLIER[-1], Language.JA)
    assert "ActArt.24(1)" in text_of(EARLIER[-1], Language.EN)
