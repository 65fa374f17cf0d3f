"""The solver keeps quiet: standard output is for data."""

import subprocess
import sys

PROGRAM = """
from diagnosis.engine.path_program import Program, Rounding
program = Program(Rounding.EXACT)
assert program.least({program.variable(): 1}) == [0]
"""


def test_solving_prints_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
