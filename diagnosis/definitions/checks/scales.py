"""Scales: declared, used, and the same wherever the same name stands."""

from collections.abc import Iterator

from diagnosis.definitions.draft import QuestionDraft, RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error, warning
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem
from diagnosis.model.questionnaire import NumberQuestion, SingleQuestion


def check_names(world: World) -> Iterator[Problem]:
    """Wrong: `scale: yes-no` where no such scale is declared; a scale nobody uses. Right: declared and used."""
    for draft in world.questionnaires:
        declared = {name for name, _ in draft.node.entries("scales")}
        used = {each.node.string("scale") for each in draft.questions}
        for each in draft.questions:
            if each.node.has("scale") and each.node.string("scale") not in declared:
                yield _unknown(each.node.child("scale"), declared)
        for name, scale in draft.node.entries("scales"):
            if name not in used:
                yield _unused(scale, name)


def check_one_source_of_choices(world: World) -> Iterator[Problem]:
    """Wrong: a single question with both `scale` and `choices`, or neither. Right: one of them; none with `same_as`."""
    for question in world.questions.values():
        node = question.node
        given = [key for key in ("scale", "choices", "unit", "minimum", "maximum", "ordered") if node.has(key)]
        if question.question.same_as is not None:
            for key in given:
                yield _own_choices(node.child(key), key)
        elif isinstance(question.question, SingleQuestion):
            yield from _check_single(question)


def check_number_range(world: World) -> Iterator[Problem]:
    """Wrong: `minimum: 10, maximum: 5`. Right: `minimum: 0, maximum: 5`."""
    for question in world.questions.values():
        asked = question.question
        if isinstance(asked, NumberQuestion) and question.node.has("maximum") and asked.minimum >= asked.maximum:
            yield error(
                question.node.child("maximum").at,
                "number.range",
                ja=f"最大値 {asked.maximum:,} が最小値 {asked.minimum:,} より大きくありません。範囲を直してください。",
                en=f"The maximum {asked.maximum:,} is not above the minimum {asked.minimum:,}. Mend the range.",
            )


def check_alike(world: World, _: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `coverage` is all/some/none in one questionnaire, all/none in another. Right: the same in both."""
    first: dict[str, Node] = {}
    for draft in world.questionnaires:
        for name, scale in draft.node.entries("scales"):
            other = first.setdefault(name, scale)
            if _values(other) != _values(scale):
                yield error(
                    scale.key,
                    "scale.differs",
                    ja=f"尺度 {name} の選択肢が {other.key} と異なります。同じにするか、別の名前にしてください。",
                    en=f"The choices of scale {name} differ from those at {other.key}. Make them equal or rename one.",
                )


def _values(scale: Node) -> tuple[object, ...]:
    return (scale.flag("ordered"), *(choice.string("value") for choice in scale.items("choices")))


def _check_single(question: QuestionDraft) -> Iterator[Problem]:
    node = question.node
    if node.has("scale") == node.has("choices"):
        yield error(
            node.child("id").at,
            "scale.or-choices",
            ja=f"{question.id} には scale か choices のどちらか一方だけを書いてください。",
            en=f"Give {question.id} either 'scale' or 'choices', exactly one of them.",
        )
    if node.has("scale") and node.has("ordered"):
        yield error(
            node.child("ordered").key,
            "scale.or-choices",
            ja="ordered は尺度（scales）の側に書いてください。質問に書くのは choices がその場にあるときだけです。",
            en="Write 'ordered' at the scale. A question has it only where its choices stand in place.",
        )


def _own_choices(node: Node, key: str) -> Problem:
    return error(
        node.key,
        "same-as.own-choices",
        ja=f"same_as の質問は元の質問の「{key}」を使います。「{key}」を取り除いてください。",
        en=f"A question with same_as uses the '{key}' of its target. Remove '{key}'.",
    )


def _unknown(node: Node, declared: set[str]) -> Problem:
    hint_ja, hint_en = did_you_mean(node.value, declared)
    listed = ", ".join(sorted(declared)) or "-"
    return error(
        node.at,
        "scale.unknown",
        ja=f"尺度「{node.value}」はこのファイルの scales にありません。{hint_ja}あるのは {listed} です。",
        en=f"There is no scale '{node.value}' in this file.{hint_en} There are: {listed}.",
    )


def _unused(scale: Node, name: str) -> Problem:
    return warning(
        scale.key,
        "scale.unused",
        ja=f"尺度 {name} を使う質問がありません。不要なら消してください。",
        en=f"No question uses the scale {name}. Remove it if it is not needed.",
    )
