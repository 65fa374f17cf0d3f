"""Routes look back: a question is asked or not by what stands before it, so that one pass settles everything."""

from collections.abc import Iterator

from diagnosis.definitions.build_conditions import located_tests
from diagnosis.definitions.draft import QuestionDraft, QuestionnaireDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.model.conditions import ScoreTest, questions_in
from diagnosis.model.problems import Problem


def check_order(world: World) -> Iterator[Problem]:
    """Wrong: a route that reads a later question, itself, or goes in a circle. Right: it reads earlier ones."""
    circles = _circles(world)
    for draft in world.questionnaires:
        for holder, first in _holders(draft):
            if holder.has("applies_when"):
                yield from _check_route(holder.child("applies_when"), first, world, circles)


def _holders(draft: QuestionnaireDraft) -> Iterator[tuple[Node, QuestionDraft]]:
    """Every node that may have a route, with the first question that the route decides."""
    if not draft.questions:
        return
    yield draft.node, draft.questions[0]
    seen = set()
    for question in draft.questions:
        if question.section not in seen:
            seen.add(question.section)
            yield Node(question.node.tree, question.node.path[:-2]), question
        yield question.node, question


def _check_route(node: Node, first: QuestionDraft, world: World, circles: dict[str, list[str]]) -> Iterator[Problem]:
    for place, test in located_tests(node):
        target = None if isinstance(test, ScoreTest) else world.questions.get(test.question)
        if target is None or target.position < first.position:
            continue
        at = place.child("question")
        if target.id == first.id:
            yield _reads_itself(at, first)
        elif target.id in circles and first.id in circles[target.id]:
            yield _goes_round(at, circles[target.id])
        else:
            yield _reads_later(at, first, target)


def _circles(world: World) -> dict[str, list[str]]:
    """Every question on a circle of routes, with the circle, in the order in which each reads the next."""
    reads = {
        name: [read for read in dict.fromkeys(questions_in(draft.question.applies_when)) if read != name]
        for name, draft in world.questions.items()
        if draft.question.applies_when is not None
    }
    circles: dict[str, list[str]] = {}
    for name in reads:
        path = _way_back(name, reads)
        if path:
            circles.setdefault(name, path)
    return circles


def _way_back(start: str, reads: dict[str, list[str]]) -> list[str]:
    """A shortest way from a question through what it reads back to itself; empty where there is none."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for name in waiting:
        for read in reads.get(name, ()):
            if read == start:
                return _trace(name, start, came_from)
            if read not in came_from:
                came_from[read] = name
                waiting.append(read)
    return []


def _trace(last: str, start: str, came_from: dict[str, str]) -> list[str]:
    path = [last]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def _reads_itself(at: Node, first: QuestionDraft) -> Problem:
    return error(
        at.at,
        "route.self",
        ja=f"{first.id} を聞くかどうかを {first.id} 自身の回答で決めることはできません。前にある質問を使ってください。",
        en=f"Whether {first.id} is asked cannot depend on {first.id} itself. Use an earlier question.",
    )


def _goes_round(at: Node, circle: list[str]) -> Problem:
    names = " → ".join([*circle, circle[0]])
    return error(
        at.at,
        "route.cycle",
        ja=f"質問の条件が循環しています（{names}）。後の質問を読む条件を取り除いてください。",
        en=f"The routes go in a circle ({names}). Remove the condition that reads a later question.",
    )


def _reads_later(at: Node, first: QuestionDraft, target: QuestionDraft) -> Problem:
    return error(
        at.at,
        "route.forward",
        ja=f"{target.id} は {first.id} より後にあります。前にある質問だけを条件にできます。順序を入れ替えてください。",
        en=f"{target.id} stands after {first.id}. A route may only look back: move one of them.",
    )
