"""A blank sheet: it can be read, it asks everything, and in YAML it is its own manual."""

import json

import pytest

from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Language
from diagnosis.sheets import BlankFormat, blank_sheet, check_sheet, read_sheet

ASKED = ["owner", "usb", "data", "persons", "expires", "remarks"]


@pytest.mark.parametrize("form", BlankFormat)
@pytest.mark.parametrize("language", Language)
def test_a_blank_sheet_with_a_member_is_an_all_blank_sheet(
    definitions: Definitions, language: Language, form: BlankFormat
) -> None:
    text = blank_sheet(definitions, language, form)
    filled = text.replace('id: ""', "id: M-1").replace('name: ""', "name: x")
    filled = filled.replace('"id": ""', '"id": "M-1"').replace('"name": ""', '"name": "x"')
    raw = read_sheet(filled.encode(), f"blank.{form}")
    assert [answer.question for answer in raw.answers] == ASKED
    assert check_sheet(raw, definitions).answers == {}


def test_a_blank_json_sheet_has_a_null_for_every_question(definitions: Definitions) -> None:
    sheet = json.loads(blank_sheet(definitions, Language.JA, BlankFormat.JSON))
    assert sheet["answers"] == dict.fromkeys(ASKED)
    assert sheet["questionnaires"] == {"basics": "2026.1"}


def test_a_blank_yaml_sheet_explains_itself_in_one_language(definitions: Definitions) -> None:
    japanese = blank_sheet(definitions, Language.JA, BlankFormat.YAML)
    english = blank_sheet(definitions, Language.EN, BlankFormat.YAML)
    for words in (
        '- "yes": はい',
        "- none-of-these: どれもない（ほかの値とは一緒に選べません）",
        "0 – 200,000 (人)",
        "Owner（日本語）",
    ):
        assert words in japanese
        assert words not in english
    for words in ('- "yes": Yes', "0 – 200,000 (persons)", "Asked only for some answers to: owner", "A person"):
        assert words in english


def test_comments_fit_a_screen(definitions: Definitions) -> None:
    for line in blank_sheet(definitions, Language.JA, BlankFormat.YAML).splitlines():
        assert len(line.encode("cp932", errors="replace")) <= 104
