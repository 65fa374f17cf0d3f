"""Two versions of one ruleset never apply on the same day."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from diagnosis.definitions.loading import LoadedFile
from diagnosis.definitions.report import error
from diagnosis.model.problems import Problem


def check_overlaps(rulesets: tuple[LoadedFile, ...]) -> Iterator[Problem]:
    """Wrong: 2026.1 without `until`, and 2027.1. Right: 2026.1 until 2027-03-31, 2027.1 from 2027-04-01."""
    readable = [file for file in rulesets if file.tree is not None]
    for name in sorted({file.node.string("ruleset") for file in readable}):
        versions = [file for file in readable if file.node.string("ruleset") == name]
        yield from _check_versions(sorted(versions, key=_begin))


def _check_versions(versions: list[LoadedFile]) -> Iterator[Problem]:
    for earlier, later in pairwise(versions):
        until = earlier.node.child("applies").maybe_day("until")
        if until is None or until >= _begin(later):
            yield error(
                later.node.child("applies").child("from").at,
                "dates.overlap",
                ja=f"{earlier.reference} の適用期間と重なっています。{earlier.reference} "
                "の until をこの日より前にしてください。",
                en=f"This overlaps with {earlier.reference}. Let the "
                f"`until` of {earlier.reference} end before this day.",
            )


def _begin(file: LoadedFile) -> date:
    return file.node.child("applies").day("from")
