"""A raw sheet against its questionnaires: every fault at once, or a sheet that can be scored."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Span
from diagnosis.model.questionnaire import Question, Questionnaire
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import Answer, AnswerSheet, Member, RawAnswer, RawSheet
from diagnosis.model.text import Text
from diagnosis.sheets.answers import check_answer
from diagnosis.sheets.canonical import sheet_bytes
from diagnosis.sheets.dates import read_date
from diagnosis.sheets.desk import Desk, RefusedError, is_blank, listed, show
from diagnosis.sheets.found import FoundSheet
from diagnosis.sheets.values import read_text

_LONGEST_ID = 64
_LONGEST_NAME = 200


def check_sheet(raw: RawSheet, definitions: Definitions, on: date | None = None) -> AnswerSheet:
    """The sheet with every answer of its question's kind and range, and its digest.

    on: the day of diagnosis, which must not be before the day of answering. All blank, all unknown and all
    not-applicable are no faults. Raises ProblemsError with all faults, in file order (codes `sheet.*`).
    """
    desk = _open_desk(raw)
    head = check_head(raw, definitions, on, desk)
    answers = _check_answers(raw.answers, definitions, desk)
    desk.finish()
    sheet = replace(head, answers=answers, normalised=tuple(desk.changes))
    return replace(sheet, digest=hashlib.sha256(sheet_bytes(sheet)).hexdigest())


def check_head(raw: RawSheet, definitions: Definitions, on: date | None, desk: Desk) -> AnswerSheet:
    """Whose sheet it is, of which day and by which rules: a sheet without its answers. Faults go to the desk."""
    _check_ruleset(raw, definitions, desk)
    _check_versions(raw, definitions.questionnaires, desk)
    member = _check_member(raw, desk)
    answered_on = _check_day(raw, definitions.questionnaires, on, desk)
    return AnswerSheet(
        ruleset=definitions.ruleset.reference,
        questionnaires={questionnaire.id: questionnaire.version for questionnaire in definitions.questionnaires},
        member=member,
        answered_on=answered_on,
        answers={},
    )


def choose_ruleset(raw: RawSheet, available: Sequence[str]) -> str:
    """The ruleset that the sheet names, `ID@VERSION`; raises ProblemsError where it is none of the `available`."""
    if isinstance(raw.ruleset, str) and raw.ruleset in available:
        return raw.ruleset
    desk = _open_desk(raw)
    _refuse_ruleset(raw, available, desk)
    desk.finish()
    raise AssertionError


def _open_desk(raw: RawSheet) -> Desk:
    return Desk(faults=list(raw.faults), has_lists=raw.has_lists) if isinstance(raw, FoundSheet) else Desk()


def _place(raw: RawSheet, field: str) -> Span:
    return raw.places.get(field, raw.at) if isinstance(raw, FoundSheet) else raw.at


def _check_ruleset(raw: RawSheet, definitions: Definitions, desk: Desk) -> None:
    if raw.ruleset != definitions.ruleset.reference:
        _refuse_ruleset(raw, (definitions.ruleset.reference,), desk)


def _refuse_ruleset(raw: RawSheet, available: Sequence[str], desk: Desk) -> None:
    known_ja, known_en = listed(available)
    at = _place(raw, "ruleset")
    if is_blank(raw.ruleset):
        example = available[-1] if available else "ID@VERSION"
        desk.refuse(
            at,
            "sheet.ruleset-missing",
            ja=f"採点規則の指定がありません。「ruleset: {example}」のように書いてください。使えるもの：{known_ja}。",
            en=f"The sheet names no ruleset. Write it like 'ruleset: {example}'. Available: {known_en}.",
        )
        return
    near_ja, near_en = did_you_mean(raw.ruleset, available)
    desk.refuse(
        at,
        "sheet.ruleset-unknown",
        ja=f"採点規則「{show(raw.ruleset)}」はありません。使えるもの：{known_ja}。{near_ja}",
        en=f"There is no ruleset '{show(raw.ruleset)}'. Available: {known_en}.{near_en}",
    )


def _check_versions(raw: RawSheet, questionnaires: Sequence[Questionnaire], desk: Desk) -> None:
    versions = {questionnaire.id: questionnaire.version for questionnaire in questionnaires}
    for name, version in raw.questionnaires.items():
        at = _place(raw, f"questionnaires.{name}")
        if name not in versions:
            _refuse_questionnaire(name, versions, at, desk)
        elif version != versions[name]:
            desk.refuse(
                at,
                "sheet.questionnaire-version",
                ja=f'質問票「{name}」の版「{show(version)}」は、この採点規則では使えません。使える版："{versions[name]}"。',
                en=f"Version '{show(version)}' of questionnaire '{name}' does not go with this ruleset. "
                f'Allowed: "{versions[name]}".',
            )


def _refuse_questionnaire(name: str, versions: Mapping[str, str], at: Span, desk: Desk) -> None:
    known_ja, known_en = listed(versions)
    near_ja, near_en = did_you_mean(name, versions)
    desk.refuse(
        at,
        "sheet.questionnaire-unknown",
        ja=f"質問票「{show(name)}」は、この採点規則にはありません。あるもの：{known_ja}。{near_ja}",
        en=f"This ruleset has no questionnaire '{show(name)}'. It has: {known_en}.{near_en}",
    )


def _check_member(raw: RawSheet, desk: Desk) -> Member:
    member_id = _check_name(raw, "member.id", raw.member_id, _LONGEST_ID, desk)
    return Member(member_id, _check_name(raw, "member.name", raw.member_name, _LONGEST_NAME, desk))


_MEMBER_FIELDS = {
    "member.id": Text("会員番号", "member's number"),
    "member.name": Text("会員の名称", "member's name"),
}


def _check_name(raw: RawSheet, field: str, found: object, longest: int, desk: Desk) -> str:
    at = _place(raw, field)
    if is_blank(found):
        desk.refuse(
            at,
            "sheet.member-missing",
            ja=f"{_MEMBER_FIELDS[field].ja}（{field}）がありません。ここに記入してください。",
            en=f"The {_MEMBER_FIELDS[field].en} ({field}) is missing. Write it here.",
        )
        return ""
    try:
        return _read_line(found, longest)
    except RefusedError as refused:
        desk.refuse(at, refused.code, ja=f"{field}：{refused.message.ja}", en=f"{field}: {refused.message.en}")
        return ""


def _read_line(found: object, longest: int) -> str:
    """A name on one line, exactly as typed."""
    text = read_text(found, longest)
    if text.splitlines() != [text] or "\t" in text:
        raise RefusedError(
            "sheet.text-characters",
            ja="改行やタブは使えません。一行で書いてください。",
            en="Line breaks and tabs are not allowed. Write it on one line.",
        )
    return text


def _check_day(raw: RawSheet, questionnaires: Sequence[Questionnaire], on: date | None, desk: Desk) -> date | None:
    """The day of answering: not after the day of diagnosis, and every questionnaire open for answers."""
    if is_blank(raw.answered_on):
        return None
    at = _place(raw, "answered_on")
    try:
        day = read_date(raw.answered_on)
    except RefusedError as refused:
        desk.refuse(at, refused.code, ja=f"answered_on：{refused.message.ja}", en=f"answered_on: {refused.message.en}")
        return None
    if day.isoformat() != raw.answered_on and day != raw.answered_on:
        desk.change("answered_on", raw.answered_on, day)
    if on and day > on:
        desk.refuse(
            at,
            "sheet.answered-later",
            ja=f"回答日 {day.isoformat()} が診断日 {on.isoformat()} より後です。回答日を直すか、--date "
            "で診断日を指定してください。",
            en=f"The sheet was answered on {day.isoformat()}, after the day of diagnosis, {on.isoformat()}. "
            "Correct answered_on, or give the day with --date.",
        )
    for questionnaire in questionnaires:
        _check_window(questionnaire, day, at, desk)
    return day


def _check_window(questionnaire: Questionnaire, day: date, at: Span, desk: Desk) -> None:
    first, last = questionnaire.answerable_from, questionnaire.answerable_until
    if first <= day <= (last or date.max):
        return
    end = last.isoformat() if last else ""
    desk.refuse(
        at,
        "sheet.not-answerable-then",
        ja=f"質問票「{questionnaire.reference}」は {day.isoformat()} には使えません（使える期間："
        f"{first.isoformat()}～{end}）。日付を確かめるか、その日に使える版で答え直してください。",
        en=f"Questionnaire '{questionnaire.reference}' is not open on {day.isoformat()} (open: {first.isoformat()} to "
        f"{end or 'date'}). Check the date, or answer the version that is open on that day.",
    )


def questions_by_id(definitions: Definitions) -> dict[str, Question]:
    """Every question of the questionnaires."""
    return {
        question.id: question for questionnaire in definitions.questionnaires for question in questionnaire.questions
    }


def _check_answers(answers: Sequence[RawAnswer], definitions: Definitions, desk: Desk) -> dict[str, Answer]:
    questions = questions_by_id(definitions)
    checked: dict[str, Answer] = {}
    seen: dict[str, Span] = {}
    for raw in answers:
        if raw.question in seen:
            _refuse_second(raw, seen[raw.question], desk)
        elif question := _find_question(raw, questions, desk):
            answer = check_answer(question, raw, desk)
            checked |= {question.id: answer} if answer else {}
        seen.setdefault(raw.question, raw.at)
    return checked


def _find_question(raw: RawAnswer, questions: Mapping[str, Question], desk: Desk) -> Question | None:
    question = questions.get(raw.question)
    if question is None:
        near_ja, near_en = did_you_mean(raw.question, questions)
        desk.refuse(
            raw.at,
            "sheet.question-unknown",
            ja=f"質問「{show(raw.question)}」はどの質問票にもありません。名前を直すか、この行を取り除いてください。"
            f"{near_ja}",
            en=f"No questionnaire has a question '{show(raw.question)}'. Correct its name or remove it.{near_en}",
        )
    elif question.same_as and not is_blank(raw.value):
        desk.refuse(
            raw.at,
            "sheet.not-asked",
            ja=f"質問「{question.id}」は「{question.same_as}」の答えを使うため、答えを書けません。"
            "この行を取り除いてください。",
            en=f"Question '{question.id}' takes the answer of '{question.same_as}' and is not asked. Remove the entry.",
        )
        return None
    return question


def _refuse_second(raw: RawAnswer, first: Span, desk: Desk) -> None:
    desk.refuse(
        raw.at,
        "sheet.two-answers",
        ja=f"質問「{raw.question}」に答えが二つあります（先の答えは {first}）。一つにしてください。",
        en=f"Question '{raw.question}' has two answers (the first is at {first}). Keep one.",
    )
