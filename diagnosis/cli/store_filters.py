"""Options that choose among what the store has, and what they are turned into."""

from datetime import date
from typing import Annotated

import typer

from diagnosis.cli.words import LANGUAGE, say
from diagnosis.sheets.dates import read_date
from diagnosis.sheets.desk import RefusedError

_DAY = say("日付", "DATE")

Member = Annotated[
    str | None,
    typer.Option("--member", metavar="ID", help=say("この会員だけ。", "Of this member."), show_default=False),
]
Batch = Annotated[
    int | None,
    typer.Option("--batch", metavar="N", help=say("この一括処理だけ。", "Of this batch."), show_default=False),
]
Grade = Annotated[
    str | None,
    typer.Option("--grade", metavar="A–E", help=say("この評価だけ。", "With this grade."), show_default=False),
]
Tier = Annotated[
    int | None,
    typer.Option(
        "--tier", metavar="%", help=say("この割引の区分だけ。", "With this tier, in percent."), show_default=False
    ),
]
Trade = Annotated[
    str | None,
    typer.Option(
        "--trade",
        metavar="ID",
        help=say("この業種だけ（質問票の選択肢のid）。", "Of this trade, by the id of its choice."),
        show_default=False,
    ),
]
RiskGroup = Annotated[
    str | None,
    typer.Option(
        "--risk-group",
        metavar="ID",
        help=say("このリスク群だけ（採点規則のid）。", "Of this risk group, by its id in the ruleset."),
        show_default=False,
    ),
]
Ruleset = Annotated[
    str | None,
    typer.Option(
        "--ruleset", metavar="ID@VERSION", help=say("この採点規則だけ。", "Scored by this ruleset."), show_default=False
    ),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar=_DAY, help=say("この日以降の診断だけ。", "From this day on."), show_default=False),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar=_DAY, help=say("この日までの診断だけ。", "Up to this day."), show_default=False),
]


def read_day(option: str, written: str | None) -> date | None:
    """The day that an option names; raises a usage error for a day that does not exist."""
    if written is None:
        return None
    try:
        return read_date(written)
    except RefusedError as refused:
        raise typer.BadParameter(refused.message[LANGUAGE], param_hint=option) from refused
