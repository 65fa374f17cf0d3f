"""A small questionnaire with a question of every kind, and a ruleset that names it."""

from collections.abc import Callable
from datetime import date

import pytest

from diagnosis.model.conditions import Is
from diagnosis.model.loss_model import LossModel, WorkedExample
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.questionnaire import (
    Choice,
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    Questionnaire,
    Scale,
    Section,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.ruleset import Definitions, Ruleset
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Text
from diagnosis.sheets import check_sheet, read_sheet

HERE = Span("definitions.yaml", 1, 1)
HEAD = "ruleset: demo@2026.1\nmember: {id: M-1, name: 例示商店}\n"


def words(text: str) -> Text:
    return Text(ja=f"{text}（日本語）", en=text)


YES_PARTLY_NO = Scale(
    (
        Choice("yes", Text(ja="はい", en="Yes")),
        Choice("partly", Text(ja="一部", en="Partly")),
        Choice("no", Text(ja="いいえ", en="No")),
    )
)


def questions() -> tuple[Question, ...]:
    return (
        SingleQuestion(id="owner", text=words("Owner"), at=HERE, scale=YES_PARTLY_NO, help=words("A person")),
        SingleQuestion(
            id="usb",
            text=words("USB"),
            at=HERE,
            scale=YES_PARTLY_NO,
            allows_not_applicable=True,
            applies_when=Is("owner", ("yes",)),
        ),
        MultiQuestion(
            id="data",
            text=words("Data"),
            at=HERE,
            choices=(
                Choice("bank", Text(ja="口座", en="Bank account")),
                Choice("health", Text(ja="病歴", en="Health")),
                Choice("none-of-these", Text(ja="どれもない", en="None of these"), exclusive=True),
            ),
        ),
        NumberQuestion(id="persons", text=words("Persons"), at=HERE, unit=Text(ja="人", en="persons"), maximum=200_000),
        DateQuestion(id="expires", text=words("Expires"), at=HERE),
        TextQuestion(id="remarks", text=words("Remarks"), at=HERE, maximum_length=20),
        SingleQuestion(id="owner-again", text=words("Again"), at=HERE, scale=YES_PARTLY_NO, same_as="owner"),
    )


def questionnaire() -> Questionnaire:
    return Questionnaire(
        id="basics",
        version="2026.1",
        title=words("Basics"),
        introduction=words("A few questions."),
        law_read_as_of=date(2026, 11, 1),
        answerable_from=date(2026, 11, 1),
        answerable_until=date(2027, 3, 31),
        scored=True,
        citations=(),
        sections=(Section("all", words("All"), questions()),),
        digest="0" * 64,
        at=HERE,
    )


def ruleset() -> Ruleset:
    return Ruleset(
        id="demo",
        version="2026.1",
        title=words("Demo"),
        law_read_as_of=date(2026, 11, 1),
        applies_from=date(2026, 11, 1),
        applies_until=None,
        source_catalogue=(),
        questionnaires=(),
        questions=(),
        causes=(),
        media=(),
        evidence_confidence={},
        completeness=9000,
        not_applicable_ceiling=2000,
        grades=(),
        gates=(),
        tiers=(),
        certifications=(),
        certification_cap=30,
        combined_cap=60,
        group_discount=20,
        risk_groups=(),
        findings=(),
        referrals=(),
        plans=(),
        loss=LossModel(
            persons="persons",
            heads=(),
            scenarios=(),
            sensitivity=(),
            sensitivity_percent={},
            jnsa_base=500,
            identifiability=(),
            full_identifiability=6,
            responsibility=(),
            response=(),
            condolence_cap=1000,
            assumptions=(),
            sources=(),
            worked_example=WorkedExample("", 0, {}, 0),
        ),
        incidents=(),
        digest="1" * 64,
        at=HERE,
    )


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return Definitions(ruleset(), (questionnaire(),))


@pytest.fixture
def check(definitions: Definitions) -> Callable[..., AnswerSheet]:
    """Read and check a sheet written in YAML; only its answers need to be given."""

    def check_text(answers: str, head: str = HEAD, on: date | None = None) -> AnswerSheet:
        body = "".join(f"  {line}\n" for line in answers.splitlines())
        text = f"{head}answers:\n{body}" if answers else head
        return check_sheet(read_sheet(text.encode(), "sheet.yaml"), definitions, on)

    return check_text


@pytest.fixture
def faults(check: Callable[..., AnswerSheet]) -> Callable[..., list[Problem]]:
    """Every fault of a sheet, as `check` would raise them."""

    def faults_of(*arguments: object, **options: object) -> list[Problem]:
        with pytest.raises(ProblemsError) as raised:
            check(*arguments, **options)
        return list(raised.value.problems)

    return faults_of
