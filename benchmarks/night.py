"""A whole night: returned sheets in every form, some broken, diagnosed, done again, and killed again and again.

Run: ./run bench night [--good N] [--bad N] [--kills N] [--workers N]. Each run is the command as staff start it. What
must hold is checked and printed: a report for each good sheet, an explanation for each bad one, nothing done twice, and
the same bytes in the outbox of a run that was killed at random moments and started again.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.batch.every_form import fill_every_form

ROOT = Path(__file__).parents[1]
DAY = "2026-11-24"
_EXPECTED = {0, 1}
_LONGEST = 2000
"""Characters of a log that are shown where a run came to nothing."""


def main() -> None:
    """Print what happened; the exit code is 1 where something did not hold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--good", type=int, default=950)
    parser.add_argument("--bad", type=int, default=50)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        night = Night(Path(folder), given.workers)
        fill_every_form(night.inbox, good=given.good, bad=given.bad)
        held = spend(night, given.good, given.bad, given.kills)
    sys.exit(not held)


@dataclass(frozen=True)
class Night:
    """A folder with an inbox, and the command that empties it."""

    folder: Path
    workers: int

    @property
    def inbox(self) -> Path:
        """Where the sheets lie."""
        return self.folder / "inbox"

    def start(self, out: str) -> "subprocess.Popen[bytes]":
        """The command of staff, begun."""
        command = ["-m", "diagnosis", "batch", self.inbox, "--out", self.folder / out, "--date", DAY]
        options = ["--workers", self.workers, "--log", "json"]
        with (self.folder / f"{out}.log").open("ab") as log:
            return subprocess.Popen([sys.executable, *map(str, command + options)], stdout=log, stderr=log, cwd=ROOT)

    def run(self, out: str) -> tuple[float, int]:
        """Seconds and exit code of a run that is left in peace."""
        began = time.perf_counter()
        code = self.start(out).wait()
        if code not in _EXPECTED:
            print((self.folder / f"{out}.log").read_text("utf-8", "replace")[-_LONGEST:])
        return time.perf_counter() - began, code

    def files(self, out: str) -> dict[str, str]:
        """Every result with its digest; the store and the lock are none."""
        return {
            path.relative_to(self.folder / out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((self.folder / out).rglob("*"))
            if path.is_file() and not path.name.startswith((".batch.lock", "store."))
        }


def spend(night: Night, good: int, bad: int, kills: int) -> bool:
    """The night; whether all held."""
    sent = sum(1 for path in night.inbox.rglob("*") if path.is_file())
    print(f"{good} sound sheets and {bad} broken ones in {sent} files, {night.workers} workers\n")
    longest, code = night.run("out")
    first = night.files("out")
    reports = sum(name.startswith("reports/") for name in first)
    reasons = sum(name.endswith(".reason.txt") for name in first)
    print(f"first run: {longest:.0f} s, exit code {code}; {reports} reports, {reasons} explanations")
    held = [(reports, reasons, code) == (good, bad, 1 if bad else 0)]
    seconds, code = night.run("out")
    held.append(night.files("out") == first)
    print(f"second run: {seconds:.1f} s, exit code {code}; {'nothing changed' if held[-1] else 'THE OUTBOX CHANGED'}")
    moments = kill_and_go_on(night, kills, longest)
    held.append(night.files("killed") == first)
    print(
        f"killed {len(moments)} times, after {' '.join(f'{moment:.0f}' for moment in moments)} s, and finished: ",
        end="",
    )
    print("the same bytes" if held[-1] else "OTHER BYTES")
    return all(held)


def kill_and_go_on(night: Night, kills: int, longest: float) -> list[float]:
    """SIGKILL at random moments, each time started again, the last run left in peace; the seconds that each one had."""
    random = Random(DAY)
    moments = [random.uniform(0.5, 1.5 * longest / (kills + 1)) for _ in range(kills)]
    for moment in moments:
        process = night.start("killed")
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    night.run("killed")
    return moments


if __name__ == "__main__":
    main()
