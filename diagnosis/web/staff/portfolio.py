"""The portfolio: how all cases stand, by tier, grade, trade and month; weak controls; and tables to take away."""

import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from diagnosis import pipeline
from diagnosis.casework.scoring import questions_of
from diagnosis.groups import UNKNOWN, names_of_groups
from diagnosis.model.staff import Deed
from diagnosis.model.text import Text
from diagnosis.reports.figures import percent
from diagnosis.store import Standing
from diagnosis.store.exporting import TableFormat, write_table
from diagnosis.web.pages import page
from diagnosis.web.refusals import not_found
from diagnosis.web.site import JAPAN, Site, site_of
from diagnosis.web.staff.signed_in import staff_of
from diagnosis.web.staff.words import ORIGINS, STATES

T = TypeVar("T")
_WEAKEST = 15
_FEWEST = 3
"""Cases that a mean of a question is made of, at least."""
_NONE = Text("未定", "none yet")
_BIN = 1000
"""Bp of a bar of the distribution."""
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart. share: of the longest, in thousandths. shown: what stands beside it."""

    title: Text
    share: int
    shown: str


async def show_portfolio(request: Request) -> Response:
    """Counts, charts and the weakest controls."""
    staff = await staff_of(request, Deed.READ)
    site = site_of(request)
    values = await site.wait_for(lambda: _values(site))
    return page(request, "staff/portfolio", {"staff": staff, "here": "portfolio", **values})


async def export(request: Request) -> Response:
    """Every case as a row."""
    await staff_of(request, Deed.READ)
    site, form = site_of(request), request.path_params["form"]
    if form not in _TYPES:
        raise not_found()
    data = await site.wait_for(lambda: _table(site, TableFormat(form)))
    name = f"portfolio-{site.today.isoformat()}.{form}"
    return Response(data, media_type=_TYPES[form], headers={"content-disposition": f'attachment; filename="{name}"'})


def _values(site: Site) -> Mapping[str, object]:
    standings = list(site.store.cases.standings())
    definitions = pipeline.load(site.ruleset(), site.settings)
    trades = names_of_groups(definitions)["trade"]
    grades = [grade.id for grade in definitions.ruleset.grades]
    tiers = sorted(tier.percent for tier in definitions.ruleset.tiers)
    return {
        "total": len(standings),
        "charts": [
            (Text("管理状況の区分", "Control tier"), _bars(standings, _tier_of, {t: _percents(t) for t in tiers})),
            (Text("評価", "Grade"), _bars(standings, lambda one: one.grade, {g: Text(g, g) for g in grades})),
            (Text("総合得点の分布", "Distribution of the overall score"), _bars(standings, _bin_of, _bins())),
            (Text("業種", "Trade"), _bars(standings, lambda one: one.trade or UNKNOWN, trades)),
            (Text("受付月", "Month received"), _months(standings)),
        ],
        "weakest": tuple(_weakest(standings, {id_: one.text for id_, one in questions_of(definitions).items()})),
        "fewest": _FEWEST,
    }


def _tier_of(one: Standing) -> int | None:
    """The tier that holds."""
    return one.tier if one.decided is None else one.decided


def _bin_of(one: Standing) -> int | None:
    return None if one.overall is None else min(one.overall // _BIN, 9)


def _bins() -> Mapping[int, Text]:
    words = [f"{10 * n}–{10 * n + 9}" for n in range(9)] + ["90–100"]
    return {n: Text(word, word) for n, word in enumerate(words)}


def _percents(value: int) -> Text:
    return Text(f"{value} %", f"{value} %")


def _months(standings: Iterable[Standing]) -> tuple[Bar, ...]:
    months = Counter(f"{one.received_at.astimezone(JAPAN):%Y-%m}" for one in standings)
    return _drawn([(Text(month, month), count) for month, count in sorted(months.items())])


def _bars(
    standings: Iterable[Standing], key: Callable[[Standing], T | None], names: Mapping[T, Text]
) -> tuple[Bar, ...]:
    """One bar for each of the names, in their order, and one for cases that have none of them, if there are any."""
    counts: Counter[T | None] = Counter(key(one) for one in standings)
    known: list[tuple[Text, int]] = [(name, counts.pop(value, 0)) for value, name in names.items()]
    rest = sum(counts.values())
    return _drawn([*known, *([(_NONE, rest)] if rest else [])])


def _drawn(rows: Sequence[tuple[Text, int]]) -> tuple[Bar, ...]:
    most = max((count for _, count in rows), default=0) or 1
    return tuple(Bar(title, 1000 * count // most, str(count)) for title, count in rows)


def _weakest(standings: Iterable[Standing], texts: Mapping[str, Text]) -> Iterator[tuple[Text, Bar, int]]:
    """The questions with the lowest mean of points; how many cases each mean is of."""
    points: dict[str, list[int]] = defaultdict(list)
    for one in standings:
        for question, value in one.points.items():
            if question in texts:
                points[question].append(value)
    means = {question: sum(found) / len(found) for question, found in points.items() if len(found) >= _FEWEST}
    for question in sorted(means, key=lambda one: (means[one], one))[:_WEAKEST]:
        mean = means[question]
        yield texts[question], Bar(texts[question], int(10 * mean), f"{mean:.1f}"), len(points[question])


_COLUMNS: Mapping[str, type] = {
    "number": str,
    "state": str,
    "origin": str,
    "received": str,
    "member_id": str,
    "member_name": str,
    "ruleset": str,
    "overall_percent": str,
    "grade": str,
    "suggested_tier": int,
    "decided_tier": int,
    "certification": int,
    "suggested_discount": int,
    "trade": str,
    "document": str,
}


def _table(site: Site, form: TableFormat) -> bytes:
    out = io.BytesIO()
    write_table(form, _COLUMNS, (_row(one) for one in site.store.cases.standings()), out)
    return out.getvalue()


def _row(one: Standing) -> tuple[str | int | None, ...]:
    return (
        one.number,
        STATES[one.state].ja,
        ORIGINS[one.origin].ja,
        f"{one.received_at.astimezone(JAPAN):%Y-%m-%d %H:%M}",
        one.member.id,
        one.member.name,
        one.ruleset,
        None if one.overall is None else percent(one.overall),
        one.grade,
        one.tier,
        one.decided,
        one.certification,
        one.discount,
        one.trade,
        one.document,
    )
