"""What a draft ruleset would change, as a page with charts."""

from collections.abc import Sequence

from diagnosis.model.impact import Impact, Moves
from diagnosis.model.impact_tables import ImpactTable, summarise_impact
from diagnosis.model.text import Language, Text
from diagnosis.pages.templates import render_page

_REACH = 10
"""Points to either side that the chart shows at least."""


def impact_page(impact: Impact, tables: Sequence[ImpactTable], title: Text, language: Language) -> str:
    """Charts of who rises and falls, then every table. language: shown first."""
    return render_page(
        "impact",
        language,
        {
            "impact": impact,
            "title": title,
            "summary": summarise_impact(impact),
            "tables": tables,
            "changes": _bars(impact),
            "balances": _balances(impact),
        },
    )


def _balances(impact: Impact) -> list[dict[str, object]]:
    """What falls and rises: shares of all in percent as printed, and of the largest move as drawn."""
    named = (
        (Text("管理体制の区分", "Tier"), impact.tiers),
        (Text("評価", "Grade"), impact.grades),
        (Text("提案する割引", "Suggested discount"), impact.discounts),
    )
    most = max(1, *(count for _, moves in named for count in (moves.down, moves.up)))
    return [_balance(impact, name, moves, most) for name, moves in named]


def _balance(impact: Impact, name: Text, moves: Moves, most: int) -> dict[str, object]:
    down, up = (f"{100 * count / max(impact.sheets, 1):.1f}" for count in (moves.down, moves.up))
    drawn = {"fall": 96 * moves.down / most, "rise": 96 * moves.up / most}
    return {"name": name, "moves": moves, "down": down, "up": up, **drawn}


def _bars(impact: Impact) -> list[tuple[int, int, float]]:
    """Whole points by which the overall score changes, how many, and the height of the bar in percent."""
    if not impact.changes:
        return []
    reach = max(_REACH, *map(abs, impact.changes))
    first, last, most = -reach, reach, max(impact.changes.values())
    counts = [(change, impact.changes.get(change, 0)) for change in range(first, last + 1)]
    return [(change, count, 100 * count / most) for change, count in counts]
