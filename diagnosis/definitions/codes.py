"""The catalogue of problem codes: what each means and how to mend it, for `diagnosis explain-code`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from diagnosis.files.suggest import suggest
from diagnosis.model.text import Text

_FOLDER = Path(__file__).parent / "code_catalogue"


@dataclass(frozen=True, slots=True)
class CodeExplanation:
    """One code. wrong, right: short samples as they would stand in a file."""

    code: str
    title: Text
    meaning: Text
    remedy: Text
    wrong: str
    right: str


def explain_code(code: str) -> CodeExplanation | None:
    """What `code` means; None where there is no such code (see `suggest_code`)."""
    return _catalogue().get(code)


def suggest_code(code: str) -> str | None:
    """The known code that a mistyped one is nearest to."""
    return suggest(code, _catalogue())


def all_codes() -> tuple[str, ...]:
    """Every code that definitions and files can be found wrong with, in order of name."""
    return tuple(sorted(_catalogue()))


@cache
def _catalogue() -> dict[str, CodeExplanation]:
    import tomllib  # noqa: PLC0415 - only explanations need it

    return {
        f"{group}.{name}": _explanation(f"{group}.{name}", entry)
        for path in sorted(_FOLDER.glob("*.toml"))
        for group, entries in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for name, entry in entries.items()
    }


def _explanation(code: str, entry: dict[str, str]) -> CodeExplanation:
    return CodeExplanation(
        code=code,
        title=Text(entry["title_ja"], entry["title_en"]),
        meaning=Text(entry["meaning_ja"], entry["meaning_en"]),
        remedy=Text(entry["remedy_ja"], entry["remedy_en"]),
        wrong=entry["wrong"].strip("\n"),
        right=entry["right"].strip("\n"),
    )
