"""`diagnosis peers`: how members stand by trade, size and risk group, as a snapshot that reports can be given."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import emit, note, write_file
from diagnosis.cli.options import JAPAN, AsJson
from diagnosis.cli.store_filters import read_day
from diagnosis.cli.store_option import StoreOption, open_store
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.peers import Asked, sizes_of, snapshot_bytes, take_snapshot
from diagnosis.pipeline import choose_applicable, load
from diagnosis.settings import read_settings

if TYPE_CHECKING:
    from diagnosis.store import Store

_DAY = say("日付", "DATE")
_QUARTER = 3


def peers(  # noqa: PLR0913, PLR0917 - options
    since: Annotated[
        str,
        typer.Option(
            "--from",
            metavar=_DAY,
            help=say("四半期の最初の日（2026-04-01 など）。", "The first day of a quarter, such as 2026-04-01."),
        ),
    ],
    until: Annotated[
        str,
        typer.Option(
            "--to",
            metavar=_DAY,
            help=say("過ぎた四半期の最後の日（2026-09-30 など）。", "The last day of a quarter that is over."),
        ),
    ],
    ruleset: Annotated[
        str | None,
        typer.Option(
            "--ruleset",
            metavar="ID@VERSION",
            help=say(
                "この採点規則の診断だけ。既定は期間の最後の日に適用されるもの。",
                "Diagnoses by this ruleset. Default: the one in force on the last day.",
            ),
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar=say("ファイル", "FILE"),
            help=say(
                "report と batch の --peers に渡すファイル。書くと、保管庫の記録に残る。",
                "The file for --peers of report and batch. Writing it is put on the store's log.",
            ),
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,  # noqa: FBT002 - an option
    store: StoreOption = None,
) -> int:
    """Show how members stand, and write it as a snapshot."""
    first, last = _quarters(since, until)
    settings = read_settings()
    asked = Asked(ruleset or choose_applicable(last, settings), first, last)
    with open_store(store) as opened:
        snapshot = take_snapshot(asked, _newest(opened, asked), _overlapping(opened, asked), settings)
        data = snapshot_bytes(snapshot)
        if output is not None:
            write_file(output, data)
            opened.note_peers(
                snapshot.digest,
                {
                    "ruleset": asked.ruleset,
                    "since": first.isoformat(),
                    "until": last.isoformat(),
                    "groups": sizes_of(snapshot),
                },
            )
            note(say(f"{output} に書きました。", f"Written to {output}."))
    if as_json:
        emit(data.decode().rstrip("\n"))
    else:
        from diagnosis.cli.peers_table import form_peers  # noqa: PLC0415 - loads rich

        emit(form_peers(snapshot, load(asked.ruleset, settings), LANGUAGE))
    return Exit.OK


def _quarters(since: str, until: str) -> tuple[date, date]:
    """Whole quarters that are over, so that no two periods differ by a few days."""
    first, last = read_day("--from", since), read_day("--to", until)
    assert first is not None
    assert last is not None
    after = last + timedelta(days=1)
    if not (_begins_quarter(first) and _begins_quarter(after) and first < last):
        raise typer.BadParameter(
            say(
                "期間は四半期単位で指定してください（1月・4月・7月・10月の1日から、四半期の末日まで）。",
                "A period is made of whole quarters: from 1 January, April, July or October to the end of a quarter.",
            ),
            param_hint="--from / --to",
        )
    if last >= _today():
        raise typer.BadParameter(say("まだ終わっていない期間です。", "This period is not over yet."), param_hint="--to")
    return first, last


def _begins_quarter(day: date) -> bool:
    return day.day == 1 and day.month % _QUARTER == 1


def _today() -> date:
    from datetime import datetime  # noqa: PLC0415 - the clock is read here only

    return datetime.now(JAPAN).date()


def _newest(store: "Store", asked: Asked) -> Iterator[bytes]:
    """Each member's newest sheet of the period."""
    from diagnosis.store import Wanted  # noqa: PLC0415 - loads sqlalchemy

    for member in store.members(Wanted(ruleset=asked.ruleset, since=asked.since, until=asked.until)):
        if content := store.sheet(member.newest.key):
            yield content


def _overlapping(store: "Store", asked: Asked) -> Sequence[Mapping[str, int]]:
    """Sizes of groups in other snapshots whose period overlaps with this one."""
    found: list[Mapping[str, int]] = []
    for made in store.earlier_peers(asked.ruleset):
        details: Any = made
        since, until = date.fromisoformat(details["since"]), date.fromisoformat(details["until"])
        if since <= asked.until and asked.since <= until:
            found.append(details["groups"])
    return found
