"""What a question may become that takes its answer from another, against the sets of codes themselves."""

import pytest

from diagnosis.engine import compile_model
from diagnosis.engine.codes import BLANK, NOT_ASKED
from diagnosis.engine.possible import AS_FOUND, NEVER, OF_SOURCE, PERHAPS, SURE, possible_codes
from diagnosis.engine.truths import FALSE, TRUE, UNDECIDED
from diagnosis.model.ruleset import Definitions
from tests.laws.small import questionnaire, questionnaire_rule, rule, ruleset, single


@pytest.mark.parametrize("state", [NEVER, PERHAPS, AS_FOUND, SURE])
@pytest.mark.parametrize("route", [FALSE, UNDECIDED, TRUE])
def test_a_question_becomes_what_its_source_becomes_wherever_it_is_asked(route: int, state: int) -> None:
    question = single("q0")
    rules = ruleset(
        [questionnaire_rule("n0", 1, {"s": 1})], [rule(question, 1, points={"low": 0, "middle": 50, "high": 100})]
    )
    [column] = compile_model(Definitions(rules, (questionnaire("n0", {"s": [question]}),))).columns
    for found in range(BLANK, column.coding.size):
        source = {*possible_codes(column, state, found)}
        expected = {FALSE: {NOT_ASKED}, UNDECIDED: {NOT_ASKED, *source}, TRUE: source}[route]
        assert {*possible_codes(column, int(OF_SOURCE[route, state]), found)} == expected
