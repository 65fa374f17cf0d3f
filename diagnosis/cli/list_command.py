"""`diagnosis list`: what the store has, a line each."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, assert_never

import typer

from diagnosis.cli.inout import emit
from diagnosis.cli.numbers import NONE, percent
from diagnosis.cli.options import JAPAN, AsJson
from diagnosis.cli.store_filters import (
    Batch,
    Grade,
    Member,
    RiskGroup,
    Ruleset,
    Since,
    Tier,
    Trade,
    Until,
    read_day,
)
from diagnosis.cli.store_option import StoreOption, open_store
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.plain import to_plain

if TYPE_CHECKING:
    from diagnosis.store import Store, StoredBatch, StoredDiagnosis, StoredMember, Wanted

T = TypeVar("T")

SHORT = 10
"""Characters of a key that tell it from others."""


class Listed(StrEnum):
    """What there is to list."""

    DIAGNOSES = "diagnoses"
    MEMBERS = "members"
    BATCHES = "batches"
    QUARANTINE = "quarantine"


What = Annotated[
    Listed,
    typer.Argument(
        metavar=say("対象", "WHAT"),
        help=say(
            "diagnoses 診断、members 会員、batches 一括処理、quarantine 診断できなかった回答票。",
            "diagnoses, members, batches, or quarantine: sheets that could not be diagnosed.",
        ),
    ),
]


def list_stored(  # noqa: PLR0913, PLR0917 - options
    what: What = Listed.DIAGNOSES,
    member: Member = None,
    batch: Batch = None,
    grade: Grade = None,
    tier: Tier = None,
    trade: Trade = None,
    risk_group: RiskGroup = None,
    ruleset: Ruleset = None,
    since: Since = None,
    until: Until = None,
    store: StoreOption = None,
    as_json: AsJson = False,  # noqa: FBT002 - an option
) -> None:
    """List diagnoses, members, batches or quarantined sheets."""
    wanted = {
        "--member": member,
        "--batch": batch,
        "--grade": grade,
        "--tier": tier,
        "--trade": trade,
        "--risk-group": risk_group,
        "--ruleset": ruleset,
        "--since": read_day("--since", since),
        "--until": read_day("--until", until),
    }
    _refuse_others(what, wanted)
    with open_store(store) as opened:
        match what:
            case Listed.DIAGNOSES:
                _emit(opened.diagnoses(_wanted(wanted)), diagnosis_table, as_json=as_json)
            case Listed.MEMBERS:
                _emit(opened.members(_wanted(wanted)), member_table, as_json=as_json)
            case Listed.BATCHES:
                _emit(opened.batches(), batch_table, as_json=as_json)
            case Listed.QUARANTINE:
                _emit(refusals(opened, batch), refusal_table, as_json=as_json)
            case _:
                assert_never(what)


def _refuse_others(what: Listed, wanted: Mapping[str, object]) -> None:
    """An option that would change nothing is a mistake that nobody would notice."""
    if what in {Listed.DIAGNOSES, Listed.MEMBERS}:
        return
    others = set(wanted) - ({"--batch"} if what is Listed.QUARANTINE else set())
    for option in sorted(others):
        if wanted[option] is not None:
            text = say(f"{what} には使えません。", f"It does not go with {what}.")
            raise typer.BadParameter(text, param_hint=option)


def _wanted(given: Mapping[str, Any]) -> "Wanted":
    from diagnosis.store import Wanted  # noqa: PLC0415 - loads sqlalchemy

    return Wanted(**{option.removeprefix("--").replace("-", "_"): value for option, value in given.items()})


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


def member_table(found: Sequence["StoredMember"]) -> str:
    """Members, a line each, with their newest diagnosis."""
    from diagnosis.cli.screen import new_table, render  # noqa: PLC0415 - loads rich

    columns = (say("会員", "Member"), say("名称", "Name"), say("最新の診断日", "Newest"), say("規則", "Ruleset"))
    numbers = (say("診断数", "Diagnoses"), say("評価", "Grade"), say("総合得点", "Overall"), say("区分", "Tier"))
    table = new_table(say(f"会員 {len(found)}件", f"Members: {len(found)}"), *columns, right=numbers)
    for one in found:
        newest = one.newest
        words = (one.id, one.name, newest.diagnosed_on.isoformat(), newest.ruleset)
        table.add_row(*words, str(one.diagnoses), newest.grade or NONE, percent(newest.overall), whole(newest.tier))
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
class Refusal:
    """A quarantined sheet."""

    key: str
    file: str
    file_digest: str
    problems: Sequence[Mapping[str, object]]


def refusals(store: "Store", batch: int | None = None) -> Iterator[Refusal]:
    """Quarantined sheets, of a batch or all."""
    for name, digest, found in store.quarantined(batch=batch):
        yield Refusal(found.key, name, digest, found.problems)


def refusal_table(found: Sequence[Refusal]) -> str:
    """Quarantined sheets, a line each."""
    from diagnosis.cli.screen import new_table, render  # noqa: PLC0415 - loads rich

    columns = (say("番号", "Key"), say("ファイル", "File"), say("最初の理由", "First reason"))
    title = say(f"診断できなかった回答票 {len(found)}件", f"Sheets that could not be diagnosed: {len(found)}")
    table = new_table(title, *columns, right=(say("誤り", "Faults"),))
    for one in found:
        reason = str(one.problems[0].get(LANGUAGE, "")) if one.problems else ""
        table.add_row(one.key[:SHORT], one.file, reason, str(len(one.problems)))
    return render([table])
