"""Which files are checked together: a ruleset with the questionnaires it names; a draft with those it will stand by."""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.definitions.build_questionnaires import QuestionnaireFile, build_questionnaires
from diagnosis.definitions.build_ruleset import build_ruleset
from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.definitions.loading import LoadedFile
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.definitions.version_order import version_key
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem


@dataclass(frozen=True, slots=True)
class Group:
    """Files that belong together, questionnaires in the order of asking. problems: of putting them together."""

    questionnaires: tuple[LoadedFile, ...]
    ruleset: LoadedFile | None
    problems: tuple[Problem, ...] = ()

    @property
    def files(self) -> tuple[LoadedFile, ...]:
        """All of them."""
        return (*self.questionnaires, *((self.ruleset,) if self.ruleset else ()))

    @property
    def whole(self) -> bool:
        """Whether all files are there and have the right shape, so that meaning can be checked."""
        return not self.problems and all(file.tree is not None for file in self.files)


def group_files(questionnaires: tuple[LoadedFile, ...], rulesets: tuple[LoadedFile, ...]) -> Iterator[Group]:
    """One group a ruleset, then one a version of the questionnaires that no ruleset names."""
    named: set[str] = set()
    groups: list[Group] = []
    for ruleset in rulesets:
        if ruleset.tree is not None:
            group = group_of(ruleset, questionnaires)
            named.update(file.reference for file in group.questionnaires)
            groups.append(group)
    yield from groups
    others = [file for file in questionnaires if file.reference not in named]
    for version in sorted({file.path.stem for file in others}):
        drafts = [file for file in others if file.path.stem == version]
        yield Group(_in_order([*_company_of(drafts, groups), *drafts]), None)


def _company_of(drafts: list[LoadedFile], groups: list[Group]) -> list[LoadedFile]:
    """The questionnaires beside which the drafts will be asked: those of the latest ruleset that asks the same ids."""
    names = {_name(file) for file in drafts}
    asking = [group for group in groups if names & {_name(file) for file in group.questionnaires}]
    latest = max(asking, key=lambda group: version_key(group.ruleset.path.stem) if group.ruleset else (), default=None)
    return [file for file in latest.questionnaires if _name(file) not in names] if latest else []


def _name(file: LoadedFile) -> str:
    return file.reference.partition("@")[0]


def group_of(ruleset: LoadedFile, questionnaires: tuple[LoadedFile, ...]) -> Group:
    """The ruleset with the questionnaires that it names."""
    known = {file.reference: file for file in questionnaires}
    found: list[LoadedFile] = []
    problems: list[Problem] = []
    for entry in ruleset.node.items("questionnaires"):
        reference = f"{entry.string('questionnaire')}@{entry.string('version')}"
        if reference in known:
            found.append(known[reference])
        else:
            problems.append(_no_such_questionnaire(entry, reference, list(known)))
    return Group(tuple(found), ruleset, tuple(problems))


def build_world(group: Group) -> World:
    """Types from the trees of a whole group."""
    files = [QuestionnaireFile(file.node, file.digest) for file in group.questionnaires]
    questionnaires = build_questionnaires(files)
    world = World.of(questionnaires, None)
    if group.ruleset is None:
        return world
    scale_of = {name: draft.scale for name, draft in world.questions.items()}
    ruleset: RulesetDraft = build_ruleset(group.ruleset.node, group.ruleset.digest, scale_of)
    return World.of(questionnaires, ruleset)


def _no_such_questionnaire(entry: Node, reference: str, known: list[str]) -> Problem:
    hint_ja, hint_en = did_you_mean(reference, known)
    listed = ", ".join(known) or "-"
    return error(
        entry.child("questionnaire").at,
        "questionnaire.unknown",
        ja=f"質問票 {reference} がありません。{hint_ja}あるのは {listed} です。",
        en=f"There is no questionnaire {reference}.{hint_en} There are: {listed}.",
    )


def _in_order(files: list[LoadedFile]) -> tuple[LoadedFile, ...]:
    """Those that others read come first; where that does not decide, the unscored, then by name."""
    readable = [file for file in files if file.tree is not None]
    home = {str(node.value): file.reference for file in readable for node in _question_ids(file.node)}
    reads = {file.reference: {home[name] for name in _names_read(file.node) if name in home} for file in readable}
    waiting = sorted(files, key=lambda file: (file.tree is not None and file.node.flag("scored"), file.reference))
    placed: list[LoadedFile] = []
    while waiting:
        open_ones = {file.reference for file in waiting}
        ready = (file for file in waiting if not (reads.get(file.reference, set()) - {file.reference}) & open_ones)
        chosen = next(ready, waiting[0])
        waiting.remove(chosen)
        placed.append(chosen)
    return tuple(placed)


def _question_ids(node: Node) -> Iterator[Node]:
    for section in node.items("sections"):
        for question in section.items("questions"):
            yield question.child("id")


def _names_read(node: Node) -> Iterator[str]:
    for key, child in node.entries():
        if key in {"question", "same_as"}:
            yield str(child.value)
        yield from _names_read(child)
    for item in node.items():
        yield from _names_read(item)
