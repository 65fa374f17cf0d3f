"""The bytes of every published file, kept beside the list: what was published can be shown, and put back."""

import gzip
import hashlib
import io
import zlib
from pathlib import Path

from diagnosis.files.tree import ONE_MIB

FOLDER = "published"


def copy_of(folder: Path, reference: str) -> Path:
    """Where the copy of `ID@VERSION` is kept, in a folder of definitions."""
    name, _, version = reference.partition("@")
    return folder / FOLDER / name / f"{version}.yaml.gz"


def read_copy(folder: Path, reference: str, digest: str) -> bytes | None:
    """The published bytes; None where no copy is kept, or one that is not what was published."""
    try:
        with gzip.open(copy_of(folder, reference)) as file:
            data = file.read(ONE_MIB + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return data if hashlib.sha256(data).hexdigest() == digest else None


def pack_copy(data: bytes) -> bytes:
    """The copy to keep: about a sixth of the file, and nothing that anybody would edit by mistake."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write(data)
    return packed.getvalue()
