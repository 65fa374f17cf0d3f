"""Reports of the site: made elsewhere, within limits, in a short line."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import anyio
import pytest

from diagnosis import pipeline
from diagnosis.guard import Limits
from diagnosis.model.diagnosis import Edition
from diagnosis.model.mark import Issued, Trial
from diagnosis.model.text import Language
from diagnosis.settings import read_settings
from diagnosis.web import rendering
from diagnosis.web.refusals import PageError
from diagnosis.web.renderer import read_mark, write_mark
from diagnosis.web.rendering import LIMITS, Print, Renders

SHEET = Path(__file__).parents[2] / "demo" / "sheets" / "02-sample-precision.yaml"
ON = date(2026, 11, 25)


@asynccontextmanager
async def renders(limits: Limits = LIMITS) -> AsyncIterator[Renders]:
    made = Renders(1, limits)
    try:
        yield made
    finally:
        made.close()


def wanted() -> Print:
    sheet = pipeline.open_sheet(SHEET.read_bytes(), SHEET.name, read_settings())
    return Print(sheet=sheet, on=ON, language=Language.JA, edition=Edition.MEMBER, mark=Trial())


def test_a_report_is_made_and_a_process_that_died_is_replaced() -> None:
    async def run() -> None:
        async with renders() as made:
            first = await made.report(wanted())
            assert first.pdf.startswith(b"%PDF-")
            process = made._children[0]._process
            assert process
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            assert (await made.report(wanted())).pdf == first.pdf

    anyio.run(run)


def test_a_report_that_takes_too_long_is_told_of_and_the_next_is_made() -> None:
    async def run() -> None:
        async with renders(replace(LIMITS, wall=1)) as made:
            with pytest.raises(PageError) as told:
                await made.report(wanted())
            assert told.value.status == 500
            made._children[0]._limits = LIMITS
            assert (await made.report(wanted())).pages > 8

    anyio.run(run)


def test_whoever_comes_to_a_long_line_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_LINE", 1)

    async def run() -> None:
        async with renders() as made, anyio.create_task_group() as tasks:
            tasks.start_soon(made.report, wanted())
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(PageError) as told:
                await made.report(wanted())
            assert (told.value.status, told.value.wait) == (503, 20)

    anyio.run(run)


def test_a_character_that_cannot_be_printed_is_told_of() -> None:
    async def run() -> None:
        order = wanted()
        odd = replace(order.sheet, member=replace(order.sheet.member, name="\U000f0000"))
        async with renders() as made:
            with pytest.raises(PageError) as told:
                await made.report(replace(order, sheet=odd))
            assert told.value.status == 422

    anyio.run(run)


def test_charts_are_drawn_and_their_absence_costs_nothing_else() -> None:
    async def run() -> None:
        sheet = wanted().sheet
        async with renders() as made:
            charts = await made.charts(sheet, ON, Language.EN)
            assert len(charts) == 4
            assert all(chart.svg.startswith("<svg") and "style=" not in chart.svg for chart in charts)
        async with renders(replace(LIMITS, memory=64 << 20)) as made:
            assert await made.charts(sheet, ON, Language.JA) == []

    anyio.run(run)


@pytest.mark.parametrize(
    "mark", [None, Trial(), Issued("2026-000001", ON), Issued("2026-000002", ON, "2026-000001", 20)]
)
def test_a_mark_survives_the_pipe(mark: Trial | Issued | None) -> None:
    assert read_mark(write_mark(mark)) == mark
