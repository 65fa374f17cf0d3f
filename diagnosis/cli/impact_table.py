"""An impact on the screen."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Styled

from diagnosis.cli.screen import new_table, render
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.impact import Impact
from diagnosis.model.impact_tables import Cell, ImpactTable, summarise_impact
from diagnosis.model.text import Text

_MOST = 12
"""Rows of a table on the screen; pages and workbooks have all."""


def form_impact(impact: Impact, tables: tuple[ImpactTable, ...]) -> str:
    """Every table that has something to show."""
    return render(_parts(impact, tables))


def _parts(impact: Impact, tables: tuple[ImpactTable, ...]) -> Iterator[RenderableType]:
    yield Styled(f"{impact.before} → {impact.after}", style="bold")
    yield Styled(summarise_impact(impact)[LANGUAGE])
    for table in tables:
        if table.rows:
            yield from _table(table)


def _table(table: ImpactTable) -> Iterator[RenderableType]:
    names = [name[LANGUAGE] for name in table.columns]
    yield Styled(f"\n{table.title[LANGUAGE]}", style="bold")
    drawn = new_table("", *names[: table.words], right=names[table.words :])
    for row in table.rows[:_MOST]:
        drawn.add_row(*map(_cell, row))
    yield drawn
    more = len(table.rows) - _MOST
    rest = say(
        f"ほか{more}行（--html、--xlsx、--json にはすべて）。",
        f"{more} more rows (--html, --xlsx and --json have all).",
    )
    yield Styled(f"{table.note[LANGUAGE]}{say('', ' ')}{rest}" if more > 0 else table.note[LANGUAGE], style="dim")


def _cell(value: Cell) -> str:
    match value:
        case Text():
            return value[LANGUAGE]
        case int():
            return f"{value:,}"
        case _:
            return value
