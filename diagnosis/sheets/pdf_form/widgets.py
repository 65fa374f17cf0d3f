"""Fields in the place of the boxes that were laid out as links.

What WeasyPrint's own forms lack is set here (radio buttons that agree with their group, states named after answers,
appearances for on and off): poppler, pdfium and pdf.js then draw the same, and pypdf and pikepdf fill it in rightly.
ISO 32000-1, 12.7.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from diagnosis.paper.typing_font import TypingFont, rare_font, typing_font
from diagnosis.sheets.pdf_form import names
from diagnosis.sheets.pdf_form.boxes import SCHEME, Box, Field, Kind
from diagnosis.sheets.pdf_form.embedding import font_object, zapf_dingbats
from diagnosis.sheets.pdf_form.ink import COLOUR, FONT, RARE_FONT, Glyph, draw_dot, draw_text, draw_tick

_PRINT: Final = 4
_HIDDEN: Final = 2
_READ_ONLY: Final = 1
_LINES: Final = 1 << 12
_NO_TOGGLE_TO_OFF: Final = 1 << 14
_RADIO: Final = 1 << 15
_NO_SPELLING: Final = 1 << 22
_SIZE: Final = 9.5
_MARKS: Final = {Kind.RADIO: (draw_dot, "l"), Kind.TICK: (draw_tick, "4")}


def put_fields(pdf: bytes, boxes: Sequence[Box]) -> bytes:
    """The file with a field in every box. The same pages and boxes give the same bytes."""
    typed = "".join(box.field.value for box in boxes if box.field.kind is Kind.TEXT)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        rare = rare_font(typed)
        fonts = {FONT: typing_font(typed)} | ({RARE_FONT: rare} if rare else {})
        _Putting(document, fonts, _glyphs(fonts)).put(boxes)
        written = io.BytesIO()
        document.save(
            written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True
        )
    return written.getvalue()


@dataclass(slots=True)
class _Putting:
    document: pikepdf.Pdf
    fonts: Mapping[str, TypingFont]
    glyphs: Mapping[str, Glyph]
    groups: dict[str, pikepdf.Object] = field(default_factory=dict)
    marks: dict[tuple[Kind, bool, int], pikepdf.Object] = field(default_factory=dict)
    fields: list[pikepdf.Object] = field(default_factory=list)

    def put(self, boxes: Sequence[Box]) -> None:
        """Turn every link to a box into its field, and list the fields in the document."""
        fonts = {name: font_object(self.document, font) for name, font in self.fonts.items()}
        fonts["/ZaDb"] = zapf_dingbats()
        indirect = {name: self.document.make_indirect(font) for name, font in fonts.items()}
        resources = self.document.make_indirect(Dictionary(Font=Dictionary(indirect)))
        elements = _struct_elements(self.document)
        for page in self.document.pages:
            for annotation in page.obj.get(Name.Annots, Array()):
                address = str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))
                if address.startswith(SCHEME):
                    self._put(annotation, boxes[int(address.removeprefix(SCHEME))], resources)
                    element = elements.get(int(annotation.get(Name.StructParent, -1)))
                    if element is not None:
                        element.S = Name.Form
        self.document.Root.AcroForm = self.document.make_indirect(
            Dictionary(
                Fields=Array(self.fields),
                DR=resources,
                DA=String(_default_appearance()),
                NeedAppearances=False,
            )
        )

    def _put(self, widget: pikepdf.Object, box: Box, resources: pikepdf.Object) -> None:
        for key in (Name.A, Name.Contents, Name.BS, Name.Border):
            if key in widget:
                del widget[key]
        widget.Subtype = Name.Widget
        widget.Rect = _upright(widget.Rect)
        widget.F = _HIDDEN if box.field.name == names.STAMP else _PRINT
        match box.field.kind:
            case Kind.TEXT:
                self._put_text(widget, box.field, resources)
            case Kind.RADIO | Kind.TICK:
                self._put_button(widget, box)

    def _put_text(self, widget: pikepdf.Object, field: Field, resources: pikepdf.Object) -> None:
        width, height = _size(widget)
        self._describe(widget, field, "/Tx")
        widget.Ff = _NO_SPELLING | (_LINES if field.lines else 0) | (_READ_ONLY if field.locked else 0)
        widget.DA = String(_default_appearance())
        if field.longest:
            widget.MaxLen = field.longest
        if field.value:
            widget.V = String(field.value)
        shown = field.value if field.name != names.STAMP else ""
        content = draw_text(shown, width, height, self.glyphs) if shown else b"/Tx BMC EMC"
        widget.AP = Dictionary(N=self._drawing(content, width, height, resources))
        self.fields.append(widget)

    def _put_button(self, widget: pikepdf.Object, box: Box) -> None:
        """A radio button under its group, or a tick that is its own field; both with a drawing for on and off."""
        kind, is_on = box.field.kind, box.field.value == box.state
        width, _ = _size(widget)
        widget.AP = Dictionary(N=Dictionary({f"/{box.state}": self._mark(kind, width, on=True)}))
        widget.AP.N.Off = self._mark(kind, width, on=False)
        widget.AS = Name(f"/{box.state}") if is_on else Name.Off
        widget.MK = Dictionary(CA=String(_MARKS[kind][1]))
        widget.DA = String(f"/ZaDb 0 Tf {COLOUR} rg")
        if kind is Kind.TICK:
            self._describe(widget, box.field, "/Btn")
            widget.TU = String(f"{box.field.label}: {box.label}")
            widget.V = widget.AS
            return self.fields.append(widget)
        widget.TU = String(f"{box.field.label}: {box.label}")
        group = self._group(box.field)
        widget.Parent = group
        group.Kids.append(widget)
        return None

    def _group(self, field: Field) -> pikepdf.Object:
        """The field of a group of radio buttons, made when its first button comes."""
        if field.name not in self.groups:
            group = self.document.make_indirect(Dictionary(Kids=Array()))
            self._describe(group, field, "/Btn")
            group.Ff = _RADIO | _NO_TOGGLE_TO_OFF
            group.V = Name(f"/{field.value}") if field.value else Name.Off
            self.groups[field.name] = group
            self.fields.append(group)
        return self.groups[field.name]

    def _describe(self, target: pikepdf.Object, field: Field, kind: str) -> None:
        target.FT = Name(kind)
        target.T = String(field.name)
        target.TU = String(field.label)
        if field.meaning:
            target.TM = String(f"{field.name}.{field.meaning}")

    def _mark(self, kind: Kind, size: float, *, on: bool) -> pikepdf.Object:
        """The drawing of a button, one for all of its kind and size."""
        key = (kind, on, round(size * 100))
        if key not in self.marks:
            self.marks[key] = self._drawing(_MARKS[kind][0](size) if on else b"q Q", size, size, Dictionary())
        return self.marks[key]

    def _drawing(self, content: bytes, width: float, height: float, resources: pikepdf.Object) -> pikepdf.Object:
        return self.document.make_stream(
            content,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, round(width, 3), round(height, 3)]),
            Resources=resources,
        )


def _glyphs(fonts: Mapping[str, TypingFont]) -> Mapping[str, Glyph]:
    """How each character is drawn: from the first font that has it."""
    found: dict[str, Glyph] = {}
    for name, font in fonts.items():
        for character, code in font.code.items():
            found.setdefault(character, Glyph(name, code, font.width[character]))
    return found


def _size(widget: pikepdf.Object) -> tuple[float, float]:
    """Width and height in points."""
    left, low, right, high = (float(one) for one in widget.Rect)
    return right - left, high - low


def _upright(rectangle: pikepdf.Object) -> Array:
    """Lower left corner first, which some readers rely on."""
    left, low, right, high = rectangle
    return Array([min(left, right), min(low, high), max(left, right), max(low, high)])


def _default_appearance() -> str:
    return f"{FONT} {_SIZE:g} Tf {COLOUR} rg"


def _struct_elements(document: pikepdf.Pdf) -> Mapping[int, pikepdf.Object]:
    """The tag of each annotation, by its number in the document's tree of tags."""
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    pairs = zip(list(numbers)[::2], list(numbers)[1::2], strict=True)
    return {int(number): element for number, element in pairs if isinstance(element, Dictionary)}
