"""`diagnosis demo`: the bundled sheets, diagnosed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit, expand, note
from diagnosis.cli.looking_back import open_all
from diagnosis.cli.options import Day, day_of
from diagnosis.cli.report_command import Output, Shelf
from diagnosis.cli.score_command import for_each_sheet
from diagnosis.cli.words import say
from diagnosis.impact import MadeUp, Pair, measure_synthetic
from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.pipeline import Scored, choose_applicable, explain, load
from diagnosis.progress import look_back
from diagnosis.settings import Settings, read_settings

MADE_UP = 10_000
"""Made-up members beside whom the bundled ones are shown."""
_SEED = 1


@dataclass(frozen=True, slots=True)
class Issued:
    """One line of the summary. pages: of the report. place: where it is."""

    diagnosis: Diagnosis
    pages: int
    place: str


def count_made_up(settings: Settings, on: date) -> Mapping[str, int]:
    """How many of the made-up members get which tier; a dash for none."""
    reference = choose_applicable(on, settings)
    pair = Pair(load(reference, settings), load(reference, settings))
    moves = measure_synthetic(pair, MadeUp(MADE_UP, _SEED, 1), on).tiers.counts
    return {tier: count for (tier, _), count in moves.items()}


def demo(
    output: Output = "out",
    day: Day = None,
    edition: Annotated[
        Edition, typer.Option(help=say("member 会員向け、staff 担当者向け。", "For the member, or for the staff."))
    ] = (Edition.MEMBER),
) -> int:
    """Make a report of each bundled sheet and print a summary."""
    folder = read_settings().demo / "sheets"
    if not folder.is_dir():
        raise StopError(
            Exit.ENVIRONMENT,
            say(f"見本の回答票が {folder} にありません。", f"There are no bundled sheets in {folder}."),
        )
    shelf = Shelf(output)
    before, _ = open_all(expand([str(read_settings().demo / "earlier")]))
    issued: list[Issued] = []

    def issue(sheet: str, scored: Scored) -> None:
        alone = explain(scored, read_settings())
        diagnosis = look_back(alone, before.get(alone.sheet.member.id, []), read_settings())
        report, place = shelf.put(sheet, diagnosis, edition)
        note(say(f"{diagnosis.sheet.member.name}：{place}", f"{diagnosis.sheet.member.name}: {place}"))
        issued.append(Issued(diagnosis, report.pages, place))

    worst = for_each_sheet(expand([str(folder)]), day_of(day), issue)
    from diagnosis.cli.demo_table import form_summary  # noqa: PLC0415 - loads rich

    emit(form_summary(issued, count_made_up(read_settings(), day_of(day))))
    return worst
