"""Both databases for real: SQLite in a file, and a PostgreSQL cluster of the tests' own on a Unix socket."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnosis.store import Store
from tests.store.made import CLOCK

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def as_postgres(*command: object) -> None:
    """The server refuses to run as root: then it runs as the user that its package made."""
    words = [str(word) for word in command]
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *words], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """A running cluster without a network port; the folder of its socket."""
    assert POSTGRES, "PostgreSQL is not installed: ./run test installs it"
    binaries = POSTGRES[-1]
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path may have 107 characters only
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=on"
    try:
        as_postgres(binaries / "initdb", "-D", folder / "data", "-U", "tests", "-A", "trust", "--no-sync")
        as_postgres(binaries / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
        yield folder
        as_postgres(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of a store that does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'folder' / 'store.db'}"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def another_database(postgres: Path) -> str:
    """One more place on PostgreSQL."""
    return new_database(postgres)


def new_database(folder: Path) -> str:
    name = f"d{uuid.uuid4().hex}"
    as_postgres(POSTGRES[-1] / "createdb", "-h", folder, "-U", "tests", name)
    return f"postgresql://tests@/{name}?host={folder}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url, CLOCK) as store:
        yield store
