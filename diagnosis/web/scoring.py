"""Scores of drafts: those that are asked for while one is worked on are worked out together.

The engine takes little longer for several sheets than for one, so many members at once cost little more than few.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import anyio
from anyio import lowlevel

from diagnosis import pipeline
from diagnosis.model.running import RunningScore
from diagnosis.model.sheet import AnswerSheet
from diagnosis.settings import Settings

_MOST = 2000
"""Scores that are remembered, the newest: a few kilobytes each."""
_TURNS = 3
"""Turns of the loop in which others may join: those whose answers are on disk already need so many to come here."""

Key = tuple[bytes, date]
"""A digest of all that stands in a draft, and the day."""


@dataclass(slots=True)
class _Wanted:
    key: Key
    sheet: AnswerSheet
    is_done: anyio.Event = field(default_factory=anyio.Event)


class Scorer:
    """Scores drafts. What is remembered is figures by a digest, never an answer."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting: list[_Wanted] = []
        self._known: dict[Key, RunningScore] = {}

    async def score(self, digest: bytes, sheet: AnswerSheet, on: date) -> RunningScore:
        """The score of a draft: worked out now, or as it was for the same answers on the same day."""
        key = digest, on
        while key not in self._known:
            wanted = _Wanted(key, sheet)
            self._waiting.append(wanted)
            if len(self._waiting) == 1:
                await self._lead()
            else:
                await wanted.is_done.wait()
        return self._known[key]

    async def _lead(self) -> None:
        """Wait a moment for others, then work for all: whoever came first does, even if they have gone meanwhile."""
        with anyio.CancelScope(shield=True):
            for _ in range(_TURNS):
                await lowlevel.checkpoint()
        waiting, self._waiting = self._waiting, []
        try:
            for together in _alike(waiting).values():
                self._work(together)
        finally:
            for wanted in waiting:
                wanted.is_done.set()

    def _work(self, together: list[_Wanted]) -> None:
        sheets = [wanted.sheet for wanted in together]
        scores = pipeline.run_scores(sheets, self._settings, together[0].key[1])
        self._known |= {wanted.key: score for wanted, score in zip(together, scores, strict=True)}
        while len(self._known) > _MOST + len(together):
            self._known.pop(next(iter(self._known)))


def _alike(waiting: list[_Wanted]) -> Mapping[tuple[str, date], list[_Wanted]]:
    """Those that one ruleset scores on one day."""
    groups: dict[tuple[str, date], list[_Wanted]] = {}
    for wanted in waiting:
        groups.setdefault((wanted.sheet.ruleset, wanted.key[1]), []).append(wanted)
    return groups
