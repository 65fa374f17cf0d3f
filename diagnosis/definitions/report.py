"""How checks say what they found."""

from diagnosis.model.problems import Problem, Severity, Span
from diagnosis.model.text import Text


def error(at: Span, code: str, *, ja: str, en: str) -> Problem:
    """A fault that stops the file from being used."""
    return Problem(at, code, Text(ja=ja, en=en))


def warning(at: Span, code: str, *, ja: str, en: str) -> Problem:
    """Something that is probably not meant."""
    return Problem(at, code, Text(ja=ja, en=en), Severity.WARNING)
