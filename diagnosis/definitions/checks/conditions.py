"""Conditions: every test names a question, a value or a score that exists, and fits its kind."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from diagnosis.definitions.build_conditions import located_tests
from diagnosis.definitions.draft import QuestionDraft, RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.conditions import (
    AtLeast,
    AtMost,
    Condition,
    Includes,
    Is,
    PointsAtLeast,
    PointsBelow,
    QuestionTest,
    ScoreTest,
    StateIs,
    Test,
    tests_in,
)
from diagnosis.model.problems import Problem
from diagnosis.model.questionnaire import MultiQuestion, NumberQuestion, Question, SingleQuestion, choices_of


def check_routes(world: World) -> Iterator[Problem]:
    """Wrong: `applies_when: {question: remote-acess, is: "yes"}`. Right: an id that exists, a value of its scale."""
    for node in route_nodes(world):
        yield from check_condition(node, world)


def check_ruleset(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: `{score: overal, below: 5000}`, points in `held`. Right: points in gates, findings, referrals."""
    scores = _score_names(world, draft)
    for node, may_score in rule_nodes(draft):
        for place, test in located_tests(node):
            if isinstance(test, ScoreTest | PointsBelow | PointsAtLeast) and not may_score:
                yield _reads_scores(place)
            elif isinstance(test, ScoreTest):
                if test.score not in scores:
                    yield _unknown(place.child("score"), "condition.unknown-score", scores)
            else:
                yield from _check_question_test(place, test, world)


def check_condition(node: Node, world: World) -> Iterator[Problem]:
    """One condition that may read answers and nothing else."""
    for place, test in located_tests(node):
        if isinstance(test, ScoreTest | PointsBelow | PointsAtLeast):
            yield _reads_scores(place)
        else:
            yield from _check_question_test(place, test, world)


def route_nodes(world: World) -> Iterator[Node]:
    """Every written `applies_when`."""
    for draft in world.questionnaires:
        holders = [draft.node, *draft.node.items("sections"), *(question.node for question in draft.questions)]
        yield from (holder.child("applies_when") for holder in holders if holder.has("applies_when"))


def rule_nodes(draft: RulesetDraft) -> Iterator[tuple[Node, bool]]:
    """Every condition written in a ruleset, and whether it may read points and scores."""
    for name, keys, may_score in (
        ("questionnaires", ("out_of_scope_when",), False),
        ("gates", ("when",), True),
        ("certifications", ("held", "covers"), False),
        ("risk_groups", ("when",), False),
        ("findings", ("when",), True),
        ("referrals", ("when",), True),
    ):
        for item in draft.node.items(name):
            yield from ((item.child(key), may_score) for key in keys if item.has(key))
    for name in ("sensitivity", "identifiability", "responsibility", "response"):
        for item in draft.node.child("loss").items(name):
            if item.has("when"):
                yield item.child("when"), False


def _score_names(world: World, draft: RulesetDraft) -> set[str]:
    scored = [each for each in world.questionnaires if each.questionnaire.scored]
    return {
        "overall",
        "confidence",
        *(f"questionnaire:{each.questionnaire.id}" for each in scored),
        *(f"section:{section.id}" for each in scored for section in each.questionnaire.sections),
        *(f"cause:{cause.id}" for cause in draft.ruleset.causes),
        *(f"medium:{medium.id}" for medium in draft.ruleset.media),
    }


def _check_question_test(place: Node, test: Test, world: World) -> Iterator[Problem]:
    assert not isinstance(test, ScoreTest)
    question = world.questions.get(test.question)
    if question is None:
        yield _unknown(place.child("question"), "condition.unknown-question", world.questions)
        return
    operand = next(child for key, child in place.entries() if key != "question")
    match test:
        case StateIs():
            return
        case PointsBelow() | PointsAtLeast():
            if not question.scored:
                yield _no_points(place, question)
        case Includes():
            yield from _check_includes(operand, question)
        case Is():
            yield from _check_is(operand, test, question)
        case AtLeast() | AtMost():
            yield from _check_order(operand, question)


def _check_includes(operand: Node, question: QuestionDraft) -> Iterator[Problem]:
    if isinstance(question.question, MultiQuestion):
        yield from _check_value(operand, question.question)
    else:
        yield _wrong_test(operand, question, "is, in", "multi")


def _check_is(operand: Node, test: Is, question: QuestionDraft) -> Iterator[Problem]:
    items = [operand] if not isinstance(operand.value, list) else list(operand.items())
    match question.question:
        case SingleQuestion():
            for item in items:
                yield from _check_value(item, question.question)
        case NumberQuestion():
            yield from (_not_a_number(item, question) for item in items if not isinstance(item.value, int))
        case MultiQuestion():
            yield _wrong_test(operand, question, "includes", "single, number")
        case _:
            yield _wrong_test(operand, question, "state", "single, number")
    yield from _repeated(items, test)


def _check_order(operand: Node, question: QuestionDraft) -> Iterator[Problem]:
    match question.question:
        case NumberQuestion():
            if not isinstance(operand.value, int):
                yield _not_a_number(operand, question)
        case SingleQuestion(scale=scale) if scale.ordered:
            yield from _check_value(operand, question.question)
        case SingleQuestion():
            yield _wrong_test(operand, question, "is, in", "ordered: true")
        case MultiQuestion():
            yield _wrong_test(operand, question, "includes", "number, ordered: true")
        case _:
            yield _wrong_test(operand, question, "state", "number, ordered: true")


def _check_value(operand: Node, question: Question) -> Iterator[Problem]:
    values = [choice.value for choice in choices_of(question)]
    if values and operand.value not in values:
        yield _unknown(operand, "condition.unknown-value", values)


def _repeated(items: list[Node], test: Is) -> Iterator[Problem]:
    for index, item in enumerate(items):
        if item.value in test.values[:index]:
            yield error(
                item.at,
                "shape.repeated",
                ja="一覧に同じものが二度あります。一つにしてください。",
                en="The list holds the same item twice. Keep one.",
            )


def _unknown(node: Node, code: str, known: Iterable[str]) -> Problem:
    names = list(known)
    what_ja, what_en = {
        "condition.unknown-question": ("質問", "question"),
        "condition.unknown-value": ("選択肢", "choice"),
        "condition.unknown-score": ("スコア", "score"),
    }[code]
    hint_ja, hint_en = did_you_mean(node.value, names)
    few = len(names) <= 20  # noqa: PLR2004 - more than a line of names helps nobody
    list_ja = f"あるのは {', '.join(names)} です。" if few else "識別子を確かめてください。"
    list_en = f" There are: {', '.join(names)}." if few else " Check the id."
    return error(
        node.at,
        code,
        ja=f"{what_ja}「{node.value}」はありません。{hint_ja}{list_ja}",
        en=f"There is no {what_en} '{node.value}'.{hint_en}{list_en}",
    )


def _reads_scores(place: Node) -> Problem:
    test = next(child for key, child in place.entries() if key != "question")
    return error(
        test.key,
        "condition.scores-not-allowed",
        ja="ここでは点やスコアを条件にできません。使えるのは gates、"
        "findings、referrals です。回答の値を条件にしてください。",
        en="Points and scores cannot be read here, only in gates, findings and referrals. Test the answer instead.",
    )


def _no_points(place: Node, question: QuestionDraft) -> Problem:
    return error(
        place.child("question").at,
        "condition.no-points",
        ja=f"{question.id} は採点しない質問なので点がありません。回答の値を条件にしてください。",
        en=f"{question.id} is not scored and has no points. Test its answer instead.",
    )


def _not_a_number(operand: Node, question: QuestionDraft) -> Problem:
    return error(
        operand.at,
        "condition.not-a-number",
        ja=f"{question.id} は数の質問です。引用符のない整数を書いてください。",
        en=f"{question.id} is a number question. Write a whole number without quotes.",
    )


def _wrong_test(operand: Node, question: QuestionDraft, instead: str, fits: str) -> Problem:
    test = operand.path[-1]
    kind = question.node.string("kind")
    return error(
        operand.key,
        "condition.wrong-test",
        ja=f"「{test}」は {question.id}（{kind}）には使えません（"
        f"使えるのは {fits}）。代わりに {instead} を使ってください。",
        en=f"'{test}' does not fit {question.id} ({kind}); it is for {fits}. Use {instead} instead.",
    )


def sound_tests(condition: Condition, world: World) -> bool:
    """Whether every test of a condition can be decided: its question exists and is of a kind that fits."""
    return all(isinstance(test, ScoreTest) or _is_sound(test, world) for test in tests_in(condition))


def _is_sound(test: QuestionTest, world: World) -> bool:
    draft = world.questions.get(test.question)
    if draft is None:
        return False
    values = {choice.value for choice in choices_of(draft.question)}
    match test:
        case StateIs():
            return True
        case PointsBelow() | PointsAtLeast():
            rules = world.ruleset.ruleset.questions if world.ruleset else ()
            return any(rule.question == test.question for rule in rules)
        case Includes(_, value):
            return isinstance(draft.question, MultiQuestion) and value in values
        case Is(_, wanted):
            return _fits(draft.question, wanted, values)
        case AtLeast(_, bound) | AtMost(_, bound):
            ordered = isinstance(draft.question, SingleQuestion) and draft.question.scale.ordered
            return (ordered or isinstance(draft.question, NumberQuestion)) and _fits(draft.question, (bound,), values)
        case _:
            assert_never(test)


def _fits(question: Question, wanted: tuple[str | int, ...], values: set[str]) -> bool:
    if isinstance(question, NumberQuestion):
        return all(isinstance(value, int) for value in wanted)
    return isinstance(question, SingleQuestion) and all(value in values for value in wanted)
