"""`diagnosis log`: what happened to a store, and whether anybody changed what it says."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import emit, note
from diagnosis.cli.list_command import moment
from diagnosis.cli.options import AsJson
from diagnosis.cli.store_option import StoreOption, open_store
from diagnosis.cli.words import say
from diagnosis.model.plain import to_plain

if TYPE_CHECKING:
    from diagnosis.store import Store

Verify = Annotated[
    bool,
    typer.Option("--verify", help=say("記録の連鎖に改変がないかを確かめる。", "Verify the chain of the log.")),
]
Head = Annotated[
    str | None,
    typer.Option(
        "--head",
        metavar="SHA256",
        help=say(
            "以前に控えておいた末尾の値。末尾を切り取られていないかも確かめる。",
            "The head as noted earlier, to see that nothing was cut off since.",
        ),
        show_default=False,
    ),
]


def log(
    verify: Verify = False,  # noqa: FBT002 - an option
    head: Head = None,
    store: StoreOption = None,
    as_json: AsJson = False,  # noqa: FBT002 - an option
) -> int:
    """Print the log, or verify it."""
    with open_store(store) as opened:
        if verify or head:
            return _verify(opened, head, as_json=as_json)
        for event in opened.events():
            details = json.dumps(event.details, ensure_ascii=False)
            line = f"{event.seq} {moment(event.at)} {event.actor} {event.action} {event.subject} {details}"
            emit(json.dumps(to_plain(event), ensure_ascii=False) if as_json else line)
    return Exit.OK


def _verify(store: "Store", noted: str | None, *, as_json: bool) -> Exit:
    found = store.verify_chain()
    is_known = noted is None or store.has_head(noted)
    if as_json:
        emit(json.dumps({**_plain(found), "noted_head_found": is_known}))
    elif found.broken is not None:
        note(say(f"記録は {found.broken} 番目で途切れています。", f"The log is broken at event {found.broken}."))
    elif not is_known:
        note(
            say(
                "控えの値が記録の中にありません。記録が切り取られたか、別の保管庫です。",
                "The noted head is not in the log: it was cut short, or this is another store.",
            )
        )
    else:
        emit(say(f"記録 {found.events:,} 件に改変はありません。", f"All {found.events:,} events are as written."))
        emit(say(f"末尾の値（控えておくもの）：{found.head}", f"Head, to be noted elsewhere: {found.head}"))
    return Exit.OK if found.broken is None and is_known else Exit.FAULTS


def _plain(found: object) -> dict[str, object]:
    plain = to_plain(found)
    assert isinstance(plain, dict)
    return plain
