"""What a draft ruleset changes for 1,250,000 made-up members: seconds, drawing them included, and memory.

Run: ./run bench impact [--members N] [--workers N]. The draft has other weights for three questions and another gate.
Beside it stands the same on one worker, and scoring alone without drawing or tallying, on one core.
"""

import argparse
import os
import resource
import time
from dataclasses import replace
from datetime import date

from diagnosis import pipeline
from diagnosis.engine import ColumnScorer, compile_model
from diagnosis.engine.synthetic import draw_members
from diagnosis.impact import CHUNK, MadeUp, Pair, measure_synthetic
from diagnosis.model.ruleset import Definitions
from diagnosis.settings import read_settings

TODAY = date(2026, 11, 23)
RULESET = "leak-liability@2026.1"
SEED = 20_261_123
HEAVIER = 3
"""Questions whose weight the draft changes."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--members", type=int, default=1_250_000)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args()
    published = pipeline.load(RULESET, read_settings())
    pair = Pair(published, drafted(published))
    print(f"{given.members:,} members under {RULESET} and a draft\n")
    print("workers   seconds   members/s")
    found = []
    for workers in sorted({1, given.workers}, reverse=True):
        start = time.perf_counter()
        found.append(measure_synthetic(pair, MadeUp(given.members, SEED, workers), TODAY))
        seconds = time.perf_counter() - start
        print(f"{workers:7} {seconds:9.1f} {given.members / seconds:11,.0f}")
    assert all(each == found[0] for each in found), "the same whatever the number of workers"
    print(f"\nof this, scoring both rulesets alone, one core: {score_alone(pair, given.members):.1f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print(f"tiers: {found[0].tiers.up:,} rise, {found[0].tiers.down:,} fall; discounts: ", end="")
    print(f"{found[0].discounts.up:,} rise, {found[0].discounts.down:,} fall; {len(found[0].rules)} rules tried alone")


def drafted(published: Definitions) -> Definitions:
    """A draft as an author makes one."""
    rules = published.ruleset
    questions = tuple(
        replace(rule, weight=rule.weight + 2) if place < HEAVIER else rule for place, rule in enumerate(rules.questions)
    )
    gates = (replace(rules.gates[0], cap=0), *rules.gates[1:])
    return replace(published, ruleset=replace(rules, version="draft", questions=questions, gates=gates))


def score_alone(pair: Pair, members: int) -> float:
    """Seconds for scoring one chunk under both, as often as there are chunks."""
    seconds = 0.0
    for definitions in (pair.before, pair.after):
        model = compile_model(definitions)
        columns, scorer = draw_members(model, CHUNK, SEED, TODAY), ColumnScorer(model, CHUNK)
        scorer.score(columns, TODAY)
        start = time.perf_counter()
        scorer.score(columns, TODAY)
        seconds += time.perf_counter() - start
    return seconds * members / CHUNK


if __name__ == "__main__":
    main()
