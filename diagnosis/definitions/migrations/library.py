"""A sheet's way from its own edition to another."""

from collections.abc import Mapping
from pathlib import Path

from diagnosis.definitions.loading import sound
from diagnosis.definitions.migrations.build import build_migration
from diagnosis.definitions.migrations.carrying import Stage, carry_over
from diagnosis.definitions.migrations.files import ends_of, load_migrations
from diagnosis.definitions.migrations.steps import way
from diagnosis.definitions.report import error
from diagnosis.definitions.rulesets import available_rulesets, load_definitions
from diagnosis.definitions.version_order import version_key
from diagnosis.model.migration import Carryover
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.sheet import Answer


def migrate(
    answers: Mapping[str, Answer], ends: tuple[str, str], questionnaires: Path, scoring: Path, cache: Path | None
) -> Carryover:
    """Carry the answers over. Raises ProblemsError: `migration.backwards`, `migration.missing`, those of the files."""
    before, after = ends
    for reference in ends:
        load_definitions(reference, questionnaires, scoring, cache)
    if version_key(after.partition("@")[2]) <= version_key(before.partition("@")[2]):
        raise ProblemsError((_backwards(before, after, questionnaires),))
    files = load_migrations(questionnaires)
    faulty = tuple(problem for file in files for problem in file.problems)
    if not sound(faulty):
        raise ProblemsError(faulty)
    by_ends = {ends_of(file): build_migration(file.node) for file in files}
    steps = way(before, after, available_rulesets(scoring), by_ends)
    if steps is None:
        raise ProblemsError((_no_way(before, after, questionnaires),))
    names = {name for step in steps for name in step}
    loaded = {name: load_definitions(name, questionnaires, scoring, cache) for name in names}
    stages = tuple(Stage(loaded[step[0]], loaded[step[1]], by_ends.get(step)) for step in steps)
    return carry_over(answers, stages)


def _backwards(before: str, after: str, questionnaires: Path) -> Problem:
    return error(
        Span(str(questionnaires), 0, 0),
        "migration.backwards",
        ja=f"{before} の回答を {after} に移すことはできません。引き継げるのは、より新しい版へだけです。",
        en=f"A sheet on {before} cannot go to {after}. Sheets go over to later versions only.",
    )


def _no_way(before: str, after: str, questionnaires: Path) -> Problem:
    return error(
        Span(str(questionnaires), 0, 0),
        "migration.missing",
        ja=f"{before} から {after} へ回答を引き継ぐ移行表がありません（{questionnaires}/migrations の中）。"
        "新しい版の用紙（diagnosis new）で答え直してください。",
        en=f"No migration in {questionnaires}/migrations leads from {before} to {after}. Answer a new sheet instead "
        "(diagnosis new).",
    )
