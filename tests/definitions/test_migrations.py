"""Carrying a sheet over: what is certain goes over, what is not is asked again, nothing is lost without a word."""

import re
from pathlib import Path

import pytest

from diagnosis.definitions import (
    check_definitions,
    migrate_answers,
    put_on_record,
)
from diagnosis.definitions.migrations.steps import way
from diagnosis.model.conditions import State
from diagnosis.model.migration import Carryover
from diagnosis.model.problems import ProblemsError
from diagnosis.model.sheet import Answer, Evidence
from diagnosis.model.text import Language

Folders = tuple[Path, Path]
ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "questionnaires", ROOT / "scoring")
MINI = ("mini@2025.1", "mini@2026.1")


def said(value: str | int | frozenset[str], **more: object) -> Answer:
    return Answer(State.ANSWERED, value, **more)  # type: ignore[arg-type]


def carry(folders: Folders, ends: tuple[str, str] = MINI, **answers: Answer) -> Carryover:
    return migrate_answers({name.replace("_", "-"): answer for name, answer in answers.items()}, ends, *folders)


def values(carryover: Carryover) -> dict[str, object]:
    return {each.question: each.answer.value for each in carryover.carried}


def test_answers_go_over_by_id_and_under_their_new_name(folders: Folders) -> None:
    found = carry(folders, leader=said("yes"), persons=said(12), isms_expires=Answer(State.UNKNOWN))
    assert values(found) == {"owner": "yes", "persons": 12, "isms-expires": None}
    assert {each.question: each.sources for each in found.carried}["owner"] == ("leader",)
    assert (found.asked_again, found.dropped) == ((), ())


@pytest.mark.parametrize(("number", "value"), [(0, "no"), (1, "yes"), (40, "yes")])
def test_a_rule_turns_a_number_into_a_choice(folders: Folders, number: int, value: str) -> None:
    assert values(carry(folders, branches=said(number))) == {"shop": value}


def test_where_no_rule_holds_it_is_asked_again_with_what_was_said(folders: Folders) -> None:
    (again,) = carry(folders, branches=Answer(State.UNKNOWN)).asked_again
    assert (again.question, again.earlier) == ("shop", {"branches": Answer(State.UNKNOWN)})


def test_what_is_gone_is_dropped_with_its_reason(folders: Folders) -> None:
    (dropped,) = carry(folders, fax=said("yes")).dropped
    assert (dropped.question, dropped.answer, dropped.because.en) == ("fax", said("yes"), "Nobody uses it.")


def test_what_is_asked_again_shows_what_was_said(folders: Folders) -> None:
    (again,) = carry(folders, training=said(frozenset({"staff"}))).asked_again
    assert (again.question, again.earlier["training"].value) == ("training", frozenset({"staff"}))
    assert carry(folders).asked_again == ()


def test_the_new_sheet_says_where_answers_come_from_and_proof_does_not_outlast_the_year(folders: Folders) -> None:
    found = carry(folders, leader=said("yes", evidence=Evidence.VERIFIED, note="任命書"), shop=said("no"))
    recorded = put_on_record(found, Language.EN)["owner"]
    assert recorded.evidence is Evidence.STATED
    assert recorded.note == "任命書 [carried over from mini@2025.1, evidence then: verified]"
    long = put_on_record(carry(folders, leader=said("yes", note="字" * 490)), Language.JA)["owner"]
    assert long.note == "字" * 490


def next_version(folders: Folders, version: str, before: str, *changes: tuple[str, str]) -> None:
    """A later version of the small set, with some words replaced."""
    for path in (folders[0] / "controls", folders[0] / "facts", folders[1] / "mini"):
        text = (path / f"{before}.yaml").read_text(encoding="utf-8").replace(f'"{before}"', f'"{version}"')
        text = re.sub(r"from: 2026-1\d-\d\d", f"from: {version[:4]}-12-0{version[-1]}", text)
        for old, new in changes:
            text = text.replace(old, new)
        (path / f"{version}.yaml").write_text(text, encoding="utf-8")


def test_within_a_year_everything_goes_over_and_proof_stays(folders: Folders) -> None:
    new = "- {id: more, kind: text, text: {ja: 他, en: More}}"
    next_version(folders, "2026.2", "2026.1", ("- {id: remarks,", f"{new}\n      - {{id: remarks,"))
    assert check_definitions(*folders) == ()
    found = carry(folders, ("mini@2026.1", "mini@2026.2"), owner=said("yes", evidence=Evidence.DOCUMENT))
    assert [each.question for each in found.new] == ["more"]
    assert put_on_record(found, Language.JA)["owner"].evidence is Evidence.DOCUMENT


def write_migration(folders: Folders, name: str, text: str) -> None:
    before, after = name.split("-")
    path = folders[0] / f"migrations/mini/{name}.yaml"
    path.write_text(f'migration: mini\nfrom: "{before}"\nto: "{after}"\n{text}', encoding="utf-8")


def test_a_chain_goes_through_every_edition(folders: Folders) -> None:
    """2025.1 to 2026.1 by its file, to 2026.2 within the year, to 2027.1 by the next file."""
    next_version(folders, "2026.2", "2026.1")
    next_version(folders, "2027.1", "2026.2", ("id: owner", "id: chief"), ("question: owner", "question: chief"))
    write_migration(folders, "2026.2-2027.1", "renamed: [{question: owner, to: chief}]\n")
    assert check_definitions(*folders) == ()
    found = carry(
        folders,
        ("mini@2025.1", "mini@2027.1"),
        leader=said("no"),
        training=said(frozenset({"staff"})),
        fax=said("yes"),
        branches=said(3),
    )
    assert found.steps == ("mini@2025.1", "mini@2026.1", "mini@2026.2", "mini@2027.1")
    assert values(found) == {"chief": "no", "shop": "yes"}
    assert {each.question: each.sources for each in found.carried}["chief"] == ("leader",)
    assert [each.question for each in found.asked_again] == ["training"]
    assert [each.question for each in found.dropped] == ["fax"]


def test_what_was_to_be_asked_again_and_is_gone_later_is_dropped(folders: Folders) -> None:
    next_version(folders, "2027.1", "2026.1")
    path = folders[0] / "controls/2027.1.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("      - id: training")] + text[text.index("      - {id: remarks") :], "utf-8")
    rules = folders[1] / "mini/2027.1.yaml"
    text = rules.read_text(encoding="utf-8")
    start, end = text.index("  - question: training"), text.index("causes:\n")
    rules.write_text(text[:start] + text[end:], "utf-8")
    write_migration(
        folders, "2026.1-2027.1", "dropped: [{questions: [training], because: {ja: 終わり。, en: Over.}}]\n"
    )
    assert check_definitions(*folders) == ()
    found = carry(folders, ("mini@2025.1", "mini@2027.1"), training=said(frozenset({"staff"})))
    assert [(each.question, each.because.en) for each in found.dropped] == [("training", "Over.")]
    assert found.asked_again == ()


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        (("mini@2026.1", "mini@2025.1"), "migration.backwards"),
        (("mini@2026.1", "mini@2026.1"), "migration.backwards"),
        (("mini@2026.1", "mini@2027.1"), "migration.missing"),
        (("mini@2026.1", "mini@2030.1"), "ruleset.unknown"),
    ],
)
def test_there_is_no_way_back_and_none_that_nobody_wrote(folders: Folders, ends: tuple[str, str], code: str) -> None:
    next_version(folders, "2027.1", "2026.1")
    with pytest.raises(ProblemsError) as found:
        migrate_answers({}, ends, *folders)
    assert [problem.code for problem in found.value.problems] == [code]


def test_two_ways_on_from_one_version_are_refused(folders: Folders) -> None:
    next_version(folders, "2027.1", "2026.1")
    source = folders[0] / "migrations/mini/2025.1-2026.1.yaml"
    write_migration(folders, "2025.1-2027.1", source.read_text(encoding="utf-8").split("\n", 3)[3])
    assert [problem.code for problem in check_definitions(*folders)] == ["migration.two-ways"]


def test_a_migration_in_the_wrong_place_is_told(folders: Folders) -> None:
    path = folders[0] / "migrations/mini/2025.1-2026.1.yaml"
    path.rename(path.with_name("2025.1-2026.2.yaml"))
    assert [problem.code for problem in check_definitions(*folders)] == ["id.file-name"]


def test_a_split_and_a_mapping_say_where_each_value_goes(folders: Folders) -> None:
    next_version(folders, "2027.1", "2026.1", ("value: retail", "value: shops"), ("is: retail", "is: shops"))
    for name, old, new in (
        (
            "facts",
            "- {id: shop,",
            "- {id: site, kind: single, scale: yes-no, text: {ja: 拠点, en: Site}}\n      - {id: shop,",
        ),
    ):
        path = folders[0] / f"{name}/2027.1.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    rules = folders[1] / "mini/2027.1.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("industries: [retail]", "industries: [shops]"), "utf-8")
    write_migration(
        folders,
        "2026.1-2027.1",
        "mapped: [{question: industry, values: {retail: shops}, because: {ja: 改名, en: Renamed.}}]\n"
        'split: [{question: shop, to: [{question: shop}, {question: site, ask_again_for: ["no"]}]}]\n',
    )
    assert check_definitions(*folders) == ()
    ends = ("mini@2026.1", "mini@2027.1")
    yes = carry(folders, ends, industry=said("retail"), shop=said("yes"))
    assert values(yes) == {"industry": "shops", "shop": "yes", "site": "yes"}
    no = carry(folders, ends, shop=said("no"))
    assert values(no) == {"shop": "no"}
    assert [(each.question, each.earlier) for each in no.asked_again] == [("site", {"shop": said("no")})]


def test_the_way_is_the_shortest_there_is() -> None:
    known = [f"r@{version}" for version in ("2024.1", "2025.1", "2025.2", "2026.1")]
    written = [("r@2024.1", "r@2025.1"), ("r@2025.2", "r@2026.1")]
    assert way("r@2024.1", "r@2026.1", known, written) == (
        ("r@2024.1", "r@2025.1"),
        ("r@2025.1", "r@2025.2"),
        ("r@2025.2", "r@2026.1"),
    )
    assert way("r@2026.1", "r@2024.1", known, written) is None
