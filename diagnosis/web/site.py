"""What every page needs at hand: the settings, the clock, the store, and what was made ready at the start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TypeVar, cast

import anyio
from anyio import to_thread
from starlette.requests import Request

from diagnosis import pipeline
from diagnosis.settings import Settings
from diagnosis.store import Store
from diagnosis.web.rendering import Renders
from diagnosis.web.scoring import Scorer
from diagnosis.web.security.cookies import Cookies
from diagnosis.web.security.rates import Rates
from diagnosis.web.settings import WebSettings

Clock = Callable[[], datetime]
"""The time, with its zone."""

T = TypeVar("T")
JAPAN = timezone(timedelta(hours=9))
"""A diagnosis is dated in Japan, wherever the machine stands."""
_THREADS = 4
"""Calls that wait for the store or the disk at once: more would only wait for each other."""


@dataclass(slots=True, kw_only=True)
class Site:
    """One running site. is_stopping: no new visitors are wanted, those who are here are served.

    foreign: held by whoever reads a workbook or a form: the child that parses them serves one at a time.
    in_force: the ruleset of a day, once it was looked up.
    """

    web: WebSettings
    clock: Clock
    store: Store
    cookies: Cookies
    rates: Rates
    renders: Renders
    scorer: Scorer
    threads: anyio.CapacityLimiter
    foreign: anyio.Lock
    is_stopping: bool = False
    in_force: tuple[date, str] | None = None

    @property
    def settings(self) -> Settings:
        """Where definitions and templates are."""
        return self.web.settings

    @property
    def today(self) -> date:
        """The day in Japan."""
        return self.clock().astimezone(JAPAN).date()

    def ruleset(self) -> str:
        """The ruleset that is in force today, `ID@VERSION`; raises DefinitionsError."""
        today = self.today
        if self.in_force is None or self.in_force[0] != today:
            self.in_force = today, pipeline.choose_applicable(today, self.settings)
        return self.in_force[1]

    async def wait_for(self, work: Callable[[], T]) -> T:
        """Do what waits for the store, the disk or a process, while other pages are served."""
        return await to_thread.run_sync(work, limiter=self.threads)


def open_site(web: WebSettings, clock: Clock) -> Site:
    """The site with its store open; raises StoreError."""
    return Site(
        web=web,
        clock=clock,
        store=Store.open(web.store, clock, "web"),
        cookies=Cookies(is_secure=web.is_secure),
        rates=Rates(lambda: clock().timestamp()),
        renders=Renders(web.renderers),
        scorer=Scorer(web.settings),
        threads=anyio.CapacityLimiter(_THREADS),
        foreign=anyio.Lock(),
    )


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    return cast("Site", request.app.state.site)
