"""Members of tables, sound and odd: the quick way, in one process or in several, finds what the slow way does."""

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.many import ManySheets
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.sheet import AnswerSheet
from diagnosis.pipeline import check_one, score_many
from diagnosis.settings import read_settings
from diagnosis.sheets import sheet_bytes
from diagnosis.sheets.csv_format import TableReader, read_csv_sheets, split_table
from diagnosis.sheets.quick import QuickChecked

DAY = date(2026, 11, 23)
RULES = "leak-liability@2026.1"
SOUND = {
    "employees": ("12", "１２人", "300"),
    "pd-owner": ("yes", "no", "はい"),
    "sensitive-data": ("my-number", "none-of-these"),
    "remote-access": ("yes", "no"),
    "privacy-mark-expires": ("2027-01-31", "令和9年1月31日"),
}
PARTS = {"evidence": ("document", "書類あり"), "reason": ("理由です",), "note": ('a,b\n"c"', "'=1"), "state": ("", " ")}
ODD = (
    " ",
    "-5",
    "my-number;none-of-these",
    "=1",
    "unknown",
    "対象外",
    "○",
    "【要修正】yes",
    "\u200bx",
    "answered",
    "x",
)
HEADS = ((RULES, "例示商店"), (RULES, "見本商会"), ("", "例示商店"), (RULES, ""), ("x@1", "例"))
Outcome = AnswerSheet | tuple[Problem, ...]


def cell(random: Random, sound: Sequence[str]) -> str:
    """Mostly sound or blank."""
    return random.choice(("", *sound, *sound)) if random.random() < 0.98 else random.choice(ODD)


def head(random: Random) -> tuple[str, str]:
    return HEADS[0] if random.random() < 0.8 else random.choice(HEADS)


def member(random: Random, number: int) -> str:
    return f"M-{number}" if random.random() < 0.9 else random.choice(["M-1", "M-1 ", "", "'=M"])


def wide_table(random: Random) -> bytes:
    columns = {name: values for name, values in SOUND.items() if random.random() < 0.7}
    for name in list(columns):
        columns |= {f"{name}.{part}": values for part, values in PARTS.items() if random.random() < 0.3}
    columns |= {"sensitive-data:my-number": ("○", "")} if "sensitive-data" not in columns else {}
    columns |= {odd: () for odd in ("nonesuch", "pd-owner.odd") if random.random() < 0.2}
    names = ["member-id", "ruleset", "member-name", *columns]
    rows = [
        [member(random, number), *head(random), *(cell(random, values) for values in columns.values())]
        for number in range(4)
    ]
    return written(names, [row + [random.choice(["", "x"])] * (random.random() < 0.1) for row in rows])


def long_table(random: Random) -> bytes:
    parts = [part for part in (*PARTS, "odd") if random.random() < 0.3]
    rows: list[list[str]] = []
    for number in range(4):
        own, whose = head(random), member(random, number)
        for question in random.sample(sorted(SOUND), 3):
            begin = [whose, *(own if random.random() < 0.8 else random.choice([head(random), ("", "")]))]
            asked = question if random.random() < 0.97 else random.choice(["", "nonesuch", "pd-owner"])
            rows.append(
                [*begin, asked, cell(random, SOUND[question]), *[cell(random, PARTS.get(p, ())) for p in parts]]
            )
    return written(["member-id", "ruleset", "member-name", "question", "value", *parts], rows)


def written(names: list[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([names, *rows])
    return text.getvalue().encode("utf-8-sig")


def ordinary(table: bytes) -> Iterator[Outcome]:
    try:
        for raw in read_csv_sheets(table, "t.csv"):
            try:
                yield check_one(raw, read_settings(), DAY)
            except ProblemsError as error:
                yield error.problems
    except ProblemsError as error:
        yield error.problems


def in_parts(many: ManySheets, table: bytes) -> Iterator[QuickChecked | ProblemsError]:
    """As the processes of a batch do it: nothing but bytes goes from one to the other."""
    try:
        head, parts = split_table(table, "t.csv")
        for part in parts:
            yield many.check_row(*TableReader(head).read(part))
    except ProblemsError as error:
        yield error


def outcome(found: QuickChecked | ProblemsError) -> Outcome:
    return found.problems if isinstance(found, ProblemsError) else found.sheet


MANY = ManySheets(read_settings(), DAY)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([wide_table, long_table]), st.sampled_from([b"", b'"', b"\r\n,,,"]))
def test_a_table_gives_the_same_sheets_and_faults_on_every_way(
    seed: int, draw: Callable[[Random], bytes], end: bytes
) -> None:
    table = draw(Random(seed)) + end
    expected = list(ordinary(table))
    assert list(map(outcome, MANY.check_whole(table, "t.csv"))) == expected
    assert list(map(outcome, in_parts(MANY, table))) == expected
    good = [found for found in in_parts(MANY, table) if isinstance(found, QuickChecked)]
    assert all(found.content == sheet_bytes(found.sheet) for found in good)
    assert MANY.score_checked(good) == score_many([found.sheet for found in good], read_settings(), DAY)


def test_most_members_go_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above would compare the slow way with itself."""
    tables = [draw(Random(seed)) for seed in range(50) for draw in (wide_table, long_table)]
    whole = [list(MANY.check_whole(table, "t.csv")) for table in tables]
    good = sum(isinstance(found, QuickChecked) for found in itertools.chain.from_iterable(whole))
    careful: list[object] = []
    monkeypatch.setattr(MANY, "check_raw", careful.append)
    for table in tables:
        list(MANY.check_whole(table, "t.csv"))
    quick = sum(map(len, whole)) - len(careful)
    assert good > 0.4 * sum(map(len, whole))
    assert quick > 0.6 * good
