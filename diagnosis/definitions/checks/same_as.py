"""Questions that are not asked again."""

from collections import defaultdict
from collections.abc import Iterator

from diagnosis.definitions.draft import QuestionDraft, RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error, warning
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem
from diagnosis.model.questionnaire import MultiQuestion, NumberQuestion, Question, choices_of
from diagnosis.model.ruleset import QuestionRule
from diagnosis.model.sheet import Value


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


def check_rivals(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: of two questions of a section with one answer, a yes is best for one, a no for the other. Right: alike.

    No answer could bring such a section to 100 points, so that its upper bound would promise too much.
    """
    sharing: dict[tuple[str, str], list[tuple[QuestionDraft, QuestionRule, Node]]] = defaultdict(list)
    for rule, node in draft.rules:
        question = world.questions.get(rule.question)
        if question is not None and question.scored:
            sharing[question.section, question.question.same_as or question.id].append((question, rule, node))
    for group in sharing.values():
        if len(group) > 1 and not _agree(group[0][0].question, [rule for _, rule, _ in group]):
            yield _rivals(group[0][0], *group[-1][1:])


def _agree(question: Question, rules: list[QuestionRule]) -> bool:
    """Whether some answer is best under every rule."""
    earned = [[_points(rule, value) for rule in rules] for value in _candidates(question, rules)]
    best = [max(column) for column in zip(*earned, strict=True)]
    return best in earned or not earned


def _candidates(question: Question, rules: list[QuestionRule]) -> list[Value]:
    """Answers among which the best of each rule are: more choices never earn less, and points rise at a band only."""
    match question:
        case NumberQuestion(minimum=minimum):
            return [minimum, *(band.at_least for rule in rules for band in rule.bands)]
        case MultiQuestion(choices=choices):
            together = frozenset(choice.value for choice in choices if not choice.exclusive)
            return [together, *(frozenset({choice.value}) for choice in choices if choice.exclusive)]
        case _:
            return [choice.value for choice in choices_of(question)]


def _points(rule: QuestionRule, value: Value) -> int:
    if isinstance(value, int):
        reached = [band for band in rule.bands if band.at_least <= value]
        return max(reached, key=lambda band: band.at_least).points if reached else 0
    chosen = value if isinstance(value, frozenset) else {str(value)}
    return min(100, sum(rule.points.get(choice, 0) for choice in chosen))


def _rivals(first: QuestionDraft, rule: QuestionRule, node: Node) -> Problem:
    return warning(
        node.child("question").at,
        "same-as.rivals",
        ja=f"{first.id} と {rule.question} は同じ区分で一つの回答を共有しますが、"
        "両方にとって最もよい回答がありません。点の付け方をそろえるか、別の区分に移してください。",
        en=f"{first.id} and {rule.question} share one answer in one section, but no answer is best for both. "
        "Give points alike, or move one to another section.",
    )


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
