"""One report, from a diagnosis to a finished file."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.explanation import Report
from diagnosis.model.text import Language
from diagnosis.paper.pdf import write_pdf
from diagnosis.reports.glyphs import check_glyphs
from diagnosis.reports.pages import write_pages

_UNSAFE = re.compile(r"[^\w.-]+")


def issue_report(
    diagnosis: Diagnosis, language: Language, edition: Edition, templates: Path, attachments: Mapping[str, bytes]
) -> Report:
    """Check that every character can be printed, then write the pages and the file."""
    html = write_pages(diagnosis, language, edition, templates)
    check_glyphs(diagnosis, html)
    style = templates / "shared" / "report.css"
    pdf, pages = write_pdf(html, style, diagnosis.scorecard.diagnosed_on, attachments)
    return Report(pdf, report_name(diagnosis, language, edition), pages)


def report_name(diagnosis: Diagnosis, language: Language, edition: Edition) -> str:
    """A file stem that is safe anywhere: the member's id, the language and, for the staff, the edition."""
    member = _UNSAFE.sub("-", unicodedata.normalize("NFKC", diagnosis.sheet.member.id)).strip("-.") or "member"
    return f"{member[:64]}-{language}" + ("-staff" if edition is Edition.STAFF else "")
