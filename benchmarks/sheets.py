"""How fast workbooks are read and checked, the child process included: `python -m benchmarks.sheets`.

The same files are loaded by openpyxl as it comes, in the same run, in turns. Printed are processor seconds of this
process and of the child together, so that the ratio holds whatever the machine and whoever else uses it.
"""

import argparse
import gc
import io
import os
import resource
import statistics
import time
from datetime import date
from pathlib import Path

import openpyxl

from benchmarks.members import draw_members, sheet_of
from diagnosis.engine import compile_model
from diagnosis.model.text import Language
from diagnosis.pipeline import check_one, list_rulesets, load
from diagnosis.settings import read_settings
from diagnosis.sheets.guarded import GuardedReader
from diagnosis.sheets.xlsx.writing import write_xlsx

TODAY = date(2026, 11, 23)
FILES = 20
SEED = 20_261_125
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    files = draw_files()
    with GuardedReader() as reader:
        read_all(reader, files)
        gc.collect()
        gc.freeze()  # as a worker of a batch does
        ours, usual = [], []
        for _ in range(given.rounds):
            ours.append(time_ours(reader, files))
            usual.append(time_openpyxl(files))
    print(f"{FILES} filled workbooks of {len(files[0]):,} bytes; processor ms a file, median of {given.rounds}\n")
    own, other = 1000 * statistics.median(ours) / FILES, 1000 * statistics.median(usual) / FILES
    print(f"{'openpyxl, load_workbook as it comes':40}{other:8.1f}")
    print(f"{'read in the child and checked':40}{own:8.1f}{other / own:8.1f} times faster")


def draw_files() -> list[bytes]:
    """Filled workbooks of synthetic members."""
    settings = read_settings()
    definitions = load(list_rulesets(settings)[-1], settings)
    model = compile_model(definitions)
    members = draw_members(model, FILES, SEED, TODAY)
    return [write_xlsx(definitions, Language.JA, sheet_of(model, members, row)) for row in range(FILES)]


def read_all(reader: GuardedReader, files: list[bytes]) -> None:
    """Every file read and checked."""
    for data in files:
        (found,) = reader.read(data, "sheet.xlsx")
        check_one(found, read_settings(), TODAY)


def time_ours(reader: GuardedReader, files: list[bytes]) -> float:
    """Processor seconds of both processes."""
    before = own_seconds() + child_seconds(reader)
    read_all(reader, files)
    return own_seconds() + child_seconds(reader) - before


def time_openpyxl(files: list[bytes]) -> float:
    """Processor seconds of the plain way."""
    before = time.process_time()
    for data in files:
        openpyxl.load_workbook(io.BytesIO(data))
    return time.process_time() - before


def own_seconds() -> float:
    """Of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def child_seconds(reader: GuardedReader) -> float:
    """Of the child, as the system counts them."""
    process = reader._child._process  # noqa: SLF001 - nobody else needs to know it
    assert process is not None
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    main()
