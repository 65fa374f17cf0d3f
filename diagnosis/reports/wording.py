"""The report's words in one language, from `report_templates/wording/LANGUAGE.toml`."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from diagnosis.model.text import Language

_SLOT = re.compile(r"\{([a-z_]+)\}")


class Wording:
    """Words by section and key. A key that does not exist, or a slot without its value, is a KeyError."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._tables = tables

    def __getitem__(self, section: str) -> Mapping[str, Any]:
        return self._tables[section]

    def say(self, place: str, **values: object) -> str:
        """The words at `section.key`, with `{slot}` filled in. Values are put in as they are, never read as slots."""
        section, key = place.split(".", 1)
        return _SLOT.sub(lambda slot: str(values[slot[1]]), self._tables[section][key])


@cache
def load_wording(templates: Path, language: Language) -> Wording:
    """Read the words once a process."""
    with (templates / "wording" / f"{language}.toml").open("rb") as file:
        return Wording(tomllib.load(file))
