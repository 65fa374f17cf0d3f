"""Loading, checking and caching of whole folders."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from diagnosis.definitions import (
    applicable_ruleset,
    available_rulesets,
    check_definitions,
    check_file,
    explain_code,
    load_definitions,
    suggest_code,
)
from diagnosis.definitions.cache import read_cached
from diagnosis.model.conditions import Is
from diagnosis.model.problems import ProblemsError
from diagnosis.model.questionnaire import NumberQuestion, SingleQuestion

Folders = tuple[Path, Path]
ROOT = Path(__file__).parent.parent.parent


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def codes(folders: Folders) -> list[str]:
    return [problem.code for problem in check_definitions(*folders)]


def test_a_sound_ruleset_loads_with_its_questionnaires_in_order(folders: Folders) -> None:
    definitions = load_definitions("mini@2026.1", *folders)
    assert [each.reference for each in definitions.questionnaires] == ["facts@2026.1", "controls@2026.1"]
    rules = {rule.question: rule for rule in definitions.ruleset.questions}
    assert rules["owner"].points == {"yes": 100, "no": 0}
    assert rules["patch-days"].points == {}
    assert definitions.ruleset.applies_from == date(2026, 11, 1)
    assert definitions.ruleset.loss.sensitivity_percent == {1: 100, 2: 200, 3: 300}


def test_routes_of_questionnaire_section_and_question_are_joined(folders: Folders) -> None:
    path = folders[0] / "controls/2026.1.yaml"
    edit(path, "scored: true", "scored: true\napplies_when: {question: industry, is: retail}")
    edit(path, "- {id: remarks, kind: text", '- {id: remarks, applies_when: {question: owner, is: "no"}, kind: text')
    asked = {each.id: each for each in load_definitions("mini@2026.1", *folders).questionnaires[1].questions}
    assert asked["owner"].applies_when == Is("industry", ("retail",))
    assert "All(of=(Is(question='industry'" in str(asked["remarks"].applies_when)


def test_a_repeated_question_takes_choices_and_unit_from_another_questionnaire(folders: Folders) -> None:
    note = "      - {id: remarks, kind: text"
    again = (
        "      - {id: shop-again, kind: single, pilot: true, same_as: shop, text: {ja: 店舗, en: Shop}}\n"
        "      - {id: persons-again, kind: number, pilot: true, same_as: persons, text: {ja: 人数, en: Persons}}\n"
    )
    edit(folders[0] / "controls/2026.1.yaml", note, again + note)
    asked = {each.id: each for each in load_definitions("mini@2026.1", *folders).questionnaires[1].questions}
    shop, persons = asked["shop-again"], asked["persons-again"]
    assert isinstance(shop, SingleQuestion)
    assert [choice.value for choice in shop.scale.choices] == ["yes", "no"]
    assert isinstance(persons, NumberQuestion)
    assert (persons.maximum, persons.unit.en) == (1000, "persons")


def test_what_to_do_after_a_leak_is_the_rulesets_word_where_it_has_one(folders: Folders) -> None:
    assert load_definitions("mini@2026.1", *folders).ruleset.first_response is None
    own = (
        "first_response:\n"
        "  lead: {ja: まず止める。, en: Stop it first.}\n"
        "  steps:\n"
        "    - {when: {ja: 直ちに, en: At once}, title: {ja: 連絡, en: Tell}, text: {ja: 店主へ, en: The owner}}\n"
        "  title: {ja: 報告, en: Reports}\n"
        "  rows:\n"
        "    - {what: {ja: 省庁へ, en: The ministry}, when: {ja: 早く, en: Soon}, basis: {ja: 指針, en: Guidelines}}\n"
        "  note: {ja: 義務ではない。, en: No duty.}\n"
        "  contacts: [{ja: 店主, en: Owner}]\n"
        "  sources: [ours]\n"
    )
    edit(folders[1] / "mini/2026.1.yaml", "incidents:", own + "incidents:")
    response = load_definitions("mini@2026.1", *folders).ruleset.first_response
    assert response is not None
    assert response.steps[0].text.en == "The owner"
    assert (response.rows[0].when.en, response.contacts[0].ja, response.sources) == ("Soon", "店主", ("ours",))


def test_an_unknown_ruleset_is_refused_with_those_there_are(folders: Folders) -> None:
    with pytest.raises(ProblemsError) as found:
        load_definitions("mini@2026.2", *folders)
    (problem,) = found.value.problems
    assert problem.code == "ruleset.unknown"
    assert "mini@2026.1" in problem.message.en


def test_a_name_that_climbs_out_of_the_folder_is_an_unknown_ruleset(folders: Folders) -> None:
    with pytest.raises(ProblemsError) as found:
        load_definitions("../mini@2026.1", *folders)
    assert found.value.problems[0].code == "ruleset.unknown"


def test_versions_are_ordered_as_numbers(folders: Folders) -> None:
    for version in ("2026.10", "2026.9"):
        (folders[1] / f"mini/{version}.yaml").touch()
    assert available_rulesets(folders[1]) == ("mini@2025.1", "mini@2026.1", "mini@2026.9", "mini@2026.10")


def test_the_ruleset_of_a_day_is_found_and_a_day_without_one_is_refused(folders: Folders) -> None:
    assert applicable_ruleset(date(2026, 11, 1), *folders, ruleset="mini") == "mini@2026.1"
    with pytest.raises(ProblemsError) as found:
        applicable_ruleset(date(2026, 10, 31), *folders, ruleset="mini")
    assert found.value.problems[0].code == "ruleset.none-applies"


def test_faulty_definitions_are_not_loaded_and_every_fault_is_told(folders: Folders) -> None:
    edit(folders[1] / "mini/2026.1.yaml", "share: 6000", "share: 5000")
    edit(folders[1] / "mini/2026.1.yaml", "cap: 0", "cap: 15")
    with pytest.raises(ProblemsError) as found:
        load_definitions("mini@2026.1", *folders)
    assert [problem.code for problem in found.value.problems] == ["cause.shares", "gate.cap"]


def test_a_warning_does_not_keep_definitions_from_loading(folders: Folders) -> None:
    edit(folders[1] / "mini/2026.1.yaml", "cap: 0", "cap: 40")
    assert codes(folders) == ["gate.no-effect"]
    assert load_definitions("mini@2026.1", *folders).ruleset.gates[0].cap == 40


def test_faults_of_all_files_are_told_at_once_in_file_order(folders: Folders) -> None:
    edit(folders[0] / "extra/2026.1.yaml", "scored: false", "scored: maybe")
    edit(folders[0] / "controls/2026.1.yaml", "references: [appi:23]", "references: [apii:23]")
    edit(folders[1] / "mini/2026.1.yaml", "share: 6000", "share: 5000")
    assert codes(folders) == ["citation.unused", "citation.unknown", "shape.type", "cause.shares"]


def test_a_file_whose_name_and_content_differ_is_told(folders: Folders) -> None:
    (folders[0] / "extra/2026.1.yaml").rename(folders[0] / "extra/2026.2.yaml")
    assert codes(folders) == ["id.file-name"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [problem.code for problem in check_file(tmp_path / "nothing.yaml")] == ["file.unreadable"]


def test_a_broken_file_beside_this_one_is_told(folders: Folders) -> None:
    edit(folders[0] / "controls/2026.1.yaml", "scored: true", "scored: maybe")
    problems = check_file(folders[1] / "mini/2026.1.yaml")
    assert [(problem.code, Path(problem.at.file).parent.name) for problem in problems] == [
        ("shape.sibling", "controls")
    ]


def test_a_published_file_may_not_change_nor_go(folders: Folders) -> None:
    path = folders[0] / "settled/2026.1.yaml"
    edit(path, "Note", "Remark")
    assert codes(folders) == ["frozen.changed"]
    path.unlink()
    assert codes(folders) == ["frozen.missing"]


def test_a_known_code_is_explained_and_a_mistyped_one_is_suggested() -> None:
    explanation = explain_code("route.cycle")
    assert explanation is not None
    assert explanation.title.en == "Routes in a circle"
    assert explain_code("route.cicle") is None
    assert suggest_code("route.cicle") == "route.cycle"


def test_a_warm_cache_gives_the_same_without_importing_a_parser(folders: Folders, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cold = load_definitions("mini@2026.1", *folders, cache)
    check_definitions(*folders, cache)
    assert load_definitions("mini@2026.1", *folders, cache) == cold
    program = (
        "import sys; from pathlib import Path; from diagnosis.definitions import *;"
        f"q, s, c = Path({str(folders[0])!r}), Path({str(folders[1])!r}), Path({str(cache)!r});"
        "assert load_definitions('mini@2026.1', q, s, c) and check_definitions(q, s, c) == ();"
        "assert not {'ruamel.yaml', 'jsonschema', 'referencing'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, timeout=60)


def test_a_changed_file_is_not_served_from_the_cache(folders: Folders, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert check_definitions(*folders, cache) == ()
    edit(folders[1] / "mini/2026.1.yaml", "cap: 0", "cap: 15")
    assert [problem.code for problem in check_definitions(*folders, cache)] == ["gate.cap"]


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "foreign words"])
def test_a_damaged_cache_is_ignored_and_written_anew(folders: Folders, tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "cache"
    cold = load_definitions("mini@2026.1", *folders, cache)
    (kept,) = cache.glob("*.pickle")
    whole = kept.read_bytes()
    damaged = {
        "cut": whole[:-7],
        "flipped": whole[:-7] + bytes([whole[-7] ^ 1]) + whole[-6:],
        "emptied": b"",
        "foreign words": b"cposix\nsystem\n(S'exit 1'\ntR.",
    }
    kept.write_bytes(damaged[damage])
    assert load_definitions("mini@2026.1", *folders, cache) == cold
    assert kept.read_bytes() == whole


def test_a_cache_that_others_may_write_is_never_read(folders: Folders, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_definitions("mini@2026.1", *folders, cache)
    (kept,) = cache.glob("*.pickle")
    assert (cache.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)
    assert read_cached(cache, kept.stem) is not None
    kept.chmod(0o622)
    assert read_cached(cache, kept.stem) is None
    kept.chmod(0o600)
    cache.chmod(0o777)
    assert read_cached(cache, kept.stem) is None
    load_definitions("mini@2026.1", *folders, cache)
    assert cache.stat().st_mode & 0o777 == 0o700


def test_a_link_in_the_cache_is_not_followed(folders: Folders, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cold = load_definitions("mini@2026.1", *folders, cache)
    (kept,) = cache.glob("*.pickle")
    elsewhere = tmp_path / "elsewhere"
    kept.rename(elsewhere)
    kept.symlink_to(elsewhere)
    assert read_cached(cache, kept.stem) is None
    assert load_definitions("mini@2026.1", *folders, cache) == cold


def test_a_cache_that_cannot_be_written_harms_nothing(folders: Folders, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    assert check_definitions(*folders, blocked) == ()
    assert blocked.read_text(encoding="utf-8") == "no folder"
