"""What a child process may use."""

import json
import resource
from dataclasses import asdict, dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """memory: bytes of address space. cpu, wall: whole seconds a job. reply: bytes of an answer, at most.

    writes: bytes that the child may write into one file; 0 for a child that only parses.
    """

    memory: int = 1536 * MEGABYTE
    cpu: int = 20
    wall: int = 30
    reply: int = 64 * MEGABYTE
    writes: int = 0

    def to_text(self) -> str:
        """For the child's command line."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "Limits":
        """Back from the command line."""
        return cls(**json.loads(text))


def limit_process(limits: Limits) -> None:
    """Bind this process for good: memory, files, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.writes, limits.writes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_job(limits: Limits) -> None:
    """Give the next job its processor seconds; the limit counts from the start of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime) + 1 + limits.cpu
    _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (end, hardest))
