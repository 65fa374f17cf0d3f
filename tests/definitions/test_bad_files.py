"""Every wrong file under tests/bad is wrong in one way: `check` names that place and that code, and nothing else."""

import re
from pathlib import Path

import pytest

from diagnosis.definitions import all_codes, check_definitions, check_file, explain_code
from diagnosis.files.tree import read_json
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.text import Text

BAD = Path(__file__).parent.parent / "bad"
WRONG_FILES = sorted(BAD.glob("*.yaml"))
EXPECTED = re.compile(r"# expect (\d+):(\d+) ([a-z-]+\.[a-z0-9-]+)")
PACKAGE = Path(__file__).parent.parent.parent / "diagnosis"

# What no small file can show: each has a test of its own, in this folder or in tests/files.
SHOWN_ELSEWHERE = {
    "file.too-large",
    "file.too-many-values",
    "file.unreadable",
    "frozen.copy",
    "id.file-name",
    "json.syntax",
    "migration.missing",
    "migration.two-ways",
    "ruleset.none-applies",
    "ruleset.unknown",
    "shape.sibling",
    "version.moved",
    "version.parts",
    "version.place",
    "version.step",
    "version.two-kinds",
    "version.unchanged",
    "version.unknown",
}


def expectation(first_line: str) -> tuple[int, int, str]:
    match = EXPECTED.fullmatch(first_line.strip())
    assert match, first_line
    return int(match[1]), int(match[2]), match[3]


def places(problems: tuple[Problem, ...]) -> list[tuple[int, int, str]]:
    return [(problem.at.line, problem.at.column, problem.code) for problem in problems]


def test_the_set_that_wrong_files_stand_in_is_sound() -> None:
    assert check_definitions(BAD / "questionnaires", BAD / "scoring") == ()


@pytest.mark.parametrize("path", WRONG_FILES, ids=lambda path: path.stem)
def test_check_names_the_place_and_nothing_else(path: Path) -> None:
    expected = expectation(path.read_bytes().split(b"\n")[0].decode("ascii"))
    assert expected[2] == path.stem
    problems = check_file(path)
    assert places(problems) == [expected]
    assert all(problem.message.ja and problem.message.en for problem in problems)


def test_wrong_json_is_named_with_its_place() -> None:
    path = BAD / "json.syntax.json"
    expected = expectation((BAD / "json.syntax.json.expect").read_text(encoding="ascii"))
    with pytest.raises(ProblemsError) as found:
        read_json(path.read_bytes(), str(path))
    assert places(found.value.problems) == [expected]


def test_every_code_has_a_wrong_file_or_a_test_of_its_own() -> None:
    assert {path.stem for path in WRONG_FILES} | SHOWN_ELSEWHERE == set(all_codes())


def test_every_code_in_the_source_is_in_the_catalogue() -> None:
    groups = {code.split(".")[0] for code in all_codes()}
    quoted = re.compile(rf'"((?:{"|".join(sorted(groups))})\.[a-z0-9-]+)"')
    source = "".join(
        path.read_text(encoding="utf-8") for part in ("definitions", "files") for path in (PACKAGE / part).rglob("*.py")
    )
    written = {code for code in quoted.findall(source) if not code.endswith(".toml")}
    composed = {f"{group}.{end}" for group in ("route", "gate", "condition") for end in ("never", "always")} | {
        f"{group}.unused" for group in ("source", "citation", "tag")
    }
    assert written | composed == set(all_codes())


def test_every_explanation_is_complete_in_both_languages() -> None:
    for code in all_codes():
        explanation = explain_code(code)
        assert explanation is not None
        assert explanation.wrong != explanation.right
        for text in (explanation.title, explanation.meaning, explanation.remedy):
            assert isinstance(text, Text)
            assert re.search("[ぁ-んァ-ヶ一-龠]", text.ja), code
            assert not re.search("[ぁ-んァ-ヶ一-龠]", text.en), code
