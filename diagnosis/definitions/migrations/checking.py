"""All migrations against all editions."""

from collections.abc import Iterator, Mapping

from diagnosis.definitions.draft import World
from diagnosis.definitions.loading import LoadedFile
from diagnosis.definitions.migrations.checks import check_migration
from diagnosis.definitions.migrations.files import ends_of
from diagnosis.definitions.migrations.steps import check_ends, check_two_ways
from diagnosis.definitions.worlds import Group, build_world
from diagnosis.model.problems import Problem

Groups = Mapping[str, Group]
"""A ruleset with its questionnaires, by `ID@VERSION`."""


def check_migrations(files: tuple[LoadedFile, ...], groups: Groups) -> Iterator[Problem]:
    """What is wrong in the migration files; one between editions that have faults of shape waits for them."""
    readable = [file for file in files if file.tree is not None]
    yield from check_two_ways(readable)
    worlds: dict[str, World] = {}
    for file in readable:
        ends = tuple(check_ends(file, groups))
        yield from ends
        if not ends and all(groups[reference].whole for reference in ends_of(file)):
            before, after = (_world(reference, groups, worlds) for reference in ends_of(file))
            yield from check_migration(file.node, before, after)


def _world(reference: str, groups: Groups, built: dict[str, World]) -> World:
    if reference not in built:
        built[reference] = build_world(groups[reference])
    return built[reference]
