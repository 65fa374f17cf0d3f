"""From folders of files to problems and definitions: the slow way, taken where nothing is cached."""

from collections.abc import Iterable
from pathlib import Path

from diagnosis.definitions.checks import check_world
from diagnosis.definitions.loading import (
    QUESTIONNAIRE,
    RULESET,
    LoadedFile,
    check_name,
    load_file,
    load_folder,
    read_definition,
    sound,
)
from diagnosis.definitions.migrations.checking import check_migrations
from diagnosis.definitions.migrations.files import MIGRATION, ends_of, load_migrations, load_one
from diagnosis.definitions.node import Node
from diagnosis.definitions.overlaps import check_overlaps
from diagnosis.definitions.published import LIST_NAME, check_list, check_published
from diagnosis.definitions.report import error
from diagnosis.definitions.worlds import Group, build_world, group_files, group_of
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.ruleset import Definitions


def check_folders(questionnaires: Path, scoring: Path) -> tuple[Problem, ...]:
    """Everything that is wrong in all files of both folders, in file order."""
    sheets, rulesets = load_folder(questionnaires, QUESTIONNAIRE), load_folder(scoring, RULESET)
    problems = [problem for file in (*sheets, *rulesets) for problem in file.problems]
    groups = tuple(group_files(sheets, rulesets))
    migrations = load_migrations(questionnaires)
    problems += [problem for file in migrations for problem in file.problems]
    for group in groups:
        problems += check_group(group)
    problems += (*check_overlaps(rulesets), *check_migrations(migrations, _by_ruleset(groups)))
    problems += (*check_published(questionnaires, sheets), *check_published(scoring, rulesets))
    return in_file_order(problems)


def check_group(group: Group) -> tuple[Problem, ...]:
    """What is wrong with the meaning of a group; nothing is said before every file in it has the right shape."""
    return (*group.problems, *(check_world(build_world(group)) if group.whole else ()))


def check_one(path: Path, questionnaires: Path, scoring: Path) -> tuple[Problem, ...]:
    """What is wrong in the file at `path`, read in the place of its namesake among the files of both folders."""
    tree, _, problems = read_definition(path)
    if tree is None:
        return problems
    sheets, rulesets = load_folder(questionnaires, QUESTIONNAIRE), load_folder(scoring, RULESET)
    node = Node(tree)
    if node.has(RULESET):
        return _check_instead(_load_one(path, RULESET, scoring), sheets, rulesets, scoring)
    if node.has(QUESTIONNAIRE):
        return _check_instead(_load_one(path, QUESTIONNAIRE, questionnaires), sheets, rulesets, questionnaires)
    if node.has(MIGRATION):
        return _check_migration(load_one(path, questionnaires), group_files(sheets, rulesets), questionnaires)
    if isinstance(tree.value, dict) and any("@" in str(key) for key in tree.value):
        return check_list(path, (*sheets, *rulesets), path.parent if path.name == LIST_NAME else None)
    return (_no_known_kind(node),)


def compile_definitions(reference: str, questionnaires: Path, scoring: Path) -> Definitions:
    """The ruleset with its questionnaires; raises ProblemsError with every problem if any of them is an error."""
    name, _, version = reference.partition("@")
    path = scoring / name / f"{version}.yaml"
    ruleset = load_file(path, RULESET)
    if ruleset.tree is None:
        raise ProblemsError(ruleset.problems)
    sheets = tuple(
        load_file(questionnaires / each.string("questionnaire") / f"{each.string('version')}.yaml", QUESTIONNAIRE)
        for each in ruleset.node.items("questionnaires")
    )
    present = tuple(sheet for sheet in sheets if sheet.path.exists())
    group = group_of(ruleset, present)
    problems = [problem for file in group.files for problem in file.problems]
    problems += check_group(group)
    problems += (*_changed_only(questionnaires, present), *_changed_only(scoring, (ruleset,)))
    if not sound(tuple(problems)):
        raise ProblemsError(in_file_order(problems))
    world = build_world(group)
    assert world.ruleset is not None
    return Definitions(world.ruleset.ruleset, tuple(draft.questionnaire for draft in world.questionnaires))


def in_file_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Each problem once, in file order."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.at, problem.code)))


def _changed_only(folder: Path, files: tuple[LoadedFile, ...]) -> tuple[Problem, ...]:
    """A published file that this ruleset does not use may be missing without harm to it."""
    return tuple(problem for problem in check_published(folder, files) if problem.code != "frozen.missing")


def _load_one(path: Path, kind: str, folder: Path) -> LoadedFile:
    """A file in its folder must be named after its content; one that stands in for another need not."""
    file = load_file(path, kind)
    return check_name(file) if path.resolve().parent.parent == folder.resolve() else file


def _check_instead(
    file: LoadedFile, sheets: tuple[LoadedFile, ...], rulesets: tuple[LoadedFile, ...], folder: Path
) -> tuple[Problem, ...]:
    others = [each for each in (sheets if file.kind == QUESTIONNAIRE else rulesets) if each.reference != file.reference]
    mine = tuple(sorted((*others, file), key=lambda each: each.reference))
    groups = group_files(*((mine, rulesets) if file.kind == QUESTIONNAIRE else (sheets, mine)))
    problems = [*file.problems, *check_published(folder, mine)]
    problems += check_overlaps(mine if file.kind == RULESET else ())
    for group in groups:
        if file in group.files:
            problems += check_group(group)
            problems += _broken_siblings(group) if file.tree is not None else ()
    return tuple(
        problem
        for problem in in_file_order(problems)
        if problem.at.file == str(file.path) or problem.code == "shape.sibling"
    )


def _check_migration(file: LoadedFile, groups: Iterable[Group], questionnaires: Path) -> tuple[Problem, ...]:
    same = ends_of(file) if file.tree else ()
    others = [each for each in load_migrations(questionnaires) if each.tree and ends_of(each) != same]
    by_ruleset = _by_ruleset(groups)
    problems = [*file.problems, *check_migrations((*others, file), by_ruleset)]
    for reference in same:
        problems += _broken_siblings(by_ruleset[reference]) if reference in by_ruleset else ()
    mine = {str(file.path)}
    return tuple(each for each in in_file_order(problems) if each.at.file in mine or each.code == "shape.sibling")


def _by_ruleset(groups: Iterable[Group]) -> dict[str, Group]:
    return {group.ruleset.reference: group for group in groups if group.ruleset}


def _broken_siblings(group: Group) -> list[Problem]:
    """A broken file beside this one keeps its meaning from being checked: say so, at that file."""
    return [
        error(
            Span(str(each.path), 0, 0),
            "shape.sibling",
            ja=f"一緒に使う {each.reference} に誤りがあるため、"
            "意味の検査ができません。先にそのファイルを直してください。",
            en=f"{each.reference}, which belongs to it, has faults, "
            "so meaning cannot be checked. Mend that file first.",
        )
        for each in group.files
        if each.tree is None
    ]


def _no_known_kind(node: Node) -> Problem:
    return error(
        node.at,
        "shape.kind-of-file",
        ja="質問票・採点規則・移行表のどれか分かりません。先頭に「questionnaire:」「ruleset:」「migration:」の"
        "どれかを書いてください。",
        en="This is no questionnaire, ruleset or migration. Begin with 'questionnaire:', 'ruleset:' or 'migration:'.",
    )
