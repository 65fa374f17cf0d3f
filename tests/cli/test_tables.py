"""Sheets in every format at the command line: written, copied, many in one file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
DAY = ("--date", "2026-11-23")
RULES = "leak-liability@2026.1"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three members, the second of them faulty, in Shift_JIS."""
    path = tmp_path / "members.csv"
    text = f"member-id,member-name,ruleset,industry,employees\nM-1,例示商店,{RULES},retail,１２人\n"
    text += f"M-2,見本商会,{RULES},retial,-1\nM-3,仮の店,{RULES},小売業,5\n"
    path.write_bytes(text.encode("cp932"))
    return path


@pytest.mark.parametrize("form", ["yaml", "json", "csv", "pdf"])
def test_a_sheet_copied_into_another_format_is_the_same_sheet(run: Run, sheet: Path, tmp_path: Path, form: str) -> None:
    copy = tmp_path / f"copy.{form}"
    result = run("sheet", "--from", sheet, "-o", copy)
    assert (result.code, result.out.strip()) == (0, str(copy))
    digests = [
        json.loads(run("score", path, "--json", "--quick", *DAY).out)["scorecard"]["sheet_digest"]
        for path in (sheet, copy)
    ]
    assert digests[0] == digests[1]


def test_a_sheet_for_a_member_carries_its_number_and_name(run: Run) -> None:
    result = run("sheet", "--format", "json", "--member", "M-7", "--name", "例示商店")
    assert json.loads(result.out)["member"] == {"id": "M-7", "name": "例示商店"}
    assert run("sheet").out == run("new").out


def test_apostrophes_before_formulas_are_told(run: Run) -> None:
    result = run("sheet", "--format", "csv", "--member", "=1+1", "--name", "@x", "--lang", "en")
    assert "2 cells begin with an apostrophe" in result.err
    assert ",'@x," in result.out


def test_a_sheet_is_not_copied_under_another_ruleset(run: Run, sheet: Path) -> None:
    result = run("sheet", "--from", sheet, "--ruleset", "leak-liability@1999.1")
    assert result.code == 2
    assert RULES in result.err


def test_every_member_of_a_table_has_its_result(run: Run, table: Path) -> None:
    result = run("score", table, "--json", "--quick", *DAY)
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == 1
    assert [line.get("member", {}).get("id") for line in lines] == ["M-1", None, "M-3"]
    assert [fault["spot"] for fault in lines[1]["problems"]] == ["D3", "E3"]
    assert f"{table}:D3:" in result.err


def test_check_tells_the_cell(run: Run, table: Path) -> None:
    lines = run("check", table).out.splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{table}:D3", f"{table}:E3"]


def test_a_folder_may_hold_every_format(run: Run, sheet: Path, table: Path) -> None:
    run("sheet", "--from", sheet, "-o", table.parent / "one.pdf")
    run("sheet", "--from", sheet, "-o", table.parent / "two.json")
    result = run("score", table.parent, "--json", "--quick", *DAY)
    assert len(result.out.splitlines()) == 5


def test_a_second_report_never_overwrites_the_first(run: Run, table: Path) -> None:
    result = run("report", table, "-o", table.parent / "one.pdf", "--lang", "en", *DAY)
    assert result.code == 2
    assert "several members" in result.err
    assert (table.parent / "one.pdf").is_file()
