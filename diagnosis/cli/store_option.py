"""`--store`: which store a command means, and the store itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.settings import find_store

if TYPE_CHECKING:
    from diagnosis.store import Store

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar=say("場所", "PLACE"),
        help=say(
            "保管庫。出力フォルダー、SQLiteのファイル、またはURL（postgresql://利用者@サーバー/データベース）。"
            "既定は環境変数 DIAGNOSIS_STORE、なければ利用者のデータフォルダーの store.db。",
            "The store: an outbox, an SQLite file, or a URL (postgresql://USER@SERVER/DATABASE). "
            "Default: DIAGNOSIS_STORE, else store.db in the user's data folder.",
        ),
        show_default=False,
    ),
]


@contextmanager
def open_store(written: str | None) -> Iterator["Store"]:
    """The store that is meant, for reading; raises StopError where there is none or it fails."""
    from diagnosis.store import Store, StoreError  # noqa: PLC0415 - loads sqlalchemy

    try:
        with Store.open(find_store(written, os.environ), lambda: datetime.now(UTC), "cli", create=False) as store:
            yield store
    except StoreError as error:
        raise StopError(Exit.ENVIRONMENT, error.message[LANGUAGE]) from error
