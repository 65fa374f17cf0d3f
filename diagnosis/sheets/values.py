"""One answer's value, by the kind of its question; whatever does not fit is refused with what is allowed."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import assert_never

from diagnosis.files.decode import FORBIDDEN, SURROGATE
from diagnosis.files.suggest import did_you_mean, suggest
from diagnosis.model.questionnaire import (
    Choice,
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
    choices_of,
)
from diagnosis.model.sheet import Value
from diagnosis.sheets.dates import read_date
from diagnosis.sheets.desk import RefusedError, fold, is_blank, listed, show
from diagnosis.sheets.marks import read_mark, read_tick

_PLAIN = re.compile(r"[-+]?\d{1,18}(?:\.0*)?", re.ASCII)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.0*)?", re.ASCII)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_MOST_CHARACTERS = 40
"""More than any number in range has; keeps the regular expressions away from long texts."""

_BETWEEN = re.compile("[;；、\n]")
"""What separates several choices in one cell."""


def read_value(question: Question, found: object) -> Value:
    """The answer that `found` stands for; raises RefusedError. found: never blank."""
    match question:
        case SingleQuestion():
            return read_choice(question.scale.choices, found)
        case MultiQuestion():
            return _read_set(question, found)
        case NumberQuestion():
            return _read_number(question, found)
        case DateQuestion():
            _refuse_collections(found)
            return read_date(found)
        case TextQuestion():
            return read_text(found, question.maximum_length)
        case _:
            assert_never(question)


def find_choice(question: Question, found: object) -> Choice | None:
    """The choice whose value or label `found` is; None where the question has none like it."""
    return _find(choices_of(question), found)


def read_choice(choices: Sequence[Choice], found: object) -> str:
    """The value of the choice that is meant: by its value, its label in either language, true/false or a mark."""
    _refuse_collections(found)
    if choice := _find(choices, found):
        return choice.value
    values = [choice.value for choice in choices]
    if isinstance(found, str) and (meant := read_mark(found, values)):
        return meant
    labels = [label for choice in choices for label in (choice.label.ja, choice.label.en)]
    allowed_ja = "、".join((*(f"{choice.value}（{choice.label.ja}）" for choice in choices), "unknown（わからない）"))
    allowed_en = ", ".join((*(f"{choice.value} ({choice.label.en})" for choice in choices), "unknown (don't know)"))
    near_ja, near_en = did_you_mean(found, values if suggest(found, values) else labels)
    raise RefusedError(
        "sheet.value-unknown",
        ja=f"「{show(found)}」は選べません。選べる値：{allowed_ja}。{near_ja}",
        en=f"'{show(found)}' is not a choice. Allowed: {allowed_en}.{near_en}",
    )


def read_text(found: object, longest: int) -> str:
    """Free text exactly as typed, of at most `longest` characters; raises RefusedError."""
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str):
        raise RefusedError(
            "sheet.shape",
            ja=f"「{show(found)}」は文章ではありません。引用符で囲んでください。",
            en=f"'{show(found)}' is no text. Put quotes round it.",
        )
    if len(found) > longest:
        raise RefusedError(
            "sheet.text-length",
            ja=f"文章が長すぎます（{len(found):,}文字）。{longest:,}文字以内にしてください。",
            en=f"The text is too long ({len(found):,} characters). Keep it within {longest:,}.",
        )
    if match := FORBIDDEN.search(found) or SURROGATE.search(found):
        name = f"U+{ord(match.group()):04X}"
        raise RefusedError(
            "sheet.text-characters",
            ja=f"目に見えない制御文字 {name} があります。削除してください。",
            en=f"There is an invisible control character, {name}. Delete it.",
        )
    return found


def _find(choices: Sequence[Choice], found: object) -> Choice | None:
    match found:
        case bool():
            written = "yes" if found else "no"
        case str() | int():
            written = str(found)
        case _:
            return None
    exact = next((choice for choice in choices if choice.value == written), None)
    if exact or isinstance(found, bool):
        return exact
    named = [choice for choice in choices if written in (choice.label.ja, choice.label.en)]
    if len(named) == 1:
        return named[0]  # as a drop-down writes it
    folded = fold(written)
    alike = [choice for choice in choices if folded in map(fold, (choice.value, choice.label.ja, choice.label.en))]
    return alike[0] if len(alike) == 1 else None


def _read_set(question: MultiQuestion, found: object) -> frozenset[str]:
    chosen = frozenset(read_choice(question.choices, item) for item in _items(question, found))
    alone = next((choice.value for choice in question.choices if choice.exclusive and choice.value in chosen), None)
    if alone and len(chosen) > 1:
        others_ja, others_en = listed(sorted(chosen - {alone}))
        raise RefusedError(
            "sheet.exclusive",
            ja=f"「{alone}」はほかの値（{others_ja}）と一緒に選べません。どちらかを取り除いてください。",
            en=f"'{alone}' cannot stand beside {others_en}. Remove one or the other.",
        )
    return chosen


def _items(question: MultiQuestion, found: object) -> Sequence[object]:
    """The choices that are named one by one, in one text, or ticked (`{choice: mark}`)."""
    match found:
        case list():
            return found
        case dict():
            return _ticked(found)
        case str() if _find(question.choices, found) is None:
            return [part for part in _BETWEEN.split(found) if part.strip()] or [found]
        case _:
            return [found]


def _ticked(found: Mapping[str, object]) -> Sequence[str]:
    ticks = {choice: read_tick(tick) for choice, tick in found.items() if not is_blank(tick)}
    unclear = next((choice for choice, tick in ticks.items() if tick is None), None)
    if unclear is not None:
        raise RefusedError(
            "sheet.tick",
            ja=f"「{show(unclear)}」の印「{show(found[unclear])}」からは、選んだのかどうか分かりません。"
            "選ぶなら○、選ばないなら空欄にしてください。",
            en=f"The mark '{show(found[unclear])}' at '{show(unclear)}' does not tell whether it is chosen. Put ○ if "
            "it is, and leave it empty if not.",
        )
    if not any(ticks.values()):
        raise RefusedError(
            "sheet.tick",
            ja="どれにも○がありません。当てはまるものに○を付けるか、すべて空欄にしてください。",
            en="Nothing is ticked. Put ○ at what holds, or leave all of them empty.",
        )
    return [choice for choice, tick in ticks.items() if tick]


def _read_number(question: NumberQuestion, found: object) -> int:
    _refuse_collections(found)
    number = _whole(question, found)
    if question.minimum <= number <= question.maximum:
        return number
    raise RefusedError(
        "sheet.number-range",
        ja=f"「{show(found)}」は範囲の外です。"
        f"{question.minimum:,}から{question.maximum:,}までの数（{question.unit.ja}）を書いてください。",
        en=f"'{show(found)}' is out of range. "
        f"Allowed: {question.minimum:,} to {question.maximum:,} ({question.unit.en}).",
    )


def _whole(question: NumberQuestion, found: object) -> int:
    match found:
        case bool():
            pass
        case int():
            return found
        case float() if math.isfinite(found) and found.is_integer():
            return int(found)
        case str() if (number := _number_in(found, question)) is not None:
            return number
        case _:
            pass
    raise RefusedError(
        "sheet.number",
        ja=f"「{show(found)}」は整数として読めません。{question.minimum:,}から{question.maximum:,}までの整数"
        f"（{question.unit.ja}）を、75000 や 75,000 のように書いてください。",
        en=f"'{show(found)}' cannot be read as a whole number. Write one from {question.minimum:,} to "
        f"{question.maximum:,} ({question.unit.en}), like 75000 or 75,000.",
    )


def _number_in(written: str, question: NumberQuestion) -> int | None:
    """The number in a text: full width, grouped by commas, followed by its unit."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", written[:_MOST_CHARACTERS])).strip()
    if question.unit.ja == "円":
        text = text.removeprefix("¥").strip()
    for unit in (question.unit.ja, question.unit.en):
        text = text.removesuffix(unicodedata.normalize("NFKC", unit)).strip()
    if len(written) > _MOST_CHARACTERS or not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return None
    return int(text.replace(",", "").partition(".")[0])


def _refuse_collections(found: object) -> None:
    if isinstance(found, (list, dict)):
        raise RefusedError(
            "sheet.shape",
            ja=f"「{show(found)}」のような並びや組ではなく、値を一つだけ書いてください。",
            en=f"One value is expected here, not a list or a mapping like {show(found)}.",
        )
