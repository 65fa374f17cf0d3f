"""Scores of drafts that are asked for at the same time are worked out together, each as it would be alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import anyio
import pytest

from diagnosis import pipeline
from diagnosis.model.running import RunningScore
from diagnosis.model.sheet import AnswerSheet
from diagnosis.settings import read_settings
from diagnosis.web.scoring import Scorer

SHEETS = sorted((Path(__file__).parents[2] / "demo" / "sheets").glob("*.yaml"))
EARLIER = Path(__file__).parents[2] / "demo" / "earlier" / "02-sample-precision-2016.yaml"
ON = date(2026, 11, 25)
SETTINGS = read_settings()


@pytest.fixture(scope="module")
def sheets() -> list[AnswerSheet]:
    """Some whole, some half filled in, one of another edition."""
    whole = [pipeline.open_sheet(path.read_bytes(), path.name, SETTINGS) for path in (*SHEETS, EARLIER)]
    return [*whole, *(replace(one, answers=dict(list(one.answers.items())[:40])) for one in whole)]


def alone(sheet: AnswerSheet) -> RunningScore:
    return pipeline.run_scores([sheet], SETTINGS, ON)[0]


def test_whoever_asks_at_once_gets_their_own_score(sheets: list[AnswerSheet], monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    run = pipeline.run_scores
    monkeypatch.setattr(pipeline, "run_scores", lambda some, *more: calls.append(len(some)) or run(some, *more))
    found: dict[int, RunningScore] = {}

    async def ask(scorer: Scorer, number: int) -> None:
        found[number] = await scorer.score(bytes([number]), sheets[number], ON)

    async def run_all() -> None:
        scorer = Scorer(SETTINGS)
        async with anyio.create_task_group() as tasks:
            for number in range(len(sheets)):
                tasks.start_soon(ask, scorer, number)
        await ask(scorer, 0)

    anyio.run(run_all)
    assert sorted(calls) == [2, len(sheets) - 2]  # one call an edition, and none for what is known
    monkeypatch.undo()
    assert [found[number] for number in range(len(sheets))] == [alone(sheet) for sheet in sheets]


def test_one_who_leaves_does_not_keep_the_others_waiting(sheets: list[AnswerSheet]) -> None:
    found: list[RunningScore] = []

    async def ask(scorer: Scorer, number: int) -> None:
        found.append(await scorer.score(bytes([number]), sheets[number], ON))

    async def run_all() -> None:
        scorer = Scorer(SETTINGS)
        async with anyio.create_task_group() as tasks:
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as first:
                    first.start_soon(ask, scorer, 0)
                    tasks.start_soon(ask, scorer, 1)
                    await anyio.lowlevel.checkpoint()
                    scope.cancel()

    anyio.run(run_all)
    assert alone(sheets[1]) in found


def test_what_cannot_be_scored_fails_for_everybody_who_asked_and_hangs_nobody(sheets: list[AnswerSheet]) -> None:
    broken = replace(sheets[0], ruleset="no-such@1")
    failed: list[str] = []

    async def ask(scorer: Scorer, number: int) -> None:
        try:
            await scorer.score(bytes([number]), broken, ON)
        except pipeline.DefinitionsError as error:
            failed.append(type(error).__name__)

    async def run_all() -> None:
        scorer = Scorer(SETTINGS)
        with anyio.fail_after(10):
            async with anyio.create_task_group() as tasks:
                for number in range(3):
                    tasks.start_soon(ask, scorer, number)

    anyio.run(run_all)
    assert len(failed) == 3
