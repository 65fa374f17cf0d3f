"""From which version to which there is a way, and which files lie on it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from diagnosis.definitions.loading import LoadedFile
from diagnosis.definitions.migrations.files import ends_of
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.definitions.version_order import version_key, year_of
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem

Step = tuple[str, str]
"""Two versions, `ID@VERSION`: within one year answers go over as they are, between years a file says how."""


def way(before: str, after: str, known: Iterable[str], written: Iterable[Step]) -> tuple[Step, ...] | None:
    """The shortest way forward from one version to another; None where there is none.

    known: every version there is, `ID@VERSION`. written: the steps that have files.
    """
    steps = {*written, *_within_years(before, known)}
    waiting: list[tuple[Step, ...]] = [()]
    while waiting:
        taken = waiting.pop(0)
        here = taken[-1][1] if taken else before
        if here == after:
            return taken
        been = {before, *(step[1] for step in taken)}
        waiting += [(*taken, step) for step in sorted(steps) if step[0] == here and step[1] not in been]
    return None


def _within_years(reference: str, known: Iterable[str]) -> Iterator[Step]:
    name = reference.partition("@")[0]
    versions = sorted((each.partition("@")[2] for each in known if each.startswith(f"{name}@")), key=version_key)
    for earlier, later in pairwise(versions):
        if year_of(earlier) == year_of(later):
            yield f"{name}@{earlier}", f"{name}@{later}"


def check_ends(file: LoadedFile, known: Mapping[str, object]) -> Iterator[Problem]:
    """Wrong: from a version that does not exist, or backwards. Right: from an earlier to a later one."""
    node, ends = file.node, ends_of(file)
    for key, reference in zip(("from", "to"), ends, strict=True):
        if reference not in known:
            yield _unknown(node.child(key), reference, known)
    if version_key(node.string("to")) <= version_key(node.string("from")):
        yield error(
            node.child("to").at,
            "migration.backwards",
            ja="移行先が移行元より後の版ではありません。from を前の版、to を後の版にしてください。",
            en="A migration goes forward. Let `from` be the earlier version and `to` the later.",
        )


def check_two_ways(files: Iterable[LoadedFile]) -> Iterator[Problem]:
    """Wrong: 2014.1 to 2026.1 and 2014.1 to 2027.1. Right: one step from each version; the rest is a chain."""
    seen: dict[str, LoadedFile] = {}
    for file in files:
        before = ends_of(file)[0]
        first = seen.setdefault(before, file)
        if first is not file:
            yield error(
                file.node.child("from").at,
                "migration.two-ways",
                ja=f"{before} からの移行は {first.path} にもあります。一つにしてください。",
                en=f"{first.path} leads on from {before}, too. Keep one; later versions are reached step by step.",
            )


def _unknown(node: Node, reference: str, known: Iterable[str]) -> Problem:
    hint_ja, hint_en = did_you_mean(reference, known)
    return error(
        node.at,
        "migration.unknown-ruleset",
        ja=f"採点規則 {reference} がありません。{hint_ja}",
        en=f"There is no ruleset {reference}.{hint_en}",
    )
