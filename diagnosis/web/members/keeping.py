"""Drafts in the store, reached by the key in the visitor's cookie. What is acknowledged is on disk already."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from diagnosis import pipeline
from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Text
from diagnosis.store import Box
from diagnosis.web.members.draft import Draft, read_draft, write_draft
from diagnosis.web.refusals import PageError
from diagnosis.web.security.lock import Lock, LockedError
from diagnosis.web.site import Site, site_of

COOKIE = "draft"


@dataclass(frozen=True, slots=True)
class Open:
    """A draft that its owner has open, and the rules that it is answered by. digest: of all that stands in it."""

    lock: Lock
    draft: Draft
    definitions: Definitions
    digest: bytes


def no_draft() -> PageError:
    """There is no draft, or no more: nothing tells the two apart."""
    return PageError(
        404,
        Text("答えが見つかりません", "There are no answers here"),
        Text(
            "期限が過ぎて消えたか、すでに消去されています。保存したリンクやファイルがあれば、そこから続けられます。"
            "なければ、はじめのページからもう一度お始めください。",
            "They have expired or were erased. If you have a link or a file that you saved, go on from that; if not, "
            "begin again on the first page.",
        ),
    )


async def open_draft(request: Request) -> Open:
    """The draft of the visitor's browser; raises PageError where there is none."""
    site, lock = site_of(request), lock_of(request)
    return await site.wait_for(lambda: find(site, lock))


async def change_draft(request: Request, deed: Callable[[Draft], Draft]) -> Open:
    """The visitor's draft as `deed` makes it, on disk when this returns; raises PageError where there is none."""
    site, lock = site_of(request), lock_of(request)
    return await site.wait_for(lambda: change(site, lock, deed))


def lock_of(request: Request) -> Lock:
    """The key that the visitor's browser has; raises PageError where it has none."""
    lock = Lock.from_text(site_of(request).cookies.get(request, COOKIE))
    if lock is None:
        raise no_draft()
    return lock


def begin(site: Site, draft: Draft) -> Lock:
    """Keep a new draft; its key."""
    lock = Lock.new()
    site.store.drafts.add(lock.name, _box(site, lock, draft))
    return lock


def find(site: Site, lock: Lock) -> Open:
    """The draft of this key; raises PageError where there is none."""
    box = site.store.drafts.find(lock.name, site.clock())
    return _open(site, lock, box)


def change(site: Site, lock: Lock, deed: Callable[[Draft], Draft]) -> Open:
    """The draft as `deed` makes it, on disk when this returns; raises PageError where there is none."""

    def exchange(box: Box) -> Box:
        return _box(site, lock, deed(read_draft(_unlock(lock, box))))

    return _open(site, lock, site.store.drafts.change(lock.name, site.clock(), exchange))


def erase(site: Site, lock: Lock) -> None:
    """The draft is gone for good, for its cookie and for its link."""
    site.store.drafts.remove(lock.name)


def lasting(site: Site, draft: Draft) -> timedelta:
    """How long a draft is kept after its owner last did something."""
    return site.web.saved if draft.is_saved else site.web.working


def hand_key(request: Request, response: Response, lock: Lock, draft: Draft) -> Response:
    """Give the visitor's browser the key; it forgets it when the draft expires."""
    site = site_of(request)
    site.cookies.put(response, COOKIE, lock.to_text(), lasting(site, draft))
    return response


def _box(site: Site, lock: Lock, draft: Draft) -> Box:
    return Box(lock.close(write_draft(draft)), site.clock() + lasting(site, draft))


def _unlock(lock: Lock, box: Box) -> bytes:
    try:
        return lock.open(box.content)
    except LockedError as error:
        raise no_draft() from error


def _open(site: Site, lock: Lock, box: Box | None) -> Open:
    if box is None:
        raise no_draft()
    content = _unlock(lock, box)
    draft = read_draft(content)
    return Open(lock, draft, pipeline.load(draft.ruleset, site.settings), hashlib.sha256(content).digest())
