"""How cells look, made once a workbook."""

from dataclasses import dataclass
from typing import Any

from diagnosis.model.text import Language
from diagnosis.sheets.xlsx import wording

NAVY, MIST, CREAM, LINE, GREY, PALE = "#0B4A6F", "#E7EEF3", "#FFF9DF", "#C8D3DA", "#66757F", "#F4F6F7"
DAY = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats by their use. The answer cells alone are unlocked."""

    title: Any
    text: Any
    small: Any
    heading: Any
    section: Any
    number: Any
    question: Any
    choice: Any
    help: Any
    answer: Any
    figure: Any
    day: Any
    remark: Any
    locked: Any
    out: Any
    unseen: Any


def make_styles(book: Any, language: Language) -> Styles:  # noqa: ANN401 - xlsxwriter ships no types
    """The formats of one workbook."""

    def style(**properties: object) -> Any:  # noqa: ANN401
        base = {"font_name": wording.FONT[language], "font_size": 10, "valign": "top", "text_wrap": True}
        return book.add_format(base | properties)

    boxed = {"border": 1, "border_color": LINE}
    entry = boxed | {"bg_color": CREAM, "locked": False}
    return Styles(
        title=style(bold=True, font_size=16, font_color=NAVY, text_wrap=False),
        text=style(text_wrap=True),
        small=style(font_size=8, font_color=GREY),
        heading=style(bold=True, font_color="#FFFFFF", bg_color=NAVY, valign="vcenter", **boxed),
        section=style(bold=True, font_color=NAVY, bg_color=MIST, text_wrap=False),
        number=style(font_color=GREY, **boxed),
        question=style(**boxed),
        choice=style(indent=2, **boxed),
        help=style(font_size=8, font_color=GREY, **boxed),
        answer=style(num_format="@", align="left", **entry),
        figure=style(num_format="#,##0", align="left", **entry),
        day=style(num_format=DAY, align="left", **entry),
        remark=style(num_format="@", font_size=9, **entry),
        locked=style(bg_color=PALE, **boxed),
        unseen=style(num_format=";;;"),
        out=book.add_format({"font_color": "#B4BCC2", "bg_color": "#EEF0F1"}),
    )
