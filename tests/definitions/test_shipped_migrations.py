"""The migrations that ship: every answer has its place, and members are told why in both languages."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.definitions import available_rulesets, load_definitions, migrate_answers
from diagnosis.files.tree import read_yaml
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import (
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "questionnaires", ROOT / "scoring")


def said(value: str | int | frozenset[str]) -> Answer:
    return Answer(State.ANSWERED, value)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


ENDS = ("leak-liability@2014.1", "leak-liability@2026.1")


@pytest.fixture(scope="module")
def editions(cache: Path) -> tuple[Definitions, Definitions]:
    earlier, later = (load_definitions(reference, *SHIPPED, cache) for reference in ENDS)
    return earlier, later


def asked_in(definitions: Definitions) -> dict[str, Question]:
    questions = (question for owner in definitions.questionnaires for question in owner.questions)
    return {question.id: question for question in questions if question.same_as is None}


def answers_to(questions: Mapping[str, Question], draw: st.DrawFn) -> dict[str, Answer]:
    """Some answers to each kind of question; some are left out."""
    found: dict[str, Answer] = {}
    for name, question in questions.items():
        match question:
            case SingleQuestion():
                kinds = [said(choice.value) for choice in question.scale.choices]
            case MultiQuestion():
                kinds = [said(frozenset({choice.value})) for choice in question.choices]
            case NumberQuestion():
                kinds = [said(question.minimum), said(question.maximum)]
            case DateQuestion():
                kinds = [Answer(State.UNKNOWN)]
            case TextQuestion():
                kinds = [said("例")]
        answer = draw(st.sampled_from([*kinds, Answer(State.UNKNOWN), None]))
        found |= {name: answer} if answer else {}
    return found


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_answer_of_2014_is_carried_asked_again_or_dropped_and_none_twice(
    editions: tuple[Definitions, Definitions], cache: Path, data: st.DataObject
) -> None:
    earlier, later = map(asked_in, editions)
    answers = answers_to(earlier, data.draw)
    found = migrate_answers(answers, ENDS, *SHIPPED, cache)
    carried = {source for each in found.carried for source in each.sources}
    again = {source for each in found.asked_again for source in each.earlier}
    dropped = [each.question for each in found.dropped]
    assert carried | again | set(dropped) == set(answers)
    assert not carried & set(dropped)
    assert not again & set(dropped)
    assert len(dropped) == len(set(dropped))
    asked = [each.question for each in (*found.asked_again, *found.new)]
    assert len(asked) == len(set(asked))
    assert not set(asked) & {each.question for each in found.carried}
    assert set(asked) | {each.question for each in found.carried} <= later.keys()
    fresh = later.keys() - earlier.keys() - {each.question for each in found.carried}
    assert fresh <= set(asked)


def test_every_step_between_what_ships_has_its_way() -> None:
    references = available_rulesets(SHIPPED[1])
    for before, after in pairwise(references):
        migrate_answers({}, (before, after), *SHIPPED)


def test_a_migration_speaks_to_members_in_both_languages() -> None:
    for path in sorted((SHIPPED[0] / "migrations").glob("*/*.yaml")):
        tree = read_yaml(path.read_bytes(), str(path))
        assert isinstance(tree.value, dict)
        for key in ("ask_again", "dropped", "new"):
            for item in tree.value[key]:
                assert item["because"]["ja"].endswith(("。", "）")), item
                assert item["because"]["en"].endswith((".", ")")), item
