"""The road back: a member's earlier sheets, and how the present diagnosis compares with them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from diagnosis.carried import read_carried
from diagnosis.editions import carry_over
from diagnosis.model.comparison import Printed
from diagnosis.model.diagnosis import Diagnosis, Earlier
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.text import Text
from diagnosis.pipeline import EARLIER, open_sheet, score_sheet
from diagnosis.settings import Settings

_PDF = b"%PDF-"
_MOST = 10
"""Earlier diagnoses that a report looks back to, the latest ones: each of them travels with it."""


def open_earlier(data: bytes, name: str, settings: Settings) -> Earlier:
    """A sheet of former times, or the report that was made of it. name: for places.

    A sheet stands for a diagnosis on the day on which it was answered. Raises ProblemsError, `progress.no-day` for a
    sheet without one.
    """
    if data.startswith(_PDF) and (found := _open_report(data, name, settings)):
        return found
    sheet = open_sheet(data, name, settings)
    if sheet.answered_on is None:
        raise _refusal(
            name,
            "progress.no-day",
            ja="前回の回答票に回答日がないため、いつの診断として比べるかが分かりません。answered_on（回答日）を書くか、"
            "前回の報告書（PDF）を指定してください。",
            en="The earlier sheet does not say when it was answered, so it has no place in time. Write answered_on, or "
            "give the report that was made of it (PDF).",
        )
    return Earlier(sheet.answered_on, sheet)


def _open_report(data: bytes, name: str, settings: Settings) -> Earlier | None:
    """The sheet in a report of ours; None for another PDF, which may be a form."""
    try:
        carried = read_carried(data, name)
    except ProblemsError as error:
        if any(problem.code == "verify.not-ours" for problem in error.problems):
            return None
        raise
    return Earlier(carried.diagnosed_on, open_sheet(carried.sheet, f"{name}#sheet.json", settings))


def reopen_earlier(kept: Iterable[tuple[date, bytes]], name: str, settings: Settings) -> tuple[Earlier, ...]:
    """Days and canonical sheets as a report or a store keeps them, in their order. name: of what keeps them."""
    return tuple(
        Earlier(on, open_sheet(data, f"{name}#{EARLIER.format(number)}", settings))
        for number, (on, data) in enumerate(kept, start=1)
    )


def look_back(diagnosis: Diagnosis, earlier: Sequence[Earlier], settings: Settings) -> Diagnosis:
    """The diagnosis, compared like for like with the last of the earlier ones; as it is where there are none.

    Every sheet is scored by its own edition for what was printed then; for the comparison the last one is carried over
    to the present edition first. Raises ProblemsError: `progress.other-member`, `progress.not-before`, those of the
    migration.
    """
    if not earlier:
        return diagnosis
    ordered = tuple(sorted(earlier, key=lambda one: one.on))[-_MOST:]
    for one in ordered:
        _check(one, diagnosis)
    cards = [score_sheet(one.sheet, settings, one.on).scorecard for one in ordered]
    printed = [_printed(card) for card in (*cards, diagnosis.scorecard)]
    last = ordered[-1]
    before = cards[-1]
    if last.sheet.ruleset != diagnosis.sheet.ruleset:
        carried = carry_over(last.sheet, diagnosis.sheet.ruleset, settings)
        before = score_sheet(carried, settings, last.on).scorecard
    from diagnosis.engine import compare  # noqa: PLC0415 - loads numpy

    comparison = compare(diagnosis.definitions, before, diagnosis.scorecard, printed)
    return replace(diagnosis, earlier=ordered, comparison=comparison)


def _check(one: Earlier, diagnosis: Diagnosis) -> None:
    member, on = diagnosis.sheet.member, diagnosis.scorecard.diagnosed_on
    if one.sheet.member.id != member.id:
        raise _refusal(
            one.sheet.member.id,
            "progress.other-member",
            ja=f"前回の回答票の会員番号（{one.sheet.member.id}）が、今回の会員番号（{member.id}）と違います。",
            en=f"The earlier sheet is of member {one.sheet.member.id}, the present one of {member.id}.",
        )
    if one.on >= on:
        raise _refusal(
            one.sheet.member.id,
            "progress.not-before",
            ja=f"前回の診断日（{one.on}）が、今回の診断日（{on}）より前ではありません。",
            en=f"The earlier diagnosis ({one.on}) does not lie before the present one ({on}).",
        )


def _printed(card: Scorecard) -> Printed:
    return Printed(
        on=card.diagnosed_on,
        ruleset=card.ruleset,
        overall=card.overall.point,
        grade=card.grade,
        tier=card.tier.suggested,
        discount=card.discount.suggested,
    )


def _refusal(name: str, code: str, *, ja: str, en: str) -> ProblemsError:
    return ProblemsError((Problem(Span(name, 0, 0), code, Text(ja=ja, en=en)),))
