"""The editions that ship: which day has which, and what they share."""

from datetime import date
from pathlib import Path

import pytest

from diagnosis.definitions import applicable_ruleset, available_rulesets, load_definitions
from diagnosis.model.problems import ProblemsError
from diagnosis.model.questionnaire import MultiQuestion, NumberQuestion, Question, SingleQuestion, choices_of
from diagnosis.model.ruleset import Definitions

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "questionnaires", ROOT / "scoring")
SHIPPED = available_rulesets(FOLDERS[1])
OTHER_CHOICES = frozenset({"sensitive-data", "certificates-held"})
"""Lists that grow and shrink with the law and the certificates of the day."""
LATER = (
    "多要素",
    "multi-factor",
    "EDR",
    "マイナンバー",
    "My Number",
    "個人情報保護委員会",
    "PPC",
    "要配慮",
    "special care-required",
    "仮名加工",
    "匿名加工",
    "生成AI",
    "enerative AI",
    "ランサムウェア",
    "ansomware",
    "SECURITY ACTION",
)
"""Words of laws, authorities and techniques that no member had heard of in 2014, or had no need to know."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def editions(cache: Path) -> dict[str, Definitions]:
    return {reference: load_definitions(reference, *FOLDERS, cache) for reference in SHIPPED}


def questions_of(definitions: Definitions) -> dict[str, Question]:
    return {question.id: question for owner in definitions.questionnaires for question in owner.questions}


@pytest.mark.parametrize(
    ("day", "reference"),
    [
        (date(2014, 12, 26), "leak-liability@2014.1"),
        (date(2017, 5, 29), "leak-liability@2014.1"),
        (date(2026, 11, 1), "leak-liability@2026.1"),
        (date(2099, 1, 1), "leak-liability@2026.1"),
    ],
)
def test_a_day_has_the_edition_of_its_law(cache: Path, day: date, reference: str) -> None:
    assert applicable_ruleset(day, *FOLDERS, cache) == reference


@pytest.mark.parametrize("day", [date(2014, 12, 25), date(2017, 5, 30), date(2026, 10, 31)])
def test_a_day_between_two_editions_has_none(cache: Path, day: date) -> None:
    with pytest.raises(ProblemsError) as found:
        applicable_ruleset(day, *FOLDERS, cache)
    assert found.value.problems[0].code == "ruleset.none-applies"


def test_an_edition_asks_only_while_its_questionnaires_may_be_answered(editions: dict[str, Definitions]) -> None:
    for definitions in editions.values():
        rules = definitions.ruleset
        for owner in definitions.questionnaires:
            assert (owner.answerable_from, owner.answerable_until) == (rules.applies_from, rules.applies_until)
            assert owner.law_read_as_of == rules.law_read_as_of


def test_an_id_that_two_editions_share_means_the_same_kind_of_question(editions: dict[str, Definitions]) -> None:
    earlier, later = (questions_of(editions[f"leak-liability@{version}"]) for version in ("2014.1", "2026.1"))
    shared = earlier.keys() & later.keys()
    assert len(shared) > 100
    for id_ in sorted(shared):
        one, other = earlier[id_], later[id_]
        assert type(one) is type(other), id_
        assert one.same_as == other.same_as, id_
        assert one.pilot == other.pilot, id_
        if isinstance(one, SingleQuestion | MultiQuestion) and id_ not in OTHER_CHOICES:
            values = [[choice.value for choice in choices_of(question)] for question in (one, other)]
            assert values[0] == values[1], id_
        if isinstance(one, NumberQuestion) and isinstance(other, NumberQuestion):
            assert (one.unit, one.minimum, one.maximum) == (other.unit, other.minimum, other.maximum), id_


def test_a_section_that_two_editions_share_belongs_to_the_same_questionnaire(editions: dict[str, Definitions]) -> None:
    homes: dict[str, set[str]] = {}
    for definitions in editions.values():
        for owner in definitions.questionnaires:
            for section in owner.sections:
                homes.setdefault(section.id, set()).add(owner.id)
    assert all(len(owners) == 1 for owners in homes.values())


def test_edition_2014_speaks_of_nothing_that_came_later() -> None:
    paths = [path for folder in FOLDERS for path in sorted(folder.glob("*/2014.1.yaml"))]
    assert len(paths) == 5
    for path in paths:
        written = path.read_text(encoding="utf-8")
        assert [word for word in LATER if word in written] == [], path


def test_edition_2014_cites_the_act_as_it_was_numbered_then(editions: dict[str, Definitions]) -> None:
    law = next(owner for owner in editions["leak-liability@2014.1"].questionnaires if owner.id == "privacy-law")
    cited = {
        int(reference.removeprefix("appi:").partition("(")[0])
        for question in law.questions
        for reference in question.references
        if reference.startswith("appi:")
    }
    assert set(range(15, 32)) <= cited
    assert max(cited) == 36
