"""How long a whole command takes, from the shell and back, with definitions compiled before.

Run: ./run bench start [--rounds N]. The ratio is to starting Python with numpy and doing nothing else.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
DIAGNOSIS = Path(sys.executable).with_name("diagnosis")
SHEET = ROOT / "demo" / "sheets" / "01-reiji-greengrocer.yaml"
NUMPY_ALONE = (sys.executable, "-c", "import numpy")
COMMANDS = {
    "diagnosis --help": ("--help",),
    "diagnosis check": ("check",),
    "diagnosis score SHEET": ("score", str(SHEET)),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    measured = {name: (str(DIAGNOSIS), *arguments) for name, arguments in COMMANDS.items()}
    taken = {name: _measure(command, rounds) for name, command in {"import numpy": NUMPY_ALONE, **measured}.items()}
    alone = median(taken["import numpy"])
    print(f"{'command':24}{'least':>9}{'median':>9}{'ratio':>8}")
    for name, seconds in taken.items():
        print(f"{name:24}{min(seconds):8.2f}s{median(seconds):8.2f}s{median(seconds) / alone:8.1f}")


def _measure(command: tuple[str, ...], rounds: int) -> list[float]:
    """Seconds of each round, after one that fills the caches."""
    return [_run(command) for _ in range(rounds + 1)][1:]


def _run(command: tuple[str, ...]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
