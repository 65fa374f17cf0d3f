"""What each command promises: data on standard output, all else on standard error, one exit code a case."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from diagnosis.cli.app import make_app
from diagnosis.cli.commands import COMMANDS as KNOWN

ROOT = Path(__file__).parents[2]
COMMANDS = [command.name for command in KNOWN]
Run = Callable[..., Any]

TRACEBACK = "Traceback (most recent call last)"


def test_every_command_and_every_exit_code_is_in_the_manual() -> None:
    manual = (ROOT / "README.md").read_text("utf-8")
    for name in COMMANDS:
        assert re.search(rf"(?:\./run|diagnosis) {name}\b", manual), f"README.md does not show `{name}`"
    for code in (0, 1, 2, 3, 4, 70, 130):
        assert f"| {code} |" in manual


def test_every_option_has_a_help_text() -> None:
    command: Any = typer.main.get_command(make_app())
    for name, below in command.commands.items():
        for parameter in below.params:
            assert parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_in_both_languages_and_names_the_exit_codes(run: Run, name: str) -> None:
    japanese = run(*name.split(), "--help")
    english = run(*name.split(), "--help", "--lang", "en")
    assert (japanese.code, english.code) == (0, 0)
    assert "終了コード" in japanese.out
    assert "Exit codes" in english.out
    assert english.out.isascii() or "…" not in japanese.out
    assert "Show this message" not in japanese.out
    assert "\x1b" not in japanese.out + english.out


@pytest.mark.parametrize(
    ("locale", "arguments", "word"),
    [
        ("ja_JP.UTF-8", (), "エラー"),
        ("en_GB.UTF-8", (), "error"),
        ("C.UTF-8", (), "エラー"),
        ("de_DE.UTF-8", (), "error"),
        ("ja_JP.UTF-8", ("--lang", "en"), "error"),
        ("en_GB.UTF-8", ("--lang=ja",), "エラー"),
    ],
)
def test_the_language_is_asked_for_or_the_locales(
    run: Run, faulty: Path, locale: str, arguments: tuple[str, ...], word: str
) -> None:
    assert f": {word} [sheet." in run("check", faulty, *arguments, language=locale).out


def test_check_finds_nothing_wrong_with_what_is_delivered(run: Run) -> None:
    result = run("check")
    assert (result.code, result.out) == (0, "")
    assert "エラー 0 件" in result.err


def test_check_tells_every_fault_of_a_sheet_with_its_place(run: Run, faulty: Path) -> None:
    result = run("check", faulty, language="en_US.UTF-8")
    lines = result.out.splitlines()
    assert result.code == 1
    assert [line.split(": ")[0] for line in lines] == [f"{faulty}:4:13", f"{faulty}:5:14"]
    assert "[sheet.value-unknown]" in lines[0]
    assert "'retail'?" in lines[0]
    assert "2 errors" in result.err


def test_check_speaks_to_programs_editors_and_build_services(run: Run, faulty: Path) -> None:
    problems = json.loads(run("check", faulty, "--format", "json").out)["problems"]
    assert [(problem["line"], problem["code"]) for problem in problems] == [
        (4, "sheet.value-unknown"),
        (5, "sheet.number-range"),
    ]
    assert all(problem["message"]["ja"] and problem["message"]["en"] for problem in problems)
    gcc = run("check", faulty, "--format", "gcc").out.splitlines()
    assert re.fullmatch(r".*faulty\.yaml:4:13: error: .* \[sheet\.value-unknown\]", gcc[0])
    github = run("check", faulty, "--format", "github").out.splitlines()
    assert github[0].startswith(f"::error file={faulty},line=4,col=13,title=sheet.value-unknown::")


def test_check_of_a_broken_definition_ends_with_three(run: Run, tmp_path: Path) -> None:
    (tmp_path / "questionnaires" / "x").mkdir(parents=True)
    (tmp_path / "scoring").mkdir()
    path = tmp_path / "questionnaires" / "x" / "1.yaml"
    path.write_text("questionnaire: x\nversion: 1\n")
    for asked in (tmp_path, path):
        result = run("check", asked)
        assert result.code == 3
        assert "1.yaml:" in result.out


def test_codes_are_explained_listed_and_suggested(run: Run) -> None:
    codes = run("explain-code").out.split()
    assert "sheet.number" in codes
    assert "file.duplicate-key" in codes
    assert "75,000" in run("explain-code", "sheet.number").out
    assert "Wrong:" in run("explain-code", "file.duplicate-key", "--lang", "en").out
    unknown = run("explain-code", "shet.number", "--lang", "en")
    assert (unknown.code, unknown.out) == (2, "")
    assert "'sheet.number'?" in unknown.err


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_new_sheet_scores_as_an_all_blank_one(run: Run, form: str) -> None:
    text = run("new", "--format", form).out
    filled = re.sub(r'(\bid"?: )""', r'\1"M-1"', text)
    filled = re.sub(r'(\bname"?: )""', r'\1"空欄商店"', filled)
    result = run("score", "-", "--json", "--quick", given=filled.encode())
    card = json.loads(result.out)["scorecard"]
    assert result.code == 0
    assert card["overall"]["point"] is None
    assert card["tier"]["suggested"] is None
    assert len(card["blank"]) > 3


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "未回答があるため決められません"), ("en", "undecided while answers are missing")]
)
def test_a_risk_group_that_blanks_leave_open_is_not_guessed(run: Run, language: str, words: str) -> None:
    blank = b"ruleset: leak-liability@2026.1\nmember: {id: M-1, name: A}\nanswers: {}\n"
    assert words in run("score", "-", "--quick", "--lang", language, given=blank).out


def test_a_ruleset_that_does_not_exist_is_no_sheet(run: Run) -> None:
    result = run("new", "--ruleset", "leak-liability@1999.1", "--lang", "en")
    assert (result.code, result.out) == (3, "")
    assert "leak-liability@2026.1" in result.err


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_score_shows_the_sum_and_what_to_do(run: Run, sheet: Path, language: str) -> None:
    result = run("score", sheet, "--date", "令和8年11月23日", "--lang", language)
    assert result.code == 0
    assert "2026-11-23" in result.out
    assert re.search(r"\d+ % = \d+ % \+ \d+ %", result.out)
    for words in (
        ("割引の目安", "団体割引", "得点が最も上がる改善") if language == "ja" else ("Suggested discount", "Gates")
    ):
        assert words in result.out
    assert "…" not in result.out
    assert "\x1b" not in result.out


def test_a_score_as_json_has_everything(run: Run, sheet: Path) -> None:
    [line] = run("score", sheet, "--json", "--date", "2026-11-23").out.splitlines()
    found = json.loads(line)
    assert found["file"] == str(sheet)
    assert found["scorecard"]["diagnosed_on"] == "2026-11-23"
    assert found["explanation"]["actions"]
    assert found["loss"]["scenarios"]
    assert run("score", sheet, "--json", "--date", "2026-11-23").out.splitlines() == [line]


def test_one_bad_sheet_never_stops_the_rest(run: Run, sheet: Path, faulty: Path, tmp_path: Path) -> None:
    result = run("score", tmp_path / "none.yaml", faulty, sheet, "--json", "--quick")
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == 1
    assert [sorted(line)[1] for line in lines] == ["problems", "problems", "member"]
    assert "[file.unreadable]" in result.err
    assert "[sheet.number-range]" in result.err
    assert TRACEBACK not in result.err


def test_what_was_read_differently_is_said(run: Run, sheet: Path) -> None:
    text = re.sub(r"(?m)^  employees: .*$", "  employees: １２人", sheet.read_text("utf-8"))
    result = run("score", "-", "--quick", given=text.encode())
    assert "employees: １２人 -> 12" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("scor",),
        ("score",),
        ("score", "x", "--date", "2026-02-30"),
        ("score", "x", "--colour"),
        ("check", "--format", "xml"),
        ("--lang", "fr", "check"),
        ("report", "a.yaml", "b.yaml", "-o", "one.pdf"),
    ],
)
@pytest.mark.parametrize("language", ["ja_JP", "en_US"])
def test_wrong_usage_ends_with_two_and_says_where_help_is(run: Run, arguments: tuple[str, ...], language: str) -> None:
    result = run(*arguments, language=language)
    assert (result.code, result.out) == (2, "")
    assert "--help" in result.err
    assert TRACEBACK not in result.err
    assert ("使い方" in result.err) == (language == "ja_JP")
    assert language != "ja_JP" or "is not" not in result.err


def test_without_definitions_every_command_says_so(run: Run, sheet: Path, tmp_path: Path) -> None:
    for arguments in (("check",), ("score", sheet), ("new",), ("report", sheet, "-o", tmp_path)):
        result = run(*arguments, DIAGNOSIS_HOME=str(tmp_path))
        assert result.code == 3, arguments
        assert "DIAGNOSIS_HOME" in result.err


def test_the_doctor_finds_all_that_the_tests_need(run: Run) -> None:
    result = run("doctor", "--json")
    checks = json.loads(result.out)
    assert (result.code, [check for check in checks if not check["works"]]) == (0, [])
    assert {"Python", "weasyprint", "pango"} <= {check["name"] for check in checks}


def test_the_doctor_names_what_is_missing_and_the_remedy(run: Run, tmp_path: Path) -> None:
    result = run("doctor", "--lang", "en", DIAGNOSIS_HOME=str(tmp_path))
    assert result.code == 4
    assert "MISS  Questionnaires" in result.out
    assert "DIAGNOSIS_HOME" in result.out


def test_a_reader_that_leaves_early_is_no_error(cache: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "diagnosis", "new"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "DIAGNOSIS_CACHE": str(cache)},
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"\x00",
        b"\xff\xfe",
        b"[[[[",
        b"{",
        b"null",
        b'{"answers": {"a": NaN}}',
        b"a: &x [*x]",
        b"\x82\xa0",
        b"x" * 2_000_000,
    ],
)
def test_no_input_brings_a_traceback(run: Run, given: bytes) -> None:
    for command in ("check", "score"):
        result = run(command, "-", given=given)
        assert result.code == 1
        assert TRACEBACK not in result.err
