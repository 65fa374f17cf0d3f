"""A worker that misbehaves by the name of the file: `python -m tests.batch.workers LIMITS`."""

import os
import signal
import time

from diagnosis.batch.worker import JOBS, diagnose, render, score
from diagnosis.guard import Message, serve


def misbehave(stage: str, name: str) -> None:
    if f"abort-in-{stage}" in name:
        os.abort()
    if f"eats-in-{stage}" in name:
        bytearray(1 << 45)
    if f"burns-in-{stage}" in name:
        while True:
            pass
    if f"sleeps-in-{stage}" in name:
        time.sleep(600)
    if f"killed-in-{stage}" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if f"raises-in-{stage}" in name:
        raise RecursionError


NAMES = [""]


def read(message: Message) -> Message:
    assert isinstance(message.head, dict)
    NAMES[0] = message.head["name"]
    misbehave("reading", NAMES[0])
    if "nonsense" in NAMES[0]:
        return Message({"figures": {"member_id": 1}, "sheet": -1, "seconds": {}})
    return diagnose(message)


def score_all(message: Message) -> Message:
    assert isinstance(message.head, dict)
    for name, _, _ in message.head["sheets"]:
        misbehave("reading", name)
    return score(message)


def draw(message: Message) -> Message:
    misbehave("rendering", NAMES[0])
    if "plain" in NAMES[0]:
        return render(message)
    return Message({"name": "x/../y", "pages": 1, "seconds": {}}, b"%PDF")


if __name__ == "__main__":
    serve({**JOBS, "score": score_all, "diagnose": read, "render": draw})
