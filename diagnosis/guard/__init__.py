"""Work on foreign bytes in a process of its own, with limits on memory, processor and clock.

A parser that is led astray by a hostile file takes its child process with it, never the run. Only JSON and plain bytes
cross the pipe; nothing that a child sends is ever executed.
"""

from diagnosis.guard.child import Child, ChildError, Ending
from diagnosis.guard.frames import Message
from diagnosis.guard.limits import Limits
from diagnosis.guard.serving import Job, serve

__all__ = ["Child", "ChildError", "Ending", "Job", "Limits", "Message", "serve"]
