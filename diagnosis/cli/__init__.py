"""The command line: each command reads its arguments, calls the road, and prints."""

import gc
import sys

from diagnosis.cli.own_output import claim_stdout

_SELDOM = 50_000
"""Objects more before garbage is looked for: Python's own 700 costs a short command more than its work."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    claim_stdout()
    gc.disable()  # importing makes no garbage; looking for it takes a tenth of the start
    from diagnosis.cli.app import run  # noqa: PLC0415 - importing the package must not choose a language

    gc.freeze()
    gc.set_threshold(_SELDOM)
    gc.enable()
    code = run(sys.argv[1:])
    gc.freeze()  # what is left goes with the process
    sys.exit(code)
