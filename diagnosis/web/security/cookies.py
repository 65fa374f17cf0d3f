"""Cookies of this host alone, out of reach of scripts and of other sites."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

_PREFIX = "__Host-"


@dataclass(frozen=True, slots=True)
class Cookies:
    """is_secure: the site is reached by https. Only on one's own machine, by plain http, the prefix is left out."""

    is_secure: bool

    def name(self, short: str) -> str:
        """The name that the browser sees; the prefix makes it refuse the cookie from a neighbouring host."""
        return f"{_PREFIX}{short}" if self.is_secure else short

    def get(self, request: Request, short: str) -> str | None:
        """What the visitor's browser brought along."""
        return request.cookies.get(self.name(short))

    def put(self, response: Response, short: str, value: str, lasting: timedelta | None = None) -> None:
        """Give the visitor a cookie; without `lasting` until the browser is closed."""
        response.set_cookie(
            self.name(short),
            value,
            max_age=int(lasting.total_seconds()) if lasting else None,
            path="/",
            secure=self.is_secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, short: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(self.name(short), path="/", secure=self.is_secure, httponly=True, samesite="lax")
