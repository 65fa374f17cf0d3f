"""`diagnosis impact`: what a draft ruleset would change for all members, before it is published."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import emit, note, output, write_file
from diagnosis.cli.options import AsJson, Day, day_of
from diagnosis.cli.store_option import StoreOption, open_store
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.groups import names_of_groups
from diagnosis.impact import MadeUp, StoredSheet, measure_stored, measure_synthetic, names_of_rules
from diagnosis.impact import open_pair as open_both
from diagnosis.model.impact import Impact
from diagnosis.model.impact_tables import impact_tables
from diagnosis.model.plain import to_plain
from diagnosis.settings import read_settings

if TYPE_CHECKING:
    from diagnosis.impact import Pair
    from diagnosis.model.impact_tables import ImpactTable
    from diagnosis.store import Store

Seed = Annotated[
    int,
    typer.Option(
        "--seed",
        help=say(
            "合成した会員の種。同じ種なら同じ会員。", "Seed of the made-up members; the same seed, the same members."
        ),
    ),
]
Page = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar=say("ファイル", "FILE"),
        help=say("図と表のページを書くファイル。", "Write a page with charts and tables."),
        show_default=False,
    ),
]
Workbook = Annotated[
    Path | None,
    typer.Option(
        "--xlsx",
        metavar=say("ファイル", "FILE"),
        help=say("表をExcelブックに書くファイル。", "Write the tables as a workbook."),
        show_default=False,
    ),
]


def impact(  # noqa: PLR0913, PLR0917 - options
    ruleset: Annotated[
        str,
        typer.Argument(
            metavar=say("案", "DRAFT"),
            help=say(
                "公開前の採点規則。識別子@版（leak-liability@2026.2）か、scoring の中のファイル。",
                "The ruleset to try: ID@VERSION (leak-liability@2026.2), or its file in scoring.",
            ),
        ),
    ],
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="ID@VERSION",
            help=say("比べる相手。既定はその一つ前の版。", "What to hold it against. Default: the version before it."),
            show_default=False,
        ),
    ] = None,
    synthetic: Annotated[
        int | None,
        typer.Option(
            "--synthetic",
            min=1,
            metavar=say("件数", "COUNT"),
            help=say(
                "保管庫の会員ではなく、合成した会員をこの件数だけ採点する。",
                "Score so many made-up members instead of those in the store.",
            ),
            show_default=False,
        ),
    ] = None,
    seed: Seed = 1,
    html: Page = None,
    xlsx: Workbook = None,
    as_json: AsJson = False,  # noqa: FBT002 - an option
    day: Day = None,
    store: StoreOption = None,
) -> int:
    """Score every member under a draft ruleset and the version before it."""
    settings, on = read_settings(), day_of(day)
    pair = open_both(ruleset, against, settings)
    if synthetic is not None:
        found = measure_synthetic(pair, MadeUp(synthetic, seed, len(os.sched_getaffinity(0))), on)
    else:
        with open_store(store) as opened:
            found = measure_stored(pair, _newest(opened), settings, on)
    tables = impact_tables(found, names_of_groups(pair.before), names_of_rules(pair))
    if as_json:
        emit(json.dumps(_plain(found), ensure_ascii=False))
    else:
        from diagnosis.cli.impact_table import form_impact  # noqa: PLC0415 - loads rich

        emit(form_impact(found, tables))
    if html is not None:
        write_file(html, _page(found, pair, tables).encode())
        note(say(f"{html} に書きました。", f"Written to {html}."))
    if xlsx is not None:
        _write_workbook(xlsx, tables)
    return Exit.OK


def _newest(store: "Store") -> Iterator[StoredSheet]:
    """Each member's newest sheet."""
    for member in store.members():
        content = store.sheet(member.newest.key)
        if content is not None:
            yield StoredSheet(member.id, content)


def _plain(found: Impact) -> object:
    """As plain data; moves as lists of [before, after, members]."""

    def moves(name: str) -> dict[str, object]:
        one = getattr(found, name)
        counts = [[before, after, n] for (before, after), n in sorted(one.counts.items())]
        return {"counts": counts, "up": one.up, "down": one.down}

    rest = {
        name: to_plain(getattr(found, name))
        for name in ("before", "after", "sheets", "changes", "groups", "movers", "rules", "tried", "left_out")
    }
    return {**rest, **{name: moves(name) for name in ("tiers", "grades", "discounts")}}


def _page(found: Impact, pair: "Pair", tables: "tuple[ImpactTable, ...]") -> str:
    from diagnosis.pages.impact import impact_page  # noqa: PLC0415 - loads jinja2

    return impact_page(found, tables, pair.after.ruleset.title, LANGUAGE)


def _write_workbook(path: Path, tables: "tuple[ImpactTable, ...]") -> None:
    from diagnosis.pages.impact_workbook import write_impact  # noqa: PLC0415 - loads xlsxwriter

    with output(path) as file:
        write_impact(tables, LANGUAGE, file)
    note(say(f"{path} に書きました。", f"Written to {path}."))
