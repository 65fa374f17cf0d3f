"""The report's charts by themselves, for pages that are not a report."""

from pathlib import Path

from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.text import Language
from diagnosis.reports.view.context import Context
from diagnosis.reports.view.lost import view_lost
from diagnosis.reports.view.profile import view_profile
from diagnosis.reports.wording import load_wording


def draw_charts(diagnosis: Diagnosis, language: Language, templates: Path) -> list[tuple[str, str, str]]:
    """Title, note and SVG element of each chart, in the report's order: the same drawings from the same figures."""
    words = load_wording(templates, language)
    context = Context(diagnosis, language, Edition.MEMBER, words)
    profile, lost = view_profile(context), view_lost(context)
    charts = [
        (words["profile"]["radar"], profile.radar_note, profile.radar),
        (words["profile"]["heat"], words["profile"]["heat_note"], profile.heat),
        (words["lost"]["waterfall"], words["lost"]["waterfall_note"], lost.waterfall),
        (words["lost"]["exposure"], words["lost"]["exposure_note"], lost.exposure),
    ]
    return [(title, note, svg) for title, note, svg in charts if svg]
