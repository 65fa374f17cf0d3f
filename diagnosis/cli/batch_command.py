"""`diagnosis batch`: a folder of returned sheets in, reports, explanations and summaries out."""

import os
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit, note, read_source
from diagnosis.cli.options import Day, Peers, day_of
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.diagnosis import Edition
from diagnosis.peers import open_snapshot
from diagnosis.settings import read_settings

if TYPE_CHECKING:
    from diagnosis.batch.summary import Summary


class LogForm(StrEnum):
    """How progress is told."""

    PLAIN = "plain"
    JSON = "json"


Inbox = Annotated[
    str,
    typer.Argument(
        metavar=say("受付フォルダー", "INBOX"),
        help=say(
            "届いた回答票のフォルダー（下の階層も含む）。--cluster では s3:// などのURLも可。",
            "Folder of returned sheets, with those below it; a URL such as s3:// goes too.",
        ),
        show_default=False,
    ),
]
Outbox = Annotated[
    str,
    typer.Option(
        "--out",
        "-o",
        metavar=say("フォルダー", "OUTBOX"),
        help=say(
            "結果のフォルダー。reports/ に報告書、quarantine/ に診断できなかったものの写しと説明、ほかにまとめ。",
            "Folder of results: reports/, quarantine/ with copies and explanations of what failed, and summaries.",
        ),
        show_default=False,
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=1024,
        metavar="N",
        help=say("同時に動かす数。既定はCPUの数。", "How many work at once. Default: one a core."),
        show_default=False,
    ),
]


def batch(  # noqa: PLR0913, PLR0917 - options
    inbox: Inbox,
    out: Outbox,
    store: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help=say(
                "記録の保存先（sqlite:///ファイル名 か postgresql+psycopg://利用者@サーバー/データベース）。"
                "既定は環境変数 DIAGNOSIS_STORE、なければ出力フォルダーの中の store.db。",
                "Where records are kept: sqlite:///FILE or postgresql+psycopg://USER@SERVER/DATABASE. "
                "Default: DIAGNOSIS_STORE, else store.db in the outbox.",
            ),
            show_default=False,
        ),
    ] = None,
    workers: Workers = None,
    edition: Annotated[
        Edition, typer.Option(help=say("member 会員向け、staff 担当者向け。", "For the member, or for the staff."))
    ] = Edition.MEMBER,
    day: Day = None,
    dry_run: Annotated[  # noqa: FBT002 - an option
        bool,
        typer.Option(
            "--dry-run",
            help=say("何も書き込まず、読み取りと確認だけを行う。", "Read and check everything, but write nothing."),
        ),
    ] = False,
    no_reports: Annotated[  # noqa: FBT002 - an option
        bool,
        typer.Option("--no-reports", help=say("採点だけを行い、報告書を作らない。", "Score only; make no reports.")),
    ] = False,
    log: Annotated[
        LogForm,
        typer.Option(
            help=say(
                "json にすると、進み具合をJSON（一行に一件、回答も名称も含まない）で標準エラーに出す。",
                "json prints progress as JSON lines on standard error, without answers or names.",
            )
        ),
    ] = LogForm.PLAIN,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="tcp://HOST:PORT",
            help=say(
                "Daskのスケジューラーに仕事を渡す。受付・出力フォルダーは全員に見える場所に置く。",
                "Hand the work to a Dask scheduler; all its workers must see inbox and outbox.",
            ),
            show_default=False,
        ),
    ] = None,
    peers: Peers = None,
) -> int:
    """Diagnose a whole folder."""
    from diagnosis.batch.cannot import CannotRunError  # noqa: PLC0415 - as below
    from diagnosis.batch.session import Wanted, run_batch  # noqa: PLC0415 - loads much
    from diagnosis.cli.batch_screen import new_watcher  # noqa: PLC0415 - loads rich

    wanted = Wanted(
        inbox=inbox,
        outbox=out,
        store=store or os.environ.get("DIAGNOSIS_STORE", ""),
        language=LANGUAGE,
        edition=edition,
        day=day_of(day),
        day_is_fixed=day is not None,
        workers=workers or len(os.sched_getaffinity(0)),
        reports=not no_reports,
        dry_run=dry_run,
        cluster=cluster or "",
        peers=_read_peers(peers) if peers else b"",
    )
    stop = threading.Event()
    with _stopped_by_signals(stop), new_watcher(as_json=log is LogForm.JSON) as watcher:
        try:
            summary = run_batch(wanted, read_settings(), watcher, stop)
        except CannotRunError as error:
            raise StopError(Exit.ENVIRONMENT, error.message[LANGUAGE]) from error
    emit(_count(summary))
    if not dry_run:
        note(say(f"結果：{out}", f"Results: {out}"))
    if stop.is_set():
        note(_how_to_go_on())
        return Exit.INTERRUPTED
    return Exit.FAULTS if summary.quarantined or summary.failed else Exit.OK


def _read_peers(path: str) -> bytes:
    """The snapshot's file, looked at before any sheet is; raises ProblemsError."""
    data = read_source(path)
    open_snapshot(data, path)
    return data


def _count(summary: "Summary") -> str:
    failed = len(summary.failed)
    return say(
        f"回答票 {summary.sheets:,} 件：診断 {summary.diagnosed:,}、要対応 {summary.quarantined:,}、"
        f"今回できなかったもの {failed:,}、同じ内容 {len(summary.twins):,}",
        f"{summary.sheets:,} sheets: {summary.diagnosed:,} diagnosed, {summary.quarantined:,} in quarantine, "
        f"{failed:,} not done this time, {len(summary.twins):,} with the same bytes as another",
    )


def _how_to_go_on() -> str:
    command = shlex.join(["diagnosis", *sys.argv[1:]])
    return say(
        f"中断しました。終わった分は記録されています。続きは次のコマンドで実行できます：\n  {command}",
        f"Interrupted. What is done is on record. Go on with:\n  {command}",
    )


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """The first interrupt ends the run in good order; the second one at once."""

    def ask_to_stop(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        note(say("中断しています。作業中の回答票を終えます…", "Stopping; the sheets under way are being finished..."))

    before = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
