"""A small sound set of definitions, in a folder of its own."""

import shutil
from pathlib import Path

import pytest

SOUND = Path(__file__).parent.parent / "bad"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """questionnaires, scoring: copies that a test may change."""
    for name in ("questionnaires", "scoring"):
        shutil.copytree(SOUND / name, tmp_path / name)
    return tmp_path / "questionnaires", tmp_path / "scoring"
