"""The fields of a form and the boxes on its pages in which they stand, numbered while the pages are written."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

SCHEME: Final = "field:"
"""A box is laid out as a link to `field:NUMBER`; the link's rectangle is where the field goes."""


class Kind(StrEnum):
    """What a field is filled in by."""

    RADIO = "radio"
    TICK = "tick"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """name: see `names`. label: read out by screen readers. value: the chosen state, or the text that stands in it.

    meaning: what the answer is read as (`number`). longest: characters, 0 for no limit. lines: text may break.
    """

    name: str
    kind: Kind
    label: str
    value: str = ""
    meaning: str = ""
    longest: int = 0
    lines: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One place of a field. state: what a radio button or a tick stands for; label: what is printed beside it."""

    field: Field
    state: str = ""
    label: str = ""


@dataclass(slots=True)
class Boxes:
    """Every box of a form, in the order in which they are read."""

    all: list[Box] = field(default_factory=list)

    def add(self, box: Box) -> str:
        """The address under which the page refers to the box."""
        self.all.append(box)
        return f"{SCHEME}{len(self.all) - 1}"
