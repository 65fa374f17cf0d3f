"""The child's side: jobs by name, one after the other, until the pipe ends."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import BinaryIO

from diagnosis.guard.frames import Message, read_message, write_message
from diagnosis.guard.limits import Limits, limit_job, limit_process

Job = Callable[[Message], Message]
"""One kind of work: what was asked to what is answered. What it refuses, it answers as data."""

_LARGEST_REQUEST = 1 << 30


def serve(jobs: Mapping[str, Job]) -> None:
    """Answer requests from standard input on standard output. The limits stand on the command line.

    A request's head is {"job": NAME, "given": …}; an answer's is {"done": …} or {"failed": NAME OF THE EXCEPTION}.
    """
    limits = Limits.from_text(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides how a run ends
    requests, answers = sys.stdin.buffer, _take_stdout()
    limit_process(limits)
    while (request := read_message(requests, _LARGEST_REQUEST)) is not None:
        limit_job(limits)
        write_message(answers, _answer(jobs, request))


def _take_stdout() -> BinaryIO:
    """The pipe to the parent, out of reach of whatever prints to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _answer(jobs: Mapping[str, Job], request: Message) -> Message:
    head = request.head
    if not isinstance(head, dict):
        raise TypeError(head)
    try:
        done = jobs[head["job"]](Message(head["given"], request.blob))
    except Exception as error:  # noqa: BLE001 - whatever a hostile file causes is told, and the next job is served
        return Message({"failed": type(error).__name__})
    return Message({"done": done.head}, done.blob)
