"""How fast sheets go through without reports, split by step: `python -m benchmarks.fast_lane`.

Synthetic members, half of them with blanks, each with numbers and days of its own, as JSON files in memory. One core,
processor seconds. The same sheets also take the ordinary road, one by one, whose results must be equal: the ratio
holds whatever the machine and whoever else uses it.
"""

import argparse
import csv
import gc
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from diagnosis import engine
from diagnosis.engine import ScoringModel, compile_model
from diagnosis.engine.synthetic import draw_members, sheet_of
from diagnosis.files.quick_json import write_line
from diagnosis.many import ManySheets
from diagnosis.model.questionnaire import DateQuestion, NumberQuestion
from diagnosis.model.sheet import Answer, AnswerSheet, Member
from diagnosis.pipeline import load, open_sheet
from diagnosis.settings import read_settings
from diagnosis.sheets import sheet_bytes
from diagnosis.sheets.json_quickly import quick_answer, read_json_quickly
from diagnosis.sheets.quick import QuickCheck, QuickChecked

TODAY = date(2026, 11, 23)
RULESET = "leak-liability@2026.1"
CHUNK = 2_000
SLOW = 100
SEED = 20_261_125


def main() -> None:
    """Print the table; exit 1 if the two roads disagree."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sheets", type=int, default=20_000)
    given = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    model = compile_model(load(RULESET, read_settings()))
    files = draw_files(model, CHUNK, SEED)
    slow = compare(files[:SLOW])
    steps = time_steps(model, files)
    gc.collect()
    gc.freeze()
    before, (seconds, faulty) = peak_megabytes(), run(model, given.sheets)
    row_seconds, faulty_rows = run_tables(model)
    print(f"{RULESET}: {len(files[0]):,} bytes a sheet, {given.sheets:,} sheets in chunks of {CHUNK:,}; one core\n")
    print(f"{'':34}{'us/sheet':>12}{'sheets/s':>12}{'ratio':>9}")
    roads = {
        "ordinary road, one by one": slow,
        "fast lane, JSON files": seconds / given.sheets,
        "fast lane, one CSV of many rows": row_seconds,
    }
    for name, took in roads.items():
        print(f"{name:34}{1e6 * took:>12,.0f}{1 / took:>12,.0f}{slow / took:>9.1f}")
    print("\nof the fast lane for JSON, step by step:")
    for name, took in steps.items():
        print(f"  {name:32}{1e6 * took:>12,.1f}")
    print(
        f"\nequal on {SLOW} sheets; {faulty + faulty_rows} faulty; peak memory {before} MB after one chunk, "
        f"{peak_megabytes()} MB at the end"
    )


def draw_files(model: ScoringModel, count: int, seed: int, first: int = 0) -> list[bytes]:
    """Returned sheets; numbers and days are each member's own. first: the number of the first member."""
    random = Random(seed)
    members = draw_members(model, count, seed, TODAY)
    return [sheet_bytes(own_numbers(model, sheet_of(model, members, row), random, first + row)) for row in range(count)]


def own_numbers(model: ScoringModel, sheet: AnswerSheet, random: Random, row: int) -> AnswerSheet:
    """The sheet with its numbers moved a little within their class."""
    answers = {name: own_number(model, name, answer, random) for name, answer in sheet.answers.items()}
    return replace(
        sheet, answers=answers, member=Member(f"S-{row:07}", f"例示商店{row}"), answered_on=date(2026, 11, 10)
    )


def own_number(model: ScoringModel, name: str, answer: Answer, random: Random) -> Answer:
    """An answer with a number or a day that few others have."""
    match model.column(name).question, answer.value:
        case NumberQuestion() as question, int(value):
            return replace(answer, value=min(question.maximum, value + random.randrange(1000)))
        case DateQuestion(), date() as day:
            return replace(answer, value=day + timedelta(days=random.randrange(300)))
        case _:
            return answer


def run(model: ScoringModel, count: int) -> tuple[float, int]:
    """Seconds for all, and how many were faulty. Every chunk is drawn anew, which is not timed."""
    many, seconds, faulty = ManySheets(read_settings(), TODAY), 0.0, 0
    for start in range(0, count, CHUNK):
        files = draw_files(model, min(CHUNK, count - start), SEED + start)
        begun = time.process_time()
        checked = [sheet for data in files for sheet in many.check_whole(data, "sheet.json")]
        sheets = [sheet for sheet in checked if isinstance(sheet, QuickChecked)]
        faulty += len(checked) - len(sheets)
        write_lines(many, sheets)
        seconds += time.process_time() - begun
    return seconds, faulty


def write_lines(many: ManySheets, sheets: Sequence[QuickChecked]) -> None:
    """Score, and make the line of each."""
    for checked, found in zip(sheets, many.score_checked(sheets), strict=True):
        line_of(checked.sheet, found)


def run_tables(model: ScoringModel) -> tuple[float, int]:
    """Seconds a row of the second of two tables, and how many of its rows were faulty."""
    many, seconds, faulty = ManySheets(read_settings(), TODAY), 0.0, 0
    for seed in (SEED, SEED + 1):
        data = table_of(model, draw_files(model, CHUNK, seed))
        begun = time.process_time()
        sheets = [sheet for sheet in many.check_whole(data, "members.csv") if isinstance(sheet, QuickChecked)]
        write_lines(many, sheets)
        seconds, faulty = time.process_time() - begun, CHUNK - len(sheets)
    return seconds / CHUNK, faulty


def table_of(model: ScoringModel, files: Sequence[bytes]) -> bytes:
    """The same members as a wide table: a column a question, and one for the proof of each."""
    ids = [column.question.id for column in model.columns if column.source is None]
    head = ["member-id", "member-name", "ruleset"]
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow([*head, *(name for one in ids for name in (one, f"{one}.evidence", f"{one}.reason"))])
    for data in files:
        sheet = json.loads(data)
        cells = (cell for one in ids for cell in cells_of(sheet["answers"].get(one, {})))
        rows.writerow([sheet["member"]["id"], sheet["member"]["name"], sheet["ruleset"], *cells])
    return text.getvalue().encode("utf-8-sig")


def long_table_of(files: Sequence[bytes]) -> bytes:
    """The same members with a row an answer."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(["member-id", "member-name", "ruleset", "question", "value", "evidence", "reason"])
    for sheet in map(json.loads, files):
        head = (sheet["member"]["id"], sheet["member"]["name"], sheet["ruleset"])
        rows.writerows([*head, question, *cells_of(answer)] for question, answer in sheet["answers"].items())
    return text.getvalue().encode("utf-8-sig")


def cells_of(answer: dict[str, Any]) -> tuple[str, str, str]:
    """Value or state, evidence and reason as cells."""
    value = answer.get("value", answer.get("state", ""))
    return (
        ";".join(value) if isinstance(value, list) else str(value),
        answer.get("evidence", ""),
        answer.get("reason", ""),
    )


def line_of(sheet: AnswerSheet, found: dict[str, object]) -> bytes:
    """What a batch would write of one sheet."""
    return write_line({"member": {"id": sheet.member.id, "name": sheet.member.name}, **found})


def time_steps(model: ScoringModel, files: Sequence[bytes]) -> dict[str, float]:
    """Seconds a sheet of each step, everything known before."""
    known = engine.KnownAnswers(model)
    check = QuickCheck(model.definitions, TODAY, quick_answer, known.number)
    heads = [found for data in files if (found := read_json_quickly(data, "s"))]
    checked = [sheet for found in heads if (sheet := check.check(found))]
    numbers, digests = [one.numbers for one in checked], [one.sheet.digest for one in checked]
    columns = known.columns(numbers)
    rows = list(engine.score_coded(model, columns, digests, TODAY))
    steps: dict[str, Callable[[], Any]] = {
        "read JSON": lambda: [read_json_quickly(data, "s") for data in files],
        "check, canonical form, digest": lambda: [check.check(found) for found in heads],
        "code the answers": lambda: known.columns(numbers),
        "score in columns": lambda: engine.score_columns(model, columns, TODAY),
        "score with bounds, read off": lambda: list(engine.score_coded(model, columns, digests, TODAY)),
        "one JSON line": lambda: [line_of(one.sheet, row) for one, row in zip(checked, rows, strict=True)],
    }
    return {name: quickest(step) / len(files) for name, step in steps.items()}


def quickest(step: Callable[[], Any]) -> float:
    """Seconds of the quickest of three runs."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        step()
        times.append(time.process_time() - begun)
    return min(times)


def compare(files: Sequence[bytes]) -> float:
    """Seconds a sheet on the ordinary road, which must find the same."""
    many = ManySheets(read_settings(), TODAY)
    model = compile_model(load(RULESET, read_settings()))
    begun = time.process_time()
    ordinary = [open_sheet(data, "sheet.json", read_settings(), TODAY) for data in files]
    cards = [engine.score(model, sheet, TODAY) for sheet in ordinary]
    seconds = time.process_time() - begun
    quick = [sheet for data in files for sheet in many.check(data, "sheet.json")]
    overall = [[card.overall.point, card.overall.lower, card.overall.upper] for card in cards]
    found: list[Any] = many.score([sheet for sheet in quick if isinstance(sheet, AnswerSheet)])
    if quick != ordinary or [list(one["scores"]["overall"]) for one in found] != overall:
        sys.exit("the two roads disagree")
    return seconds / len(files)


def peak_megabytes() -> int:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
