"""Whether a migration makes sense: every question of either edition has its place, and exactly one."""

from collections.abc import Iterable, Iterator, Mapping

from diagnosis.definitions.checks.conditions import check_condition
from diagnosis.definitions.draft import World
from diagnosis.definitions.migrations.build import build_migration, carries
from diagnosis.definitions.migrations.fitting import accepts, is_alike, missing_values, values_of
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem, Span
from diagnosis.model.questionnaire import Question

Questions = Mapping[str, Question]

_READING = frozenset({"merged", "ask_again"})
"""Where earlier questions are only read: the later edition may ask them still."""


def check_migration(node: Node, before: World, after: World) -> Iterator[Problem]:
    """Everything that is wrong with the step described at `node` between two sound editions."""
    check = _Check(node, _asked(before), _asked(after))
    yield from check.names()
    yield from check.one_source_each()
    yield from check.one_fate_each()
    yield from check.values()
    yield from check.rules(before)
    yield from check.all_explained()


def _asked(world: World) -> dict[str, Question]:
    """Every question that is answered by itself."""
    return {name: draft.question for name, draft in world.questions.items() if draft.question.same_as is None}


class _Check:
    def __init__(self, node: Node, before: Questions, after: Questions) -> None:
        self._node, self._before, self._after = node, before, after
        self._targets = list(self._named_targets())
        self._sources = list(self._named_sources())
        self._migration = build_migration(node)

    def names(self) -> Iterator[Problem]:
        """Wrong: `renamed: [{question: ownr, to: owner}]`. Right: ids of the edition that each belongs to."""
        for node in self._sources:
            if node.value not in self._before:
                yield _unknown(node, self._node.string("from"), self._before)
        for node in (*self._targets, *self._named("new")):
            if node.value not in self._after:
                yield _unknown(node, self._node.string("to"), self._after)
        for node in self._named("dropped"):
            if node.value in self._after:
                yield _still_asked(node)
        for node in self._named("new"):
            if node.value in self._before:
                yield _not_new(node)

    def one_source_each(self) -> Iterator[Problem]:
        """Wrong: two questions renamed to one. Right: one source, or a merge that says how they go together."""
        seen: dict[object, Node] = {}
        for node in (*self._targets, *self._named("new")):
            first = seen.setdefault(node.value, node)
            if first is not node:
                yield _two_sources(node, first)
        read = {carry.to: {carry.question} for carry in self._migration.carried}
        read |= {merge.to: set(merge.questions) for merge in self._migration.merged}
        for node in self._targets:
            if node.value in self._before and node.value not in read.get(str(node.value), {node.value}):
                yield _two_sources(node, node)

    def one_fate_each(self) -> Iterator[Problem]:
        """Wrong: a question both renamed and dropped, or renamed though the later edition asks it still."""
        seen: dict[object, Node] = {}
        named = {node.value for node in self._targets}
        read = [node for node in self._sources if node.path[0] in _READING]
        for node in (node for node in self._sources if node.path[0] not in _READING):
            first = seen.setdefault(node.value, node)
            if first is not node:
                yield _two_fates(node, first)
            elif node.value in self._after and node.value not in named and node.path[0] != "dropped":
                yield _two_fates(node, self._node)
        dropped = {node.value: node for node in self._named("dropped")}
        yield from (_two_fates(node, dropped[node.value]) for node in read if node.value in dropped)

    def values(self) -> Iterator[Problem]:
        """Wrong: an earlier value without a place, or one that the later question has not."""
        for carry, node in carries(self._node):
            source, target = self._before.get(carry.question), self._after.get(carry.to)
            if source and target:
                yield from self._values_of(_holder(node), source, target)
        touched = {node.value for node in (*self._targets, *self._named("dropped"), *self._named("new"))}
        for name, question in self._before.items():
            if name in self._after and name not in touched and not is_alike(question, self._after[name]):
                yield _changed(self._node, name)

    def _values_of(self, holder: Node, source: Question, target: Question) -> Iterator[Problem]:
        if type(source) is not type(target):
            yield _other_kind(holder, source, target)
            return
        known, allowed = (set(values_of(question)) for question in (source, target))
        for name, each in holder.entries("values"):
            yield from [] if name in known else [_no_value(each.key, name, source, known)]
            yield from [] if each.value in allowed else [_no_value(each.at, str(each.value), target, allowed)]
        for each in holder.items("ask_again_for"):
            yield from [] if each.value in known else [_no_value(each.at, str(each.value), source, known)]
        mentioned = {*holder.strings("ask_again_for"), *(name for name, _ in holder.entries("values"))}
        if lost := missing_values(source, target, mentioned):
            yield _lost(holder, source, lost)

    def rules(self, before: World) -> Iterator[Problem]:
        """Wrong: a rule that reads a question it does not merge, or gives a value that the later one has not."""
        for item in self._node.items("merged"):
            target = self._after.get(item.string("to"))
            for rule in item.items("rules"):
                yield from check_condition(rule.child("when"), before)
                value = rule.child("value")
                if target and not accepts(target, value.value):
                    yield _no_value(value.at, str(value.value), target, values_of(target))

    def all_explained(self) -> Iterator[Problem]:
        """Wrong: a question that is in one edition only and that no line mentions. Right: every one has its line."""
        sources = {node.value for node in (*self._sources, *self._named("dropped"))}
        if lost := [name for name in self._before if name not in self._after and name not in sources]:
            yield _unexplained(self._node, "from", "migration.not-carried", lost)
        targets = {node.value for node in (*self._targets, *self._named("new"))}
        if fresh := [name for name in self._after if name not in self._before and name not in targets]:
            yield _unexplained(self._node, "to", "migration.unexplained", fresh)

    def _named(self, key: str) -> Iterator[Node]:
        for item in self._node.items(key):
            yield from item.items("questions")

    def _named_targets(self) -> Iterator[Node]:
        """Where a later question gets its answer from: carried, merged or asked again."""
        yield from (node for _, node in carries(self._node))
        yield from (item.child("to") for item in self._node.items("merged"))
        yield from self._named("ask_again")

    def _named_sources(self) -> Iterator[Node]:
        for key in ("renamed", "mapped", "split"):
            yield from (item.child("question") for item in self._node.items(key))
        yield from self._named("merged")
        for item in self._node.items("ask_again"):
            yield from item.items("instead_of")
        yield from self._named("dropped")


def _holder(node: Node) -> Node:
    return Node(node.tree, node.path[:-1])


def _unknown(node: Node, version: str, known: Iterable[str]) -> Problem:
    hint_ja, hint_en = did_you_mean(node.value, known)
    return error(
        node.at,
        "migration.unknown-question",
        ja=f"{version} 版には質問「{node.value}」がありません。{hint_ja}識別子を直してください。",
        en=f"Edition {version} has no question '{node.value}'.{hint_en} Mend the id.",
    )


def _still_asked(node: Node) -> Problem:
    return error(
        node.at,
        "migration.still-asked",
        ja=f"質問「{node.value}」は今の版にもあります。引き継がないなら ask_again に理由とともに書いてください。",
        en=f"The later edition asks '{node.value}' still. If its answer should not go over, list it under ask_again.",
    )


def _not_new(node: Node) -> Problem:
    return error(
        node.at,
        "migration.not-new",
        ja=f"質問「{node.value}」は前の版にもあります。new から取り除くか、ask_again に移してください。",
        en=f"The earlier edition has '{node.value}', too. Remove it from new, or move it to ask_again.",
    )


def _two_sources(node: Node, first: Node) -> Problem:
    where_ja, where_en = (
        ("前の版の同じ質問", "the same question of the earlier edition")
        if node is first
        else (f"{first.at}", f"{first.at}")
    )
    return error(
        node.at,
        "migration.two-sources",
        ja=f"質問「{node.value}」の答えの出どころが二つあります（もう一つは{where_ja}）。一つにするか、merged "
        "に決め方を書いてください。",
        en=f"'{node.value}' has two sources (the other: {where_en}). Keep one, or say under merged how they go "
        "together.",
    )


def _two_fates(node: Node, first: Node) -> Problem:
    return error(
        node.at,
        "migration.two-fates",
        ja=f"質問「{node.value}」の行き先が二つあります（もう一つは {first.at}）。一つにするか、split にしてください。",
        en=f"'{node.value}' goes two ways (the other: {first.at}). Keep one, or use split.",
    )


def _other_kind(node: Node, source: Question, target: Question) -> Problem:
    return error(
        node.at,
        "migration.kind",
        ja=f"「{source.id}」と「{target.id}」は種類が違います。merged に規則を書くか、ask_again にしてください。",
        en=f"'{source.id}' and '{target.id}' are of different kinds. Write rules under merged, or use ask_again.",
    )


def _no_value(at: Span, value: str, question: Question, known: Iterable[str]) -> Problem:
    hint_ja, hint_en = did_you_mean(value, known)
    listed = ", ".join(sorted(known)) or "-"
    return error(
        at,
        "migration.unknown-value",
        ja=f"「{value}」は質問「{question.id}」の答えになりません。{hint_ja}選べる値：{listed}。",
        en=f"'{value}' cannot answer '{question.id}'.{hint_en} Its values: {listed}.",
    )


def _lost(node: Node, source: Question, lost: Iterable[str]) -> Problem:
    listed = ", ".join(lost)
    return error(
        node.at,
        "migration.values",
        ja=f"前の版の「{source.id}」の値 {listed} の行き先がありません。values か ask_again_for に書いてください。",
        en=f"The values {listed} of the earlier '{source.id}' go nowhere. List them in values or ask_again_for.",
    )


def _changed(node: Node, question: str) -> Problem:
    return error(
        node.child("from").key,
        "migration.values",
        ja=f"質問「{question}」は両方の版にありますが、選択肢・種類・単位が違います。mapped か ask_again "
        "に書いてください。",
        en=f"Both editions ask '{question}', but with other choices, another kind or unit. List it under mapped or "
        "ask_again.",
    )


def _unexplained(node: Node, key: str, code: str, names: Iterable[str]) -> Problem:
    listed = ", ".join(names)
    if key == "from":
        ja = (
            f"前の版の質問 {listed} の行き先がありません。renamed・split・merged・ask_again・dropped に書いてください。"
        )
        en = f"Nothing says what becomes of {listed}. List them: renamed, split, merged, ask_again or dropped."
    else:
        ja = f"今の版の質問 {listed} の出どころがありません。renamed・split・merged・ask_again・new に書いてください。"
        en = f"Nothing says where {listed} come from. List them: renamed, split, merged, ask_again or new."
    return error(node.child(key).key, code, ja=ja, en=en)
