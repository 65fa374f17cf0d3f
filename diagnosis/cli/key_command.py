"""`diagnosis key`: keys by which other systems call the API."""

import os
import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit, note
from diagnosis.cli.store_option import StoreOption
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.api_key import Scope
from diagnosis.settings import find_store

if TYPE_CHECKING:
    from diagnosis.store import Store

_OWNER = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


class Action(StrEnum):
    """What is to be done."""

    ADD = "add"
    LIST = "list"
    REVOKE = "revoke"


def key(
    action: Annotated[Action, typer.Argument(help=say("行うこと。", "What to do."))],
    name: Annotated[
        str,
        typer.Argument(
            metavar=say("名前", "NAME"),
            help=say(
                "add：相手のシステムの名前。revoke：鍵の番号。", "add: the other system's name; revoke: a key's id."
            ),
        ),
    ] = "",
    scope: Annotated[
        list[Scope] | None,
        typer.Option(help=say("許すこと。何度でも指定できる。", "What it may do; may be given several times.")),
    ] = None,
    days: Annotated[
        int, typer.Option(min=0, help=say("有効な日数。0 は期限なし。", "Days that it is good for; 0 for ever."))
    ] = 365,
    store: StoreOption = None,
) -> int:
    """Make, list and revoke keys."""
    from diagnosis.store import Store, StoreError  # noqa: PLC0415 - loads sqlalchemy

    try:
        with Store.open(find_store(store, os.environ), lambda: datetime.now(UTC), "cli") as opened:
            match action:
                case Action.ADD:
                    _add(opened, name, frozenset(scope or ()), days)
                case Action.LIST:
                    _list(opened)
                case Action.REVOKE:
                    _revoke(opened, name)
    except StoreError as error:
        raise StopError(Exit.ENVIRONMENT, error.message[LANGUAGE]) from error
    return Exit.OK


def _add(store: "Store", owner: str, scopes: frozenset[Scope], days: int) -> None:
    if not _OWNER.fullmatch(owner):
        problem = say("小文字の英数字と . _ - の名前を指定してください。", "Give a name of a-z, 0-9 and . _ -")
        raise typer.BadParameter(problem, param_hint="NAME")
    if not scopes:
        raise typer.BadParameter(say("許すことを指定してください。", "Say what it may do."), param_hint="--scope")
    emit(store.api_keys.make(owner, scopes, timedelta(days=days) if days else None, "cli"))
    note(
        say(
            "この鍵は、もう表示できません。安全な場所に控えてください。",
            "It is shown this once. Keep it in a safe place.",
        )
    )


def _list(store: "Store") -> None:
    for one in store.api_keys.all():
        until = f"{one.expires_at:%Y-%m-%d}" if one.expires_at else say("期限なし", "no end")
        state = say("取消し", "revoked") if one.is_revoked else until
        used = f"{one.used_on:%Y-%m-%d}" if one.used_on else "-"
        emit("\t".join((one.id, one.owner, ",".join(sorted(one.scopes)), state, used)))


def _revoke(store: "Store", id_: str) -> None:
    if not store.api_keys.revoke(id_, "cli"):
        raise typer.BadParameter(say(f"鍵 {id_} はありません。", f"There is no key {id_}."), param_hint="NAME")
    note(say(f"鍵 {id_} を取り消しました。", f"Revoked {id_}."))
