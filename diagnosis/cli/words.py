"""The language of this run, chosen once, before help texts are built from it."""

import os
import sys

from diagnosis.model.text import Language, Text
from diagnosis.settings import choose_language

LANGUAGE: Language = choose_language(sys.argv[1:], os.environ)


def say(ja: str, en: str) -> str:
    """The sentence in the language of this run."""
    return Text(ja=ja, en=en)[LANGUAGE]
