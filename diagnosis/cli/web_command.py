"""`diagnosis web`: the site for members, staff and other systems."""

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import note
from diagnosis.cli.store_option import StoreOption
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.settings import find_store, read_settings


def web(  # noqa: PLR0913, PLR0917 - options
    store: StoreOption = None,
    host: Annotated[
        str,
        typer.Option(
            metavar=say("アドレス", "ADDRESS"),
            help=say(
                "待ち受けるアドレス。既定はこのパソコンの中だけ。", "Where to listen. Default: this machine only."
            ),
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(min=0, max=65535, help=say("ポート番号。0 は空いているもの。", "The port; 0 takes a free one.")),
    ] = 8000,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            envvar="DIAGNOSIS_WEB_URL",
            help=say(
                "ブラウザーから見たアドレス（https://サーバー名）。既定は http://127.0.0.1:ポート番号。",
                "How browsers reach the site (https://HOST). Default: http://127.0.0.1:PORT.",
            ),
            show_default=False,
        ),
    ] = None,
    proxies: Annotated[
        str,
        typer.Option(
            metavar=say("アドレス", "ADDRESSES"),
            help=say(
                "前に置くプロキシーのアドレス（コンマ区切り）。ここからの X-Forwarded-For だけを信じる。",
                "Addresses of proxies in front, with commas between: only their X-Forwarded-For is believed.",
            ),
        ),
    ] = "127.0.0.1",
    second_factor: Annotated[  # noqa: FBT002
        bool,
        typer.Option(
            "--second-factor/--no-second-factor",
            envvar="DIAGNOSIS_SECOND_FACTOR",
            help=say(
                "パスワードでサインインする担当者に、認証アプリの番号も求める。",
                "Ask staff who sign in by a password for a code of an authenticator app, too.",
            ),
        ),
    ] = True,
) -> int:
    """Start the site."""
    from diagnosis.store import StoreError  # noqa: PLC0415 - loads sqlalchemy
    from diagnosis.web.serving import Place, listen, serve  # noqa: PLC0415 - loads the server
    from diagnosis.web.settings import WebSettings, WebSettingsError, read_directory  # noqa: PLC0415

    try:
        place = Place(host=host, port=port, proxies=proxies)
        with listen(place) as listening:
            address = url or f"http://127.0.0.1:{listening.getsockname()[1]}"
            settings = WebSettings(
                settings=read_settings(),
                store=find_store(store, os.environ),
                base_url=address.rstrip("/"),
                directory=read_directory(os.environ),
                second_factor=second_factor,
                is_warm=True,
            )
            serve(settings, place, listening, lambda: datetime.now(UTC), lambda: _tell(address))
    except (WebSettingsError, StoreError) as error:
        raise StopError(Exit.ENVIRONMENT, error.message[LANGUAGE]) from error
    return Exit.OK


def _tell(address: str) -> None:
    note(
        say(
            f"{address} をブラウザーで開いてください。Ctrl-C で止まります。",
            f"Open {address} in a browser. Ctrl-C stops it.",
        )
    )
