"""The fields of a foreign PDF as plain values: no stream is opened, and nothing is believed.

Walks the tree of fields (ISO 32000-1, 12.7.3) with every kind of bound, and gathers what each field says of itself and
what its widgets show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

MOST_FIELDS = 5_000
MOST_WIDGETS = 20_000
MOST_PAGES = 500
_DEEPEST = 16
TEXT = "Tx"
BUTTON = "Btn"
SIGNATURE = "Sig"
_MARKS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))


class UnreadableError(Exception):
    """The tree of fields is no tree, or larger than any form's."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a widget stands: its page, from 1, and its turn on it, from 1. Both 0 for one that is on no page."""

    page: int = 0
    turn: int = 0


@dataclass(slots=True)
class Found:
    """A field by its whole name, put together from every object that bears it.

    kinds: /FT, without slash. values: each different /V; None for one that is no text and no name. shown: /AS of every
    widget that is on. states: every state that a widget can show. meaning: /TM.
    """

    kinds: set[str] = field(default_factory=set)
    values: set[str | None] = field(default_factory=set)
    shown: list[str] = field(default_factory=list)
    states: set[str] = field(default_factory=set)
    meaning: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a field has from those above it."""

    name: str = ""
    kind: str = ""
    value: object = None


def find_fields(document: pikepdf.Pdf) -> Mapping[str, Found]:
    """Every field with a value or a widget, by name, in file order; empty where the file has no form."""
    form = document.Root.get(Name.AcroForm)
    tops = form.get(Name.Fields) if isinstance(form, Dictionary) else None
    if not isinstance(tops, Array):
        return {}
    return _Walk(_places(document)).walk(tops)


@dataclass(slots=True)
class _Walk:
    places: Mapping[tuple[int, int], Place]
    found: dict[str, Found] = field(default_factory=dict)
    seen: set[tuple[int, int]] = field(default_factory=set)
    widgets: int = 0

    def walk(self, tops: pikepdf.Object) -> Mapping[str, Found]:
        """Every node once, in written order; raises UnreadableError where a node comes back or lies too deep."""
        waiting: list[tuple[pikepdf.Object, _Inherited, int]] = [(node, _Inherited(), 0) for node in _bounded(tops)]
        waiting.reverse()
        while waiting:
            node, above, depth = waiting.pop()
            if not isinstance(node, Dictionary):
                continue
            self._mark_seen(node, depth)
            own = _inherit(node, above)
            kids = node.get(Name.Kids)
            if isinstance(kids, Array):
                waiting.extend((kid, own, depth + 1) for kid in reversed(list(_bounded(kids))))
            if Name.FT in node or not isinstance(kids, Array):
                self._note(node, own, is_widget=not isinstance(kids, Array))
        return self.found

    def _mark_seen(self, node: pikepdf.Object, depth: int) -> None:
        if depth > _DEEPEST or (node.is_indirect and node.objgen in self.seen):
            raise UnreadableError
        self.seen.add(node.objgen)
        self.widgets += 1
        if self.widgets > MOST_WIDGETS:
            raise UnreadableError

    def _note(self, node: pikepdf.Object, own: _Inherited, *, is_widget: bool) -> None:
        if not own.name or not own.kind:
            return
        found = self.found.setdefault(own.name, Found())
        if len(self.found) > MOST_FIELDS:
            raise UnreadableError
        found.kinds.add(own.kind)
        found.meaning = found.meaning or _text(node.get(Name.TM)) or ""
        if own.value is not None:
            is_name = isinstance(own.value, Name)
            found.values.add(None if is_name and own.kind == TEXT else _text(own.value))
        if is_widget:
            self._note_widget(node, found)

    def _note_widget(self, node: pikepdf.Object, found: Found) -> None:
        place = self.places.get(node.objgen, Place()) if node.is_indirect else Place()
        found.place = found.place if found.place.page else place
        shown = _text(node.get(Name.AS))
        if shown and shown != "Off":
            found.shown.append(shown)
        drawings = node.get(Name.AP)
        states = drawings.get(Name.N) if isinstance(drawings, Dictionary) else None
        if isinstance(states, Dictionary) and not isinstance(states, pikepdf.Stream):
            found.states.update(key.removeprefix("/") for key in states.keys() if key != "/Off")  # noqa: SIM118 - no mapping


def _inherit(node: pikepdf.Object, above: _Inherited) -> _Inherited:
    """What holds below `node`. One without a name is a widget of the field above, whose value counts."""
    part, kind = _text(node.get(Name.T)), node.get(Name.FT)
    value = None if part is None else node.get(Name.V)
    name = above.name if part is None else f"{above.name}.{part}".lstrip(".")
    return _Inherited(
        name,
        str(kind).removeprefix("/") if isinstance(kind, Name) else above.kind,
        above.value if value is None else value,
    )


def _places(document: pikepdf.Pdf) -> dict[tuple[int, int], Place]:
    """The place of every annotation, by its object's number."""
    places: dict[tuple[int, int], Place] = {}
    for page, one in enumerate(document.pages, start=1):
        if page > MOST_PAGES:
            raise UnreadableError
        annotations = one.obj.get(Name.Annots)
        for turn, annotation in enumerate(_bounded(annotations) if isinstance(annotations, Array) else (), start=1):
            if isinstance(annotation, Dictionary) and annotation.is_indirect:
                places.setdefault(annotation.objgen, Place(page, turn))
    return places


def _bounded(array: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if len(array) > MOST_WIDGETS:
        raise UnreadableError
    for number in range(len(array)):
        yield array[number]


def _text(value: object) -> str | None:
    """A text or a name (without slash) as written; None for anything else, and for what is no Unicode."""
    match value:
        case pikepdf.Name():
            return str(value).removeprefix("/")
        case pikepdf.String():
            try:
                return _decode(value)
            except UnicodeError:
                return None
        case _:
            return None


def _decode(value: pikepdf.String) -> str:
    """A text strictly by its byte order mark (ISO 32000-1, 7.9.2.2); QPDF alone would drop half characters silently."""
    written = bytes(value)
    for mark, encoding in _MARKS:
        if written.startswith(mark):
            return written.removeprefix(mark).decode(encoding)
    return str(value)
