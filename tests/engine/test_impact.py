"""The same sheets under two rulesets: the tally is what counting one by one gives."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.engine import compile_model, compile_models, encode, score, score_columns
from diagnosis.engine.impact import ImpactTally, Members
from diagnosis.model.impact import Impact
from diagnosis.model.ruleset import Definitions
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import AnswerSheet
from tests.laws.drawing import draw_definitions, draw_sheet
from tests.laws.small import TODAY

TRADES = ("retail", "printing")


def drafted(random: Random, definitions: Definitions) -> Definitions:
    """Other weights, other thresholds, a gate less."""
    rules = definitions.ruleset
    return Definitions(
        replace(
            rules,
            version="2027.1",
            questions=tuple(replace(rule, weight=random.randint(1, 9)) for rule in rules.questions),
            gates=rules.gates[:-1],
            grades=tuple(
                replace(grade, at_least=max(0, grade.at_least - 700 if grade.at_least else 0)) for grade in rules.grades
            ),
        ),
        definitions.questionnaires,
    )


def tallied(published: Definitions, draft: Definitions, sheets: list[AnswerSheet], step: int) -> Impact:
    before, after = compile_models((published, draft))
    tally = ImpactTally(before, after, {"trade": TRADES})
    for start in range(0, len(sheets), step):
        columns = encode(before, sheets[start : start + step])
        places = np.arange(start, start + columns.count) % 2
        both = (score_columns(before, columns, TODAY), score_columns(after, columns.under(before, after), TODAY))
        members = Members(start, [str(row) for row in range(start, start + columns.count)])
        tally.add(*both, {"trade": places}, members)
    return tally.result()


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_tally_counts_as_one_by_one(random: Random) -> None:
    published = draw_definitions(random)
    draft = drafted(random, published)
    sheets = [draw_sheet(random, published, open_share=random.choice([0.0, 0.2])) for _ in range(30)]
    found = tallied(published, draft, sheets, 7)
    pairs = [tuple(score(compile_model(rules), sheet, TODAY) for rules in (published, draft)) for sheet in sheets]
    assert found.sheets == 30
    assert found.tiers.counts == Counter((name(old.tier.suggested), name(new.tier.suggested)) for old, new in pairs)
    assert found.discounts.up == sum(worth(new) > worth(old) for old, new in pairs)
    assert found.discounts.down == sum(worth(new) < worth(old) for old, new in pairs)
    assert found.grades.counts == Counter((name(old.grade), name(new.grade)) for old, new in pairs)
    changes = {row: change(*pair) for row, pair in enumerate(pairs) if change(*pair) is not None}
    assert sum(found.changes.values()) == len(changes)
    for place, group in enumerate(found.groups["trade"]):
        own = [pair for row, pair in enumerate(pairs) if row % 2 == place]
        assert (group.label, group.sheets) == (TRADES[place], len(own))
        assert group.change == sum(change(*pair) or 0 for pair in own)
    furthest = sorted((abs(far) for far in changes.values() if far), reverse=True)[:20]
    assert [abs(mover.overall_after - mover.overall_before) for mover in found.movers] == furthest


def name(value: object) -> str:
    return "—" if value is None else str(value)


def worth(card: Scorecard) -> int:
    return -1 if card.discount.suggested is None else card.discount.suggested


def change(before: Scorecard, after: Scorecard) -> int | None:
    if before.overall.point is None or after.overall.point is None:
        return None
    return after.overall.point - before.overall.point


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_models_that_are_compiled_together_score_as_if_alone(random: Random) -> None:
    published = draw_definitions(random)
    draft = drafted(random, published)
    sheets = [draw_sheet(random, published, open_share=0.1) for _ in range(10)]
    together = compile_models((published, draft))
    columns = encode(together[0], sheets)
    for model, rules in zip(together, (published, draft), strict=True):
        alone = compile_model(rules)
        expected = score_columns(alone, encode(alone, sheets), TODAY)
        found = score_columns(model, columns.under(together[0], model), TODAY)
        for key, scores in expected.scores.items():
            assert found.scores[key].tolist() == scores.tolist()
        assert found.discount.tolist() == expected.discount.tolist()
