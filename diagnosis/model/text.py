"""Text in the two languages of the scheme."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language that the product speaks. Japanese comes first."""

    JA = "ja"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in both languages; neither is ever empty."""

    ja: str
    en: str

    def __getitem__(self, language: Language | str) -> str:
        return self.ja if language == Language.JA else self.en
