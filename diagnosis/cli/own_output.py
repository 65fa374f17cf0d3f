"""Standard output is for data alone: whatever a library prints on descriptor 1 by itself must not end up in it."""

import os
import sys


def claim_stdout() -> None:
    """Move Python's standard output to a descriptor that nobody else knows.

    What compiled code still writes to descriptor 1 is dropped, or shown on standard error where DIAGNOSIS_DEBUG is set.
    """
    shared = sys.stdout
    if shared is None:  # the caller closed it, and descriptor 1 may be any other file by now
        return
    shared.flush()
    own = os.dup(shared.fileno())
    elsewhere = os.dup(2) if os.environ.get("DIAGNOSIS_DEBUG") else os.open(os.devnull, os.O_WRONLY)
    os.dup2(elsewhere, shared.fileno())
    os.close(elsewhere)
    stream = os.fdopen(own, "w", 1 if shared.isatty() else -1, shared.encoding, shared.errors)
    # Reading the size of the terminal goes by the second name.
    sys.stdout = sys.__stdout__ = stream  # type: ignore[misc]  # final in its stub only
