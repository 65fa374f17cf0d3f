"""The fonts of the report, and which characters they have: a missing glyph would be printed as an empty box."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FAMILIES: Final = ("BIZ UDPGothic", "BIZ UDGothic", "Noto Sans CJK JP")
"""In the order in which a character is looked for. The last is only needed for what the others lack."""

PROBE: Final = "髙﨑𠮷①神鷗一二人入力"
"""Characters of names and forms that poor set-ups print as boxes."""

_INVISIBLE: Final = frozenset(range(0x20)) | frozenset(
    {0x7F, 0xA0, 0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0x3000, 0xFEFF}
)
"""Characters that are laid out without a glyph of their own."""

_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/Library/Fonts", "~/.fonts")
_FILES: Final = {
    "BIZ UDPGothic": "BIZUDPGothic-Regular.ttf",
    "BIZ UDGothic": "BIZUDGothic-Regular.ttf",
    "Noto Sans CJK JP": "NotoSansCJK-Regular.ttc",
}


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font of the stack where this machine has it; index: its place in a collection."""

    family: str
    path: Path
    index: int


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of `text` that no font of the stack has, each once, in order.

    A font is opened only for what those before it lack: the last one is large.
    """
    missing = [c for c in dict.fromkeys(text) if ord(c) not in _INVISIBLE]
    for font in find_fonts():
        missing = [c for c in missing if ord(c) not in code_points(font)] if missing else []
    return tuple(missing)


@cache
def code_points(font: FontFile) -> frozenset[int]:
    """The characters that a font has."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only needed where text is checked

    with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


@cache
def find_fonts() -> tuple[FontFile, ...]:
    """The fonts of the stack that are installed, by fontconfig, else in the usual folders."""
    found = (_by_fontconfig(family) or _by_folder(family) for family in FAMILIES)
    return tuple(font for font in found if font is not None)


def _by_fontconfig(family: str) -> FontFile | None:
    """What fontconfig would take for the family, unless it is a stand-in of another name."""
    command = shutil.which("fc-match")
    if command is None:
        return None
    pattern = f"{family}:style=Regular"
    asked = [command, "--format=%{file}\n%{index}\n%{family}", pattern]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - a fixed command
    path, index, families = (*answer.stdout.split("\n"), "", "", "")[:3]
    return FontFile(family, Path(path), int(index or 0)) if family in families.split(",") else None


def _by_folder(family: str) -> FontFile | None:
    for folder in _FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob(_FILES[family])):
            return FontFile(family, path, 0)
    return None
