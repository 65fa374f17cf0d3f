"""A returned file to a raw sheet, whatever its format."""

from pathlib import PurePath

from diagnosis.model.sheet import RawSheet
from diagnosis.sheets.json_format import read_json_sheet
from diagnosis.sheets.yaml_format import read_yaml_sheet


def read_sheet(data: bytes, name: str) -> RawSheet:
    """The sheet in `data`, JSON or YAML by the ending of `name`, else by its first character.

    name: of the file, for places. Raises ProblemsError where no sheet can be made out (codes `file.*`, `json.*`,
    `yaml.*`); faults of single answers wait for `check_sheet`, so that all are told at once.
    """
    return read_json_sheet(data, name) if _is_json(data, name) else read_yaml_sheet(data, name)


def _is_json(data: bytes, name: str) -> bool:
    match PurePath(name).suffix.lower():
        case ".json":
            return True
        case ".yaml" | ".yml":
            return False
        case _:
            return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
