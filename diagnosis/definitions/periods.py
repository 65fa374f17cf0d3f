"""Which version is in force on a day: the one that began last, unless it has ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diagnosis.model.problems import Problem, Span
from diagnosis.model.ruleset import Ruleset
from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """When a version applies. last: None where it does not run out. law: the day as of which the law was read."""

    first: date
    reference: str
    last: date | None
    law: date


def period_of(ruleset: Ruleset) -> Period:
    """The period of a ruleset."""
    return Period(ruleset.applies_from, ruleset.reference, ruleset.applies_until, ruleset.law_read_as_of)


def in_force(day: date, periods: Sequence[Period]) -> Period | None:
    """The period that holds on `day`. A version without an end holds until a later one begins."""
    begun = [period for period in sorted(periods) if period.first <= day]
    latest = begun[-1] if begun else None
    return latest if latest and (latest.last is None or day <= latest.last) else None


def tell_none(ruleset: str, day: date, periods: Sequence[Period], scoring: Path) -> Problem:
    """No version of `ruleset` applies on `day`: say which comes nearest, before and after."""
    before = max((period for period in periods if period.first <= day), default=None)
    after = min((period for period in periods if day < period.first), default=None)
    match before, after:
        case None, None:
            why = Text("この採点規則には版が一つもありません。", "This ruleset has no version at all.")
        case None, Period() as first:
            why = Text(
                f"最初の版 {first.reference} が適用されるのは {first.first} からです。",
                f"The first version, {first.reference}, applies from {first.first}.",
            )
        case Period() as last, None:
            why = Text(
                f"最後の版 {last.reference} は {last.last} で終わりました。",
                f"The last version, {last.reference}, ended on {last.last}.",
            )
        case Period() as last, Period() as following:
            why = _tell_gap(last, following)
    message = Text(
        ja=f"{day} に適用される {ruleset} の版がありません。{why.ja}日付を確かめるか、使う版を指定してください。",
        en=f"No version of {ruleset} applies on {day}. {why.en} Check the day, or name the version to use.",
    )
    return Problem(Span(str(scoring), 0, 0), "ruleset.none-applies", message)


def _tell_gap(before: Period, after: Period) -> Text:
    return Text(
        f"{before.reference} は {before.last} で終わり、次の {after.reference} は {after.first} に始まります。",
        f"{before.reference} ended on {before.last}, and the next, {after.reference}, begins on {after.first}.",
    )
