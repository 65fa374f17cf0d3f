"""From a store to a snapshot to a report: repeatable, told by its digest, and only where the rules are the same."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from diagnosis import pipeline
from diagnosis.engine import compile_model
from diagnosis.engine.synthetic import draw_members, sheet_of
from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.peers import PeerKind, PeerSnapshot
from diagnosis.model.problems import ProblemsError
from diagnosis.model.text import Language
from diagnosis.peers import Asked, open_snapshot, place_among, sizes_of, snapshot_bytes, take_snapshot
from diagnosis.reports.pages import write_pages
from diagnosis.settings import Settings, read_settings
from diagnosis.sheets import sheet_bytes

RULES = "leak-liability@2026.1"
ASKED = Asked(RULES, date(2026, 10, 1), date(2026, 12, 31))
DEMO = Path(__file__).parents[1] / "demo"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings()


@pytest.fixture(scope="module")
def sheets(settings: Settings) -> list[bytes]:
    model = compile_model(pipeline.load(RULES, settings))
    members = draw_members(model, 300, 3, ASKED.until)
    return [sheet_bytes(sheet_of(model, members, row)) for row in range(300)]


@pytest.fixture(scope="module")
def snapshot(sheets: list[bytes], settings: Settings) -> PeerSnapshot:
    return take_snapshot(ASKED, sheets, (), settings)


@pytest.fixture(scope="module")
def inn(settings: Settings) -> Diagnosis:
    path = DEMO / "sheets" / "06-yoshino-inn.yaml"
    return pipeline.diagnose(path.read_bytes(), path.name, settings, date(2027, 1, 20))


def test_a_snapshot_comes_back_from_its_file_as_it_was(snapshot: PeerSnapshot) -> None:
    data = snapshot_bytes(snapshot)
    assert open_snapshot(data, "peers.json") == snapshot
    assert open_snapshot(data, "peers.json").digest == snapshot.digest
    assert snapshot_bytes(open_snapshot(data, "peers.json")) == data


def test_sheets_of_other_rules_and_broken_ones_are_not_counted(
    sheets: list[bytes], snapshot: PeerSnapshot, settings: Settings
) -> None:
    other = (DEMO / "earlier" / "06-yoshino-inn-2015.yaml").read_bytes()
    found = take_snapshot(ASKED, [*sheets, b"{}", other], (), settings)
    assert snapshot_bytes(found) == snapshot_bytes(snapshot)


def test_the_order_of_the_sheets_changes_nothing(
    sheets: list[bytes], snapshot: PeerSnapshot, settings: Settings
) -> None:
    assert take_snapshot(ASKED, reversed(sheets), (), settings).digest == snapshot.digest


def test_the_same_again_may_be_shown_again(sheets: list[bytes], snapshot: PeerSnapshot, settings: Settings) -> None:
    again = take_snapshot(ASKED, sheets, [sizes_of(snapshot)], settings)
    assert again.digest == snapshot.digest
    fewer = take_snapshot(ASKED, sheets[:-3], [sizes_of(snapshot)], settings)
    assert not any(group.kind is PeerKind.ALL for group in fewer.groups)


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"format": "peers/9"}', b'{"format": "peers/1", "groups": 3}'])
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(ProblemsError) as caught:
        open_snapshot(data, "peers.json")
    assert {problem.code for problem in caught.value.problems} == {"peers.unreadable"}


@pytest.mark.parametrize("language", Language)
def test_the_report_prints_n_the_period_and_the_digest(
    inn: Diagnosis, snapshot: PeerSnapshot, language: Language, settings: Settings
) -> None:
    html = write_pages(place_among(inn, snapshot), language, Edition.MEMBER, settings.templates)
    chapter = html[html.index('id="peers"') : html.index('id="answers"')]
    lodging = next(group for group in snapshot.groups if group.label == "lodging")
    assert f"n = {lodging.members}" in chapter
    assert {Language.JA: "2026年10月1日", Language.EN: "1 October 2026"}[language] in chapter
    assert {Language.JA: "偏差値", Language.EN: "Hensachi"}[language] in chapter
    assert snapshot.digest in html
    assert {Language.JA: "会員の中央値", Language.EN: "Median of members"}[language] in html[: html.index('id="lost"')]


def test_a_group_that_is_withheld_is_named_as_such(inn: Diagnosis, snapshot: PeerSnapshot, settings: Settings) -> None:
    hidden = replace(snapshot, groups=tuple(group for group in snapshot.groups if group.label != "lodging"))
    html = write_pages(place_among(inn, hidden), Language.EN, Edition.MEMBER, settings.templates)
    assert "single scores could be inferred: your trade" in html


def test_figures_of_other_rules_are_not_put_beside_a_diagnosis(inn: Diagnosis, snapshot: PeerSnapshot) -> None:
    assert place_among(inn, replace(snapshot, ruleset="leak-liability@2014.1")) is inn


def test_without_a_snapshot_the_report_says_nothing_of_peers(inn: Diagnosis, settings: Settings) -> None:
    html = write_pages(inn, Language.EN, Edition.MEMBER, settings.templates)
    assert 'id="peers"' not in html
    assert "Median of members" not in html
