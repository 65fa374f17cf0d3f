"""`diagnosis show`: one diagnosis, quarantined sheet, member or batch, with what the log says of it."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit
from diagnosis.cli.list_command import batch_table, diagnosis_table, moment, refusal_table, refusals
from diagnosis.cli.options import AsJson
from diagnosis.cli.store_option import StoreOption, open_store
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnosis.store import Event, Store

Name = Annotated[
    str,
    typer.Argument(
        metavar=say("番号", "ID"),
        help=say(
            "診断の番号（初めの数文字でよい）、会員番号、または batch-N。",
            "A diagnosis's key (its first characters will do), a member's number, or batch-N.",
        ),
        show_default=False,
    ),
]


def show(name: Name, store: StoreOption = None, as_json: AsJson = False) -> None:  # noqa: FBT002 - an option
    """Show one thing that the store has."""
    with open_store(store) as opened:
        found = _find(opened, name)
        emit(json.dumps(to_plain(found), ensure_ascii=False) if as_json else _text(found))


def _find(store: "Store", name: str) -> dict[str, object]:
    """What the name means: a batch, else a member, else a key by its beginning. Raises StopError."""
    from diagnosis.store import Wanted  # noqa: PLC0415 - loads sqlalchemy

    batch = next((one for one in store.batches() if f"batch-{one.id}" == name), None)
    if batch is not None:
        return {
            "batch": batch,
            "diagnoses": tuple(store.diagnoses(Wanted(batch=batch.id))),
            "quarantine": tuple(refusals(store, batch.id)),
            "events": _events(store, name),
        }
    of_member = tuple(store.diagnoses(Wanted(member=name)))
    if of_member:
        return {"member": name, "diagnoses": of_member, "events": tuple(store.events(member=name))}
    return _find_key(store, name)


def _find_key(store: "Store", start: str) -> dict[str, object]:
    keys = store.find_keys(start) if start else ()
    if not keys:
        raise StopError(
            Exit.FAULTS,
            say(
                f"「{start}」という診断・会員・一括処理はありません。diagnosis list で番号を確かめてください。",
                f"There is no diagnosis, member or batch '{start}'. diagnosis list shows what there is.",
            ),
        )
    if len(keys) > 1:
        listed = "\n  ".join(keys)
        raise StopError(
            Exit.FAULTS,
            say(
                f"「{start}」で始まる番号が複数あります。もう数文字加えてください：\n  {listed}",
                f"Several keys begin with '{start}'. Give a few more characters:\n  {listed}",
            ),
        )
    (result,) = store.results(keys)
    plain = json.loads(result.diagnosis) if result.diagnosis else None
    return {
        "key": result.key,
        "diagnosed": result.diagnosed,
        "diagnosis": plain,
        "problems": result.problems,
        "events": _events(store, result.key),
    }


def _events(store: "Store", subject: str) -> "tuple[Event, ...]":
    return tuple(store.events(subject=subject))


def _text(found: dict[str, object]) -> str:
    from diagnosis.cli.screen import new_grid, render  # noqa: PLC0415 - loads rich

    parts = []
    if "batch" in found:
        parts.append(batch_table((found["batch"],)))  # type: ignore[arg-type] # as `_find` put it there
    if "diagnoses" in found:
        parts.append(diagnosis_table(found["diagnoses"]))  # type: ignore[arg-type]
    if found.get("quarantine"):
        parts.append(refusal_table(found["quarantine"]))  # type: ignore[arg-type]
    if "key" in found:
        grid = new_grid()
        for name, value in _key_rows(found):
            grid.add_row(name, value)
        parts.append(render([grid]))
    if found.get("events"):
        parts.append(_log(found["events"]))  # type: ignore[arg-type]
    return "\n".join(parts)


def _key_rows(found: dict[str, object]) -> list[tuple[str, str]]:
    rows = [(say("番号", "Key"), str(found["key"]))]
    plain = to_plain(found["diagnosed"])
    if isinstance(plain, dict):
        rows += [(name, _cell(value)) for name, value in plain.items() if name != "key"]
    problems: Sequence[dict[str, object]] = found["problems"]  # type: ignore[assignment]
    return rows + [(str(problem.get("code", "")), str(problem.get(LANGUAGE, ""))) for problem in problems]


def _cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _log(events: "Sequence[Event]") -> str:
    from diagnosis.cli.screen import new_table, render  # noqa: PLC0415 - loads rich

    columns = (say("日時", "When"), say("だれが", "Who"), say("何を", "What"), say("内容", "Details"))
    table = new_table(say("記録", "Log"), *columns)
    for event in events:
        table.add_row(moment(event.at), event.actor, event.action, json.dumps(event.details, ensure_ascii=False))
    return render([table])
