"""How members of a trade, a size or a risk group stand: a frozen snapshot, and one member's place in it.

All figures are whole points (0 to 100): finer ones would tell more about single members.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from diagnosis.model.text import Text


class PeerKind(StrEnum):
    """What the members of a group have in common. The order is that of printing."""

    ALL = "all"
    TRADE = "trade"
    SIZE = "size"
    RISK_GROUP = "risk_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerGroup:
    """The overall scores of one group. deviation: standard. causes: medians by cause, of those who have a score."""

    kind: PeerKind
    label: str
    members: int
    lower: int
    median: int
    upper: int
    mean: int
    deviation: int
    causes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerSnapshot:
    """Groups that may be shown, of members diagnosed by `ruleset` from `since` to `until`, by their newest diagnosis.

    withheld: labels of groups that are too small or would give somebody away, by kind. digest: SHA-256 of the file.
    """

    ruleset: str
    since: date
    until: date
    members: int
    groups: tuple[PeerGroup, ...]
    withheld: Mapping[str, tuple[str, ...]]
    digest: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PeerView:
    """A snapshot, and the groups that one member belongs to: label and name by kind."""

    snapshot: PeerSnapshot
    own: Mapping[PeerKind, str]
    names: Mapping[PeerKind, Text]

    def group(self, kind: PeerKind) -> PeerGroup | None:
        """The member's group of this kind; None where it is withheld or not known."""
        label = self.own.get(kind)
        return next((one for one in self.snapshot.groups if (one.kind, one.label) == (kind, label)), None)


def deviation_score(points: int, group: PeerGroup) -> int | None:
    """偏差値: 50 at the mean, 10 a standard deviation, rounded half up; None where all have the same score."""
    if not group.deviation:
        return None
    return 50 + (20 * (points - group.mean) + group.deviation) // (2 * group.deviation)
