"""In- and outbox by path or URL."""

from pathlib import Path

from diagnosis.batch.inbox import Inbox, LocalInbox
from diagnosis.batch.outbox import LocalOutbox, Outbox

_LOCAL = "file://"


def open_inbox(place: str) -> Inbox:
    """The folder or URL of returned sheets. Raises ImportError or ValueError where nothing here can read such a URL."""
    if is_url(place):
        from diagnosis.batch.remote import RemoteInbox  # noqa: PLC0415 - loads fsspec, which folders do not need

        return RemoteInbox(place)
    return LocalInbox(Path(place.removeprefix(_LOCAL)))


def open_outbox(place: str) -> Outbox:
    """The folder or URL of results. Raises as `open_inbox` does."""
    if is_url(place):
        from diagnosis.batch.remote import RemoteOutbox  # noqa: PLC0415 - as above

        return RemoteOutbox(place)
    return LocalOutbox(Path(place.removeprefix(_LOCAL)))


def is_url(place: str) -> bool:
    """Whether a place is reached by way of fsspec."""
    return "://" in place and not place.startswith(_LOCAL)


def absolute(place: str) -> str:
    """The same place for a process that stands elsewhere."""
    return place if is_url(place) else str(Path(place.removeprefix(_LOCAL)).absolute())
