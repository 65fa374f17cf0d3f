"""A child that misbehaves on demand: `python -m tests.guard.jobs LIMITS`."""

import os
import time

from diagnosis.guard import Message, serve


def echo(message: Message) -> Message:
    print("noise on standard output")  # noqa: T201 - it must not reach the parent's pipe
    return Message(message.head, message.blob[::-1])


def eat(_: Message) -> Message:
    return Message(len(bytearray(1 << 40)))


def burn(_: Message) -> Message:
    while True:
        pass


def wait(_: Message) -> Message:
    time.sleep(60)
    return Message(None)


def abort(_: Message) -> Message:
    os.abort()


def fail(_: Message) -> Message:
    raise RecursionError


def babble(_: Message) -> Message:
    return Message(None, b"x" * 5_000_000)


def write(message: Message) -> Message:
    with open(str(message.head), "wb") as file:  # noqa: PTH123 - as plain as a parser might
        file.write(b"x")
    return Message("written")


if __name__ == "__main__":
    jobs = (echo, eat, burn, wait, abort, fail, babble, write)
    serve({job.__name__: job for job in jobs})
