"""What the rest of the product asks of definitions: check them, load one ruleset, name those there are.

Files stand at `questionnaires/ID/VERSION.yaml` and `scoring/ID/VERSION.yaml`. With a warm cache no parser is imported.
"""

from datetime import date
from pathlib import Path

from diagnosis.definitions.cache import digest_of, keep, read_cached
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Text

Period = tuple[str, date, date | None]


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
    found = ((path.parent.name, _version_key(path.stem), path.stem) for path in scoring.glob("*/*.yaml"))
    return tuple(f"{name}@{version}" for name, _, version in sorted(found))


def applicable_ruleset(
    day: date, questionnaires: Path, scoring: Path, cache: Path | None = None, *, ruleset: str = "leak-liability"
) -> str:
    """`ID@VERSION` of the version of `ruleset` that applies on `day`. Raises ProblemsError `ruleset.none-applies`."""
    for reference in reversed(available_rulesets(scoring)):
        if not reference.startswith(f"{ruleset}@"):
            continue
        rules = load_definitions(reference, questionnaires, scoring, cache).ruleset
        if rules.applies_from <= day and (rules.applies_until is None or day <= rules.applies_until):
            return reference
    raise ProblemsError((_none_applies(ruleset, day, scoring),))


def _version_key(version: str) -> tuple[tuple[int, str], ...]:
    """2026.10 comes after 2026.9."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in version.split("."))


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


def _none_applies(ruleset: str, day: date, scoring: Path) -> Problem:
    listed = ", ".join(available_rulesets(scoring)) or "-"
    message = Text(
        ja=f"{day} に適用される {ruleset} の版がありません。使う版を指定してください。あるのは {listed} です。",
        en=f"No version of {ruleset} applies on {day}. Name the version to use. There are: {listed}.",
    )
    return Problem(Span(str(scoring), 0, 0), "ruleset.none-applies", message)
