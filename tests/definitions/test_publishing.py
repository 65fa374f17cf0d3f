"""Publishing: what is published stays, and the version says how far it has moved."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from diagnosis.definitions import (
    applicable_ruleset,
    check_definitions,
    load_definitions,
    plan_publication,
    publish,
    restore,
)
from diagnosis.definitions.kept_copies import copy_of
from diagnosis.model.problems import ProblemsError

Folders = tuple[Path, Path]


@pytest.fixture
def drafts(folders: Folders) -> Folders:
    """controls@2026.2 and mini@2026.2 as copies of what is published: nothing but their versions and days differ."""
    publish(plan_publication((), *folders), *folders)
    for path in (folders[0] / "controls", folders[1] / "mini"):
        text = (path / "2026.1.yaml").read_text(encoding="utf-8").replace("from: 2026-11-01", "from: 2027-04-01")
        text = text.replace('version: "2026.1"\ntitle', 'version: "2026.2"\ntitle')
        text = text.replace('controls, version: "2026.1"', 'controls, version: "2026.2"')
        (path / "2026.2.yaml").write_text(text, encoding="utf-8")
    return folders


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def codes(folders: Folders, *paths: Path) -> list[str]:
    return [problem.code for problem in plan_publication(paths, *folders).problems]


def test_everything_that_is_new_is_published_and_then_frozen(folders: Folders) -> None:
    publish(plan_publication((), *folders), *folders)
    assert check_definitions(*folders) == ()
    edit(folders[1] / "mini/2026.1.yaml", "question: owner, weight: 3", "question: owner, weight: 4")
    (problem,) = check_definitions(*folders)
    assert problem.code == "frozen.changed"
    assert "owner, weight: was «3», is «4»" in problem.message.en
    assert problem.at.line == 14
    assert plan_publication((), *folders).publications == ()


def test_a_plan_writes_nothing(folders: Folders) -> None:
    before = {path: path.read_bytes() for path in folders[0].rglob("*") if path.is_file()}
    assert len(plan_publication((), *folders).publications) == 8
    assert {path: path.read_bytes() for path in folders[0].rglob("*") if path.is_file()} == before


def test_only_what_is_named_is_published(folders: Folders) -> None:
    plan = plan_publication((folders[0] / "extra/2026.1.yaml",), *folders)
    assert [each.reference for each in plan.publications] == ["extra@2026.1"]


def test_the_list_keeps_its_comments_and_its_order(folders: Folders) -> None:
    path = folders[0] / "published.yaml"
    written = "# ours\n" + path.read_text(encoding="utf-8")
    path.write_text(written, encoding="utf-8")
    publish(plan_publication((), *folders), *folders)
    assert path.read_text(encoding="utf-8").startswith(written)


def test_a_weight_and_a_new_question_ask_for_the_next_number(drafts: Folders) -> None:
    edit(
        drafts[0] / "controls/2026.2.yaml",
        "      - {id: remarks,",
        "      - {id: more, kind: text, text: {ja: 他, en: More}}\n      - {id: remarks,",
    )
    edit(drafts[1] / "mini/2026.2.yaml", "question: owner, weight: 3", "question: owner, weight: 4")
    plan = plan_publication((), *drafts)
    assert plan.problems == ()
    assert {each.reference: each.comparison.step for each in plan.publications if each.comparison} == {
        "controls@2026.2": "number",
        "mini@2026.2": "number",
    }
    publish(plan, *drafts)
    assert check_definitions(*drafts) == ()
    assert load_definitions("mini@2026.1", *drafts) != load_definitions("mini@2026.2", *drafts)


def test_another_meaning_asks_for_a_new_year(drafts: Folders) -> None:
    edit(drafts[0] / "controls/2026.2.yaml", "unit: {ja: 日, en: days}", "unit: {ja: 週, en: weeks}")
    problems = plan_publication((), *drafts).problems
    assert [problem.code for problem in problems] == ["version.step"]
    assert '"2027.1"' in problems[0].message.en
    assert "patch-days unit" in problems[0].message.en
    with pytest.raises(ProblemsError):
        publish(plan_publication((), *drafts), *drafts)


def test_a_new_year_asks_for_a_migration(drafts: Folders) -> None:
    for path in (drafts[0] / "controls", drafts[1] / "mini"):
        edit(path / "2026.2.yaml", 'version: "2026.2"', 'version: "2027.1"')
        (path / "2026.2.yaml").rename(path / "2027.1.yaml")
    edit(drafts[0] / "controls/2027.1.yaml", "unit: {ja: 日, en: days}", "unit: {ja: 週, en: weeks}")
    assert codes(drafts) == ["migration.missing"]
    (drafts[0] / "migrations/mini/2026.1-2027.1.yaml").write_text(
        'migration: mini\nfrom: "2026.1"\nto: "2027.1"\n'
        "ask_again:\n  - {questions: [patch-days], because: {ja: 週で伺います。, en: Asked in weeks.}}\n",
        encoding="utf-8",
    )
    assert codes(drafts) == []


def test_a_version_between_two_is_compared_with_both(drafts: Folders) -> None:
    """As when the edition of an earlier year is written after the present one was published."""
    edit(drafts[1] / "mini/2026.2.yaml", "question: owner, weight: 3", "question: owner, weight: 4")
    publish(plan_publication((), *drafts), *drafts)
    text = (drafts[0] / "controls/2026.1.yaml").read_text(encoding="utf-8")
    text = text.replace("2026.1", "2025.2").replace("maximum: 99", "maximum: 90").replace("2026-11-01", "2026-04-01")
    (drafts[0] / "controls/2025.2.yaml").write_text(text, encoding="utf-8")
    assert codes(drafts) == ["version.step"]


def test_a_copy_of_the_version_before_is_no_new_version(drafts: Folders) -> None:
    edit(drafts[0] / "controls/2026.2.yaml", "from: 2027-04-01", "from: 2026-11-01")
    assert codes(drafts) == ["version.unchanged"]


def test_a_ruleset_is_not_published_without_its_questionnaires(drafts: Folders) -> None:
    assert codes(drafts, drafts[1] / "mini/2026.2.yaml") == ["version.parts"]


def test_a_file_elsewhere_is_not_published(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_bytes((folders[0] / "extra/2026.1.yaml").read_bytes())
    assert "version.place" in codes(folders, tmp_path / "new.yaml")


def test_what_changes_between_check_and_writing_is_not_published(folders: Folders) -> None:
    plan = plan_publication((), *folders)
    edit(folders[0] / "extra/2026.1.yaml", "Note", "Remark")
    before = (folders[0] / "published.yaml").read_bytes()
    with pytest.raises(ProblemsError) as found:
        publish(plan, *folders)
    assert found.value.problems[0].code == "version.moved"
    assert (folders[0] / "published.yaml").read_bytes() == before


def test_a_faulty_file_keeps_everything_from_being_published(folders: Folders) -> None:
    edit(folders[0] / "extra/2026.1.yaml", "scored: false", "scored: maybe")
    plan = plan_publication((), *folders)
    assert [problem.code for problem in plan.problems] == ["shape.type"]
    assert plan.publications == ()


def test_a_published_file_is_put_back_as_it_was(folders: Folders) -> None:
    path = folders[0] / "settled/2026.1.yaml"
    whole = path.read_bytes()
    edit(path, "Note", "Remark")
    assert restore("settled@2026.1", *folders) == path
    assert path.read_bytes() == whole
    path.unlink()
    assert [problem.code for problem in check_definitions(*folders)] == ["frozen.missing"]
    restore("settled@2026.1", *folders)
    assert check_definitions(*folders) == ()
    with pytest.raises(ProblemsError) as found:
        restore("extra@2026.1", *folders)
    assert found.value.problems[0].code == "version.unknown"


@pytest.mark.parametrize("damage", ["gone", "cut", "other", "bomb"])
def test_a_copy_that_is_not_what_was_published_is_told_and_made_again(folders: Folders, damage: str) -> None:
    copy = copy_of(folders[0], "settled@2026.1")
    match damage:
        case "gone":
            copy.unlink()
        case "cut":
            copy.write_bytes(copy.read_bytes()[:-9])
        case "other":
            copy.write_bytes(gzip.compress(b"questionnaire: settled\n"))
        case _:
            copy.write_bytes(gzip.compress(b"\0" * 50_000_000))
    assert [(problem.code, problem.severity) for problem in check_definitions(*folders)] == [("frozen.copy", "warning")]
    plan = plan_publication((folders[0] / "extra/2026.1.yaml",), *folders)
    assert plan.copies == ("settled@2026.1",)
    publish(plan, *folders)
    assert check_definitions(*folders) == ()


def test_without_a_copy_a_change_is_refused_all_the_same(folders: Folders) -> None:
    copy_of(folders[0], "settled@2026.1").unlink()
    edit(folders[0] / "settled/2026.1.yaml", "Note", "Remark")
    assert {problem.code for problem in check_definitions(*folders)} == {"frozen.copy", "frozen.changed"}
    with pytest.raises(ProblemsError) as found:
        restore("settled@2026.1", *folders)
    assert found.value.problems[0].code == "frozen.copy"


def test_a_change_of_spacing_alone_is_refused_and_said_to_be_one(folders: Folders) -> None:
    edit(folders[0] / "settled/2026.1.yaml", "scored: false", "scored:  false")
    (problem,) = check_definitions(*folders)
    assert problem.code == "frozen.changed"
    assert "only in spacing" in problem.message.en


def test_a_successor_ends_an_edition_without_an_end(drafts: Folders) -> None:
    edit(drafts[1] / "mini/2026.2.yaml", "question: owner, weight: 3", "question: owner, weight: 4")
    assert check_definitions(*drafts) == ()
    days = {
        date(2027, 3, 31): "2026.1",
        date(2027, 4, 1): "2026.2",
        date(2099, 1, 1): "2026.2",
        date(2026, 3, 31): "2025.1",
    }
    for day, version in days.items():
        assert applicable_ruleset(day, *drafts, ruleset="mini") == f"mini@{version}"
    for day, words in ((date(2025, 10, 31), "applies from 2025-11-01"), (date(2026, 4, 1), "begins on 2026-11-01")):
        with pytest.raises(ProblemsError) as found:
            applicable_ruleset(day, *drafts, ruleset="mini")
        assert words in found.value.problems[0].message.en
