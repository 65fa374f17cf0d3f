"""What makes one piece of work the same as another: the sheet, the rules, the template, and what is wanted."""

import hashlib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from diagnosis import __version__, pipeline
from diagnosis.batch.outcomes import Order
from diagnosis.settings import Settings

_LIBRARIES = ("weasyprint", "pydyf", "matplotlib", "jinja2")
"""What shapes a report's bytes besides our own templates."""


def digest_of(data: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fingerprint(order: Order, settings: Settings, *, day_is_fixed: bool) -> str:
    """Everything but the sheet that a result depends on. Raises DefinitionsError.

    All definitions in use count, for which of them a sheet goes by is only known once it was read.
    The day of diagnosis counts only where it was asked for: a sheet that was diagnosed keeps its diagnosis.
    """
    parts = [f"engine {__version__}", order.language.value]
    parts += [f"{name} {digest}" for name, digest in definition_digests(settings)]
    parts += [f"report {order.edition}", template_digest(settings.templates)] if order.reports else ["no report"]
    parts += [f"peers {digest_of(order.peers)}"] if order.reports and order.peers else []
    parts += [order.on.isoformat()] if day_is_fixed else []
    return _join(parts)


def work_key(file_digest: str, place: int, rest: str) -> str:
    """The key of one sheet. rest: the batch's `fingerprint`."""
    return _join([file_digest, str(place), rest])


def definition_digests(settings: Settings) -> tuple[tuple[str, str], ...]:
    """`ID@VERSION` and digest of every ruleset and questionnaire that a sheet may go by, by name."""
    found: dict[str, str] = {}
    for reference in pipeline.list_rulesets(settings):
        definitions = pipeline.load(reference, settings)
        found[reference] = definitions.ruleset.digest
        for part in definitions.questionnaires:
            found[f"{part.id}@{part.version}"] = part.digest
    return tuple(sorted(found.items()))


def template_digest(templates: Path) -> str:
    """Of every template, style and word, and of the libraries that set them."""
    parts = [f"{name} {metadata.version(name)}" for name in _LIBRARIES]
    for path in sorted(path for path in templates.rglob("*") if path.is_file()):
        parts += [path.relative_to(templates).as_posix(), digest_of(path.read_bytes())]
    return _join(parts)


def _join(parts: Iterable[str]) -> str:
    return digest_of("\n".join(parts).encode())
