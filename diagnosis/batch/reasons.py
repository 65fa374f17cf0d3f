"""The explanation beside a quarantined file, in Japanese and English: what is wrong, where, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from diagnosis.batch.summary import Bad
from diagnosis.model.problems import Problem, Span
from diagnosis.model.text import Language

_BOM: Final = "\ufeff"
"""So that old editors on Windows read the Japanese; the lines end as there, too."""


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    file: str
    copy: str
    marked: str
    wrong: str
    todo: str
    steps: tuple[str, ...]
    with_marked: str
    member: str
    whole: str
    place: str
    code: str


_JA = _Words(
    title="この回答票は、次の理由で診断できませんでした。",
    file="ファイル：{}",
    copy="隣にあるのは、受け取ったままの写しです。受付フォルダーの元のファイルは、そのまま残っています。",
    marked="誤りのある欄に印と説明を付けた写し：{}（このまま返送できます）",
    wrong="誤りの内容（{} 件）",
    todo="次にすること",
    steps=(
        "上の箇所を、会員に確かめて直してください。",
        "直したファイルを、同じ名前で受付フォルダーに入れてください。",
        "もう一度、同じ diagnosis batch を実行してください。直したファイルだけが診断されます。",
    ),
    with_marked="印を付けた写しを会員に返し、直してもらってください。",
    member="{} 人目：",
    whole="ファイル全体",
    place="{} 行 {} 桁",
    code="コード {}（説明：diagnosis explain-code {}）",
)
_EN = _Words(
    title="This sheet could not be diagnosed, for the following reasons.",
    file="File: {}",
    copy="Beside this text is a copy exactly as received. The original in the inbox was left as it is.",
    marked="Copy with the faulty cells marked and explained: {} (ready to send back)",
    wrong="What is wrong ({})",
    todo="What to do now",
    steps=(
        "Ask the member and correct the places above.",
        "Put the corrected file into the inbox under the same name.",
        "Run the same diagnosis batch again. Only what was corrected is diagnosed.",
    ),
    with_marked="Send the marked copy back to the member to be corrected.",
    member="member {}: ",
    whole="the file as a whole",
    place="line {}, column {}",
    code="code {} (see: diagnosis explain-code {})",
)


def write_reason(name: str, bad: Sequence[Bad], marked: str | None) -> bytes:
    """The text for one file. bad: its sheets in quarantine. marked: name of the copy with marks, if there is one."""
    parts = [*_form(_JA, Language.JA, name, bad, marked), "", "-" * 72, "", *_form(_EN, Language.EN, name, bad, marked)]
    return (_BOM + "\r\n".join(parts) + "\r\n").encode(errors="backslashreplace")


def place_words(at: Span, language: Language) -> str:
    """Where a fault is: a cell or a field, else a line, else the file."""
    words = _JA if language is Language.JA else _EN
    if at.spot:
        return at.spot
    return words.place.format(at.line, at.column) if at.line else words.whole


def _form(words: _Words, language: Language, name: str, bad: Sequence[Bad], marked: str | None) -> list[str]:
    problems = [(each.place, problem) for each in bad for problem in each.problems]
    steps = (words.with_marked, *words.steps[1:]) if marked else words.steps
    lines = [words.title, "", words.file.format(name), words.copy]
    lines += [words.marked.format(marked)] if marked else []
    lines += ["", words.wrong.format(len(problems)), ""]
    for number, (place, problem) in enumerate(problems, start=1):
        lines += _explain(words, language, number, place, problem)
    return [*lines, "", words.todo, "", *(f"{number}. {step}" for number, step in enumerate(steps, start=1))]


def _explain(words: _Words, language: Language, number: int, place: int, problem: Problem) -> list[str]:
    member = words.member.format(place) if place else ""
    return [
        f"{number}. [{member}{place_words(problem.at, language)}] {problem.message[language]}",
        f"   {words.code.format(problem.code, problem.code)}",
    ]
