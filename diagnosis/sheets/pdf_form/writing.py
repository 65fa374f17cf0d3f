"""A form to fill in, from its definitions: pages are laid out, then fields are put where their boxes are."""

from functools import cache
from pathlib import Path
from typing import Final

import segno
from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet, Member
from diagnosis.model.text import Language, Text
from diagnosis.paper.pdf import write_pdf
from diagnosis.sheets.pdf_form import names, wording
from diagnosis.sheets.pdf_form.boxes import Box, Boxes, Field, Kind
from diagnosis.sheets.pdf_form.stamp import Stamp, make_stamp, qr_text, stamp_text
from diagnosis.sheets.pdf_form.view import asked_questions, view_parts
from diagnosis.sheets.pdf_form.widgets import put_fields

_PAGES: Final = Path(__file__).parent / "pages"
_NOBODY: Final = Member("", "")
_LONGEST_ID: Final = 64
_LONGEST_NAME: Final = 200


def write_form(definitions: Definitions, language: Language, filled: AnswerSheet | None) -> bytes:
    """See `diagnosis.sheets.pdf_form.write_pdf_form`."""
    member = filled.member if filled else _NOBODY
    answers = filled.answers if filled else {}
    asked = sum(len(asked_questions(one, answers)) for one in definitions.questionnaires)
    stamp = make_stamp(definitions, member.id, asked)
    boxes = Boxes()
    html = _template().render(
        w=wording,
        say=lambda text: text[language],
        lang=language.value,
        title=wording.TITLE[language],
        scheme=wording.SCHEME[language],
        ruleset=stamp.ruleset,
        ruleset_title=definitions.ruleset.title[language],
        references="　".join(one.reference for one in definitions.questionnaires),
        member=member,
        codes={one.id: _qr(qr_text(stamp, one)) for one in definitions.questionnaires},
        **_head(stamp, member, filled, language, boxes),
        parts=view_parts(definitions, language, filled, boxes),
    )
    pdf, _ = write_pdf(html, (_PAGES / "form.css",), definitions.ruleset.law_read_as_of, {})
    return put_fields(pdf, boxes.all)


def _head(stamp: Stamp, member: Member, filled: AnswerSheet | None, language: Language, boxes: Boxes) -> dict[str, str]:
    """The addresses of the fields that concern the whole sheet. A member that is known cannot be changed."""
    day = filled.answered_on.isoformat() if filled and filled.answered_on else ""

    def add(name: str, label: Text, value: str, longest: int = 0, *, locked: bool = False) -> str:
        field = Field(name=name, kind=Kind.TEXT, label=label[language], value=value, longest=longest, locked=locked)
        return boxes.add(Box(field))

    return {
        "stamp": add(names.STAMP, wording.EDITION, stamp_text(stamp), locked=True),
        "member_id": add(names.MEMBER_ID, wording.MEMBER_ID, member.id, _LONGEST_ID, locked=bool(member.id)),
        "member_name": add(names.MEMBER_NAME, wording.MEMBER_NAME, member.name, _LONGEST_NAME),
        "answered_on": add(names.ANSWERED_ON, wording.ANSWERED_ON, day),
    }


def _qr(text: str) -> str:
    """A QR code as SVG, in dark modules only."""
    return str(segno.make_qr(text, error="m").svg_inline(border=0, omitsize=True))


@cache
def _template() -> Template:
    """Compiled once a process; it can reach its own folder and nothing else."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(_PAGES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = Markup
    return environment.get_template("form.html.jinja")
