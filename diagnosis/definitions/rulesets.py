"""The rulesets there are: one loaded with its questionnaires, the one in force on a day.

Files stand at `questionnaires/ID/VERSION.yaml` and `scoring/ID/VERSION.yaml`. With a warm cache no parser is imported.
"""

from datetime import date
from pathlib import Path

from diagnosis.definitions.cache import digest_of, keep, read_cached
from diagnosis.definitions.periods import Period, in_force, period_of, tell_none
from diagnosis.definitions.version_order import version_key
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Text


def load_definitions(reference: str, questionnaires: Path, scoring: Path, cache: Path | None = None) -> Definitions:
    """The ruleset `ID@VERSION` with its questionnaires.

    Raises ProblemsError: `ruleset.unknown`, or every problem of its files if any is an error.
    """
    if reference not in available_rulesets(scoring):
        raise ProblemsError((_no_such_ruleset(reference, scoring),))
    name = "load-" + digest_of(reference, folders=(questionnaires, scoring))
    kept = read_cached(cache, name) if cache else None
    if isinstance(kept, Definitions):
        return kept
    from diagnosis.definitions.compiling import compile_definitions  # noqa: PLC0415 - brings the parsers in

    definitions = compile_definitions(reference, questionnaires, scoring)
    if cache:
        keep(cache, name, definitions)
    return definitions


def available_rulesets(scoring: Path) -> tuple[str, ...]:
    """`ID@VERSION` of every ruleset file, oldest version first."""
    found = ((path.parent.name, version_key(path.stem), path.stem) for path in scoring.glob("*/*.yaml"))
    return tuple(f"{name}@{version}" for name, _, version in sorted(found))


def applicable_ruleset(
    day: date, questionnaires: Path, scoring: Path, cache: Path | None = None, *, ruleset: str = "leak-liability"
) -> str:
    """`ID@VERSION` of the version of `ruleset` that is in force on `day`: of those that have begun, the latest.

    Raises ProblemsError `ruleset.none-applies`, which names the nearest.
    """
    periods = [
        period_of(load_definitions(reference, questionnaires, scoring, cache).ruleset)
        for reference in available_rulesets(scoring)
        if reference.startswith(f"{ruleset}@")
    ]
    found = in_force(day, periods)
    if found is None:
        raise ProblemsError((tell_none(ruleset, day, periods, scoring),))
    return found.reference


def periods_of(questionnaires: Path, scoring: Path, cache: Path | None = None) -> tuple[Period, ...]:
    """When each ruleset applies, in the order of `available_rulesets`."""
    rulesets = available_rulesets(scoring)
    return tuple(period_of(load_definitions(each, questionnaires, scoring, cache).ruleset) for each in rulesets)


def _no_such_ruleset(reference: str, scoring: Path) -> Problem:
    known = available_rulesets(scoring)
    hint_ja, hint_en = did_you_mean(reference, known)
    listed = ", ".join(known) or "-"
    message = Text(
        ja=f"採点規則 {reference} がありません。{hint_ja}使えるのは {listed} です。",
        en=f"There is no ruleset {reference}.{hint_en} Available: {listed}.",
    )
    return Problem(Span(str(scoring), 0, 0), "ruleset.unknown", message)
