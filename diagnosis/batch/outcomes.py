"""What is asked for one sheet, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from diagnosis.batch.refusals import Refusal
from diagnosis.model.diagnosis import Edition
from diagnosis.model.problems import Problem
from diagnosis.model.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted of every sheet of a batch. on: the day of diagnosis. reports: whether PDFs are made.

    peers: the file of a snapshot that reports are given, or nothing.
    """

    language: Language
    edition: Edition
    on: date
    reports: bool = True
    peers: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One sheet to diagnose. place: 0, or the member's number in a file of many.

    file: the file's bytes, for the record; None for one of many, whose file the coordinator keeps.
    data: what a worker reads: the same bytes, or a member's part of a table, as a worker gave it.
    table: the table's head, likewise; empty for a file of one member.
    on: the day of diagnosis, which is an older one where a lost report is made again.
    """

    name: str
    place: int
    key: str
    file_digest: str
    file: bytes | None = field(repr=False)
    data: bytes = field(repr=False)
    on: date
    table: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReport:
    """A report that is in the outbox. name: its path there. digest: SHA-256. size: bytes."""

    name: str
    digest: str
    size: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A sheet that was diagnosed. figures: what the store keeps in columns. sheet, diagnosis: JSON, or packed.

    seconds: of work, by stage.
    """

    task: Task
    figures: Mapping[str, object]
    sheet: bytes = field(repr=False)
    diagnosis: bytes = field(repr=False)
    report: MadeReport | None
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty:
    """A sheet that cannot be diagnosed as it is: on record, and not looked at again until its bytes change."""

    task: Task
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A sheet that came to nothing this time, through no fault of its own: not on record, so tried again next time."""

    name: str
    place: int
    digest: str
    refusal: Refusal


Outcome = Made | Faulty | Failed
