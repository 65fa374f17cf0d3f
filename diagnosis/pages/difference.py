"""What changed between two versions, as a page."""

from diagnosis.model.change import Comparison
from diagnosis.model.change_groups import TITLES, WHY, groups_of, summarise
from diagnosis.model.text import Language
from diagnosis.pages.templates import render_page


def difference_page(comparison: Comparison, language: Language) -> str:
    """The changes by kind, each kind with the reason why it matters."""
    groups = [
        {"kind": kind.value, "title": TITLES[kind], "why": WHY[kind], "changes": changes}
        for kind, changes in groups_of(comparison)
    ]
    return render_page(
        "difference", language, {"comparison": comparison, "groups": groups, "summary": summarise(comparison)}
    )
