"""The way through the questionnaires: the sections that a member sees, in their order, and how far it has come."""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.model.questionnaire import Question, Questionnaire, Section
from diagnosis.model.ruleset import Definitions
from diagnosis.model.running import RunningScore
from diagnosis.web.refusals import not_found


@dataclass(frozen=True, slots=True)
class Stop:
    """One section. asked: its questions in route, perhaps none. blank: how many of them have no answer."""

    questionnaire: Questionnaire
    section: Section
    asked: tuple[Question, ...]
    blank: int

    @property
    def is_done(self) -> bool:
        """Every question has an answer."""
        return self.blank == 0


@dataclass(frozen=True, slots=True)
class Way:
    """Every section of the questionnaires, those without a question in route too."""

    stops: tuple[Stop, ...]

    def __iter__(self) -> Iterator[Stop]:
        """The sections that have something to ask."""
        return (stop for stop in self.stops if stop.asked)

    def find(self, section: str) -> Stop:
        """The section of that id; raises PageError where there is none."""
        return self.stops[self._place(section)]

    def before(self, section: str) -> Stop | None:
        """The section before it that asks something."""
        return next((stop for stop in reversed(self.stops[: self._place(section)]) if stop.asked), None)

    def after(self, section: str) -> Stop | None:
        """The section after it that asks something."""
        return next((stop for stop in self.stops[self._place(section) + 1 :] if stop.asked), None)

    def position(self, section: str) -> int:
        """Its number among the sections that ask something, from 1."""
        return sum(bool(stop.asked) for stop in self.stops[: self._place(section) + 1])

    @property
    def length(self) -> int:
        """How many sections ask something."""
        return sum(1 for _ in self)

    @property
    def first_open(self) -> Stop | None:
        """The first section with a question that has no answer."""
        return next((stop for stop in self if not stop.is_done), None)

    def _place(self, section: str) -> int:
        place = next((place for place, stop in enumerate(self.stops) if stop.section.id == section), None)
        if place is None:
            raise not_found()
        return place


def way_of(definitions: Definitions, score: RunningScore) -> Way:
    """The way as the answers so far lead it."""
    return Way(tuple(_stops(definitions, score)))


def _stops(definitions: Definitions, score: RunningScore) -> Iterator[Stop]:
    for questionnaire in definitions.questionnaires:
        for section in questionnaire.sections:
            asked = tuple(question for question in section.questions if question.id in score.asked)
            yield Stop(questionnaire, section, asked, sum(question.id in score.blank for question in asked))
