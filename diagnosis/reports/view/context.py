"""What every chapter needs: the diagnosis, the language, the words, and the definitions looked up by id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.peers import PeerKind
from diagnosis.model.questionnaire import Question, Questionnaire, Section
from diagnosis.model.ruleset import Basis, Gate, QuestionRule, Source, Tag
from diagnosis.model.scorecard import QuestionResult, Score
from diagnosis.model.text import Language, Text
from diagnosis.reports.figures import percent
from diagnosis.reports.wording import Wording


@dataclass(frozen=True, slots=True)
class BasisTag:
    """Whose word a figure is: `kind` for the style sheet, `label` for the reader."""

    kind: str
    label: str


class Context:
    """One report in the making. Look-ups are made once a report, on first use."""

    def __init__(self, diagnosis: Diagnosis, language: Language, edition: Edition, words: Wording) -> None:
        self.diagnosis, self.language, self.edition, self.words = diagnosis, language, edition, words
        self.card, self.ruleset = diagnosis.scorecard, diagnosis.definitions.ruleset
        self.questionnaires = diagnosis.definitions.questionnaires

    def read(self, text: Text) -> str:
        """A text in the report's language."""
        return text[self.language]

    def say(self, place: str, **values: object) -> str:
        """Words of the report, with values filled in."""
        return self.words.say(place, **values)

    @property
    def is_staff(self) -> bool:
        """Whether findings, referrals and notes are to be printed."""
        return self.edition is Edition.STAFF

    @cached_property
    def scored(self) -> tuple[Questionnaire, ...]:
        """The questionnaires that are scored, in the ruleset's order."""
        return tuple(questionnaire for questionnaire in self.questionnaires if questionnaire.scored)

    @cached_property
    def questionnaire(self) -> Mapping[str, Questionnaire]:
        """Questionnaires by id."""
        return {questionnaire.id: questionnaire for questionnaire in self.questionnaires}

    @cached_property
    def question(self) -> Mapping[str, Question]:
        """Questions by id."""
        return {question.id: question for owner in self.questionnaires for question in owner.questions}

    @cached_property
    def section(self) -> Mapping[str, Section]:
        """Sections by id."""
        return {section.id: section for owner in self.questionnaires for section in owner.sections}

    @cached_property
    def rule(self) -> Mapping[str, QuestionRule]:
        """Scoring rules by question id."""
        return {rule.question: rule for rule in self.ruleset.questions}

    @cached_property
    def result(self) -> Mapping[str, QuestionResult]:
        """Results by question id."""
        return {result.question: result for result in self.card.questions}

    @cached_property
    def gate(self) -> Mapping[str, Gate]:
        """Gates by id."""
        return {gate.id: gate for gate in self.ruleset.gates}

    @cached_property
    def source(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.ruleset.source_catalogue}

    @cached_property
    def tag(self) -> Mapping[str, Tag]:
        """Causes and media by id."""
        return {tag.id: tag for tag in (*self.ruleset.causes, *self.ruleset.media)}

    @cached_property
    def number(self) -> Mapping[str, str]:
        """Each scored questionnaire's questions as `2-07`: its place among the scored ones, then the question's."""
        return {
            question.id: f"{place}-{number:02}"
            for place, questionnaire in enumerate(self.scored, start=1)
            for number, question in enumerate(questionnaire.questions, start=1)
        }

    def bases(self, sources: Iterable[str]) -> tuple[BasisTag, ...]:
        """The kinds of source, each once, strongest word first."""
        found = {self.source[source].basis for source in sources if source in self.source}
        return tuple(self.basis(basis) for basis in Basis if basis in found)

    def basis(self, basis: Basis) -> BasisTag:
        """How a kind of source is marked."""
        return BasisTag(basis.value, self.words["basis"][basis.value])

    def score_name(self, name: str) -> str:
        """`section:pd-access`, a questionnaire's or a gate's id, in words."""
        kind, _, rest = name.rpartition(":")
        found: Text | None = None
        match kind, rest:
            case "section", _ if rest in self.section:
                found = self.section[rest].title
            case "cause" | "medium", _ if rest in self.tag:
                found = self.tag[rest].title
            case _ if rest in self.questionnaire:
                found = self.questionnaire[rest].title
            case _ if rest in self.gate:
                found = self.gate[rest].title
            case "", "overall" | "confidence":
                return self.say(f"summary.{rest}")
        return rest if found is None else self.read(found)

    def peer_name(self, kind: PeerKind) -> str:
        """What a group of peers is called."""
        assert self.diagnosis.peers is not None
        return self.read(self.diagnosis.peers.names[kind])

    def joined(self, items: Iterable[str]) -> str:
        """Items in a row, as the language writes them."""
        return ("、" if self.language is Language.JA else ", ").join(items)

    def figure(self, score: Score) -> str:
        """A score with one decimal, or a dash where there is none."""
        return "—" if score.point is None else percent(score.point)

    def bounds(self, score: Score) -> str:
        """`62.1〜74.0`, one figure where both are the same, a dash where there are none."""
        if score.lower is None or score.upper is None:
            return "—"
        if score.lower == score.upper:
            return percent(score.lower)
        return f"{percent(score.lower)}{'〜' if self.language is Language.JA else '–'}{percent(score.upper)}"
