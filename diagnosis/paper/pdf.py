"""From HTML to a tagged PDF/UA-1 file. The only door to WeasyPrint; nothing is fetched, nothing reads the clock."""

import ctypes
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from diagnosis.paper.lean import keep_files_lean
from diagnosis.paper.speed import fast_html, shortcuts

keep_files_lean()

_DESCRIPTIONS = {"sheet.json": "Answer sheet", "diagnosis.json": "Diagnosis"}


class NothingFetched(URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
    """Refuses every address: charts are inside the page and fonts come from the system."""

    def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002 - as inherited
        """Refuse."""
        raise ValueError(f"a report fetches nothing, not even {url}")


def write_pdf(html: str, styles: Sequence[Path], day: date, attachments: Mapping[str, bytes]) -> tuple[bytes, int]:
    """Lay out and write; the file and its number of pages. Attachments are dated by the day of the diagnosis."""
    with _no_collector(), shortcuts():
        return _write(html, styles, [_attachment(name, content, day) for name, content in attachments.items()])


def _write(html: str, styles: Sequence[Path], attachments: list[Attachment]) -> tuple[bytes, int]:
    """In a frame of its own, so that nothing holds the document when the collector comes."""
    options = {"attachments": attachments, "pdf_variant": "pdf/ua-1", "pdf_tags": True}
    page = fast_html(HTML)(string=html, url_fetcher=NothingFetched())
    document = page.render(stylesheets=[_stylesheet(style) for style in styles], font_config=_fonts(), **options)
    return document.write_pdf(**options), len(document.pages)


def _attachment(name: str, content: bytes, day: date) -> Attachment:
    moment = datetime.combine(day, time(), UTC)
    words = _DESCRIPTIONS.get(name, name)
    return Attachment(string=content, name=name, description=words, created=moment, modified=moment)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet(style: Path) -> CSS:
    """Parsed once a process."""
    return CSS(string=style.read_text("utf-8"), font_config=_fonts(), url_fetcher=NothingFetched())


@contextmanager
def _no_collector() -> Iterator[None]:
    """Layout makes many objects that live to its end: collect the young ones once after it, not hundreds of times.

    With the collector off everything that a report leaves behind is in the youngest generation.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        _give_memory_back()
        if was_enabled:
            gc.enable()


def _give_memory_back() -> None:
    """Hand free memory back to the system, where the C library can (glibc): a fifth of what a report took at its peak.

    It costs three milliseconds.
    """
    trim = getattr(ctypes.pythonapi, "malloc_trim", None)
    if trim is not None:
        trim(0)
