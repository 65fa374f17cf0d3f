"""Records in one SQLite file: what a batch needs to go on after any end, and to sum up."""

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

from diagnosis.batch.cannot import CannotRunError, store_message
from diagnosis.batch.ledger import Known, Standing, standing_of
from diagnosis.batch.outcomes import Faulty, Made
from diagnosis.batch.wire import plain_problem, read_problems

PREFIX: Final = "sqlite:///"

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS done (
    key TEXT PRIMARY KEY, diagnosed_on TEXT, report TEXT NOT NULL, report_digest TEXT NOT NULL, pages INTEGER NOT NULL,
    size INTEGER NOT NULL, figures TEXT NOT NULL, problems TEXT NOT NULL, sheet BLOB NOT NULL, diagnosis BLOB NOT NULL
) WITHOUT ROWID
"""
_BUSY_SECONDS: Final = 60


class SqliteLedger:
    """Use as a context manager. Several batches may use one file at once. Raises CannotRunError throughout."""

    def __init__(self, url: str) -> None:
        self._url = url
        with self._told():
            path = Path(url.removeprefix(PREFIX))
            self._base = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.execute(_SCHEMA)

    def find(self, keys: Sequence[str]) -> Mapping[str, Known]:
        """See `Ledger`."""
        rows = self._select("key, report, report_digest, diagnosed_on", keys)
        return {
            key: Known(report or None, digest or None, date.fromisoformat(day) if day else None)
            for key, report, digest, day in rows
        }

    def record(self, results: Sequence[Made | Faulty]) -> None:
        """See `Ledger`."""
        if not results:
            return
        rows = [_row(result) for result in results]
        with self._told():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                self._base.executemany("INSERT OR IGNORE INTO done VALUES (?,?,?,?,?,?,?,?,?,?)", rows)
                self._base.execute("COMMIT")
            except sqlite3.Error:
                with contextlib.suppress(sqlite3.Error):
                    self._base.execute("ROLLBACK")
                raise

    def standings(self, keys: Sequence[str]) -> Iterator[Standing]:
        """See `Ledger`."""
        columns = "key, figures, diagnosis, report, report_digest, pages, size, problems"
        for key, figures, diagnosis, report, digest, pages, size, found in self._select(columns, keys):
            problems = read_problems(json.loads(found)) if found else ()
            plain = json.loads(figures)
            yield Standing(key, plain, zlib.decompress(diagnosis), report, digest, pages, size, problems)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _select(self, columns: str, keys: Sequence[str]) -> list[tuple[Any, ...]]:
        marks = ",".join("?" * len(keys))
        with self._told():
            rows: list[tuple[Any, ...]] = self._base.execute(
                f"SELECT {columns} FROM done WHERE key IN ({marks})",  # noqa: S608 - our own columns
                keys,
            ).fetchall()
        return rows

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Whatever the database refuses is told in words."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise CannotRunError(store_message(self._url, str(error))) from error


def _row(result: Made | Faulty) -> tuple[object, ...]:
    standing = standing_of(result)
    sheet, day = (
        (result.sheet, standing.figures["diagnosed_on"]) if isinstance(result, Made) else (result.task.data, None)
    )
    problems = json.dumps([plain_problem(problem) for problem in standing.problems]) if standing.problems else ""
    return (
        standing.key,
        day,
        standing.report,
        standing.report_digest,
        standing.pages,
        standing.size,
        json.dumps(dict(standing.figures), ensure_ascii=False),
        problems,
        zlib.compress(sheet, 1),
        zlib.compress(standing.diagnosis, 1),
    )
