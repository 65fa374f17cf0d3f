"""Who is in the inbox: every sheet of it in order, with its key or the reason why it has none."""

from dataclasses import dataclass

from diagnosis.batch.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Entry:
    """One sheet of the inbox. name: of the file. place: 0, or the member's number in a file of many.

    key: of its work; empty where the file could not be had. digest: of the file.
    twin_of: the file that holds the same bytes and comes earlier, if there is one.
    """

    name: str
    place: int = 0
    key: str = ""
    digest: str = ""
    twin_of: str = ""


@dataclass(slots=True)
class Roll:
    """The entries in order of name and place, and what came to nothing this time, by name and place."""

    entries: list[Entry]
    failed: dict[tuple[str, int], Refusal]
    first: dict[str, str]

    def add(self, name: str, place: int, key: str, digest: str) -> bool:
        """Enter a sheet; whether it is the first with this key."""
        twin = self.first.setdefault(key, name)
        is_first = twin == name
        self.entries.append(Entry(name, place, key, digest, "" if is_first else twin))
        return is_first

    def refuse(self, name: str, refusal: Refusal) -> None:
        """Enter a file that could not be had."""
        self.entries.append(Entry(name))
        self.failed[name, 0] = refusal

    def refusal_of(self, entry: Entry) -> Refusal | None:
        """Why nothing came of a sheet this time; a twin shares the fate of the first."""
        return self.failed.get((entry.twin_of or entry.name, entry.place))
