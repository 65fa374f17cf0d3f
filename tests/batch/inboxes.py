"""Inboxes to test with: good sheets of invented members, and sheets broken in every way that we know.

Run it to fill a folder: python -m tests.batch.inboxes FOLDER [--good N] [--bad N] [--seed N]
"""

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from diagnosis import pipeline
from diagnosis.engine import ScoringModel, compile_model
from diagnosis.engine.synthetic import draw_members, sheet_of
from diagnosis.settings import read_settings
from diagnosis.sheets import sheet_bytes

DAY = date(2026, 11, 24)
"""The day of diagnosis of every test."""

Plain = dict[str, Any]


@cache
def model() -> ScoringModel:
    settings = read_settings()
    return compile_model(pipeline.load(pipeline.list_rulesets(settings)[-1], settings))


def good_sheets(count: int, seed: int = 1) -> Iterator[bytes]:
    """Canonical sheets of invented members, without a fault."""
    members = draw_members(model(), count, seed, DAY)
    for row in range(count):
        yield sheet_bytes(sheet_of(model(), members, row))


def in_yaml(sheet: bytes) -> bytes:
    """The same sheet as YAML, as a person's editor would leave it."""
    plain = json.loads(sheet)
    lines = [f"ruleset: {plain['ruleset']}", f"member: {json.dumps(plain['member'], ensure_ascii=False)}", "answers:"]
    lines += [f"  {name}: {json.dumps(answer, ensure_ascii=False)}" for name, answer in plain["answers"].items()]
    return "\n".join(lines).encode()


def fill_inbox(folder: Path, *, good: int, bad: int, seed: int = 1) -> None:
    """Put `good` sound sheets and `bad` broken ones, each broken in the next way, into a folder and folders in it."""
    random = Random(seed)
    ways = list(WAYS.items())
    for number, sheet in enumerate(good_sheets(good, seed)):
        place = folder / ("", "本店", "支部/東")[number % 3]
        place.mkdir(parents=True, exist_ok=True)
        if random.random() < 0.5:
            (place / f"回答-{number:05}.json").write_bytes(sheet)
        else:
            (place / f"answers {number:05}.yaml").write_bytes(in_yaml(sheet))
    base = next(good_sheets(1, seed + 1))
    for number in range(bad):
        name, way = ways[number % len(ways)]
        stem, _, ending = name.partition(".")
        (folder / f"bad-{stem}-{number:03}.{ending or 'json'}").write_bytes(way(base, number))


Way = Callable[[bytes, int], bytes]
WAYS: dict[str, Way] = {}


def changed(change: Callable[[Plain], object]) -> Way:
    """A sheet of another member, with something in it changed."""

    def break_it(sheet: bytes, number: int) -> bytes:
        plain = json.loads(sheet)
        plain["member"]["id"] = f"B-{number:04}"
        change(plain)
        return json.dumps(plain, ensure_ascii=False).encode()

    return break_it


def answer(question: str, value: object) -> Way:
    return changed(lambda plain: plain["answers"].update({question: value}))


WAYS |= {
    "nothing-in-it": lambda _, number: b"\n" * number,
    "noise": lambda _, number: Random(number).randbytes(2000),
    "broke-off": lambda sheet, number: sheet[: len(sheet) // 2 + number],
    "twice-the-same-key": lambda sheet, number: sheet.replace(b'{"answers"', b'{"ruleset":"x%d","answers"' % number, 1),
    "too-deep": lambda _, number: b"[" * (100_000 + number),
    "japanese-of-old": lambda sheet, number: sheet.decode().replace("S-", f"T{number}-").encode("cp932"),
    "a-nul": lambda sheet, number: sheet.replace(b"S-", b"S\0%d" % number),
    "half-a-character": lambda sheet, number: sheet.replace(b"S-", b"\\ud842%d" % number),
    "too-large": lambda sheet, number: sheet + b" " * (1024 * 1024 + number),
    "a-list": lambda sheet, number: b"[%d," % number + sheet + b"]",
    "a-picture": lambda _, number: b"\xff\xd8\xff\xe0\0\x10JFIF" + Random(number).randbytes(500),
    "aliases.yaml": lambda _, number: b"a: &a [x%d, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n" % number,
    "a-tag.yaml": lambda _, number: b"ruleset: !!python/object/apply:os.system ['exit %d']\n" % number,
    "tabs.yaml": lambda sheet, number: b"# %d\n" % number + in_yaml(sheet).replace(b"\n  ", b"\n\t"),
    "no-such-rules": changed(lambda plain: plain.update(ruleset="leak-liability@1999.1")),
    "no-rules": changed(lambda plain: plain.pop("ruleset")),
    "another-edition": changed(lambda plain: plain["questionnaires"].update(profile="2014.1")),
    "no-member": changed(lambda plain: plain.update(member={"id": "", "name": ""})),
    "a-typing-error": answer("industry", "retial"),
    "too-many-staff": answer("employees", 10**12),
    "half-a-person": answer("persons-on-record", 12.5),
    "no-such-question": answer("is-there-a-cat", "yes"),
    "no-state-like-that": answer("industry", {"state": "perhaps"}),
    "both-state-and-value": answer("industry", {"state": "unknown", "value": "retail"}),
    "answered-tomorrow": changed(lambda plain: plain.update(answered_on="2027-01-01")),
    "not-for-this-question": answer("industry", {"state": "not-applicable", "reason": "なし"}),
    "proven-by-magic": answer("industry", {"value": "retail", "evidence": "magic"}),
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--good", type=int, default=40)
    parser.add_argument("--bad", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    fill_inbox(given.folder, good=given.good, bad=given.bad, seed=given.seed)
