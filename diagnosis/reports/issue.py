"""One report, from a diagnosis to a finished file."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.explanation import Report
from diagnosis.model.mark import Mark
from diagnosis.model.text import Language
from diagnosis.paper.pdf import write_pdf
from diagnosis.reports.glyphs import check_glyphs
from diagnosis.reports.pages import write_pages

_UNSAFE = re.compile(r"[^\w.-]+")


def issue_report(  # noqa: PLR0913, PLR0917 - all that makes a report
    diagnosis: Diagnosis,
    language: Language,
    edition: Edition,
    templates: Path,
    attachments: Mapping[str, bytes],
    mark: Mark | None,
) -> Report:
    """Check that every character can be printed, then write the pages and the file."""
    html = write_pages(diagnosis, language, edition, templates, mark)
    check_glyphs(diagnosis, html)
    shared = templates / "shared"
    styles = (shared / "report.css", *([shared / "mark.css"] if mark else ()))
    pdf, pages = write_pdf(html, styles, diagnosis.scorecard.diagnosed_on, attachments)
    return Report(pdf, report_name(diagnosis, language, edition), pages)


def report_name(diagnosis: Diagnosis, language: Language, edition: Edition) -> str:
    """A file stem that is safe anywhere: the member's id, the language and, for the staff, the edition."""
    member = _UNSAFE.sub("-", unicodedata.normalize("NFKC", diagnosis.sheet.member.id)).strip("-.") or "member"
    return f"{member[:64]}-{language}" + ("-staff" if edition is Edition.STAFF else "")
