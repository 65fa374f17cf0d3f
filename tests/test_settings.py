"""Where things are, and which language is spoken."""

from pathlib import Path

import pytest

from diagnosis.model.text import Language
from diagnosis.settings import choose_language, find_settings

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "ja"),
        ([], {"LANG": "C.UTF-8"}, "ja"),
        ([], {"LANG": "POSIX"}, "ja"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "en"),
        ([], {"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ([], {"LANG": "en_US", "LC_MESSAGES": "en_US", "LC_ALL": "ja_JP.eucJP"}, "ja"),
        ([], {"LANG": "en_US", "LC_ALL": ""}, "en"),
        (["--lang", "en"], {"LANG": "ja_JP"}, "en"),
        (["score", "x", "--lang=ja"], {"LANG": "en_US"}, "ja"),
        (["score", "--", "--lang", "en"], {}, "ja"),
        (["--lang"], {}, "ja"),
        (["--lang", "xx"], {"LANG": "en_US"}, "en"),
    ],
)
def test_the_language_is_asked_for_or_the_locales_or_japanese(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert choose_language(arguments, environment) == Language(language)


def test_a_checkout_uses_its_own_folders() -> None:
    settings = find_settings({})
    assert settings.questionnaires == ROOT / "questionnaires"
    assert settings.templates == ROOT / "report_templates"


def test_a_home_brings_its_definitions_and_borrows_the_rest(tmp_path: Path) -> None:
    settings = find_settings({"DIAGNOSIS_HOME": str(tmp_path), "DIAGNOSIS_CACHE": str(tmp_path / "c")})
    assert settings.scoring == tmp_path / "scoring"
    assert settings.templates == ROOT / "report_templates"
    assert settings.cache == tmp_path / "c"
    (tmp_path / "report_templates").mkdir()
    assert find_settings({"DIAGNOSIS_HOME": str(tmp_path)}).templates == tmp_path / "report_templates"
