"""Where things are and which language is spoken: read once from the environment, never by the stations themselves."""

import functools
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from diagnosis.model.text import Language

PACKAGE = Path(__file__).parent
LANGUAGE_OPTION = "--lang"
STORE_FILE = "store.db"
"""A store's file in a folder, such as an outbox."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders that the product reads, and the one in which it keeps what it can compute again (`cache`)."""

    questionnaires: Path
    scoring: Path
    templates: Path
    demo: Path
    cache: Path


@functools.cache
def read_settings() -> Settings:
    """The settings of this process."""
    return find_settings(os.environ)


def find_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that `environment` asks for.

    DIAGNOSIS_HOME: a folder with `questionnaires/` and `scoring/`, and if it has them `report_templates/` and `demo/`.
    Without it they are those of the checkout, or those inside the installed package. DIAGNOSIS_CACHE: the cache.
    """
    built_in = _find_built_in()
    home = Path(environment["DIAGNOSIS_HOME"]).expanduser() if environment.get("DIAGNOSIS_HOME") else built_in
    return Settings(
        questionnaires=home / "questionnaires",
        scoring=home / "scoring",
        templates=_first_folder(home / "report_templates", built_in / "report_templates"),
        demo=_first_folder(home / "demo", built_in / "demo"),
        cache=_find_cache(environment),
    )


def find_store(written: str | None, environment: Mapping[str, str]) -> str:
    """The URL of the store that is meant: as written, else DIAGNOSIS_STORE, else the one in the user's data folder."""
    if place := written or environment.get("DIAGNOSIS_STORE"):
        return store_url(place)
    from platformdirs import user_data_path  # noqa: PLC0415 - only this one function needs it

    return store_url(str(user_data_path("diagnosis") / STORE_FILE))


def store_url(written: str) -> str:
    """The URL of a store: as it is written, or of the SQLite file, or of the `store.db` in the folder, of that path."""
    if "://" in written:
        return written
    path = Path(written).expanduser()
    return f"sqlite:///{path / STORE_FILE if path.is_dir() else path}"


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of `--lang`, else of the locale, else Japanese.

    A locale that names neither language gets English; one that names none at all (C, POSIX, empty) Japanese.
    """
    asked = _asked_language(arguments)
    if asked in [*Language]:
        return Language(asked)
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    match locale.partition(".")[0].partition("_")[0].lower():
        case "" | "c" | "posix" | "ja":
            return Language.JA
        case _:
            return Language.EN


def _asked_language(arguments: Sequence[str]) -> str:
    """What follows `--lang`, wherever it stands before a lone `--`."""
    asked = ""
    for position, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == LANGUAGE_OPTION:
            asked = next(iter(arguments[position + 1 :]), "")
        elif argument.startswith(f"{LANGUAGE_OPTION}="):
            asked = argument.partition("=")[2]
    return asked


def _find_built_in() -> Path:
    installed = PACKAGE / "_data"
    return installed if installed.is_dir() else PACKAGE.parent


def _first_folder(*folders: Path) -> Path:
    return next((folder for folder in folders if folder.is_dir()), folders[-1])


def _find_cache(environment: Mapping[str, str]) -> Path:
    if environment.get("DIAGNOSIS_CACHE"):
        return Path(environment["DIAGNOSIS_CACHE"]).expanduser()
    from platformdirs import user_cache_path  # noqa: PLC0415 - only this one function needs it

    return user_cache_path("diagnosis")
