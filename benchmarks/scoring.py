"""How fast sheets are scored, against a plain Python loop that computes the same: `python -m benchmarks.scoring`.

Both run in one process on one core and are timed in processor seconds, so that their ratio holds whatever the machine
and whoever else uses it. The loop's results are compared with the engine's on every sheet that it scores. Members are
drawn chunk by chunk, which is not timed; memory is that of one chunk, whatever the number.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.plain_loop import PlainLoop, plain_answers
from diagnosis.definitions import load_definitions
from diagnosis.engine import ColumnScorer, ColumnScores, ScoringModel, compile_model, score, score_columns
from diagnosis.engine.standing import NONE, REASONS, STANDINGS
from diagnosis.engine.synthetic import draw_members, sheet_of
from diagnosis.model.ruleset import Definitions

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 23)
RULESET = "leak-liability@2026.1"
CHUNK = 1 << 16
LOOP_SHEETS = 4000
GATES = {0: False, 1: None, 255: True}
SEED = 20_261_123


def main() -> None:
    """Print the table; exit 1 if the loop and the engine disagree."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sheets", type=int, default=1_000_000)
    parser.add_argument("--memory-only", action="store_true", help="score, and print the peak memory in MB")
    given = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    definitions = load_definitions(RULESET, ROOT / "questionnaires", ROOT / "scoring")
    model = compile_model(definitions)
    if given.memory_only:
        score_many(model, given.sheets)
        print(peak_megabytes())
    else:
        report(definitions, model, given.sheets)


def report(definitions: Definitions, model: ScoringModel, count: int) -> None:
    """Run both and print them side by side."""
    scored = sum(1 for column in model.columns if column.rule)
    print(f"{RULESET}: {len(model.columns)} questions, {scored} scored, {len(model.gates)} gates; one core\n")
    compile_ms = 1000 * timed(lambda: compile_model(definitions))
    loop_rate = run_loop(definitions, model)
    rate, tiers = score_many(model, count)
    one_ms = 1000 * time_one(model)
    print(f"{'':34}{'sheets/s':>12}{'ratio':>9}")
    print(f"{'plain Python loop over dicts':34}{loop_rate:>12,.0f}{1:>9.1f}")
    print(f"{f'columnar engine, {count:,} sheets':34}{rate:>12,.0f}{rate / loop_rate:>9.1f}")
    print(f"\nequal on {LOOP_SHEETS:,} sheets: every score, gate, grade, tier, reason, certificate, discount")
    print(f"compile {compile_ms:.0f} ms; one sheet with bounds and every answer's part {one_ms:.1f} ms")
    shares = ", ".join(f"{tier} %: {number / count:.1%}" for tier, number in sorted(tiers.items()) if tier != NONE)
    print(f"suggested tiers: {shares}; none: {tiers[NONE] / count:.1%}")
    for number in (count, 4 * count):
        print(f"peak memory, {number:,} sheets in chunks of {CHUNK:,}: {memory_of(number)} MB")


def timed(run: Callable[[], object]) -> float:
    """Seconds of the quickest of five runs."""
    times = []
    for _ in range(5):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def time_one(model: ScoringModel) -> float:
    """Seconds to score one sheet in full."""
    sheet = sheet_of(model, draw_members(model, 1, SEED, TODAY), 0)
    return timed(lambda: score(model, sheet, TODAY))


def score_many(model: ScoringModel, count: int) -> tuple[float, Counter[int]]:
    """Sheets a second over freshly drawn chunks, and how many got which tier."""
    seconds, tiers = 0.0, Counter[int]()
    scorer = ColumnScorer(model, CHUNK)
    for number, start in enumerate(range(0, count, CHUNK)):
        members = draw_members(model, min(CHUNK, count - start), SEED + number, TODAY)
        begun = time.process_time()
        found = scorer.score(members, TODAY)
        seconds += time.process_time() - begun
        tiers.update(found.suggested.tolist())
    return count / seconds, tiers


def run_loop(definitions: Definitions, model: ScoringModel) -> float:
    """Sheets a second of the plain loop, whose results must be the engine's."""
    members = draw_members(model, LOOP_SHEETS, SEED, TODAY)
    sheets = [plain_answers(sheet_of(model, members, row)) for row in range(LOOP_SHEETS)]
    loop = PlainLoop(definitions, TODAY)
    begun = time.process_time()
    results = [loop.score(sheet) for sheet in sheets]
    seconds = time.process_time() - begun
    found = score_columns(model, members, TODAY)
    for row, result in enumerate(results):
        if result != row_of(found, row, definitions):
            sys.exit(f"sheet {row}: the loop and the engine disagree")
    return LOOP_SHEETS / seconds


def row_of(found: ColumnScores, row: int, definitions: Definitions) -> dict[str, object]:
    """One sheet's results out of the columns, in the loop's shape."""
    return {
        "scores": {name: int(scores[row]) for name, scores in found.scores.items() if scores[row] != NONE},
        "gates": {gate: GATES[int(truths[row])] for gate, truths in found.gates.items()},
        "grade": None if found.grade[row] == NONE else definitions.ruleset.grades[found.grade[row]].id,
        "reached": int(found.reached[row]),
        "point": int(found.point[row]),
        "suggested": None if found.suggested[row] == NONE else int(found.suggested[row]),
        "withheld": {str(reason) for place, reason in enumerate(REASONS) if found.withheld[row] >> place & 1},
        "certificates": {one: str(STANDINGS[places[row]]) for one, places in found.certificates.items()},
        "certification": int(found.certification[row]),
        "discount": None if found.discount[row] == NONE else int(found.discount[row]),
    }


def memory_of(count: int) -> str:
    """Peak memory in MB of a process of its own that scores `count` sheets."""
    command = [sys.executable, "-m", "benchmarks.scoring", "--memory-only", "--sheets", str(count)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def peak_megabytes() -> int:
    """The most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
