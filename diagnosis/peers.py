"""The road to peers: a frozen snapshot of how members stand, and a member's place in it."""

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from diagnosis.files.tree import read_json
from diagnosis.groups import TRADE, UNKNOWN, employees_of, names_of_groups, size_of
from diagnosis.many import ManySheets
from diagnosis.model.diagnosis import Diagnosis
from diagnosis.model.peers import PeerGroup, PeerKind, PeerSnapshot, PeerView
from diagnosis.model.plain import to_plain
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Text
from diagnosis.pipeline import load
from diagnosis.settings import Settings

if TYPE_CHECKING:
    from diagnosis.engine.peers import PeerScores

FORMAT: Final = "peers/1"
_LARGEST: Final = 1 << 20
_CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures are wanted: members diagnosed by `ruleset` from `since` to `until`, both included."""

    ruleset: str
    since: date
    until: date


def take_snapshot(
    asked: Asked, sheets: Iterable[bytes], known: Sequence[Mapping[str, int]], settings: Settings
) -> PeerSnapshot:
    """The figures of peers. sheets: each member's newest in canonical form; those of another ruleset are left out.

    known: sizes of groups in overlapping snapshots of the same ruleset that were published before: see `find_peers`.
    """
    from diagnosis.engine.peers import find_peers  # noqa: PLC0415 - loads numpy

    scores = _score(asked, sheets, settings)
    groups, withheld = find_peers(scores, known)
    return _with_digest(
        PeerSnapshot(
            ruleset=asked.ruleset,
            since=asked.since,
            until=asked.until,
            members=len(scores.overall),
            groups=groups,
            withheld=withheld,
        )
    )


def _score(asked: Asked, sheets: Iterable[bytes], settings: Settings) -> "PeerScores":
    """The scores of the members, chunk by chunk; who has no overall score is left out."""
    from diagnosis.engine.peers import PeerScores  # noqa: PLC0415 - loads numpy

    definitions = load(asked.ruleset, settings)
    names = names_of_groups(definitions)
    labels = {kind: [label for label in names[kind] if label != UNKNOWN] for kind in _KINDS}
    trades = {label: place for place, label in enumerate(labels[PeerKind.TRADE])}
    groups = {label: place for place, label in enumerate(labels[PeerKind.RISK_GROUP])}
    causes: dict[str, list[int]] = {cause.id: [] for cause in definitions.ruleset.causes}
    overall: list[int] = []
    places: dict[PeerKind, list[int]] = {kind: [] for kind in _KINDS}
    many = ManySheets(settings, asked.until)
    read = iter(_read(many, sheets, asked.ruleset))
    while part := list(itertools.islice(read, _CHUNK)):
        for sheet, staff, found in zip(part, employees_of(part), many.score(part), strict=True):
            scores: Any = found["scores"]
            if scores["overall"][0] is None:
                continue
            overall.append(scores["overall"][0])
            for cause, own in causes.items():
                own.append(_or_none(scores[f"cause:{cause}"][0]))
            trade = sheet.answers.get(TRADE)
            places[PeerKind.TRADE].append(trades.get(str(trade.value) if trade else "", len(trades)))
            places[PeerKind.SIZE].append(size_of(staff))
            places[PeerKind.RISK_GROUP].append(groups.get(str(found["risk_group"]), len(groups)))
    return PeerScores(overall, causes, places, labels)


_KINDS: Final = (PeerKind.TRADE, PeerKind.SIZE, PeerKind.RISK_GROUP)


def _or_none(points: int | None) -> int:
    return -1 if points is None else points


def _read(many: ManySheets, sheets: Iterable[bytes], ruleset: str) -> Iterator[AnswerSheet]:
    """Sound sheets of the ruleset."""
    for content in sheets:
        for checked in many.check(content, "store.json"):
            if isinstance(checked, AnswerSheet) and checked.ruleset == ruleset:
                yield checked


def sizes_of(snapshot: PeerSnapshot) -> dict[str, int]:
    """How many members each group has, `kind:label`: what later snapshots must keep away from."""
    return {f"{group.kind}:{group.label}": group.members for group in snapshot.groups}


def snapshot_bytes(snapshot: PeerSnapshot) -> bytes:
    """The snapshot as JSON in UTF-8; the same snapshot gives the same bytes."""
    plain = to_plain(replace(snapshot, digest=""))
    assert isinstance(plain, dict)
    del plain["digest"]
    return (json.dumps({"format": FORMAT, **plain}, ensure_ascii=False, indent=1) + "\n").encode()


def _with_digest(snapshot: PeerSnapshot) -> PeerSnapshot:
    return replace(snapshot, digest=hashlib.sha256(snapshot_bytes(snapshot)).hexdigest())


def open_snapshot(data: bytes, name: str) -> PeerSnapshot:
    """A snapshot from its file. name: for places. Raises ProblemsError (`peers.unreadable`, those of JSON)."""
    plain: Any = read_json(data, name, _LARGEST).value
    try:
        form = plain["format"]
        snapshot = PeerSnapshot(
            ruleset=str(plain["ruleset"]),
            since=date.fromisoformat(plain["since"]),
            until=date.fromisoformat(plain["until"]),
            members=int(plain["members"]),
            groups=tuple(_group(one) for one in plain["groups"]),
            withheld={str(kind): tuple(map(str, labels)) for kind, labels in plain["withheld"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ProblemsError((_unreadable(name),)) from None
    if form != FORMAT:
        raise ProblemsError((_unreadable(name),))
    return _with_digest(snapshot)


def _group(plain: Mapping[str, Any]) -> PeerGroup:
    figures = {name: int(plain[name]) for name in ("members", "lower", "median", "upper", "mean", "deviation")}
    causes = {str(cause): int(points) for cause, points in plain["causes"].items()}
    return PeerGroup(kind=PeerKind(plain["kind"]), label=str(plain["label"]), causes=causes, **figures)


def _unreadable(name: str) -> Problem:
    message = Text(
        ja="同業比較のファイルとして読めません。diagnosis peers で作ったファイルを、変更せずに指定してください。",
        en="This is no file of peers. Give one made by diagnosis peers, unchanged.",
    )
    return Problem(Span(name, 0, 0), "peers.unreadable", message)


def place_among(diagnosis: Diagnosis, snapshot: PeerSnapshot) -> Diagnosis:
    """The diagnosis with the member's groups in the snapshot; as it is where it was scored by another ruleset."""
    if diagnosis.sheet.ruleset != snapshot.ruleset:
        return diagnosis
    sheet = diagnosis.sheet
    names = names_of_groups(diagnosis.definitions)
    trade = sheet.answers.get(TRADE)
    (staff,) = employees_of([sheet])
    own = {
        PeerKind.ALL: "all",
        PeerKind.TRADE: str(trade.value) if trade and trade.value else UNKNOWN,
        PeerKind.SIZE: [*names["size"]][size_of(staff)],
        PeerKind.RISK_GROUP: diagnosis.scorecard.risk_group or UNKNOWN,
    }
    named = {kind: names[kind][own[kind]] for kind in _KINDS}
    return replace(diagnosis, peers=PeerView(snapshot, own, named))
