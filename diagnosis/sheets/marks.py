"""Marks that people set instead of words: ○ × レ ✓ △. A mark that could mean two things means nothing here."""

import unicodedata
from collections.abc import Collection, Mapping
from types import MappingProxyType

_YES = "○◯〇⭕✓✔☑レㇾ"
_NO = "×✕✖✗✘❌"
_BETWEEN = "△▲"

_MARKS: Mapping[str, str] = MappingProxyType(
    {**dict.fromkeys(_YES, "yes"), **dict.fromkeys(_NO, "no"), **dict.fromkeys(_BETWEEN, "partly")}
)
_WORDS: Mapping[str, str] = MappingProxyType({"はい": "yes", "いいえ": "no", "yes": "yes", "no": "no"})
_BOXES: Mapping[str, bool] = MappingProxyType({"☐": False, "□": False, "■": True, "●": True})
"""Boxes beside a choice; alone under a question they would say nothing."""
_EMOJI_STYLE = "\ufe0f"


def read_mark(written: str, values: Collection[str]) -> str | None:
    """The one of the choice's `values` that a mark or はい, いいえ stands for; None where there is no such one.

    Marks are read only where the values hold a yes and a no. △ is partly only where nothing else stands between.
    """
    if not {"yes", "no"} <= {*values}:
        return None
    meant = _meaning(written)
    if meant == "partly" and {*values} != {"yes", "partly", "no"}:
        return None
    return meant if meant in values else None


def read_tick(found: object) -> bool | None:
    """Whether the choice beside which this stands is chosen; None where that cannot be told. found: never blank."""
    if isinstance(found, bool):
        return found
    written = str(found).strip()
    return _BOXES.get(written, {"yes": True, "no": False}.get(_meaning(written) or ""))


def _meaning(written: str) -> str | None:
    text = unicodedata.normalize("NFKC", written).strip().removesuffix(_EMOJI_STYLE)
    return _MARKS.get(text) or _WORDS.get(text.casefold())
