"""YAML and JSON to plain data with places: `read_yaml`, `read_json`, `Tree`.

Both readers refuse hostile input before they build anything from it, and name every fault that they can at once.
"""

from diagnosis.files.decode import ONE_MIB, decode
from diagnosis.files.json_reader import read_json_text
from diagnosis.files.places import Path, Tree
from diagnosis.files.yaml_reader import read_yaml_text

__all__ = ["ONE_MIB", "Path", "Tree", "read_json", "read_yaml"]


def read_yaml(data: bytes, file: str, limit: int = ONE_MIB) -> Tree:
    """One YAML 1.2 document of at most `limit` bytes as plain data with places.

    Dates stay strings, `012` and `1_000` too: nothing that was written is lost. file: named in every place.
    Raises ProblemsError with codes `file.*` and `yaml.*`.
    """
    return read_yaml_text(decode(data, file, limit), file)


def read_json(data: bytes, file: str, limit: int = ONE_MIB) -> Tree:
    """One JSON value of at most `limit` bytes as plain data with places.

    Raises ProblemsError with codes `file.*` and `json.*`.
    """
    return read_json_text(decode(data, file, limit), file)
