"""What authors run: diff, preview, publish, migrate, editions of a day, and checking while they write."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EARLIER = ROOT / "demo/earlier/02-sample-precision-2016.yaml"
Run = Callable[..., Any]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of one's own with edition 2026.1 and one demo sheet: enough to work with, and quick to check."""
    without = shutil.ignore_patterns("2014.1*", "migrations")
    for name in ("questionnaires", "scoring"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=without)
        listed = (tmp_path / name / "published.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
        kept = "".join(line for line in listed if "@2014.1" not in line)
        (tmp_path / name / "published.yaml").write_text(kept, encoding="utf-8")
    (tmp_path / "demo/sheets").mkdir(parents=True)
    shutil.copy(ROOT / "demo/sheets/01-reiji-greengrocer.yaml", tmp_path / "demo/sheets")
    return tmp_path


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def draft(home: Path) -> tuple[Path, Path]:
    """personal-data@2026.2 with a new question, leak-liability@2026.2 with its rule and another weight."""
    sheet, rules = (
        home / folder / "2026.2.yaml" for folder in ("questionnaires/personal-data", "scoring/leak-liability")
    )
    for path in (sheet, rules):
        shutil.copy(path.with_name("2026.1.yaml"), path)
        edit(path, ('version: "2026.1"', 'version: "2026.2"'), ("{from: 2026-11-01}", "{from: 2027-04-01}"))
    question = (
        "      - id: pd-clean-desk\n        kind: single\n        scale: yes-partly-no\n"
        "        text: {ja: 机の上に書類を残さない決まりがありますか。, en: Is there a clean-desk rule?}\n"
        "        evidence: {ja: 決まり, en: The rule}\n        causes: [insider]\n        media: [paper]\n"
    )
    rule = (
        "  - question: pd-clean-desk\n    weight: 2\n    because: {ja: 費用がかかりません。, en: It costs nothing.}\n"
        "    sources: [our-judgement]\n    effort: 1\n    advice: [{below: 100, ja: しまう。, en: Put away.}]\n"
    )
    edit(sheet, ("      - id: pd-rules\n", question + "      - id: pd-rules\n"))
    edit(rules, ("  - question: pd-rules\n", rule + "  - question: pd-rules\n"))
    text = rules.read_text(encoding="utf-8")
    pattern = r'(questionnaire: personal-data\s+version: )"2026.1"'
    rules.write_text(re.sub(pattern, r'\1"2026.2"', text, count=1), encoding="utf-8")
    return sheet, rules


def test_an_author_publishes_a_new_question_and_is_kept_from_changing_what_is_published(run: Run, home: Path) -> None:
    sheet, rules = draft(home)
    here = {"DIAGNOSIS_HOME": str(home), "language": "en_GB.UTF-8"}
    assert run("check", **here).code == 0
    sneaked = sheet.with_name("2026.1.yaml")
    whole = sneaked.read_bytes()
    edit(sneaked, ("個人情報の管理責任者を", "個人情報の責任者を"))
    refused = run("check", **here)
    assert refused.code == 3
    assert re.search(
        r"2026\.1\.yaml:\d+:\d+: error \[frozen\.changed\].*pd-owner, wording: was «.*管理責任者", refused.out
    )
    assert run("publish", **here).code == 3
    assert run("publish", "--restore", "personal-data@2026.1", **here).code == 0
    assert sneaked.read_bytes() == whole
    planned = run("publish", "--dry-run", **here)
    assert planned.code == 0
    assert "New questions: pd-clean-desk" in planned.out
    assert "personal-data@2026.2" not in (home / "questionnaires/published.yaml").read_text(encoding="utf-8")
    done = run("publish", **here)
    assert (done.code, "Published: 2." in done.err) == (0, True)
    assert "personal-data@2026.2" in (home / "questionnaires/published.yaml").read_text(encoding="utf-8")
    edit(rules, ("weight: 2\n", "weight: 3\n"))
    assert "frozen.changed" in run("check", **here).out
    assert run("publish", "--restore", "leak-liability@2026.2", **here).code == 0
    moved = run("migrate", ROOT / "demo/sheets/01-reiji-greengrocer.yaml", "--to", "leak-liability@2026.2", **here)
    assert moved.code == 0
    assert "pd-clean-desk  Is there a clean-desk rule?" in moved.err
    assert "ruleset: leak-liability@2026.2" in moved.out


def test_a_removed_question_asks_for_a_new_year(run: Run, home: Path) -> None:
    sheet, rules = draft(home)
    text = sheet.read_text(encoding="utf-8")
    start = text.index("      - id: pd-owner\n")
    sheet.write_text(text[:start] + text[text.index("      - id: pd-clean-desk") :], encoding="utf-8")
    text = rules.read_text(encoding="utf-8")
    start = text.index("  - question: pd-owner\n")
    rules.write_text(text[:start] + text[text.index("  - question: pd-", start + 9) :], encoding="utf-8")
    refused = run("publish", DIAGNOSIS_HOME=str(home))
    assert refused.code == 3
    assert "何も公開していません" in refused.err


@pytest.mark.parametrize(
    ("language", "word"), [("ja_JP.UTF-8", "なくなった質問"), ("en_GB.UTF-8", "Questions that are gone")]
)
def test_a_difference_is_told_on_the_screen_as_a_page_and_as_data(
    run: Run, tmp_path: Path, language: str, word: str
) -> None:
    both = ("profile@2014.1", "profile@2026.1")
    screen = run("diff", *both, language=language)
    assert screen.code == 0
    assert word in screen.out
    assert "\x1b" not in screen.out
    plain = json.loads(run("diff", *both, "--format", "json", language=language).out)
    assert plain["step"] == "year"
    assert {"removed", "meaning", "added"} <= {group["kind"] for group in plain["groups"]}
    assert run("diff", *both, "--format", "html", "-o", tmp_path / "diff.html", language=language).code == 0
    assert (tmp_path / "diff.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_difference_of_files_is_that_of_their_versions(run: Run) -> None:
    files = [ROOT / f"questionnaires/profile/{year}.1.yaml" for year in (2014, 2026)]
    by_file, by_name = (
        json.loads(run("diff", *pair, "--format", "json").out) for pair in (files, ("profile@2014.1", "profile@2026.1"))
    )
    assert len(by_file["groups"]) == len(by_name["groups"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("diff", "profile@2014.1", "privacy-law@2026.1"), "version.two-kinds"),
        (("diff", "profle@2014.1", "profile"), "version.unknown"),
        (("diff", "profile", "nowhere/2026.1.yaml"), "file.unreadable"),
        (("preview", "leak-liability"), "version.two-kinds"),
        (("preview", "nothing"), "version.unknown"),
        (("publish", "--restore", "profile@1999.1"), "version.unknown"),
        (("migrate", EARLIER, "--to", "leak-liability@2014.1"), "migration.backwards"),
        (("migrate", EARLIER, "--as-of", "2020-01-01"), "ruleset.none-applies"),
        (("new", "--as-of", "2010-01-01"), "ruleset.none-applies"),
        (("check", "--as-of", "2020-01-01"), "ruleset.none-applies"),
    ],
)
def test_what_cannot_be_done_ends_with_one_sentence(run: Run, arguments: tuple[object, ...], code: str) -> None:
    done = run(*arguments)
    assert done.code in {1, 3}
    assert f"[{code}]" in done.out + done.err
    assert "Traceback" not in done.err


def test_a_preview_is_a_page(run: Run, tmp_path: Path) -> None:
    assert run("preview", "personal-data").out.startswith("<!doctype html>")
    assert run("preview", "profile@2014.1", "-o", tmp_path).code == 0
    assert (tmp_path / "profile@2014.1.html").is_file()


def test_a_preview_of_a_faulty_draft_shows_the_faults(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    text = (ROOT / "questionnaires/profile/2026.1.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("question: outsources-personal-data", "question: outsorces", 1), encoding="utf-8")
    done = run("preview", path, "-o", tmp_path / "page.html", language="en_GB.UTF-8")
    assert done.code == 3
    assert "condition.unknown-question" in done.err
    assert "condition.unknown-question" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_sheet_goes_to_the_next_edition_and_says_what_is_to_do(run: Run, tmp_path: Path, ending: str) -> None:
    new, told = tmp_path / f"new.{ending}", tmp_path / "report.json"
    done = run("migrate", EARLIER, "--to", "leak-liability@2026.1", "-o", new, "--report", told, language="en_GB.UTF-8")
    assert (done.code, done.out) == (0, "")
    assert "To be answered again" in done.err
    report = json.loads(told.read_text(encoding="utf-8"))
    assert report["steps"] == ["leak-liability@2014.1", "leak-liability@2026.1"]
    assert run("check", new).code == 0
    written = new.read_text(encoding="utf-8")
    assert "[carried over from leak-liability@2014.1]" in written
    if ending == "yaml":
        assert report["sheet"] in written
        assert "# ▶ Please answer again: These numbers change from year to year." in written
        assert "# Earlier answer: employees = 74" in written
    assert "leak-liability@2026.1" in run("score", "--quick", new).out


def test_a_day_chooses_the_edition_and_a_sheet_keeps_its_own(run: Run, tmp_path: Path) -> None:
    assert "ruleset: leak-liability@2014.1" in run("new", "--as-of", "2016-05-01").out
    nameless = tmp_path / "sheet.yaml"
    nameless.write_text(
        EARLIER.read_text(encoding="utf-8").replace("ruleset: leak-liability@2014.1\n", ""), encoding="utf-8"
    )
    assert run("check", nameless).code == 1
    assert run("check", "--as-of", "2016-05-01", nameless).code == 0
    assert "leak-liability@2014.1" in run("score", "--quick", "--as-of", "2016-05-01", nameless).out
    kept = run("check", "--as-of", "2027-01-01", EARLIER, language="en_GB.UTF-8")
    assert kept.code == 0
    assert "treated by leak-liability@2014.1" in kept.err
    assert "leak-liability@2014.1" in run("score", "--quick", "--as-of", "2027-01-01", EARLIER).out


def test_watching_checks_again_and_shows_whose_scores_move(home: Path, cache: Path) -> None:
    sheet, rules = draft(home)
    environment = os.environ | {
        "LANG": "en_GB.UTF-8",
        "DIAGNOSIS_HOME": str(home),
        "DIAGNOSIS_CACHE": str(cache),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "diagnosis", "check", "--watch"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=ROOT
    ) as process:
        lines: Queue[str] = Queue()
        assert process.stdout is not None
        output = process.stdout
        threading.Thread(target=lambda: [lines.put(line) for line in output], daemon=True).start()

        def wait_for(word: str) -> str:
            said = ""
            while word not in said:
                said += lines.get(timeout=60)
            return said

        try:
            assert "leak-liability@2026.2" in wait_for("例示青果店")
            edit(rules, ("weight: 4\n", "weight: 40\n"))
            assert "→" in wait_for("例示青果店")
            edit(sheet, ("scored: true", "scored: maybe"))
            assert "shape.type" in wait_for("not scored while there are faults")
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 3
        finally:
            process.kill()
