"""Answer sheets in YAML, in and out; a blank one is its own manual, in comments."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from diagnosis.files.tree import read_yaml
from diagnosis.model.conditions import questions_in
from diagnosis.model.questionnaire import (
    Choice,
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    Questionnaire,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet, Member
from diagnosis.model.text import Language, Text
from diagnosis.sheets.found import FoundSheet, find_sheet
from diagnosis.sheets.written import short_or_parts, write_answer

_WIDTH = 100
"""Columns of a comment line; a Japanese character takes two."""

_NEVER_FIRST = "、。，．・）」』】？！ー"
"""What may not begin a Japanese line."""

_BARE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*|\d{4}-\d{2}-\d{2}", re.ASCII)
_NOT_BARE = ("yes", "no", "true", "false", "null", "on", "off", "y", "n")
"""Words that some reader of YAML takes for truths."""

_HEAD = (
    Text(
        ja="各質問の「:」の後に答えを書いてください。空欄は「未回答」になります。",
        en="Write each answer behind the colon. What is left empty counts as not answered.",
    ),
    Text(ja="分からないときは unknown と書きます。", en="Write unknown if you do not know."),
    Text(
        ja="対象外と答えられる質問では {state: not-applicable, reason: 理由} と書けます。",
        en="Where a question may be not applicable: {state: not-applicable, reason: …}.",
    ),
    Text(
        ja='証拠があれば {value: "yes", evidence: document, note: 任命書あり} のように書きます'
        "（evidence：none 証拠なし、stated 回答のみ、document 書類あり、verified 第三者が確認）。",
        en='With evidence: {value: "yes", evidence: document, note: letter of appointment} '
        "(evidence: none, stated = your word, document, verified = confirmed by a third party).",
    ),
)
_SEVERAL = Text(
    ja="次からいくつでも、[値, 値] のように書きます。", en="Any number of these, written as [value, value]:"
)
_ONE = Text(ja="次から一つ選びます。", en="One of these:")
_ALONE = Text(ja="（ほかの値とは一緒に選べません）", en=" (not beside another)")
_MAY_NOT_APPLY = Text(ja="対象外と答えられます（理由を書いてください）。", en="May be not-applicable, with a reason.")
_DEPENDS = Text(ja="答えによっては対象になりません。条件に使う質問：", en="Asked only for some answers to: ")
_EVIDENCE = Text(ja="証拠になるもの：", en="Evidence: ")
_DATE = Text(ja="日付（2026-11-23、令和8年11月23日 など）", en="A date (2026-11-23, 2026/11/23, 令和8年11月23日)")


def read_yaml_sheet(data: bytes, name: str) -> FoundSheet:
    """The sheet as found; raises ProblemsError (`file.*`, `yaml.*`)."""
    return find_sheet(read_yaml(data, name))


@dataclass(frozen=True, slots=True)
class Remarks:
    """Further comments: at the head of the sheet, and above the entry of a question, by its id."""

    head: tuple[str, ...] = ()
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_NO_REMARKS = Remarks()


def write_yaml(
    definitions: Definitions, language: Language, filled: AnswerSheet | None = None, remarks: Remarks = _NO_REMARKS
) -> bytes:
    """A sheet whose comments say all that is needed to fill it in; with `filled`, its answers stand in it."""
    member = filled.member if filled else Member("", "")
    day = filled.answered_on.isoformat() if filled and filled.answered_on else ""
    lines = [
        *_comment(definitions.ruleset.title[language]),
        *(line for text in remarks.head for line in _comment(text)),
        *(line for text in _HEAD for line in _comment(text[language])),
        f"ruleset: {definitions.ruleset.reference}",
        f"member: {{id: {_flow(member.id)}, name: {_flow(member.name)}}}",
        f"answered_on: {day} # {_DATE[language]}",
        "answers:",
    ]
    for questionnaire in definitions.questionnaires:
        lines += _questionnaire_lines(questionnaire, language, filled, remarks)
    return ("\n".join(lines) + "\n").encode()


def _questionnaire_lines(
    questionnaire: Questionnaire, language: Language, filled: AnswerSheet | None, remarks: Remarks
) -> Iterator[str]:
    yield ""
    yield f"  # {'=' * 76}"
    yield from _comment(f"{questionnaire.title[language]} ({questionnaire.reference})", 2)
    yield from _comment(questionnaire.introduction[language], 2)
    for section in questionnaire.sections:
        yield ""
        yield from _comment(f"---- {section.title[language]} ----", 2)
        for question in section.questions:
            if question.same_as is None:
                yield from _question_lines(question, language)
                for remark in remarks.above.get(question.id, ()):
                    yield from _comment(remark, 2)
                yield f"  {question.id}:{_answer(question, filled)}"


def _answer(question: Question, filled: AnswerSheet | None) -> str:
    answer = filled.answers.get(question.id) if filled else None
    return f" {_flow(short_or_parts(write_answer(question, answer)))}" if answer else ""


def _flow(value: object) -> str:
    """The value on one line. Texts are quoted as in JSON, which YAML reads alike; plain words are bare."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
        case list():
            return f"[{', '.join(map(_flow, value))}]"
        case str() if not _BARE.fullmatch(value) or value in _NOT_BARE:
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _question_lines(question: Question, language: Language) -> Iterator[str]:
    yield ""
    yield from _comment(question.text[language], 2)
    if question.help:
        yield from _comment(question.help[language], 4)
    if question.evidence:
        yield from _comment(_EVIDENCE[language] + question.evidence[language], 4)
    if question.applies_when:
        yield from _comment(_DEPENDS[language] + ", ".join(dict.fromkeys(questions_in(question.applies_when))), 4)
    if question.allows_not_applicable:
        yield from _comment(_MAY_NOT_APPLY[language], 4)
    for line in _allowed(question, language):
        yield from _comment(line, 4)


def _allowed(question: Question, language: Language) -> Iterator[str]:
    match question:
        case SingleQuestion():
            yield _ONE[language]
            yield from _choices(question.scale.choices, language)
        case MultiQuestion():
            yield _SEVERAL[language]
            yield from _choices(question.choices, language)
        case NumberQuestion():
            yield f"{question.minimum:,} – {question.maximum:,} ({question.unit[language]})"
        case DateQuestion():
            yield _DATE[language]
        case TextQuestion():
            yield Text(ja=f"{question.maximum_length}文字まで", en=f"Up to {question.maximum_length} characters")[
                language
            ]
        case _:
            assert_never(question)


def _choices(choices: tuple[Choice, ...], language: Language) -> Iterator[str]:
    for choice in choices:
        value = f'"{choice.value}"' if choice.value in ("yes", "no") else choice.value
        yield f"- {value}: {choice.label[language]}{_ALONE[language] if choice.exclusive else ''}"


def _comment(text: str, indent: int = 0) -> Iterator[str]:
    """Comment lines no wider than a screen; Japanese may break anywhere, English between words."""
    edge = " " * min(indent, 2) + "#" + " " * (indent - min(indent, 2) + 1)
    line = ""
    for part in _breakable(" ".join(text.split())):
        if line and _columns(edge + line + part.rstrip()) > _WIDTH:
            yield (edge + line).rstrip()
            line = ""
        line += part
    yield (edge + line).rstrip()


def _breakable(text: str) -> Iterator[str]:
    """The pieces between which a line may break: a run of narrow characters with its spaces, or one wide one."""
    run = ""
    for position, character in enumerate(text):
        run += character
        after = text[position + 1 : position + 2]
        between_wide = after and after not in _NEVER_FIRST and (_is_wide(character) or _is_wide(after))
        if character == " " or between_wide:
            yield run
            run = ""
    yield run


def _columns(text: str) -> int:
    return sum(2 if _is_wide(character) else 1 for character in text)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
