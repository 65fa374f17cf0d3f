"""The files inside a report, read back: the sheet and the diagnosis."""

import io
from collections.abc import Mapping

import pikepdf

from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text

_MOST = 20
_LARGEST = 16 * 2**20


def attachments_of(pdf: bytes) -> Mapping[str, bytes]:
    """Name to content; ProblemsError if the file is no PDF, or carries more than a report ever would."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            if len(document.attachments) > _MOST:
                raise ProblemsError((_TOO_MUCH,))
            return {name: _content(specification) for name, specification in document.attachments.items()}
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise ProblemsError((_UNREADABLE,)) from error


def _content(specification: pikepdf.AttachedFileSpec) -> bytes:
    content = bytes(specification.get_file().read_bytes())
    if len(content) > _LARGEST:
        raise ProblemsError((_TOO_MUCH,))
    return content


_UNREADABLE = Problem(
    Span("report.pdf", 0, 0),
    "report.unreadable",
    Text(
        "PDFとして読めません。発行された報告書のファイルをそのまま指定してください。",
        "This cannot be read as a PDF. Give the report's file as it was issued.",
    ),
)
_TOO_MUCH = Problem(
    Span("report.pdf", 0, 0),
    "report.too-much-attached",
    Text(
        "報告書にはない量の添付ファイルがあります。発行された報告書のファイルを指定してください。",
        "More is attached than a report carries. Give the report's file as it was issued.",
    ),
)
