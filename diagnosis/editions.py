"""The road of those who write and carry over: compare, publish, migrate, preview."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from diagnosis import definitions
from diagnosis.model.change import Comparison
from diagnosis.model.conditions import State
from diagnosis.model.migration import Carryover
from diagnosis.model.plain import to_plain
from diagnosis.model.preview import Preview
from diagnosis.model.publication import Plan
from diagnosis.model.questionnaire import Question, choices_of
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet
from diagnosis.model.text import Language, Text
from diagnosis.pipeline import check_one, load, read_foreign
from diagnosis.settings import Settings
from diagnosis.sheets import ENDINGS, Remarks, SheetFormat, read_sheet, write_sheet, write_yaml

_YAML_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Moved:
    """A sheet on another edition, read back from `data`. origin: the sheet that it was. definitions: of the new one."""

    origin: AnswerSheet
    sheet: AnswerSheet
    definitions: Definitions
    carryover: Carryover
    data: bytes


def compare(before: str, after: str, settings: Settings) -> Comparison:
    """What changed between two versions, `ID@VERSION`, or two files; raises ProblemsError."""
    folders = settings.questionnaires, settings.scoring
    return definitions.compare_definitions(_named(before), _named(after), *folders)


def preview(wanted: str, settings: Settings) -> Preview:
    """A questionnaire, `ID`, `ID@VERSION` or a file, as an author sees it; raises ProblemsError."""
    return definitions.load_preview(_named(wanted), settings.questionnaires, settings.scoring)


def plan_publication(paths: tuple[Path, ...], settings: Settings) -> Plan:
    """What publishing would do; nothing is written."""
    return definitions.plan_publication(paths, settings.questionnaires, settings.scoring)


def publish(plan: Plan, settings: Settings) -> None:
    """Write what is planned; raises ProblemsError where something stands against it, OSError where it cannot."""
    definitions.publish(plan, settings.questionnaires, settings.scoring)


def restore(reference: str, settings: Settings) -> Path:
    """Put a published file back; its place. Raises ProblemsError, OSError."""
    return definitions.restore(reference, settings.questionnaires, settings.scoring)


def open_sheet(data: bytes, name: str, settings: Settings) -> AnswerSheet:
    """A returned file of one member as a checked sheet; raises ProblemsError, DefinitionsError."""
    return check_one(read_sheet(data, name, read_foreign), settings)


def move_sheet(sheet: AnswerSheet, to: str, language: Language, settings: Settings, form: SheetFormat) -> Moved:
    """A checked sheet on ruleset `to`, with what carried over; raises ProblemsError, DefinitionsError.

    YAML says above each question what is to be done. The new sheet is read and checked before it is handed over.
    """
    target = load(to, settings)
    ends = sheet.ruleset, to
    folders = settings.questionnaires, settings.scoring
    carryover = definitions.migrate_answers(sheet.answers, ends, *folders, settings.cache)
    filled = AnswerSheet(
        ruleset=to,
        questionnaires={each.id: each.version for each in target.questionnaires},
        member=sheet.member,
        answered_on=None,
        answers=definitions.put_on_record(carryover, language),
    )
    if form is SheetFormat.YAML:
        above = dict(_remarks(carryover, load(sheet.ruleset, settings), language))
        head = tuple(text[language] for text in _head(sheet, carryover))
        data = write_yaml(target, language, filled, Remarks(head, above))
    else:
        data = write_sheet(target, language, form, filled)
    moved = open_sheet(data, f"new.{form.value}", settings)
    return Moved(sheet, moved, target, carryover, data)


def carry_over(sheet: AnswerSheet, to: str, settings: Settings) -> AnswerSheet:
    """The sheet as far as its answers hold on ruleset `to` as well, for scoring; raises ProblemsError."""
    if sheet.ruleset == to:
        return sheet
    folders = settings.questionnaires, settings.scoring
    carried = definitions.migrate_answers(sheet.answers, (sheet.ruleset, to), *folders, settings.cache).carried
    return replace(
        sheet,
        ruleset=to,
        questionnaires={each.id: each.version for each in load(to, settings).questionnaires},
        answered_on=None,
        answers={one.question: one.answer for one in carried},
    )


def form_of(path: Path | None) -> SheetFormat:
    """The format that a file's ending asks for; YAML where it does not say."""
    return ENDINGS.get(path.suffix.lower(), SheetFormat.YAML) if path else SheetFormat.YAML


def plain_move(moved: Moved) -> dict[str, object]:
    """What came of a sheet, as plain data."""
    plain = to_plain(moved.carryover)
    assert isinstance(plain, dict)
    return {
        "format": "migration/1",
        "from": moved.carryover.steps[0],
        "to": moved.carryover.steps[-1],
        "member": to_plain(moved.origin.member),
        "sheet": moved.origin.digest,
        "answered_on": to_plain(moved.origin.answered_on),
        **plain,
    }


def _named(written: str) -> str | Path:
    return Path(written) if "/" in written or written.endswith(_YAML_ENDINGS) else written


def _head(sheet: AnswerSheet, carryover: Carryover) -> Iterator[Text]:
    day = sheet.answered_on
    when = Text(f"（回答日 {day}）", f" (answered on {day})") if day else Text("", "")
    origin, target = carryover.steps[0], carryover.steps[-1]
    yield Text(
        f"{origin} の回答票{when.ja}から {target} へ引き継いだものです。元の回答票の識別値：{sheet.digest}",
        f"Carried over from a sheet on {origin}{when.en} to {target}. Digest of that sheet: {sheet.digest}",
    )
    yield Text(
        f"引き継いだ答え {len(carryover.carried)}件、答え直す質問 {len(carryover.asked_again)}件、"
        f"新しい質問 {len(carryover.new)}件、なくなった答え {len(carryover.dropped)}件。"
        "引き継いだ答えが今も正しいかを確かめ、「▶」の質問に答えてから、answered_on に日付を書いてください。",
        f"{len(carryover.carried)} answers carried over, {len(carryover.asked_again)} questions to answer again, "
        f"{len(carryover.new)} new ones, {len(carryover.dropped)} answers dropped. See that what was carried over "
        "still holds, answer what is marked ▶, then write the day behind answered_on.",
    )


def _remarks(carryover: Carryover, earlier: Definitions, language: Language) -> Iterator[tuple[str, tuple[str, ...]]]:
    asked = {question.id: question for owner in earlier.questionnaires for question in owner.questions}
    again = Text("▶ 答え直してください：", "▶ Please answer again: ")
    new = Text("▶ 新しい質問：", "▶ New: ")
    before = Text("以前の回答：", "Earlier answer: ")
    for item in carryover.asked_again:
        told = [
            f"{before[language]}{name} = {tell_answer(answer, asked[name], language)}"
            for name, answer in item.earlier.items()
        ]
        yield item.question, (again[language] + item.because[language], *told)
    for made in carryover.new:
        yield made.question, (new[language] + made.because[language],)


_STATES = {
    State.UNKNOWN: Text("わからない", "don’t know"),
    State.NOT_APPLICABLE: Text("対象外", "not applicable"),
}


def tell_answer(answer: Answer, question: Question, language: Language) -> str:
    """An answer by the words of its choices."""
    if answer.state in _STATES:
        return _STATES[answer.state][language]
    chosen = answer.value if isinstance(answer.value, frozenset) else {answer.value}
    labels = [choice.label[language] for choice in choices_of(question) if choice.value in chosen]
    value = answer.value
    return Text("、", ", ")[language].join(labels) or (f"{value:,}" if isinstance(value, int) else str(value))
