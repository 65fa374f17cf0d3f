"""The parent's side: a child process that is started when needed, asked, and replaced when it dies."""

import contextlib
import fcntl
import os
import select
import signal
import subprocess
import sys
import time
from enum import StrEnum
from typing import BinaryIO, Self, cast

from diagnosis.guard.frames import Message, read_message, write_message
from diagnosis.guard.limits import Limits


class Ending(StrEnum):
    """Why a job has no answer."""

    MEMORY = "memory"
    CPU = "cpu"
    WALL = "wall"
    CRASH = "crash"
    """The process died, or the job raised what nobody foresaw."""


class ChildError(Exception):
    """A job came to nothing. detail: the exception's or the signal's name, for the log."""

    def __init__(self, ending: Ending, detail: str) -> None:
        super().__init__(f"{ending}: {detail}")
        self.ending = ending
        self.detail = detail


class Child:
    """One process that does jobs. Not for several threads at once: give each a child of its own.

    module: run as `python -m MODULE`; it calls `serve`. limits: per job, except memory, which is the process's.
    """

    def __init__(self, module: str, limits: Limits) -> None:
        self._module = module
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def ask(self, job: str, given: object, blob: bytes = b"") -> Message:
        """Do one job. Raises ChildError; the next job then gets a new process."""
        process = self._running()
        deadline = time.monotonic() + self._limits.wall
        try:
            write_message(cast("BinaryIO", process.stdin), Message({"job": job, "given": given}, blob))
            answer = read_message(_Timed(process.stdout, deadline), self._limits.reply)
        except TimeoutError:
            self.close()
            raise ChildError(Ending.WALL, f"{self._limits.wall} s") from None
        except (OSError, ValueError):
            answer = None
        return _take(answer) if answer else self._tell_death()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                cast("BinaryIO", pipe).close()

    def stop(self) -> None:
        """End the process for good; for use by another thread. The job under way fails, and so does every later one."""
        self._stopped = True
        process = self._process
        if process is not None:
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise ChildError(Ending.CRASH, signal.SIGKILL.name)
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
                [sys.executable, "-m", self._module, self._limits.to_text()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt at the terminal is the parent's to handle
            )
            for pipe in (self._process.stdin, self._process.stdout):
                _widen(cast("BinaryIO", pipe))
        return self._process

    def _tell_death(self) -> Message:
        """Raise why the process died."""
        process = cast("subprocess.Popen[bytes]", self._process)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)  # an exit that is under way
        code = process.poll()
        self.close()
        if code is None:
            raise ChildError(Ending.CRASH, "nonsense on the pipe")
        if code == -signal.SIGXCPU:
            raise ChildError(Ending.CPU, f"{self._limits.cpu} s")
        raise ChildError(Ending.CRASH, signal.Signals(-code).name if code < 0 else f"exit {code}")


def _widen(pipe: BinaryIO) -> None:
    """Let a pipe hold a megabyte, where the system can: large messages then take a sixteenth of the turns."""
    with contextlib.suppress(AttributeError, OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


class _Timed:
    """A pipe that is read until a deadline; raises TimeoutError."""

    def __init__(self, pipe: object, deadline: float) -> None:
        self._file = cast("BinaryIO", pipe).fileno()
        self._deadline = deadline

    def read(self, size: int, /) -> bytes:
        """`size` bytes, fewer only at the end of the pipe."""
        parts, missing = [], size
        while missing > 0:
            if not select.select([self._file], [], [], max(0.0, self._deadline - time.monotonic()))[0]:
                raise TimeoutError
            part = os.read(self._file, min(missing, 1 << 20))
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)


def _take(answer: Message) -> Message:
    head = cast("dict[str, object]", answer.head)
    if "failed" not in head:
        return Message(head["done"], answer.blob)
    failed = str(head["failed"])
    raise ChildError(Ending.MEMORY if failed == "MemoryError" else Ending.CRASH, failed)
