"""Returned workbooks read in the guarded child and checked, beside openpyxl's default load of the same files.

Each side is a process of its own, in turns; what is counted are processor seconds of the process and its children, the
child's start included. Every sheet is checked against its questionnaires; openpyxl only loads. What is printed are
milliseconds a file and their ratio.
Run: python -m benchmarks.sheets [--rounds N] [--files N]
"""

# ruff: noqa: PLC0415 - each side imports only what it measures
import argparse
import io
import json
import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from diagnosis import pipeline
from diagnosis.engine import compile_model
from diagnosis.engine.synthetic import draw_members, sheet_of
from diagnosis.many import ManySheets
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Language
from diagnosis.settings import read_settings

DAY = date(2026, 11, 23)
RULESET = "leak-liability@2026.1"
SEED = 20_261_125
DISTINCT = 40
SLOWER = 8
"""openpyxl loads every so manieth file only: it takes that much longer."""


def main() -> None:
    """Print the table, or be one side of the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=int, default=400, help="files a round")
    parser.add_argument("--side", choices=[*SIDES], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.side:
        measure(arguments.side, sorted(arguments.folder.iterdir()), arguments.files)
    else:
        compare(arguments.rounds, arguments.files)


def compare(rounds: int, files: int) -> None:
    """Both sides in turns over the same files."""
    seconds: dict[str, list[float]] = {side: [] for side in SIDES}
    with TemporaryDirectory() as folder:
        size = write_files(Path(folder))
        for turn in range(rounds):
            for side in SIDES if turn % 2 else [*reversed(SIDES)]:
                seconds[side].append(ask(side, folder, files))
    print(f"{DISTINCT} workbooks of {size / 1024:.0f} KB on average, half in Japanese, every one filled in")
    for side, found in seconds.items():
        print(f"{WORDS[side]:62}{1000 * statistics.median(found):8.2f} ms a file")
    ratios = [slow / fast for fast, slow in zip(seconds["ours"], seconds["openpyxl"], strict=True)]
    print(f"{'times as fast, median of the rounds':62}{statistics.median(ratios):8.1f}")
    print(f"ratio of each round: {', '.join(f'{ratio:.1f}' for ratio in ratios)}")


def ask(side: str, folder: str, files: int) -> float:
    """Processor seconds a file, of one side's process."""
    command = [sys.executable, "-m", "benchmarks.sheets", "--side", side, "--folder", folder, "--files", str(files)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    seconds: float = json.loads(done.stdout)
    return seconds


def measure(side: str, paths: list[Path], files: int) -> None:
    """Do one side's work and print its processor seconds a file."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(json.dumps(SIDES[side]([path.read_bytes() for path in paths], files)))


def read_and_check(contents: list[bytes], files: int) -> float:
    """As a batch does: one child, every file read in it, every sheet checked."""
    from diagnosis.sheets.guarded import GuardedReader

    many = ManySheets(read_settings(), DAY)
    before = processor_seconds()
    with GuardedReader() as reader:
        for number in range(files):
            (found,) = reader.read(contents[number % len(contents)], "sheet.xlsx")
            checked = many.check_found(found)
            assert isinstance(checked, AnswerSheet), checked
    return (processor_seconds() - before) / files


def load_by_openpyxl(contents: list[bytes], files: int) -> float:
    """As tutorials do: the default load, nothing looked at."""
    import openpyxl

    number = files // SLOWER
    before = processor_seconds()
    for place in range(number):
        openpyxl.load_workbook(io.BytesIO(contents[place % len(contents)]))
    return (processor_seconds() - before) / number


def values_by_calamine(contents: list[bytes], files: int) -> float:
    """All cells of all tabs and nothing else: what remains however little is done with them."""
    import python_calamine

    before = processor_seconds()
    for number in range(files):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(contents[number % len(contents)]))
        for tab in book.sheet_names:
            book.get_sheet_by_name(tab).to_python(skip_empty_area=False)
    return (processor_seconds() - before) / files


def processor_seconds() -> float:
    """Of this process and of all its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def load() -> Definitions:
    """The shipped definitions."""
    return pipeline.load(RULESET, read_settings())


def write_files(folder: Path) -> int:
    """Filled workbooks of members drawn at random; their size on average."""
    from diagnosis.sheets.xlsx.writing import write_xlsx

    model, total = compile_model(load()), 0
    members = draw_members(model, DISTINCT, SEED, DAY)
    for row in range(DISTINCT):
        data = write_xlsx(model.definitions, [*Language][row % 2], sheet_of(model, members, row))
        (folder / f"{row:03}.xlsx").write_bytes(data)
        total += len(data)
    return total // DISTINCT


SIDES: dict[str, Callable[[list[bytes], int], float]] = {
    "ours": read_and_check,
    "calamine": values_by_calamine,
    "openpyxl": load_by_openpyxl,
}
WORDS = {
    "ours": "read in the guarded child, and checked",
    "calamine": "of this, the cells' values by calamine alone",
    "openpyxl": "openpyxl's default load, nothing checked",
}


if __name__ == "__main__":
    main()
