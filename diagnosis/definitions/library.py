"""What the rest of the product asks of definitions besides loading one: check, compare, publish, migrate, preview.

The work lies in modules of their own, which bring the parsers along: each is imported when it is asked for.
"""

from collections.abc import Mapping
from pathlib import Path

from diagnosis.definitions.cache import digest_of, keep, read_cached
from diagnosis.model.change import Comparison
from diagnosis.model.migration import Carryover
from diagnosis.model.preview import Preview
from diagnosis.model.problems import Problem
from diagnosis.model.publication import Plan
from diagnosis.model.sheet import Answer
from diagnosis.model.text import Language


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


def _root_above(path: Path) -> Path:
    for folder in path.resolve().parents:
        if (folder / "questionnaires").is_dir() and (folder / "scoring").is_dir():
            return folder
    return Path()
