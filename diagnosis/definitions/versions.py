"""Single versions, by name or by file: two side by side, one to look at."""

from pathlib import Path

from diagnosis.definitions.comparing import compare
from diagnosis.definitions.compiling import check_one
from diagnosis.definitions.draft import World
from diagnosis.definitions.loading import QUESTIONNAIRE, RULESET, LoadedFile, load_file, load_folder, read_definition
from diagnosis.definitions.naming import questions_named
from diagnosis.definitions.node import Node
from diagnosis.definitions.published import read_list
from diagnosis.definitions.report import error
from diagnosis.definitions.rulesets import available_rulesets
from diagnosis.definitions.version_order import version_key
from diagnosis.definitions.worlds import Group, build_world, group_of
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.change import Comparison
from diagnosis.model.preview import Preview
from diagnosis.model.problems import Problem, ProblemsError, Span


def compare_two(before: str | Path, after: str | Path, questionnaires: Path, scoring: Path) -> Comparison:
    """What changed. Raises ProblemsError: `version.unknown`, `version.two-kinds`, faults of shape."""
    files = [_open(each, questionnaires, scoring) for each in (before, after)]
    first, second = files
    names = [file.node.string(file.kind) for file in files]
    if first.kind != second.kind or names[0] != names[1]:
        raise ProblemsError((_two_kinds(first, second),))
    return compare(first.node, second.node, first.kind, questions_named(files))


def load_preview(wanted: str | Path, questionnaires: Path, scoring: Path) -> Preview:
    """A questionnaire with the latest ruleset that asks it. Raises ProblemsError for what keeps it from being shown."""
    file = _open(wanted, questionnaires, scoring)
    if file.kind != QUESTIONNAIRE:
        raise ProblemsError((_no_questionnaire(file),))
    world = _world_of(file, questionnaires, scoring)
    drafts = {draft.questionnaire.reference: draft.questionnaire for draft in world.questionnaires}
    return Preview(
        questionnaire=drafts[file.reference],
        ruleset=world.ruleset.ruleset if world.ruleset else None,
        questions={name: draft.question for name, draft in world.questions.items()},
        published=file.reference in read_list(questionnaires),
        problems=check_one(file.path, questionnaires, scoring),
    )


def _world_of(file: LoadedFile, questionnaires: Path, scoring: Path) -> World:
    """The file among those that its ruleset names; alone where none does, or where one of them cannot be read."""
    sheets = [each for each in load_folder(questionnaires, QUESTIONNAIRE) if each.reference != file.reference]
    for reference in reversed(available_rulesets(scoring)):
        name, _, version = reference.partition("@")
        ruleset = load_file(scoring / name / f"{version}.yaml", RULESET)
        if ruleset.tree is None:
            continue
        group = group_of(ruleset, (*sheets, file))
        if file in group.files and all(each.tree is not None for each in group.files):
            return build_world(group)
    return build_world(Group((file,), None))


def _open(wanted: str | Path, questionnaires: Path, scoring: Path) -> LoadedFile:
    path = wanted if isinstance(wanted, Path) else _find(wanted, questionnaires, scoring)
    tree, _, problems = read_definition(path)
    if tree is None:
        raise ProblemsError(problems)
    file = load_file(path, RULESET if Node(tree).has(RULESET) else QUESTIONNAIRE)
    if file.tree is None:
        raise ProblemsError(file.problems)
    return file


def _find(reference: str, questionnaires: Path, scoring: Path) -> Path:
    """The file of `ID@VERSION`, or of the latest version of `ID`."""
    files = [path for folder in (questionnaires, scoring) for path in folder.glob("*/*.yaml")]
    known = {f"{path.parent.name}@{path.stem}": path for path in files}
    if reference in known:
        return known[reference]
    versions = [name for name in known if name.startswith(f"{reference}@")]
    if versions:
        return known[max(versions, key=lambda name: version_key(name.partition("@")[2]))]
    hint_ja, hint_en = did_you_mean(reference, known)
    listed = ", ".join(sorted(known)) or "-"
    problem = error(
        Span(str(questionnaires), 0, 0),
        "version.unknown",
        ja=f"{reference} という質問票・採点規則はありません。{hint_ja}あるのは {listed} です。",
        en=f"There is no questionnaire or ruleset {reference}.{hint_en} There are: {listed}.",
    )
    raise ProblemsError((problem,))


def _two_kinds(before: LoadedFile, after: LoadedFile) -> Problem:
    return error(
        Span(str(after.path), 0, 0),
        "version.two-kinds",
        ja=f"{before.reference} と {after.reference} は比べられません。同じ識別子の二つの版を指定してください。",
        en=f"{before.reference} and {after.reference} cannot be compared. Name two versions of one id.",
    )


def _no_questionnaire(file: LoadedFile) -> Problem:
    return error(
        Span(str(file.path), 0, 0),
        "version.two-kinds",
        ja=f"{file.reference} は質問票ではありません。質問票の識別子かファイルを指定してください。",
        en=f"{file.reference} is no questionnaire. Name a questionnaire or its file.",
    )
