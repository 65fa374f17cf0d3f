"""Questionnaires from trees of the right shape. What cannot be resolved is left empty here and told by the checks."""

from dataclasses import dataclass

from diagnosis.definitions.build_conditions import join, maybe_condition
from diagnosis.definitions.draft import QuestionDraft, QuestionnaireDraft
from diagnosis.definitions.node import Node
from diagnosis.model.conditions import Condition
from diagnosis.model.questionnaire import (
    Choice,
    Citation,
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
from diagnosis.model.text import Text

_NOTHING = Text("？", "?")


@dataclass(frozen=True, slots=True)
class QuestionnaireFile:
    """A questionnaire's tree and the SHA-256 of its bytes."""

    node: Node
    digest: str


def build_questionnaires(files: list[QuestionnaireFile]) -> tuple[QuestionnaireDraft, ...]:
    """The questionnaires of one ruleset, in the order of asking, so that `same_as` finds earlier questions."""
    builder = _Builder()
    return tuple(builder.build(file) for file in files)


class _Builder:
    def __init__(self) -> None:
        self._known: dict[str, QuestionDraft] = {}
        self._position = 0

    def build(self, file: QuestionnaireFile) -> QuestionnaireDraft:
        node = file.node
        scales = {name: _build_scale(scale) for name, scale in node.entries("scales")}
        drafts: list[QuestionDraft] = []
        sections: list[Section] = []
        for section in node.items("sections"):
            made = [self._question(node, section, question, scales) for question in section.items("questions")]
            sections.append(
                Section(section.string("id"), section.text_at("title"), tuple(each.question for each in made))
            )
            drafts.extend(made)
        return QuestionnaireDraft(_build_questionnaire(file, tuple(sections)), node, tuple(drafts))

    def _question(self, sheet: Node, section: Node, node: Node, scales: dict[str, Scale]) -> QuestionDraft:
        target = self._known.get(node.string("same_as")) if node.has("same_as") else None
        route = join(*(maybe_condition(each, "applies_when") for each in (sheet, section, node)))
        question = _build_question(node, scales, target.question if target else None, route)
        scored = sheet.flag("scored") and not question.pilot and not isinstance(question, DateQuestion | TextQuestion)
        scale = target.scale if target else node.string("scale") or None
        draft = QuestionDraft(
            question, node, section.string("id"), sheet.string("questionnaire"), self._position, scale, scored
        )
        self._position += 1
        self._known.setdefault(question.id, draft)
        return draft


def _build_questionnaire(file: QuestionnaireFile, sections: tuple[Section, ...]) -> Questionnaire:
    node = file.node
    return Questionnaire(
        id=node.string("questionnaire"),
        version=node.string("version"),
        title=node.text_at("title"),
        introduction=node.text_at("introduction"),
        law_read_as_of=node.day("law_read_as_of"),
        answerable_from=node.child("answerable").day("from"),
        answerable_until=node.child("answerable").maybe_day("until"),
        scored=node.flag("scored"),
        citations=tuple(Citation(name, each.text(), each.flag("articles")) for name, each in node.entries("citations")),
        sections=sections,
        digest=file.digest,
        at=node.at,
    )


def _build_scale(node: Node) -> Scale:
    return Scale(_build_choices(node), node.flag("ordered"))


def _build_choices(node: Node) -> tuple[Choice, ...]:
    return tuple(Choice(each.string("value"), each.text(), each.flag("exclusive")) for each in node.items("choices"))


def _build_question(node: Node, scales: dict[str, Scale], same: Question | None, route: Condition | None) -> Question:
    common = {
        "id": node.string("id"),
        "text": node.text_at("text"),
        "help": node.maybe_text("help"),
        "evidence": node.maybe_text("evidence"),
        "applies_when": route,
        "allows_not_applicable": node.flag("allows_not_applicable"),
        "causes": node.strings("causes"),
        "media": node.strings("media"),
        "references": node.strings("references"),
        "same_as": node.string("same_as") or None,
        "pilot": node.flag("pilot"),
        "at": node.at,
    }
    kind = node.string("kind")
    match kind:
        case "single":
            return SingleQuestion(**common, scale=_scale_of(node, scales, same))  # type: ignore[arg-type]
        case "multi":
            choices = same.choices if isinstance(same, MultiQuestion) else _build_choices(node)
            return MultiQuestion(**common, choices=choices)  # type: ignore[arg-type]
        case "number":
            return _build_number(node, common, same)
        case "date":
            return DateQuestion(**common)  # type: ignore[arg-type]
        case _:
            return TextQuestion(**common, maximum_length=node.integer("maximum_length", 200))  # type: ignore[arg-type]


def _scale_of(node: Node, scales: dict[str, Scale], same: Question | None) -> Scale:
    if isinstance(same, SingleQuestion):
        return same.scale
    if node.has("choices"):
        return _build_scale(node)
    return scales.get(node.string("scale"), Scale(()))


def _build_number(node: Node, common: dict[str, object], same: Question | None) -> NumberQuestion:
    if isinstance(same, NumberQuestion):
        unit, minimum, maximum = same.unit, same.minimum, same.maximum
    else:
        unit = node.maybe_text("unit") or _NOTHING
        minimum, maximum = node.integer("minimum"), node.integer("maximum")
    return NumberQuestion(**common, unit=unit, minimum=minimum, maximum=maximum)  # type: ignore[arg-type]
