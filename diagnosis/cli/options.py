"""Options and arguments that several commands share, and what they are turned into."""

from datetime import date, datetime, timedelta, timezone
from typing import Annotated

import typer

from diagnosis.cli.words import LANGUAGE, say
from diagnosis.sheets.dates import read_date
from diagnosis.sheets.desk import RefusedError

JAPAN = timezone(timedelta(hours=9))
"""A diagnosis is dated in Japan, wherever the machine stands."""

Sheets = Annotated[
    list[str],
    typer.Argument(
        metavar=say("回答票", "SHEET"),
        help=say(
            "回答票（YAML・JSON・CSV・Excel・PDF）のファイルかフォルダー。「-」は標準入力。",
            "Answer sheets (YAML, JSON, CSV, Excel or PDF), or folders of them; - reads standard input.",
        ),
        show_default=False,
    ),
]

Day = Annotated[
    str | None,
    typer.Option(
        "--date",
        metavar=say("日付", "DATE"),
        help=say(
            "診断日（2026-11-23、令和8年11月23日 など）。既定は今日（日本時間）。",
            "Day of diagnosis (2026-11-23, 令和8年11月23日, ...). Default: today, in Japan.",
        ),
        show_default=False,
    ),
]

AsJson = Annotated[
    bool,
    typer.Option("--json", help=say("JSON（一行に一件）で出力する。", "Print JSON, one object a line.")),
]


Peers = Annotated[
    str | None,
    typer.Option(
        "--peers",
        metavar=say("ファイル", "FILE"),
        help=say(
            "diagnosis peers で作った、ほかの会員の分布。比べる章と、レーダーの線が加わる。",
            "How other members stand, made by diagnosis peers: adds a chapter and a line in the radar.",
        ),
        show_default=False,
    ),
]

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar=say("日付", "DATE"),
        help=say(
            "この日に適用される版を使う。版を指定した回答票は、その版で扱います。",
            "Use the edition in force on this day. A sheet that names an edition keeps it.",
        ),
        show_default=False,
    ),
]


def day_of(written: str | None, option: str = "--date") -> date:
    """The day of diagnosis, or today; raises a usage error for a day that does not exist. option: that gave it."""
    if written is None:
        return datetime.now(JAPAN).date()
    try:
        return read_date(written)
    except RefusedError as refused:
        raise typer.BadParameter(refused.message[LANGUAGE], param_hint=option) from refused
