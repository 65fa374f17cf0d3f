"""Files on their way to definitions: tree, built value and everything that checks ask for by id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from diagnosis.definitions.node import Node
from diagnosis.model.questionnaire import Question, Questionnaire
from diagnosis.model.ruleset import QuestionRule, Ruleset


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """One question with its written form. position: in the order of asking, over all questionnaires.

    scale: the name of its named scale, its own or that of the question it repeats. scored: whether a rule is due.
    """

    question: Question
    node: Node
    section: str
    questionnaire: str
    position: int
    scale: str | None
    scored: bool

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id


@dataclass(frozen=True, slots=True)
class QuestionnaireDraft:
    """One questionnaire with its written form."""

    questionnaire: Questionnaire
    node: Node
    questions: tuple[QuestionDraft, ...]


@dataclass(frozen=True, slots=True)
class RulesetDraft:
    """One ruleset with its written form."""

    ruleset: Ruleset
    node: Node

    @property
    def rules(self) -> Iterator[tuple[QuestionRule, Node]]:
        """The question rules, each with its written form."""
        return zip(self.ruleset.questions, self.node.items("questions"), strict=True)


@dataclass(frozen=True, slots=True)
class World:
    """What is checked together: questionnaires in the order of asking, and the ruleset that names them, if any.

    questions: the first question of each id.
    """

    questionnaires: tuple[QuestionnaireDraft, ...]
    ruleset: RulesetDraft | None
    questions: Mapping[str, QuestionDraft] = field(default_factory=dict)

    @classmethod
    def of(cls, questionnaires: tuple[QuestionnaireDraft, ...], ruleset: RulesetDraft | None) -> "World":
        """A world with its index."""
        questions: dict[str, QuestionDraft] = {}
        for draft in questionnaires:
            for question in draft.questions:
                questions.setdefault(question.id, question)
        return cls(questionnaires, ruleset, questions)
