"""Routes and rules that can never hold, or always do."""

from collections.abc import Iterator

from diagnosis.definitions.build_conditions import build_condition, join, located_tests
from diagnosis.definitions.cases import TooManyCasesError
from diagnosis.definitions.checks.conditions import rule_nodes, sound_tests
from diagnosis.definitions.draft import QuestionDraft, RulesetDraft, World
from diagnosis.definitions.exploring import Explorer, Outcome
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error, warning
from diagnosis.model.conditions import All, Condition, ScoreTest, questions_in
from diagnosis.model.problems import Problem, Span

_ALWAYS = All(())
"""A condition without parts holds."""


def check_routes(world: World) -> Iterator[Problem]:
    """Wrong: `all: [{question: a, is: "yes"}, {question: a, is: "no"}]`. Right: a route that some sheet takes."""
    judge = Judge(world)
    seen: set[Span] = set()
    for question in world.questions.values():
        outer: Condition | None = None
        for node in _written_routes(question):
            own = build_condition(node)
            if node.at not in seen:
                seen.add(node.at)
                yield from _judge_route(node, outer, judge)
            outer = join(outer, own)


def check_rules(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: a gate `{score: overall, below: 0}`, which never closes. Right: one that some sheets close, some not."""
    judge = Judge(world)
    for node, _ in rule_nodes(draft):
        verdict = judge.verdict(None, node)
        code = "gate" if node.path[0] == "gates" else "condition"
        if verdict is not None:
            yield _never(node, code) if verdict == "never" else _always(node, code)


class Judge:
    """Says of a condition whether it never holds or always does, as far as that can be known exactly."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._explorer = Explorer(world)
        self._outcomes: dict[tuple[Condition, ...], tuple[Outcome, ...]] = {}

    def outcomes(self, *conditions: Condition) -> tuple[Outcome, ...]:
        """Every distinguishable way of answering; empty where nothing can be said."""
        if conditions not in self._outcomes:
            self._outcomes[conditions] = self._explore(conditions)
        return self._outcomes[conditions]

    def verdict(self, outer: Condition | None, node: Node) -> str | None:
        """`never` or `always`, given that `outer` holds; None for a condition that divides, or is beyond reasoning."""
        outcomes = self.outcomes(outer or _ALWAYS, build_condition(node))
        reached = [outcome for outcome in outcomes if outcome.truths[0] is True]
        if not reached:
            return None
        if not any(outcome.truths[1] is True for outcome in reached):
            return "never"
        return "always" if _always_holds(reached) else None

    def _explore(self, conditions: tuple[Condition, ...]) -> tuple[Outcome, ...]:
        if not self._readable(conditions):
            return ()
        try:
            return self._explorer.outcomes(*conditions)
        except TooManyCasesError:
            return ()

    def _readable(self, conditions: tuple[Condition, ...]) -> bool:
        """Whether everything that the conditions depend on exists, fits and looks back; others say what does not."""
        waiting = {name for condition in conditions for name in questions_in(condition)}
        done: set[str] = set()
        if not all(sound_tests(condition, self._world) for condition in conditions):
            return False
        while waiting:
            name = waiting.pop()
            done.add(name)
            needed = self._needs(name)
            if needed is None:
                return False
            waiting |= needed - done
        return True

    def _needs(self, name: str) -> set[str] | None:
        """The questions that decide `name`; None where its route or its origin is faulty."""
        draft = self._world.questions.get(name)
        if draft is None:
            return None
        route, same = draft.question.applies_when, draft.question.same_as
        needed = {*(questions_in(route) if route else ()), *((same,) if same else ())}
        earlier = (self._world.questions.get(each) for each in needed)
        if not all(each is not None and each.position < draft.position for each in earlier):
            return None
        return needed if route is None or sound_tests(route, self._world) else None


def _always_holds(reached: list[Outcome]) -> bool:
    complete = [outcome for outcome in reached if outcome.complete]
    return (
        bool(complete)
        and all(outcome.truths[1] is True for outcome in complete)
        and all(outcome.truths[1] is not False for outcome in reached)
    )


def _written_routes(question: QuestionDraft) -> Iterator[Node]:
    tree, path = question.node.tree, question.node.path
    for holder in (Node(tree), Node(tree, path[:-2]), question.node):
        if holder.has("applies_when"):
            yield holder.child("applies_when")


def _judge_route(node: Node, outer: Condition | None, judge: Judge) -> Iterator[Problem]:
    if any(isinstance(test, ScoreTest) for _, test in located_tests(node)):
        return
    verdict = judge.verdict(outer, node)
    if verdict == "never":
        yield _never(node, "route")
    elif verdict == "always":
        yield _always(node, "route")


def _never(node: Node, code: str) -> Problem:
    make = warning if code == "condition" else error
    return make(
        node.key,
        f"{code}.never",
        ja="この条件はどのように回答しても成り立ちません。矛盾する検査を直すか、条件ごと取り除いてください。",
        en="No sheet can make this condition true. Mend the tests that contradict each other, or remove it.",
    )


def _always(node: Node, code: str) -> Problem:
    make = error if code == "gate" else warning
    return make(
        node.key,
        f"{code}.always",
        ja="この条件は、ここに至るどの回答でも成り立ちます。不要なら取り除き、そうでなければ検査を直してください。",
        en="Every sheet that comes here makes this condition true. Remove it if it is needless, or mend its tests.",
    )
