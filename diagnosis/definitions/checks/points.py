"""Points: every answer has some, the best has 100, the worst 0, and they differ."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from diagnosis.definitions.draft import QuestionDraft, RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem
from diagnosis.model.questionnaire import Choice, MultiQuestion, NumberQuestion, SingleQuestion
from diagnosis.model.ruleset import Band, QuestionRule

BEST = 100


def check_scale_points(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: points for a scale that no questionnaire has, or for a value it lacks. Right: one entry a value."""
    scales = {name: scale for each in world.questionnaires for name, scale in each.node.entries("scales")}
    for name, node in draft.node.entries("scale_points"):
        if name not in scales:
            yield _no_such(node, name, scales, "points.unknown-scale")
            continue
        values = [choice.string("value") for choice in scales[name].items("choices")]
        yield from _check_single_points(node, values)


def check_points(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: a value without points, or the best at 80. Right: `points: {"yes": 100, partly: 50, "no": 0}`."""
    scale_points = {name for name, _ in draft.node.entries("scale_points")}
    for rule, node in draft.rules:
        question = world.questions.get(rule.question)
        match question.question if question else None:
            case SingleQuestion(scale=scale) if question and scale.choices:
                yield from _wrong_key(node, "bands", "points")
                yield from _check_single(node, question, scale.choices, scale_points)
            case MultiQuestion(choices=choices) if choices:
                yield from _wrong_key(node, "bands", "points")
                yield from _check_multi(node, choices)
            case _:
                pass


def check_bands(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: bands in no order, above the maximum, or from 5 where 0 may be. Right: ascending from the minimum."""
    for rule, node in draft.rules:
        question = world.questions.get(rule.question)
        if question is None or not isinstance(question.question, NumberQuestion):
            continue
        yield from _wrong_key(node, "points", "bands")
        if node.has("bands"):
            yield from _check_bands(node.child("bands"), rule, question.question)
        else:
            yield _missing(node, "bands")


def points_reached(rule: QuestionRule, question: QuestionDraft) -> frozenset[int]:
    """All points that an answer, "don't know" included, can have."""
    match question.question:
        case MultiQuestion(choices=choices):
            return frozenset({0, *_sums(rule.points, choices)})
        case NumberQuestion():
            return frozenset({0, *(band.points for band in rule.bands)})
        case _:
            return frozenset({0, *rule.points.values()})


def _sums(points: Mapping[str, int], choices: tuple[Choice, ...]) -> set[int]:
    alone = {points.get(choice.value, 0) for choice in choices if choice.exclusive}
    sums = {0}
    for choice in choices:
        if not choice.exclusive:
            sums |= {min(BEST, total + points.get(choice.value, 0)) for total in sums}
    return alone | sums


def _check_single(
    node: Node, question: QuestionDraft, choices: tuple[Choice, ...], scale_points: set[str]
) -> Iterator[Problem]:
    if node.has("points"):
        yield from _check_single_points(node.child("points"), [choice.value for choice in choices])
    elif question.scale not in scale_points:
        yield _missing(node, "points")


def _check_single_points(node: Node, values: list[str]) -> Iterator[Problem]:
    yield from _check_values(node, values)
    given = [int(str(child.value)) for name, child in node.entries() if name in values]
    if given:
        yield from _check_spread(node, max(given), min(given))


def _check_multi(node: Node, choices: tuple[Choice, ...]) -> Iterator[Problem]:
    if not node.has("points"):
        yield _missing(node, "points")
        return
    at = node.child("points")
    points = node.integers("points")
    yield from _check_values(at, [choice.value for choice in choices])
    if not any(choice.exclusive and points.get(choice.value, 0) == 0 for choice in choices):
        yield error(
            at.key,
            "points.no-zero-choice",
            ja="0点の exclusive な選択肢（「どれもない」など）がありません。質問票に加え、0点にしてください。",
            en="There is no exclusive choice at 0 points ('none of these'). Add one to the questionnaire, at 0.",
        )
    yield from _check_spread(at, max(_sums(points, choices)), 0)


def _check_values(node: Node, values: list[str]) -> Iterator[Problem]:
    for name, child in node.entries():
        if name not in values:
            yield _no_such(child, name, values, "points.unknown-value")
    absent = [value for value in values if not node.has(value)]
    if absent:
        listed = ", ".join(absent)
        yield error(
            node.key,
            "points.missing-value",
            ja=f"選択肢 {listed} の点がありません。書き足してください。",
            en=f"There are no points for {listed}. Add them.",
        )


def _check_spread(node: Node, best: int, worst: int) -> Iterator[Problem]:
    if best == worst:
        yield error(
            node.key,
            "points.all-alike",
            ja="どの回答も同じ点になります。回答の良し悪しで差をつけるか、採点から外してください。",
            en="Every answer scores alike. Let better answers score more, or do not score the question.",
        )
        return
    if best != BEST:
        yield error(
            node.key,
            "points.best-not-100",
            ja=f"最も良い回答が {best} 点です。100点にしてください。",
            en=f"The best answer has {best} points. Give it 100.",
        )
    if worst != 0:
        yield error(
            node.key,
            "points.worst-not-0",
            ja=f"最も悪い回答が {worst} 点です。0点にしてください。",
            en=f"The worst answer has {worst} points. Give it 0.",
        )


def _check_bands(node: Node, rule: QuestionRule, question: NumberQuestion) -> Iterator[Problem]:
    for item, (lower, upper) in zip(list(node.items())[1:], pairwise(rule.bands), strict=True):
        if upper.at_least <= lower.at_least:
            yield _band(
                item,
                "bands.order",
                "at_least の小さい順に、重複なく並べてください。",
                "List bands by ascending at_least, each once.",
            )
    for item, band in zip(node.items(), rule.bands, strict=True):
        if band.at_least > question.maximum:
            yield _unreachable(item, band, question)
    lowest = min(band.at_least for band in rule.bands)
    if lowest != question.minimum:
        yield _gap(node.child(0), lowest, question)
    reached = [band.points for band in rule.bands if band.at_least <= question.maximum]
    if reached and lowest == question.minimum:
        yield from _check_spread(node, max(reached), min(reached))


def _gap(node: Node, lowest: int, question: NumberQuestion) -> Problem:
    return _band(
        node,
        "bands.gap",
        f"最初の区分は {lowest:,} からですが、最小の回答は {question.minimum:,} "
        f"です。{question.minimum:,} から始めてください。",
        f"The first band begins at {lowest:,}, the least answer "
        f"is {question.minimum:,}. Begin at {question.minimum:,}.",
    )


def _unreachable(node: Node, band: Band, question: NumberQuestion) -> Problem:
    return _band(
        node,
        "bands.unreachable",
        f"最大の回答 {question.maximum:,} は {band.at_least:,} に届きません。区分を直してください。",
        f"The greatest answer, {question.maximum:,}, never reaches {band.at_least:,}. Mend the band.",
    )


def _band(node: Node, code: str, ja: str, en: str) -> Problem:
    return error(node.child("at_least").at, code, ja=ja, en=en)


def _wrong_key(node: Node, wrong: str, right: str) -> Iterator[Problem]:
    if node.has(wrong):
        yield error(
            node.child(wrong).key,
            "points.wrong-kind",
            ja=f"この質問の種類には「{wrong}」ではなく「{right}」を書きます。",
            en=f"A question of this kind takes '{right}', not '{wrong}'.",
        )


def _missing(node: Node, key: str) -> Problem:
    return error(
        node.child("question").at,
        "points.missing",
        ja=f"{node.string('question')} の点がありません。「{key}」を書き足してください。",
        en=f"{node.string('question')} has no points. Add '{key}'.",
    )


def _no_such(node: Node, name: str, known: Iterable[str], code: str) -> Problem:
    names = list(known)
    hint_ja, hint_en = did_you_mean(name, names)
    listed = ", ".join(names) or "-"
    return error(
        node.key,
        code,
        ja=f"「{name}」はありません。{hint_ja}あるのは {listed} です。",
        en=f"There is no '{name}'.{hint_en} There are: {listed}.",
    )
