"""Distributions of many members' scores by group, and which of them may be shown without giving anybody away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnosis.model.peers import PeerGroup, PeerKind

LEAST = 10
"""Members of a group that is shown, and members by which two groups that are shown differ at least."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PeerScores:
    """Scored members, one entry each. overall: bp, none is negative. causes: bp by cause, -1 for none.

    places: by kind the place of each member's label in `labels`; one past the last where it is not known.
    """

    overall: Sequence[int]
    causes: Mapping[str, Sequence[int]]
    places: Mapping[PeerKind, Sequence[int]]
    labels: Mapping[PeerKind, Sequence[str]]


def find_peers(
    scores: PeerScores, known: Sequence[Mapping[str, int]] = ()
) -> tuple[tuple[PeerGroup, ...], dict[str, tuple[str, ...]]]:
    """The groups that may be shown, and the labels of those that are withheld, by kind.

    known: sizes of the groups (`kind:label`) in snapshots that were published before and overlap with this one.
    """
    groups = {PeerKind.ALL: {"all": np.ones(len(scores.overall), np.bool_)}}
    for kind, labels in scores.labels.items():
        places = np.asarray(scores.places[kind], np.intp)
        groups[kind] = {label: places == place for place, label in enumerate(labels)}
    shown = {kind: _large_enough(inside, len(scores.overall)) for kind, inside in groups.items()}
    _keep_apart(shown)
    _mind_earlier(shown, known)
    for kind, inside in shown.items():
        shown[kind] = _large_enough(inside, len(scores.overall), whole=kind is PeerKind.ALL)
    found = tuple(
        _describe(scores, kind, label, members) for kind, inside in shown.items() for label, members in inside.items()
    )
    withheld = {
        kind.value: tuple(label for label, members in inside.items() if members.any() and label not in shown[kind])
        for kind, inside in groups.items()
    }
    return found, {kind: labels for kind, labels in withheld.items() if labels}


def _large_enough(groups: Mapping[str, Flags], everybody: int, *, whole: bool = False) -> dict[str, Flags]:
    """Groups of at least `LEAST`; and so many of them only that those left out are none, or at least `LEAST` together.

    Else the rest could be worked out from the whole and the groups that are shown.
    """
    shown = {label: members for label, members in groups.items() if members.sum() >= LEAST}
    while not whole and shown and 0 < everybody - sum(int(members.sum()) for members in shown.values()) < LEAST:
        del shown[min(shown, key=lambda label: (int(shown[label].sum()), label))]
    return shown


def _keep_apart(shown: dict[PeerKind, dict[str, Flags]]) -> None:
    """Of two groups that differ by a few members only the later one is withheld: the difference would be those few."""
    kept: list[Flags] = []
    for inside in shown.values():
        for label, members in list(inside.items()):
            differences = (int(np.count_nonzero(members ^ other)) for other in kept)
            if any(0 < difference < LEAST for difference in differences):
                del inside[label]
            else:
                kept.append(members)


def _mind_earlier(shown: dict[PeerKind, dict[str, Flags]], known: Sequence[Mapping[str, int]]) -> None:
    """A group that gained or lost a few members only since an overlapping snapshot would tell of those few."""
    for kind, inside in shown.items():
        for label, members in list(inside.items()):
            before = [sizes[f"{kind}:{label}"] for sizes in known if f"{kind}:{label}" in sizes]
            if any(0 < abs(int(members.sum()) - size) < LEAST for size in before):
                del inside[label]


def _describe(scores: PeerScores, kind: PeerKind, label: str, members: Flags) -> PeerGroup:
    found = np.asarray(scores.overall, np.int64)[members]
    lower, median, upper = _quartiles(found)
    own = found / 100
    return PeerGroup(
        kind=kind,
        label=label,
        members=int(members.sum()),
        lower=lower,
        median=median,
        upper=upper,
        mean=_whole(float(own.mean())),
        deviation=_whole(float(own.std())),
        causes=dict(_cause_medians(scores, members)),
    )


def _cause_medians(scores: PeerScores, members: Flags) -> Iterator[tuple[str, int]]:
    for cause, found in scores.causes.items():
        points = np.asarray(found, np.int64)
        own = points[members & (points >= 0)]
        if len(own) >= LEAST:
            yield cause, _quartiles(own)[1]


def _quartiles(bp: NDArray[np.int64]) -> tuple[int, int, int]:
    """In whole points, by linear interpolation between ordered scores."""
    lower, median, upper = (_whole(float(value) / 100) for value in np.quantile(bp, (0.25, 0.5, 0.75)))
    return lower, median, upper


def _whole(points: float) -> int:
    """Rounded half up."""
    return int(np.floor(points + 0.5))
