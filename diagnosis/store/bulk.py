"""Many rows into a table at once, as the database's own driver takes them: half of the time of naming each value."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, Table

KEEP = "ON CONFLICT DO NOTHING"
"""What is there already stays."""


def add_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], conflict: str = "") -> None:
    """Insert rows, all with the same columns in the same order. conflict: what if one is there already; else an error.

    Both databases know this statement. Days are dates.
    """
    if not rows:
        return
    is_sqlite = connection.dialect.name == "sqlite"
    names = tuple(rows[0])
    marks = ", ".join(["?" if is_sqlite else "%s"] * len(names))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks}) {conflict}"  # noqa: S608 - our own names
    days = [name for name in names if isinstance(table.c[name].type, Date)] if is_sqlite else []
    connection.exec_driver_sql(statement, [_values(row, days) for row in rows])


def replace_by(*same: str, value: str) -> str:
    """A row with the same columns `same` gets the new one's `value`."""
    return f"ON CONFLICT ({', '.join(same)}) DO UPDATE SET {value} = excluded.{value}"


def _values(row: Mapping[str, Any], days: Sequence[str]) -> tuple[Any, ...]:
    """The cells of a row; SQLite has no days and keeps them as texts."""
    if days:
        row = {**row, **{name: day.isoformat() for name in days if isinstance(day := row[name], date)}}
    return tuple(row.values())
