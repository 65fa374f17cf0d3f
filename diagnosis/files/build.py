"""What both readers do alike: caps on depth and number, and keys that may not come twice."""

import unicodedata

from diagnosis.files.places import Faults, Path
from diagnosis.model.problems import Span

MOST_VALUES = 30_000
DEEPEST = 20


class Builder:
    """Collects places while a reader walks through a file."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.places: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.written: dict[Path, str] = {}

    def enter(self, path: Path, at: Span) -> None:
        """Note where a value stands; stop where the file is too deep or has too many values."""
        self.places[path] = at
        if len(path) >= DEEPEST:
            self._stop_at_depth(at)
        if len(self.places) > MOST_VALUES:
            self._stop_at_number(at)

    def enter_key(self, path: Path, at: Span, seen: dict[str, str]) -> None:
        """Note where a key stands; a second one that looks the same is a problem. seen: folded key to key."""
        key = str(path[-1])
        folded = unicodedata.normalize("NFKC", key)
        if folded in seen:
            self._refuse_duplicate(key, seen[folded], at)
        seen.setdefault(folded, key)
        self.keys.setdefault(path, at)

    def _refuse_duplicate(self, key: str, first: str, at: Span) -> None:
        alike_ja = "" if key == first else f"（先にある「{first}」と見分けがつきません）"
        alike_en = "" if key == first else f" (it looks like '{first}' above)"
        self.faults.add(
            at,
            "file.duplicate-key",
            ja=f"キー「{key}」が二度書かれています{alike_ja}。一つにしてください。",
            en=f"The key '{key}' is written twice{alike_en}. Keep one.",
        )

    def _stop_at_depth(self, at: Span) -> None:
        self.faults.add(
            at,
            "file.too-deep",
            ja=f"入れ子が深すぎます。{DEEPEST}段までにしてください。",
            en=f"Nesting is too deep. Keep it within {DEEPEST} levels.",
        )
        self.faults.stop()

    def _stop_at_number(self, at: Span) -> None:
        self.faults.add(
            at,
            "file.too-many-values",
            ja=f"値が多すぎます。一つのファイルには{MOST_VALUES:,}個まで書けます。",
            en=f"There are too many values. A file may hold up to {MOST_VALUES:,}.",
        )
        self.faults.stop()
