"""Two diagnoses side by side: like for like, and true to the contract's sums."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine import compile_model, score
from diagnosis.engine.comparison import compare
from diagnosis.model.comparison import Pair
from diagnosis.model.ruleset import Definitions
from diagnosis.model.scorecard import Scorecard
from tests.explain.builders import ON, rule, sheet, single, small
from tests.laws.drawing import cases, draw_definitions, draw_sheet


def scored(definitions: Definitions, **values: str) -> Scorecard:
    return score(compile_model(definitions), sheet(values), ON)


@settings(max_examples=80, deadline=None)
@given(cases())
def test_beside_itself_a_diagnosis_has_its_own_scores_and_no_change(case: tuple[Definitions, object]) -> None:
    definitions, answers = case
    card = score(compile_model(definitions), answers, ON)
    found = compare(definitions, card, card, [])
    assert found.overall == Pair(card.overall.point, card.overall.point)
    in_scope = {one.questionnaire: one for one in card.questionnaires if one.in_scope}
    printed = {name: one.score.point for name, one in in_scope.items() if one.score.point is not None}
    assert {name: pair.after for name, pair in found.questionnaires.items()} == printed
    sections = {one.section: one.score.point for one in card.sections if one.questionnaire in in_scope and one.weight}
    assert {name: pair.before for name, pair in found.sections.items()} == sections
    causes = {one.tag: one.score.point for one in card.causes if one.weight}
    assert {name: pair.after for name, pair in found.causes.items()} == causes
    assert (found.improved, found.slipped, found.asked_anew, found.no_longer) == ((), (), (), ())
    assert found.share == (10_000 if found.common else 0)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_turning_the_two_round_turns_every_change_round(random: object) -> None:
    definitions = draw_definitions(random)
    model = compile_model(definitions)
    first, second = (score(model, draw_sheet(random, definitions, open_share=0.2), ON) for _ in range(2))
    there, back = compare(definitions, first, second, []), compare(definitions, second, first, [])
    assert there.overall == Pair(back.overall.after, back.overall.before)
    assert there.common == back.common
    assert there.asked_anew == back.no_longer
    assert {one.question for one in there.improved} == {one.question for one in back.slipped}


def test_what_was_answered_only_once_is_no_part_of_the_comparison() -> None:
    ids = ["old", "new", "both"]
    definitions = small(tuple(single(name) for name in ids), tuple(rule(name) for name in ids))
    before, after = scored(definitions, old="yes", both="no"), scored(definitions, new="no", both="yes")
    found = compare(definitions, before, after, [])
    assert found.overall == Pair(0, 10_000)
    assert (found.common, found.share, found.asked_anew, found.no_longer) == (1, 5000, ("new",), ("old",))
    assert [(one.question, one.moved) for one in found.improved] == [("both", 100)]


def test_improvements_and_slips_stand_by_what_they_moved() -> None:
    ids = ["light", "heavy", "worse"]
    rules = (rule("light", weight=1), rule("heavy", weight=5), rule("worse", weight=2))
    definitions = small(tuple(single(name) for name in ids), rules)
    before = scored(definitions, light="no", heavy="no", worse="yes")
    after = scored(definitions, light="yes", heavy="yes", worse="no")
    found = compare(definitions, before, after, [])
    assert [one.question for one in found.improved] == ["heavy", "light"]
    assert [(one.question, one.moved) for one in found.slipped] == [("worse", -200)]
    assert found.overall.change == round(10_000 * 6 / 8) - round(10_000 * 2 / 8)


def test_no_common_ground_is_no_score() -> None:
    definitions = small((single("a"), single("b")), (rule("a"), rule("b")))
    found = compare(definitions, scored(definitions), scored(definitions, a="yes", b="yes"), [])
    assert (found.overall, found.common, found.share) == (Pair(None, None), 0, 0)
    assert found.asked_anew == ("a", "b")


def test_two_rulesets_are_not_compared() -> None:
    definitions = small((single("a"),), (rule("a"),))
    card = scored(definitions, a="yes")
    other = type(card)(**{**{name: getattr(card, name) for name in card.__dataclass_fields__}, "ruleset": "x@1"})
    with pytest.raises(ValueError, match="share no ground"):
        compare(definitions, other, card, [])
