"""Many sheets without reports: faults in the middle of a portion, kills, and two batches at once change nothing."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from benchmarks.fast_lane import long_table_of, table_of
from diagnosis.store import Store
from tests.batch.conftest import tree
from tests.batch.inboxes import good_sheets, model
from tests.batch.test_interrupted import events, finish, start

FILES, ROWS, RUNS = 900, 500, 120
BROKEN = 100
"""Every so many sheets, one has a fault."""
GOOD = FILES + ROWS + RUNS - FILES // BROKEN - ROWS // BROKEN - RUNS // BROKEN


def named(sheet: bytes, member: str) -> dict[str, dict[str, dict[str, object]]]:
    plain: dict[str, dict[str, dict[str, object]]] = json.loads(sheet)
    return plain | {"member": plain["member"] | {"id": member}}


def broken(plain: dict[str, dict[str, dict[str, object]]], number: int) -> bytes:
    if number % BROKEN == BROKEN // 2:
        plain["answers"]["pd-owner"] = {"value": f"odd {number}"}
    return json.dumps(plain, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of one member, a wide table and a long one."""
    folder = tmp_path_factory.mktemp("inbox")
    sheets = [broken(named(sheet, f"N-{n:05}"), n) for n, sheet in enumerate(good_sheets(FILES + ROWS + RUNS))]
    for number, sheet in enumerate(sheets[:FILES]):
        (folder / f"{number:05}.json").write_bytes(sheet)
    (folder / "wide.csv").write_bytes(table_of(model(), sheets[FILES : FILES + ROWS]))
    (folder / "long.csv").write_bytes(long_table_of(sheets[FILES + ROWS :]))
    return folder


@pytest.fixture(scope="module")
def undisturbed(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("undisturbed")
    code, said = finish(start(inbox, out, "--no-reports"))
    assert code == 1, said
    lines = [json.loads(line) for line in (out / "diagnoses.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == GOOD
    assert Counter(line["file"] for line in lines if line["place"]) == {
        "wide.csv": ROWS - ROWS // BROKEN,
        "long.csv": RUNS - RUNS // BROKEN,
    }
    assert "odd 950" in (out / "quarantine" / "wide.csv.reason.txt").read_text("utf-8")
    expect_each_once(f"sqlite:///{out}/store.db")
    return tree(out)


def expect_each_once(url: str) -> None:
    """Each sheet is on record once, and so in the log, which is whole."""
    with Store.open(url, lambda: datetime.now(UTC), create=False) as store:
        diagnosed = Counter(event.subject for event in store.events() if event.action == "diagnosed")
        assert set(diagnosed.values()) == {1}
        assert diagnosed.keys() == {each.key for each in store.diagnoses()}
        assert len(diagnosed) == GOOD
        assert store.verify_chain().broken is None


def test_killed_at_random_it_ends_with_the_same_bytes(inbox: Path, undisturbed: dict[str, str], tmp_path: Path) -> None:
    random = Random(20261125)
    for _ in range(3):
        process = start(inbox, tmp_path, "--no-reports")
        for _ in zip(range(random.randrange(2, FILES)), events(process), strict=False):
            pass
        process.kill()
        process.communicate()
    code, said = finish(start(inbox, tmp_path, "--no-reports"))
    assert code == 1, said
    assert tree(tmp_path) == undisturbed
    expect_each_once(f"sqlite:///{tmp_path}/store.db")
    last = start(inbox, tmp_path, "--no-reports")
    assert {str(event["event"]) for event in events(last)} == {"began", "known", "summing-up"}
    finish(last)
    assert tree(tmp_path) == undisturbed


def test_two_batches_at_once_do_the_work_of_one(inbox: Path, undisturbed: dict[str, str], tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/store.db"
    both = [start(inbox, tmp_path / name, "--no-reports", "--store", store) for name in ("one", "two")]
    assert [finish(process)[0] for process in both] == [1, 1]
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == undisturbed
    expect_each_once(store)
