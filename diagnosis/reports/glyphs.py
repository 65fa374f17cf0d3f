"""Stops a report that would print an empty box, and says which character stands where."""

from collections.abc import Iterator

from diagnosis.model.diagnosis import Diagnosis
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text
from diagnosis.paper.fonts import missing_glyphs

CODE = "report.missing-glyph"


def check_glyphs(diagnosis: Diagnosis, html: str) -> None:
    """Raise ProblemsError with every character of the report that no font has, at the field where it was typed."""
    missing = missing_glyphs(html)
    if not missing:
        return
    problems = [
        _problem(field, character) for field, words in _typed(diagnosis) for character in missing if character in words
    ]
    told = {problem.message.en[0] for problem in problems}
    rest = [_problem("definitions", character) for character in missing if character not in told]
    raise ProblemsError((*problems, *rest))


def _typed(diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
    """Every field that people fill in freely, by its place in the sheet."""
    sheet = diagnosis.sheet
    yield "member.name", sheet.member.name
    yield "member.id", sheet.member.id
    for question, answer in sheet.answers.items():
        yield f"answers.{question}.value", answer.value if isinstance(answer.value, str) else ""
        yield f"answers.{question}.reason", answer.reason
        yield f"answers.{question}.note", answer.note


def _problem(field: str, character: str) -> Problem:
    point = f"U+{ord(character):04X}"
    return Problem(
        Span(field, 0, 0),
        CODE,
        Text(
            f"{character}（{point}）は、どのフォントにもないため印字できません。「{field}」の文字を改めるか、"
            "その文字を持つフォント（fonts-noto-cjk など）を入れてください。",
            f"{character} ({point}) is in none of the fonts and cannot be printed. Change it at {field}, "
            "or install a font that has it (fonts-noto-cjk, for instance).",
        ),
    )
