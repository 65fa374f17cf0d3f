"""list, show, export and log, on a store as a batch leaves it."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyarrow import parquet

from diagnosis.store import Store
from tests.cli.conftest import Run
from tests.store.made import BATCH, CLOCK, diagnosed, digest, quarantined


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """An outbox with its store."""
    with Store.open(f"sqlite:///{tmp_path / 'store.db'}", CLOCK) as store:
        evil = diagnosed("evil", member_name="=HYPERLINK(1)", tier=None, discount=None, grade="A")
        store.record(store.begin_batch(BATCH), [diagnosed("one"), evil, quarantined("bad")])
        late = diagnosed(
            "late", member_id="M-one", diagnosed_on=date(2027, 11, 23), grade="B", tier=30, trade="medical"
        )
        store.record(store.begin_batch(BATCH), [late, quarantined("worse")])
    return tmp_path


def listed(run: Run, place: Path, *arguments: object) -> list[dict[str, Any]]:
    done = run("list", *arguments, "--store", place, "--json")
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_store_is_listed_for_people_and_for_programs(run: Run, place: Path) -> None:
    table = run("list", "--store", place)
    assert (table.code, table.err) == (0, "")
    assert "見本商店late" in table.out
    assert "71.5 %" in table.out
    lines = [json.loads(line) for line in run("list", "--store", place, "--json", "--grade", "A").out.splitlines()]
    assert [line["member_id"] for line in lines] == ["M-evil"]
    assert "bad.xlsx" in run("list", "quarantine", "--store", place).out
    assert "見本商店late" in run("list", "members", "--store", place).out
    assert "batch" not in run("list", "batches", "--store", place, language="en_GB.UTF-8").err


@pytest.mark.parametrize(
    ("options", "members"),
    [
        ("", ["M-evil", "M-one", "M-one"]),
        ("--member M-one", ["M-one", "M-one"]),
        ("--batch 1", ["M-evil", "M-one"]),
        ("--tier 20", ["M-one"]),
        ("--trade medical", ["M-one"]),
        ("--risk-group medium --grade C", ["M-one"]),
        ("--ruleset leak-liability@2014.1", []),
        ("--since 2026-11-24", ["M-one"]),
        ("--since 令和8年11月23日 --until 2026-11-23", ["M-evil", "M-one"]),
    ],
)
def test_diagnoses_are_chosen_by_everything_that_is_given(
    run: Run, place: Path, options: str, members: list[str]
) -> None:
    assert [one["member_id"] for one in listed(run, place, *options.split())] == members
    exported = run("export", *options.split(), "--store", place).data.decode("utf-8-sig")
    assert [row["member_id"] for row in csv.DictReader(io.StringIO(exported))] == members


def test_members_are_listed_with_their_newest_diagnosis(run: Run, place: Path) -> None:
    found = {one["id"]: one for one in listed(run, place, "members")}
    assert found["M-one"]["diagnoses"] == 2
    assert found["M-one"]["newest"]["grade"] == "B"
    (before,) = listed(run, place, "members", "--until", "2026-12-31", "--grade", "C")
    assert (before["id"], before["diagnoses"], before["newest"]["grade"]) == ("M-one", 1, "C")


def test_what_was_quarantined_is_listed_by_batch(run: Run, place: Path) -> None:
    assert [one["file"] for one in listed(run, place, "quarantine")] == ["bad.xlsx", "worse.xlsx"]
    assert [one["file"] for one in listed(run, place, "quarantine", "--batch", 2)] == ["worse.xlsx"]


@pytest.mark.parametrize("arguments", ["batches --grade A", "quarantine --member M-one", "--since 2026-02-30"])
def test_an_option_that_cannot_be_meant_is_wrong_usage(run: Run, place: Path, arguments: str) -> None:
    done = run("list", *arguments.split(), "--store", place)
    assert (done.code, done.out) == (2, "")
    assert arguments.split()[-2] in done.err


def test_one_thing_is_shown_with_its_log(run: Run, place: Path) -> None:
    shown = run("show", digest("key one")[:9], "--store", place)
    assert shown.code == 0
    assert "no-mfa" in shown.out
    assert "diagnosed" in shown.out
    member = json.loads(run("show", "M-one", "--store", place, "--json").out)
    assert [one["overall"] for one in member["diagnoses"]] == [7150, 7150]
    assert [one["subject"] for one in member["events"]] == [digest("key one"), digest("key late")]
    assert "sheet.value-unknown" in run("show", digest("key bad")[:9], "--store", place).out
    batch = json.loads(run("show", "batch-2", "--store", place, "--json").out)
    assert [one["member_id"] for one in batch["diagnoses"]] == ["M-one"]
    assert [one["file"] for one in batch["quarantine"]] == ["worse.xlsx"]
    assert [one["action"] for one in batch["events"]] == ["batch-began"]
    assert "worse.xlsx" in run("show", "batch-2", "--store", place).out
    missing = run("show", "nobody", "--store", place, language="en_GB.UTF-8")
    assert (missing.code, missing.out) == (1, "")
    assert "diagnosis list" in missing.err


def test_what_is_exported_holds_no_formula(run: Run, place: Path, tmp_path: Path) -> None:
    text = run("export", "--store", place).data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["member_name"] for row in rows} == {"見本商店late", "'=HYPERLINK(1)"}
    assert {row["overall_bp"] for row in rows} == {"7150"}
    book = tmp_path / "out.xlsx"
    assert run("export", "--store", place, "--format", "xlsx", "-o", book).out.strip() == str(book)
    sheet = openpyxl.load_workbook(book).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    table = tmp_path / "out.parquet"
    run("export", "--store", place, "--format", "parquet", "-o", table)
    assert parquet.read_table(table).num_rows == 3
    assert str(parquet.read_schema(table).field("answered_on").type) == "date32[day]"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_the_same_store_exports_the_same_bytes(run: Run, place: Path) -> None:
    for form in ("csv", "xlsx", "parquet"):
        first, second = (run("export", "--store", place, "--format", form).data for _ in range(2))
        assert first == second


def test_the_log_says_whether_it_is_whole_and_where_it_ends(run: Run, place: Path) -> None:
    assert len(run("log", "--store", place).out.splitlines()) == 7
    found = json.loads(run("log", "--verify", "--store", place, "--json").out)
    assert (found["events"], found["broken"]) == (7, None)
    assert run("log", "--head", found["head"], "--store", place).code == 0
    cut = run("log", "--head", "0" * 64, "--store", place, language="en_GB.UTF-8")
    assert cut.code == 1
    assert "cut short" in cut.err


def test_a_store_that_is_not_there_is_told_in_words(run: Run, tmp_path: Path) -> None:
    nowhere = run("list", "--store", tmp_path / "none.db", language="en_GB.UTF-8")
    assert (nowhere.code, nowhere.out) == (4, "")
    assert "There is no store" in nowhere.err
    assert not (tmp_path / "none.db").exists()
    own = run("list", XDG_DATA_HOME=str(tmp_path))
    assert (own.code, own.out) == (4, "")
    assert str(tmp_path / "diagnosis" / "store.db") in own.err
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 100)
    assert run("list", "--store", tmp_path / "broken.db").code == 4


def test_the_store_may_be_named_by_the_environment(run: Run, place: Path) -> None:
    assert "M-one" in run("list", DIAGNOSIS_STORE=str(place / "store.db")).out


def test_a_store_without_a_name_is_the_users_own(run: Run, place: Path, tmp_path: Path) -> None:
    own = tmp_path / "share" / "diagnosis"
    own.mkdir(parents=True)
    (place / "store.db").rename(own / "store.db")
    assert "M-one" in run("list", XDG_DATA_HOME=str(tmp_path / "share")).out
