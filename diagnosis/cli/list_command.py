"""`diagnosis list`: what the store has, a line each."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar, assert_never

import typer

from diagnosis.cli.inout import emit
from diagnosis.cli.numbers import NONE, percent
from diagnosis.cli.options import JAPAN, AsJson
from diagnosis.cli.store_option import StoreOption, open_store
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.plain import to_plain

if TYPE_CHECKING:
    from diagnosis.store import Store, StoredBatch, StoredDiagnosis

T = TypeVar("T")

SHORT = 10
"""Characters of a key that tell it from others."""


class Listed(StrEnum):
    """What there is to list."""

    DIAGNOSES = "diagnoses"
    BATCHES = "batches"
    QUARANTINE = "quarantine"


What = Annotated[
    Listed,
    typer.Argument(
        metavar=say("対象", "WHAT"),
        help=say(
            "diagnoses 診断、batches 一括処理、quarantine 診断できなかった回答票。",
            "diagnoses, batches, or quarantine: sheets that could not be diagnosed.",
        ),
    ),
]
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


def list_stored(  # noqa: PLR0913, PLR0917 - options
    what: What = Listed.DIAGNOSES,
    member: Member = None,
    batch: Batch = None,
    grade: Grade = None,
    store: StoreOption = None,
    as_json: AsJson = False,  # noqa: FBT002 - an option
) -> None:
    """List diagnoses, batches or quarantined sheets."""
    with open_store(store) as opened:
        match what:
            case Listed.DIAGNOSES:
                kept = (one for one in opened.diagnoses(member=member, batch=batch) if grade in {None, one.grade})
                _emit(kept, diagnosis_table, as_json=as_json)
            case Listed.BATCHES:
                _emit(opened.batches(), batch_table, as_json=as_json)
            case Listed.QUARANTINE:
                _emit(_refusals(opened), _refusal_table, as_json=as_json)
            case _:
                assert_never(what)


def _emit(found: Iterable[T], table: Callable[[Sequence[T]], str], *, as_json: bool) -> None:
    if not as_json:
        emit(table(tuple(found)))
        return
    for one in found:
        emit(json.dumps(to_plain(one), ensure_ascii=False))


def diagnosis_table(found: Sequence["StoredDiagnosis"]) -> str:
    """Diagnoses, a line each."""
    from diagnosis.cli.screen import new_table, render  # noqa: PLC0415 - loads rich, which JSON does not need

    columns = (say("番号", "Key"), say("会員", "Member"), say("診断日", "Date"), say("規則", "Ruleset"))
    numbers = (say("評価", "Grade"), say("総合得点", "Overall"), say("区分", "Tier"), say("割引の目安", "Discount"))
    table = new_table(say(f"診断 {len(found)}件", f"Diagnoses: {len(found)}"), *columns, right=numbers)
    for one in found:
        words = (one.key[:SHORT], f"{one.member_id} {one.member_name}", one.diagnosed_on.isoformat(), one.ruleset)
        table.add_row(*words, one.grade or NONE, percent(one.overall), whole(one.tier), whole(one.discount))
    return render([table])


def batch_table(found: Sequence["StoredBatch"]) -> str:
    """Batches, a line each."""
    from diagnosis.cli.screen import new_table, render  # noqa: PLC0415 - loads rich

    columns = (say("開始", "Began"), say("受付", "Inbox"), say("結果", "Outcome"), say("内訳", "Counts"))
    table = new_table(say(f"一括処理 {len(found)}件", f"Batches: {len(found)}"), "N", *columns)
    for one in found:
        counts = ", ".join(f"{name} {number:,}" for name, number in one.counts.items())
        table.add_row(str(one.id), moment(one.started_at), one.inbox, _outcome(one), counts)
    return render([table])


def moment(at: datetime) -> str:
    """A moment as people in Japan read it."""
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M:%S}"


def whole(percents: int | None) -> str:
    """A tier or a discount."""
    return NONE if percents is None else f"{percents} %"


def _outcome(batch: "StoredBatch") -> str:
    if batch.finished_at is None:
        return say("実行中か、途中で止まった", "under way, or broken off")
    at = moment(batch.finished_at)
    return say(f"中断 {at}", f"interrupted {at}") if batch.interrupted else say(f"完了 {at}", f"finished {at}")


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A quarantined sheet."""

    key: str
    file: str
    file_digest: str
    problems: Sequence[Mapping[str, object]]


def _refusals(store: "Store") -> Iterator[_Refusal]:
    for name, digest, found in store.quarantined():
        yield _Refusal(found.key, name, digest, found.problems)


def _refusal_table(found: Sequence[_Refusal]) -> str:
    from diagnosis.cli.screen import new_table, render  # noqa: PLC0415 - loads rich

    columns = (say("番号", "Key"), say("ファイル", "File"), say("最初の理由", "First reason"))
    title = say(f"診断できなかった回答票 {len(found)}件", f"Sheets that could not be diagnosed: {len(found)}")
    table = new_table(title, *columns, right=(say("誤り", "Faults"),))
    for one in found:
        reason = str(one.problems[0].get(LANGUAGE, "")) if one.problems else ""
        table.add_row(one.key[:SHORT], one.file, reason, str(len(one.problems)))
    return render([table])
