"""What the rest of the product asks of definitions: check them, load one ruleset, name those there are.

Files stand at `questionnaires/ID/VERSION.yaml` and `scoring/ID/VERSION.yaml`. With a warm cache no parser is imported.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from diagnosis.definitions.cache import digest_of, keep, read_cached
from diagnosis.definitions.periods import Period, in_force, period_of, tell_none
from diagnosis.definitions.version_order import version_key
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.change import Comparison
from diagnosis.model.migration import Carryover
from diagnosis.model.preview import Preview
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.publication import Plan
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer
from diagnosis.model.text import Language, Text


def check_definitions(questionnaires: Path, scoring: Path, cache: Path | None = None) -> tuple[Problem, ...]:
    """Every problem in every file of both folders, warnings too, in file order. cache: a folder of the user's."""
    name = "check-" + digest_of(folders=(questionnaires, scoring))
    kept = read_cached(cache, name) if cache else None
    if isinstance(kept, tuple):
        return kept
    from diagnosis.definitions.compiling import check_folders  # noqa: PLC0415 - brings the parsers in

    problems = check_folders(questionnaires, scoring)
    if cache:
        keep(cache, name, problems)
    return problems


def check_file(path: Path, questionnaires: Path | None = None, scoring: Path | None = None) -> tuple[Problem, ...]:
    """Every problem in one file, read together with those that belong to it.

    The folders, where not given, are those named `questionnaires` and `scoring` nearest above the file.
    """
    from diagnosis.definitions.compiling import check_one  # noqa: PLC0415 - brings the parsers in

    root = _root_above(path)
    return check_one(path, questionnaires or root / "questionnaires", scoring or root / "scoring")


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


def compare_definitions(before: str | Path, after: str | Path, questionnaires: Path, scoring: Path) -> Comparison:
    """What changed between two files or two versions, `ID@VERSION`. Raises ProblemsError, also for faults of shape."""
    from diagnosis.definitions.versions import compare_two  # noqa: PLC0415 - brings the parsers in

    return compare_two(before, after, questionnaires, scoring)


def plan_publication(paths: tuple[Path, ...], questionnaires: Path, scoring: Path) -> Plan:
    """What publishing the files at `paths`, or all that are not published yet, would do; nothing is written."""
    from diagnosis.definitions.publishing import plan_publication as plan  # noqa: PLC0415 - brings the parsers in

    return plan(paths, questionnaires, scoring)


def publish(plan: Plan, questionnaires: Path, scoring: Path) -> None:
    """Write what is planned. Raises ProblemsError where something stands against it, OSError where it cannot."""
    from diagnosis.definitions.publishing import publish as write  # noqa: PLC0415 - brings the parsers in

    write(plan, questionnaires, scoring)


def restore(reference: str, questionnaires: Path, scoring: Path) -> Path:
    """Put a published file back as it was published; its place. Raises ProblemsError."""
    from diagnosis.definitions.publishing import restore as put_back  # noqa: PLC0415 - brings the parsers in

    return put_back(reference, questionnaires, scoring)


def migrate_answers(
    answers: Mapping[str, Answer],
    ends: tuple[str, str],
    questionnaires: Path,
    scoring: Path,
    cache: Path | None = None,
) -> Carryover:
    """The answers of a checked sheet, carried from the first of two rulesets to the second. Raises ProblemsError."""
    from diagnosis.definitions.migrations.library import migrate  # noqa: PLC0415 - brings the parsers in

    return migrate(answers, ends, questionnaires, scoring, cache)


def put_on_record(carryover: Carryover, language: Language) -> dict[str, Answer]:
    """The carried answers as they stand on the new sheet, each with a note of where it comes from."""
    from diagnosis.definitions.migrations.carrying import put_on_record as put  # noqa: PLC0415 - brings the checks in

    return put(carryover, language)


def load_preview(wanted: str | Path, questionnaires: Path, scoring: Path) -> Preview:
    """A questionnaire, `ID`, `ID@VERSION` or a file, as an author sees it. Raises ProblemsError for faults of shape."""
    from diagnosis.definitions.versions import load_preview as load  # noqa: PLC0415 - brings the parsers in

    return load(wanted, questionnaires, scoring)


def periods_of(questionnaires: Path, scoring: Path, cache: Path | None = None) -> tuple[Period, ...]:
    """When each ruleset applies, in the order of `available_rulesets`."""
    rulesets = available_rulesets(scoring)
    return tuple(period_of(load_definitions(each, questionnaires, scoring, cache).ruleset) for each in rulesets)


def _root_above(path: Path) -> Path:
    for folder in path.resolve().parents:
        if (folder / "questionnaires").is_dir() and (folder / "scoring").is_dir():
            return folder
    return Path()


def _no_such_ruleset(reference: str, scoring: Path) -> Problem:
    known = available_rulesets(scoring)
    hint_ja, hint_en = did_you_mean(reference, known)
    listed = ", ".join(known) or "-"
    message = Text(
        ja=f"採点規則 {reference} がありません。{hint_ja}使えるのは {listed} です。",
        en=f"There is no ruleset {reference}.{hint_en} Available: {listed}.",
    )
    return Problem(Span(str(scoring), 0, 0), "ruleset.unknown", message)
