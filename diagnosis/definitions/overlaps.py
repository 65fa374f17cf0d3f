"""Two versions of one ruleset never claim the same day: without an `until`, the later one's beginning is the end."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from diagnosis.definitions.loading import LoadedFile
from diagnosis.definitions.report import error
from diagnosis.model.problems import Problem


def check_overlaps(rulesets: tuple[LoadedFile, ...]) -> Iterator[Problem]:
    """Wrong: 2026.1 until 2027-04-30, 2027.1 from 2027-04-01. Right: 2026.1 without `until`, or until 2027-03-31."""
    readable = [file for file in rulesets if file.tree is not None]
    for name in sorted({file.node.string("ruleset") for file in readable}):
        versions = [file for file in readable if file.node.string("ruleset") == name]
        yield from _check_versions(sorted(versions, key=_begin))


def _check_versions(versions: list[LoadedFile]) -> Iterator[Problem]:
    for earlier, later in pairwise(versions):
        until = earlier.node.child("applies").maybe_day("until")
        if _begin(earlier) == _begin(later) or (until is not None and until >= _begin(later)):
            yield error(
                later.node.child("applies").child("from").at,
                "dates.overlap",
                ja=f"{earlier.reference} の適用期間（{_begin(earlier)}～{until or ''}）と重なっています。"
                "この版の開始を遅らせるか、公開前なら前の版の until を早めてください。",
                en=f"This overlaps with {earlier.reference} ({_begin(earlier)} to {until or 'no end'}). Begin later, "
                "or, while it is a draft, let the earlier one end sooner.",
            )


def _begin(file: LoadedFile) -> date:
    return file.node.child("applies").day("from")
