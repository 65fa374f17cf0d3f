"""A blank sheet to fill in, in the format that is wanted."""

from enum import StrEnum
from typing import assert_never

from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Language
from diagnosis.sheets.json_format import write_blank_json
from diagnosis.sheets.yaml_format import write_blank_yaml


class BlankFormat(StrEnum):
    """A format in which a blank sheet is written."""

    YAML = "yaml"
    JSON = "json"


def blank_sheet(definitions: Definitions, language: Language, form: BlankFormat) -> str:
    """A sheet without answers. YAML carries questions, help and allowed values as comments; JSON has no comments."""
    match form:
        case BlankFormat.YAML:
            return write_blank_yaml(definitions, language)
        case BlankFormat.JSON:
            return write_blank_json(definitions)
        case _:
            assert_never(form)
