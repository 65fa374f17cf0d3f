"""list, show, export and log, on a store as a batch leaves it."""

import csv
import io
import json
from pathlib import Path

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
    return tmp_path


def test_a_store_is_listed_for_people_and_for_programs(run: Run, place: Path) -> None:
    table = run("list", "--store", place)
    assert (table.code, table.err) == (0, "")
    assert "見本商店one" in table.out
    assert "71.5 %" in table.out
    lines = [json.loads(line) for line in run("list", "--store", place, "--json", "--grade", "A").out.splitlines()]
    assert [line["member_id"] for line in lines] == ["M-evil"]
    assert "bad.xlsx" in run("list", "quarantine", "--store", place).out
    assert "batch" not in run("list", "batches", "--store", place, language="en_GB.UTF-8").err


def test_one_thing_is_shown_with_its_log(run: Run, place: Path) -> None:
    shown = run("show", digest("key one")[:9], "--store", place)
    assert shown.code == 0
    assert "no-mfa" in shown.out
    assert "diagnosed" in shown.out
    assert json.loads(run("show", "M-one", "--store", place, "--json").out)["diagnoses"][0]["overall"] == 7150
    assert "sheet.value-unknown" in run("show", digest("key bad")[:9], "--store", place).out
    assert run("show", "batch-1", "--store", place).code == 0
    missing = run("show", "nobody", "--store", place, language="en_GB.UTF-8")
    assert (missing.code, missing.out) == (1, "")
    assert "diagnosis list" in missing.err


def test_what_is_exported_holds_no_formula(run: Run, place: Path, tmp_path: Path) -> None:
    text = run("export", "--store", place).data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["member_name"] for row in rows} == {"見本商店one", "'=HYPERLINK(1)"}
    assert {row["overall_bp"] for row in rows} == {"7150"}
    book = tmp_path / "out.xlsx"
    assert run("export", "--store", place, "--format", "xlsx", "-o", book).out.strip() == str(book)
    sheet = openpyxl.load_workbook(book).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    table = tmp_path / "out.parquet"
    run("export", "--store", place, "--format", "parquet", "-o", table)
    assert parquet.read_table(table).num_rows == 2


def test_the_same_store_exports_the_same_bytes(run: Run, place: Path) -> None:
    for form in ("csv", "xlsx", "parquet"):
        first, second = (run("export", "--store", place, "--format", form).data for _ in range(2))
        assert first == second


def test_the_log_says_whether_it_is_whole_and_where_it_ends(run: Run, place: Path) -> None:
    assert len(run("log", "--store", place).out.splitlines()) == 4
    found = json.loads(run("log", "--verify", "--store", place, "--json").out)
    assert (found["events"], found["broken"]) == (4, None)
    assert run("log", "--head", found["head"], "--store", place).code == 0
    cut = run("log", "--head", "0" * 64, "--store", place, language="en_GB.UTF-8")
    assert cut.code == 1
    assert "cut short" in cut.err


def test_a_store_that_is_not_there_is_told_in_words(run: Run, tmp_path: Path) -> None:
    nowhere = run("list", "--store", tmp_path / "none.db", language="en_GB.UTF-8")
    assert (nowhere.code, nowhere.out) == (4, "")
    assert "There is no store" in nowhere.err
    assert not (tmp_path / "none.db").exists()
    assert run("list").code == 2
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 100)
    assert run("list", "--store", tmp_path / "broken.db").code == 4


def test_the_store_may_be_named_by_the_environment(run: Run, place: Path) -> None:
    assert "M-one" in run("list", DIAGNOSIS_STORE=str(place / "store.db")).out
