"""The report: a diagnosis as charts, pages and a PDF that anyone can check. Cheap to import: see `render_report`."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.explanation import Report
from diagnosis.model.mark import Mark
from diagnosis.model.text import Language
from diagnosis.paper.fonts import missing_glyphs

__all__ = ["draw_charts", "missing_glyphs", "read_attachments", "render_report"]

NO_ATTACHMENTS: Mapping[str, bytes] = MappingProxyType({})


def render_report(  # noqa: PLR0913, PLR0917 - all that makes a report
    diagnosis: Diagnosis,
    language: Language,
    edition: Edition,
    templates: Path,
    attachments: Mapping[str, bytes] = NO_ATTACHMENTS,
    mark: Mark | None = None,
) -> Report:
    """Draw, lay out and write one report. Same input, same bytes. ProblemsError if a character has no glyph.

    attachments: name to content, put into the PDF (`sheet.json`, `diagnosis.json`). mark: shown on every page.
    WeasyPrint and matplotlib, which take a second to import, are imported here, on the first report.
    """
    from diagnosis.reports.issue import issue_report  # noqa: PLC0415 - heavy, and most commands render nothing

    return issue_report(diagnosis, language, edition, templates, attachments, mark)


def draw_charts(diagnosis: Diagnosis, language: Language, templates: Path) -> list[tuple[str, str, str]]:
    """Title, note and SVG element of each of the report's charts, for pages that are not a report."""
    from diagnosis.reports.drawing import draw_charts as draw  # noqa: PLC0415 - loads matplotlib

    return draw(diagnosis, language, templates)


def read_attachments(pdf: bytes) -> Mapping[str, bytes]:
    """The files that a report carries, by name. ProblemsError if it cannot be read."""
    from diagnosis.reports.attachments import attachments_of  # noqa: PLC0415 - loads pikepdf

    return attachments_of(pdf)
