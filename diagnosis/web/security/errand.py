"""What must be remembered of a visitor who is on their way: kept in the store, locked with a key of their browser's."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.store import Box
from diagnosis.web.security.lock import Lock, LockedError
from diagnosis.web.site import site_of


@dataclass(frozen=True, slots=True)
class Errand:
    """cookie: under which the browser has the key. lasting: afterwards it is as if it had never begun."""

    cookie: str
    lasting: timedelta

    async def begin(self, request: Request, response: Response, content: dict[str, str]) -> None:
        """Remember this, instead of whatever was remembered before."""
        await self.take(request)
        site, lock = site_of(request), Lock.new()
        box = Box(lock.close(json.dumps(content).encode()), site.clock() + self.lasting)
        await site.wait_for(lambda: site.store.drafts.add(lock.name, box))
        site.cookies.put(response, self.cookie, lock.to_text(), self.lasting)

    async def find(self, request: Request) -> dict[str, Any] | None:
        """What is remembered; None for nothing, or nothing any more."""
        site = site_of(request)
        lock = Lock.from_text(site.cookies.get(request, self.cookie))
        if lock is None:
            return None
        box = await site.wait_for(lambda: site.store.drafts.find(lock.name, site.clock()))
        try:
            content: dict[str, Any] | None = None if box is None else json.loads(lock.open(box.content))
        except LockedError:
            return None
        return content

    def drop(self, request: Request, response: Response) -> None:
        """Take the key back."""
        site_of(request).cookies.drop(response, self.cookie)

    async def take(self, request: Request) -> dict[str, Any] | None:
        """What is remembered, once: the next time there is nothing."""
        found = await self.find(request)
        site = site_of(request)
        lock = Lock.from_text(site.cookies.get(request, self.cookie))
        if lock is not None:
            await site.wait_for(lambda: site.store.drafts.remove(lock.name))
        return found
