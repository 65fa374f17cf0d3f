"""Members of tables, sound and odd: the quick way, in one process or in several, finds what the slow way does."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.many import ManySheets
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.sheet import AnswerSheet
from diagnosis.pipeline import check_one, score_many
from diagnosis.settings import read_settings
from diagnosis.sheets.csv_format import TableReader, read_csv_sheets, split_table
from diagnosis.sheets.quick import QuickChecked

DAY = date(2026, 11, 23)
RULES = "leak-liability@2026.1"
QUESTIONS = ("employees", "pd-owner", "sensitive-data", "remote-access", "privacy-mark-expires", "industry", "nonesuch")
PARTS = ("", ".evidence", ".reason", ".note", ".state", ":my-number", ":none-of-these", ".odd")
ODD = (
    *(
        "",
        "",
        "",
        " ",
        "yes",
        "はい",
        "no",
        "１２人",
        "12",
        "-5",
        "my-number;financial",
        "'=1",
        "=1",
        "unknown",
        "対象外",
    ),
    *("○", "【要修正】yes", "\u200bx", "document", "書類あり", "answered", "2026-12-01", "令和8年12月1日", 'a,b\n"c"'),
)
CELLS = st.sampled_from(ODD)
MEMBERS = st.sampled_from(["M-1", "M-1 ", "M-2", "M-3", "", "'=M", "M-4", "M-5", "M-6"])
HEADS = st.sampled_from([(RULES, "例示商店"), (RULES, "例示商店"), ("", "例示商店"), (RULES, ""), ("x@1", "例")])
Outcome = AnswerSheet | tuple[Problem, ...]


@st.composite
def wide_tables(draw: st.DrawFn) -> bytes:
    names = draw(st.lists(st.builds(str.__add__, st.sampled_from(QUESTIONS), st.sampled_from(PARTS)), unique=True))
    width = len(names) + draw(st.sampled_from([0, 0, 0, 1]))
    rows = draw(st.lists(st.tuples(MEMBERS, HEADS, st.lists(CELLS, min_size=width, max_size=width)), max_size=5))
    return written(["member-id", "ruleset", "member-name", *names], [[one, *head, *rest] for one, head, rest in rows])


@st.composite
def long_tables(draw: st.DrawFn) -> bytes:
    parts = draw(st.lists(st.sampled_from(["value", "state", "evidence", "reason", "note", "odd"]), unique=True))
    rows: list[list[str]] = []
    for member, head in draw(st.lists(st.tuples(MEMBERS, HEADS), max_size=4)):
        for question in draw(st.lists(st.sampled_from([*QUESTIONS, ""]), min_size=1, max_size=5)):
            own = head if draw(st.booleans()) or not rows else draw(HEADS)
            rows.append([member, *own, question, *[draw(CELLS) for _ in parts]])
    return written(["member-id", "ruleset", "member-name", "question", *parts], rows)


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


@settings(max_examples=150, deadline=None)
@given(wide_tables() | long_tables(), st.sampled_from([b"", b'"', b'M-9,"', b"\r\n,,,"]))
def test_a_table_gives_the_same_sheets_and_faults_on_every_way(table: bytes, end: bytes) -> None:
    expected = list(ordinary(table + end))
    assert list(map(outcome, MANY.check_whole(table + end, "t.csv"))) == expected
    for _ in range(2):  # what was learned the first time is used the second
        assert list(map(outcome, in_parts(MANY, table + end))) == expected
    good = [found for found in in_parts(MANY, table + end) if isinstance(found, QuickChecked)]
    scores = score_many([found.sheet for found in good], read_settings(), DAY)
    assert MANY.score_checked(good) == scores
