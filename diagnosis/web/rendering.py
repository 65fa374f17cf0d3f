"""Reports and forms made outside the server: a few warm processes, a short line, an end to what takes too long."""

import contextlib
import queue
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

import anyio
from anyio import to_thread

from diagnosis.guard import Child, ChildError, Limits, Message
from diagnosis.model.diagnosis import Edition
from diagnosis.model.explanation import Report
from diagnosis.model.mark import Mark
from diagnosis.model.sheet import AnswerSheet, Member
from diagnosis.model.text import Language, Text
from diagnosis.sheets import sheet_bytes
from diagnosis.web.refusals import PageError
from diagnosis.web.renderer import write_mark

T = TypeVar("T")
LIMITS = Limits(memory=2 << 30, cpu=60, wall=60, writes=32 << 20)
_LINE = 8
"""Reports that wait for each process; whoever comes then is told to come back."""
_WAIT = 20
"""Seconds after which a line of that length has moved on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A report to be made. on: the day of the diagnosis."""

    sheet: AnswerSheet
    on: date
    language: Language
    edition: Edition
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Blank:
    """A form (PDF) to fill in. member: whose number and name stand on it; None for anybody's."""

    ruleset: str
    language: Language
    member: Member | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the report. svg: an element with a title of its own, by presentation attributes alone."""

    title: str
    note: str
    svg: str


class Renders:
    """The processes. They start when the first report is asked for, and a new one takes the place of one that died.

    Charts have a process of their own: a page must not wait behind a report.
    """

    def __init__(self, number: int, limits: Limits = LIMITS) -> None:
        self._children = [Child("diagnosis.web.renderer", limits) for _ in range(number)]
        self._idle: queue.SimpleQueue[Child] = queue.SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        self._threads = anyio.CapacityLimiter(number)
        self._waiting = 0
        self._blanks: dict[Blank, bytes] = {}
        self._drawer = Child("diagnosis.web.renderer", limits)
        self._drawing = anyio.CapacityLimiter(1)

    async def report(self, wanted: Print) -> Report:
        """Make one report; raises PageError where too many wait, or where it cannot be made."""
        return await self._in_line(lambda: self._make(wanted))

    async def blank(self, wanted: Blank) -> bytes:
        """Make one form, or give the one that was made for anybody before; raises PageError likewise."""
        if wanted in self._blanks:
            return self._blanks[wanted]
        made = await self._in_line(lambda: self._make_blank(wanted))
        if wanted.member is None:
            self._blanks[wanted] = made
        return made

    async def _in_line(self, work: Callable[[], T]) -> T:
        if self._waiting >= _LINE * len(self._children):
            raise _busy()
        self._waiting += 1
        try:
            return await to_thread.run_sync(work, limiter=self._threads)
        finally:
            self._waiting -= 1

    async def charts(self, sheet: AnswerSheet, on: date, language: Language) -> list[Chart]:
        """The report's charts of a sheet; none where they cannot be drawn: a page says all of it in figures, too."""
        return await to_thread.run_sync(lambda: self._draw(sheet, on, language), limiter=self._drawing)

    async def get_ready(self) -> None:
        """Load what charts need."""

        def load() -> None:
            with contextlib.suppress(ChildError):
                self._drawer.ask("get_ready", None)

        await to_thread.run_sync(load, limiter=self._drawing)

    def close(self) -> None:
        """End the processes, whatever they are doing. For good."""
        for child in (*self._children, self._drawer):
            child.stop()
        for _ in self._children:
            self._idle.get().close()
        self._drawer.close()

    def _draw(self, sheet: AnswerSheet, on: date, language: Language) -> list[Chart]:
        try:
            answer = self._drawer.ask("draw", {"on": on.isoformat(), "language": language}, sheet_bytes(sheet))
        except ChildError:
            return []
        match answer.head:
            case [*charts]:
                return [Chart(*map(str, cast("list[object]", chart))) for chart in charts]
            case _:
                return []

    def _make(self, wanted: Print) -> Report:
        given = {
            "on": wanted.on.isoformat(),
            "language": wanted.language,
            "edition": wanted.edition,
            "mark": write_mark(wanted.mark),
        }
        answer = self._ask("render", given, sheet_bytes(wanted.sheet))
        match answer.head:
            case {"name": str(name), "pages": int(pages)}:
                return Report(answer.blob, name, pages)
            case {"problems": [[str(ja), str(en)], *_]}:
                raise _unprintable(Text(ja, en))
            case _:
                raise _failed()

    def _make_blank(self, wanted: Blank) -> bytes:
        member = [wanted.member.id, wanted.member.name] if wanted.member else None
        given = {"ruleset": wanted.ruleset, "language": wanted.language, "member": member}
        return self._ask("blank", given, b"").blob

    def _ask(self, job: str, given: Mapping[str, object], blob: bytes) -> Message:
        child = self._idle.get()
        try:
            return child.ask(job, given, blob)
        except ChildError as error:
            raise _failed() from error
        finally:
            self._idle.put(child)


def _busy() -> PageError:
    return PageError(
        503,
        Text("ただいま混み合っています", "Many reports are being made"),
        Text(
            f"{_WAIT}秒ほど待ってから、もう一度お試しください。答えは保存されています。",
            f"Wait about {_WAIT} seconds and try again. Your answers are kept.",
        ),
        _WAIT,
    )


def _failed() -> PageError:
    return PageError(
        500,
        Text("報告書を作れませんでした", "The report could not be made"),
        Text(
            "もう一度お試しください。続けて起きるときは、お問い合わせください。答えは保存されています。",
            "Try again. If it happens again, please tell us. Your answers are kept.",
        ),
    )


def _unprintable(message: Text) -> PageError:
    return PageError(422, Text("報告書に印刷できない文字があります", "The report cannot print a character"), message)
