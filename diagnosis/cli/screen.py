"""Tables for a terminal; plain text where nobody looks at a terminal."""

import io
import os
import shutil
import sys
from collections.abc import Iterable, Mapping

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table

from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Language

_PLAIN_WIDTH = 110


def render(parts: Iterable[RenderableType]) -> str:
    """Text for standard output: coloured only on a terminal, and never against NO_COLOR."""
    terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    console = Console(
        file=io.StringIO(),
        width=shutil.get_terminal_size().columns if terminal else _PLAIN_WIDTH,
        force_terminal=terminal,
        markup=False,
        highlight=False,
        emoji=False,
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def new_table(title: str, *columns: str, right: Iterable[str] = ()) -> Table:
    """A table with a title, if any. right: more columns, aligned to the right.

    Cells break anywhere where they must, as Japanese does, and never end in dots.
    """
    table = Table(
        title=f"\n{title}" if title else None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for name in columns:
        table.add_column(name, overflow="fold")
    for name in right:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def new_grid() -> Table:
    """Names and what belongs to them, without lines."""
    grid = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    return grid


def questions_of(definitions: Definitions) -> dict[str, Question]:
    """Every question by its id."""
    questionnaires = definitions.questionnaires
    return {question.id: question for questionnaire in questionnaires for question in questionnaire.questions}


def list_questions(questions: Mapping[str, Question], ids: Iterable[str], language: Language) -> Table:
    """Ids with the words of their questions, below each other."""
    grid = new_grid()
    for name in ids:
        grid.add_row(f"  {name}", questions[name].text[language])
    return grid
