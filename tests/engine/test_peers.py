"""Figures of peers: what an obvious computation gives, and nothing that would give a single member away."""

import statistics
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from diagnosis.engine.peers import LEAST, PeerScores, find_peers
from diagnosis.model.peers import PeerGroup, PeerKind, deviation_score

TRADES, SIZES = ("retail", "printing", "beauty"), ("small", "large")


def drawn(random: Random, count: int) -> PeerScores:
    return PeerScores(
        overall=[random.randint(0, 10_000) for _ in range(count)],
        causes={"attack": [random.choice([-1, random.randint(0, 10_000)]) for _ in range(count)]},
        places={
            PeerKind.TRADE: [random.choice([0, 0, 0, 1, 1, 2, 3]) for _ in range(count)],
            PeerKind.SIZE: [random.choice([0, 0, 0, 0, 0, 0, 1, 2]) for _ in range(count)],
        },
        labels={PeerKind.TRADE: TRADES, PeerKind.SIZE: SIZES},
    )


def members_of(scores: PeerScores, group: PeerGroup) -> set[int]:
    if group.kind is PeerKind.ALL:
        return set(range(len(scores.overall)))
    place = list(scores.labels[group.kind]).index(group.label)
    return {row for row, found in enumerate(scores.places[group.kind]) if found == place}


@given(st.randoms(use_true_random=False), st.integers(0, 90))
def test_every_figure_is_that_of_its_members(random: Random, count: int) -> None:
    scores = drawn(random, count)
    for group in find_peers(scores)[0]:
        own = [scores.overall[row] / 100 for row in members_of(scores, group)]
        lower, median, upper = statistics.quantiles(own, n=4, method="inclusive")
        assert group.members == len(own)
        assert all(
            abs(printed - exact) <= 0.5 + 1e-9
            for printed, exact in [
                (group.lower, lower),
                (group.median, median),
                (group.upper, upper),
                (group.mean, statistics.fmean(own)),
                (group.deviation, statistics.pstdev(own)),
            ]
        )


@given(st.randoms(use_true_random=False), st.integers(0, 90))
def test_nobody_stands_alone(random: Random, count: int) -> None:
    """No group under ten; no two groups, and no kind's rest, that differ by one to nine members."""
    scores = drawn(random, count)
    groups, withheld = find_peers(scores)
    inside = [members_of(scores, group) for group in groups]
    assert all(len(members) >= LEAST for members in inside)
    assert not any(0 < len(one ^ other) < LEAST for one, other in combinations(inside, 2))
    for kind in scores.labels:
        shown = [members for group, members in zip(groups, inside, strict=True) if group.kind is kind]
        assert not shown or not 0 < count - sum(map(len, shown)) < LEAST
    shown_labels = {(group.kind.value, group.label) for group in groups}
    assert not any((kind, label) in shown_labels for kind, labels in withheld.items() for label in labels)


def test_a_group_that_grew_by_a_few_since_an_overlapping_snapshot_is_withheld() -> None:
    scores = PeerScores([5000] * 30, {}, {PeerKind.TRADE: [0] * 15 + [1] * 15}, {PeerKind.TRADE: TRADES})
    before = {"trade:retail": 13, "trade:printing": 15, "all:all": 28}
    groups, withheld = find_peers(scores, [before])
    assert [group.label for group in groups] == ["printing"]
    assert withheld == {"all": ("all",), "trade": ("retail",)}
    groups, _ = find_peers(scores, [{"trade:retail": 15, "all:all": 20}])
    assert {group.label for group in groups} == {"all", "retail", "printing"}


def test_the_deviation_score_has_its_mean_at_fifty_and_ten_a_standard_deviation() -> None:
    def group(deviation: int) -> PeerGroup:
        figures = {"lower": 50, "median": 60, "upper": 70, "mean": 60}
        return PeerGroup(kind=PeerKind.ALL, label="all", members=20, deviation=deviation, causes={}, **figures)

    assert deviation_score(60, group(15)) == 50
    assert deviation_score(75, group(15)) == 60
    assert deviation_score(53, group(15)) == 45
    assert deviation_score(60, group(0)) is None
