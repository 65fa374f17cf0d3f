"""A questionnaire as its author wants to look at it."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.model.problems import Problem
from diagnosis.model.questionnaire import Question, Questionnaire
from diagnosis.model.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Preview:
    """A questionnaire, what it is worth, and what is wrong with it.

    ruleset: the latest that asks it, None where none does. questions: all that its routes may read, by id.
    published: whether it is frozen. problems: of its file.
    """

    questionnaire: Questionnaire
    ruleset: Ruleset | None
    questions: Mapping[str, Question]
    published: bool
    problems: tuple[Problem, ...]
