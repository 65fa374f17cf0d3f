"""The path against every subset of improvements, on small definitions at random, by rescoring each."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine import ScoringModel, compile_model, encode, score, score_columns
from diagnosis.engine.path import find_path
from diagnosis.engine.path_improvements import Improvement, find_improvements, improve, improvements_of
from diagnosis.model.conditions import (
    All,
    Any,
    Condition,
    Is,
    Not,
    PointsAtLeast,
    PointsBelow,
    ScoreAtLeast,
    ScoreBelow,
    State,
    StateIs,
)
from diagnosis.model.explanation import PathOutcome
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions, Gate, Tier
from diagnosis.model.sheet import Answer, AnswerSheet, Evidence
from tests.explain.builders import (
    ON,
    UNKNOWN,
    YES_PARTLY_NO,
    define,
    gate,
    part,
    questionnaire,
    rule,
    sheet,
    single,
    tier,
)
from tests.laws.reference import Reference

ANSWERS = ("yes", "partly", "no")
Rank = tuple[int, int, int]


@dataclass(frozen=True)
class Case:
    definitions: Definitions
    answers: AnswerSheet


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two questionnaires, three sections, up to eight questions; routes, shared answers, gates and tiers at random."""
    sections: dict[str, list[Question]] = {"s0": [], "s1": [], "s2": []}
    ids: list[str] = []
    for place in range(draw(st.integers(3, 8))):
        home = draw(st.sampled_from(["s0", "s1", "s2"])) if place > 1 else f"s{place}"
        sections[home].append(draw(questions(f"q{home[1]}{place}", _asked_before(sections, home))))
        ids.append(sections[home][-1].id)
    first = questionnaire("first", {"s0": tuple(sections["s0"]), "s2": tuple(sections["s2"])})
    second = questionnaire("second", {"s1": tuple(sections["s1"])})
    small = st.integers(1, 5)
    parts = (
        part(first, weight=draw(small), sections={"s0": draw(small), "s2": draw(small)}),
        part(second, weight=draw(small), out=draw(st.none() | st.builds(Is, st.just("q00"), st.just(("partly",))))),
    )
    rules = tuple(rule(name, weight=draw(small), effort=draw(small), points=draw(points)) for name in ids)
    closing = tuple(draw(gates(f"g{number}", ids)) for number in range(draw(st.integers(0, 3))))
    return Case(
        define(
            (first, second), parts, rules,
            tiers=draw(tiers), gates=closing, causes=("c",),
        ),
        sheet({name: given for name in ids if (given := draw(answers)) is not None}),
    )  # fmt: skip


def _asked_before(sections: dict[str, list[Question]], home: str) -> list[str]:
    """Ids that a question of this section may look back at."""
    order = ["s0", "s2", "s1"]
    return [question.id for section in order[: order.index(home) + 1] for question in sections[section]]


def questions(name: str, before: list[str]) -> st.SearchStrategy[Question]:
    causes = st.sampled_from([(), ("c",)])
    if not before:
        return st.builds(single, st.just(name), causes=causes)
    look_back = st.sampled_from(before)
    route = st.builds(Is, look_back, st.sampled_from([("yes",), ("no",), ("partly", "no")])) | st.builds(
        StateIs, look_back, st.just(State.UNKNOWN)
    )
    often_none = st.one_of(st.none(), st.none(), st.none(), route)
    shared = st.one_of(st.none(), st.none(), st.none(), look_back)
    return st.builds(single, st.just(name), causes=causes, when=often_none, same_as=shared)


points = st.sampled_from([YES_PARTLY_NO, {"yes": 100, "partly": 80, "no": 30}, {"yes": 40, "partly": 100, "no": 0}])
evidence = st.sampled_from(list(Evidence))
answers = st.one_of(
    st.builds(Answer, st.just(State.ANSWERED), st.sampled_from(ANSWERS), evidence),
    st.builds(Answer, st.just(State.ANSWERED), st.just("no"), evidence),
    st.sampled_from([UNKNOWN, UNKNOWN, UNKNOWN, Answer(State.NOT_APPLICABLE), None]),
)
bp = st.integers(0, 20).map(lambda step: 500 * step)


@st.composite
def pairs_of_tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    confidence = st.sampled_from([0, 0, 5000, 7000])
    asked = [tier(percent, draw(bp), draw(bp) // 2, draw(confidence)) for percent in (20, 10)]
    return (*asked, tier(0))


tiers = pairs_of_tiers()


def gates(name: str, ids: list[str]) -> st.SearchStrategy[Gate]:
    return st.builds(gate, st.just(name), conditions(ids), st.sampled_from([0, 5, 10]))


def conditions(ids: list[str]) -> st.SearchStrategy[Condition]:
    one = st.sampled_from(ids)
    names = st.sampled_from(["overall", "confidence", "questionnaire:second", "section:s0", "section:s2", "cause:c"])
    tests = st.one_of(
        st.builds(Is, one, st.sampled_from([("no",), ("yes",), ("partly", "no")])),
        st.builds(PointsBelow, one, st.sampled_from([50, 100])),
        st.builds(PointsAtLeast, one, st.just(50)),
        st.builds(StateIs, one, st.sampled_from([State.UNKNOWN, State.NOT_ASKED])),
        st.builds(ScoreBelow, names, bp),
        st.builds(ScoreAtLeast, names, bp),
    )
    return st.recursive(
        tests,
        lambda inner: st.one_of(
            st.builds(All, st.tuples(inner, inner)), st.builds(Any, st.tuples(inner, inner)), st.builds(Not, inner)
        ),
        max_leaves=4,
    )


def least_by_trying_all(case: Case, model: ScoringModel, point: int) -> tuple[Rank, frozenset[str]] | None:
    """Effort, number and overall score of the least set after which a higher tier is suggested."""
    tried = list(sets_in_reach(case, model))
    found = score_columns(model, encode(model, [improve(case.answers, chosen) for chosen in tried]), ON)
    lifted = [
        (_rank(chosen, int(overall)), frozenset(one.question for one in chosen))
        for chosen, overall, suggested in zip(tried, found.scores["overall"], found.suggested, strict=True)
        if suggested > point
    ]
    return min(lifted, key=lambda rank: rank[0], default=None)


def sets_in_reach(case: Case, model: ScoringModel) -> set[frozenset[Improvement]]:
    """Every set that can be made one by one: each improves what can be improved today, or what is newly asked then."""
    today = find_improvements(model, score(model, case.answers, ON))
    found = waiting = {frozenset[Improvement]()}
    while waiting:
        waiting = {
            chosen | {one}
            for chosen in waiting
            for one in (*today, *newly_asked(case, model, chosen, {one.question for one in (*today, *chosen)}))
            if one not in chosen
        } - found
        found |= waiting
    return found


def newly_asked(
    case: Case, model: ScoringModel, chosen: frozenset[Improvement], known: set[str]
) -> tuple[Improvement, ...]:
    """What else can be improved once some improvements are made; by the independent scorer."""
    if not any(q.applies_when for part in case.definitions.questionnaires for q in part.questions) and not any(
        part.out_of_scope_when for part in case.definitions.ruleset.questionnaires
    ):
        return ()
    before, after = Reference(case.definitions, case.answers, ON), Reference(
        case.definitions, improve(case.answers, chosen), ON
    )  # fmt: skip
    after.compute_scores()
    weak = {}
    for id_ in after.inside_ids:
        points, root = after.points(id_), root_of(after, id_)
        if points is not None and points < 100:
            weak[id_] = points
        asked_now = after.states[id_][0] == "blank" and in_route(after, id_) and in_route(after, root)
        if asked_now and not in_route(before, root):
            weak[id_] = 0
    return tuple(one for one in improvements_of(model, weak) if one.question not in known)


def root_of(scored: Reference, id_: str) -> str:
    target = scored.question[id_].same_as
    return id_ if target is None else root_of(scored, target)


def in_route(scored: Reference, id_: str) -> bool:
    route = scored.question[id_].applies_when
    return route is None or scored.truth(route) is True


def _rank(chosen: frozenset[Improvement], overall: int) -> Rank:
    return sum(one.effort for one in chosen), len(chosen), -overall


@settings(max_examples=250, deadline=None)
@given(cases())
def test_no_set_of_improvements_is_cheaper_than_the_path(case: Case) -> None:
    model = compile_model(case.definitions)
    before = score(model, case.answers, ON)
    path = find_path(model, case.answers, before, ON)
    if path.outcome in {PathOutcome.NO_TIER_YET, PathOutcome.AT_TOP}:
        assert path.outcome is (PathOutcome.NO_TIER_YET if before.tier.suggested is None else PathOutcome.AT_TOP)
        return
    least = least_by_trying_all(case, model, before.tier.point)
    if least is None:
        assert path.outcome in {PathOutcome.NEEDS_EVIDENCE, PathOutcome.BLOCKED}
        return
    assert path.outcome is PathOutcome.FOUND
    assert path.overall is not None
    assert (path.effort, len(path.questions), -path.overall) == least[0]
    assert path.tier is not None
    assert path.tier > before.tier.point
