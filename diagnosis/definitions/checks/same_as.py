"""Questions that are not asked again."""

from collections.abc import Iterator

from diagnosis.definitions.draft import QuestionDraft, World
from diagnosis.definitions.report import error
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem


def check_targets(world: World) -> Iterator[Problem]:
    """Wrong: `same_as` a later question, one of another kind, or one with a `same_as`. Right: an earlier original."""
    for question in world.questions.values():
        name = question.question.same_as
        if name is None:
            continue
        target = world.questions.get(name)
        if target is None:
            yield _unknown(question, name, world)
        elif target.position >= question.position:
            yield _later(question, name)
        elif target.question.same_as is not None:
            yield _chain(question, target)
        elif type(target.question) is not type(question.question):
            yield _other_kind(question, target)


def _unknown(question: QuestionDraft, name: str, world: World) -> Problem:
    hint_ja, hint_en = did_you_mean(name, world.questions)
    return error(
        question.node.child("same_as").at,
        "same-as.unknown",
        ja=f"質問「{name}」はありません。{hint_ja}前にある質問の識別子を書いてください。",
        en=f"There is no question '{name}'.{hint_en} Name an earlier question.",
    )


def _later(question: QuestionDraft, name: str) -> Problem:
    return error(
        question.node.child("same_as").at,
        "same-as.forward",
        ja=f"{name} は {question.id} より前にありません。先に聞く質問を元にしてください。",
        en=f"{name} does not stand before {question.id}. Name a question that is asked earlier.",
    )


def _chain(question: QuestionDraft, target: QuestionDraft) -> Problem:
    origin = target.question.same_as
    return error(
        question.node.child("same_as").at,
        "same-as.chain",
        ja=f"{target.id} も same_as の質問です。元の質問 {origin} を直接書いてください。",
        en=f"{target.id} has a same_as of its own. Name the original, {origin}.",
    )


def _other_kind(question: QuestionDraft, target: QuestionDraft) -> Problem:
    kind = target.node.string("kind")
    return error(
        question.node.child("kind").at,
        "same-as.kind",
        ja=f"{target.id} は kind: {kind} です。同じ kind にしてください。",
        en=f"{target.id} is of kind {kind}. Give this question the same kind.",
    )
