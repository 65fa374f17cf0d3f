"""`diagnosis user`: the insurer's people who sign in to the site."""

import getpass
import os
import re
import secrets
import sys
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit, note
from diagnosis.cli.store_option import StoreOption
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.staff import Role
from diagnosis.settings import find_store

if TYPE_CHECKING:
    from diagnosis.store import Store, User

_BYTES = 15
"""Random ones, of a password that is made up: 20 characters."""
_ID = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class Action(StrEnum):
    """What is to be done."""

    ADD = "add"
    LIST = "list"
    ROLES = "roles"
    PASSWORD = "password"  # noqa: S105 - a word
    NEW_APP = "new-app"
    DISABLE = "disable"
    ENABLE = "enable"


_ACTIONS = say(
    "add＝登録、list＝一覧、roles＝役割の変更、password＝パスワードの再発行（次のサインインで本人が替える）、"
    "new-app＝認証アプリの設定を消す（紛失したとき）、disable＝停止、enable＝再開。",
    "add: a new user; list: all of them; roles: other roles; password: another password, which its owner exchanges "
    "at the next sign-in; new-app: forget a lost authenticator app; disable: out at once; enable: in again.",
)


def user(
    action: Annotated[Action, typer.Argument(help=_ACTIONS)],
    user_id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help=say("利用者のID。小文字の英数字と . _ @ -。", "The user's id: lower-case letters, digits and . _ @ -"),
        ),
    ] = "",
    name: Annotated[str, typer.Option(help=say("氏名。", "The person's name."))] = "",
    role: Annotated[
        list[Role] | None,
        typer.Option(help=say("役割。何度でも指定できる。", "A role; may be given several times."), show_default=False),
    ] = None,
    store: StoreOption = None,
) -> int:
    """Add, list and change the people who sign in."""
    from diagnosis.store import Store, StoreError  # noqa: PLC0415 - loads sqlalchemy

    try:
        with Store.open(find_store(store, os.environ), lambda: datetime.now(UTC), "cli") as opened:
            if action is Action.LIST:
                _list(opened)
            else:
                _change(opened, action, user_id, name, frozenset(role or ()))
    except StoreError as error:
        raise StopError(Exit.ENVIRONMENT, error.message[LANGUAGE]) from error
    return Exit.OK


def _list(store: "Store") -> None:
    for one in store.people.all():
        state = say("有効", "active") if one.is_active else say("停止", "disabled")
        way = say("パスワード", "password") if one.password else say("社内の認証", "directory")
        emit("\t".join((one.id, one.name, ",".join(sorted(one.roles)), way, _app(one), state)))


def _app(user: "User") -> str:
    """Whether there is a second factor that is asked for here."""
    if user.password is None:
        return "-"
    return say("認証アプリ", "app") if user.second_factor else say("認証アプリ未設定", "no app yet")


def _change(store: "Store", action: Action, user_id: str, name: str, roles: frozenset[Role]) -> None:
    from diagnosis.passwords import hash_password  # noqa: PLC0415 - only where it is needed
    from diagnosis.store import User  # noqa: PLC0415 - loads sqlalchemy

    if not _ID.fullmatch(user_id):
        raise typer.BadParameter(
            say("小文字の英数字と . _ @ - で指定してください。", "Use a-z, 0-9 and . _ @ -"), param_hint="ID"
        )
    found = store.people.find(user_id)
    if action is Action.ADD:
        if found:
            raise typer.BadParameter(
                say(f"{user_id} はすでにいます。", f"There is a user {user_id} already."), param_hint="ID"
            )
        if not name or not roles:
            raise typer.BadParameter(
                say("氏名と役割を指定してください。", "Give a name and a role."), param_hint="--name, --role"
            )
        changed = User(id=user_id, name=name, roles=roles, password=hash_password(_ask(user_id)), is_initial=True)
    elif found is None:
        raise _bad_id(say(f"{user_id} はいません。", f"There is no user {user_id}."))
    elif action is Action.ROLES:
        if not roles:
            raise typer.BadParameter(say("役割を指定してください。", "Give a role."), param_hint="--role")
        changed = replace(found, roles=roles, name=name or found.name)
    elif action is Action.PASSWORD:
        changed = replace(found, password=hash_password(_ask(user_id)), is_initial=True)
    elif action is Action.NEW_APP:
        changed = replace(found, second_factor=None)
    else:
        changed = replace(found, is_active=action is Action.ENABLE)
    store.people.put(changed, "cli")
    note(say(f"{user_id} を保存しました。", f"Saved {user_id}."))


def _bad_id(message: str) -> typer.BadParameter:
    return typer.BadParameter(message, param_hint="ID")


def _ask(user_id: str) -> str:
    """A new password: typed twice where somebody sits there, else one line of standard input. Never an argument.

    Where nothing is typed, one is made up and shown.
    """
    from diagnosis.passwords import find_weakness  # noqa: PLC0415 - only where it is needed

    if sys.stdin.isatty():
        password = getpass.getpass(
            say("パスワード（Enterだけなら自動で作る）：", "Password (Enter alone makes one up): ")
        )
        if password and password != getpass.getpass(say("もう一度：", "Again: ")):
            raise typer.BadParameter(say("二つが一致しません。", "The two differ."), param_hint="password")
    else:
        password = sys.stdin.readline().rstrip("\n")
    if not password:
        password = secrets.token_urlsafe(_BYTES)
        emit(say(f"初回のパスワード：{password}", f"First password: {password}"))
    weakness = find_weakness(password, user_id)
    if weakness:
        raise typer.BadParameter(weakness[LANGUAGE], param_hint="password")
    return password
