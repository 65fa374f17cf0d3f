"""`impact` as an author runs it: on the screen, as a page, as a workbook, for a store and for made-up members."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The definitions with a draft of 2026.2, whose first gate holds harder."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("questionnaires", "scoring", "report_templates", "demo"):
        shutil.copytree(ROOT / name, folder / name)
    rules = (ROOT / "scoring" / "leak-liability" / "2026.1.yaml").read_text("utf-8")
    draft = rules.replace('version: "2026.1"', 'version: "2026.2"', 1).replace(
        "from: 2026-11-01", "from: 2027-04-01", 1
    )
    draft = draft.replace("points_below: 40}\n    cap: 20", "points_below: 40}\n    cap: 0", 1)
    (folder / "scoring" / "leak-liability" / "2026.2.yaml").write_text(draft, "utf-8")
    return folder


def test_a_draft_is_held_against_the_version_before_it(run: Run, home: Path, tmp_path: Path) -> None:
    page, book = tmp_path / "impact.html", tmp_path / "impact.xlsx"
    done = run(
        *("impact", "leak-liability@2026.2", "--synthetic", "2000", "--html", page, "--xlsx", book, "--lang", "en"),
        DIAGNOSIS_HOME=str(home),
    )
    assert done.code == 0, done.err
    assert "leak-liability@2026.1 → leak-liability@2026.2" in done.out
    assert "Multi-factor" in page.read_text("utf-8") or "multi-factor" in page.read_text("utf-8")
    assert "<script" not in page.read_text("utf-8")
    assert "Rules" in openpyxl.load_workbook(book).sheetnames


def test_the_store_says_who_moves(run: Run, home: Path, tmp_path: Path) -> None:
    done = run("batch", ROOT / "demo" / "sheets", "--out", tmp_path, "--no-reports", DIAGNOSIS_HOME=str(home))
    assert done.code == 0, done.err
    done = run("impact", "leak-liability@2026.2", "--store", tmp_path, "--json", DIAGNOSIS_HOME=str(home))
    found = json.loads(done.out)
    assert (found["sheets"], found["left_out"]) == (7, {})
    assert found["rules"][0]["kind"] == "gate"
    assert sum(group["sheets"] for group in found["groups"]["trade"]) == 7


def test_a_draft_that_does_not_exist_is_told_with_what_there_is(run: Run, home: Path) -> None:
    done = run("impact", "leak-liability@2026.3", "--synthetic", "10", "--lang", "en", DIAGNOSIS_HOME=str(home))
    assert (done.code, done.out) == (3, "")
    assert "leak-liability@2026.2" in done.err


def test_made_up_members_are_not_carried_over_to_other_questions(run: Run, home: Path) -> None:
    done = run("impact", "leak-liability@2026.1", "--synthetic", "10", "--lang", "en", DIAGNOSIS_HOME=str(home))
    assert done.code == 1
    assert "impact.other-questions" in done.err


def test_stored_sheets_of_an_earlier_edition_are_carried_over(run: Run, home: Path, tmp_path: Path) -> None:
    earlier, place = ROOT / "demo" / "earlier", str(home)
    run("batch", earlier, "--out", tmp_path, "--no-reports", "--date", "2016-03-01", DIAGNOSIS_HOME=place)
    done = run("impact", "leak-liability@2026.1", "--store", tmp_path, "--json", DIAGNOSIS_HOME=place)
    found = json.loads(done.out)
    assert (found["sheets"], found["left_out"], found["tried"]) == (3, {}, 0)


def test_the_first_version_has_nothing_before_it(run: Run, home: Path) -> None:
    done = run("impact", "leak-liability@2014.1", "--synthetic", "10", "--lang", "en", DIAGNOSIS_HOME=str(home))
    assert done.code == 1
    assert "--against" in done.err
