"""Proof that a form was ours: a token that only a page of this site can show to this browser.

The browser keeps a random word in a cookie that other sites can neither read nor set (`__Host-`); a form carries a hash
of it. Nothing is kept on the server, so a form that was open during a restart still goes through.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

VISIT = "visit"
"""The cookie with the random word."""
FIELD = "csrf"
"""The form field with the token."""

_PURPOSE = b"diagnosis form"
_BYTES = 24
_SAME = frozenset({"same-origin", "none"})


def new_visit() -> str:
    """A random word for a browser that has none."""
    return secrets.token_urlsafe(_BYTES)


def token_of(visit: str) -> str:
    """What forms of this visit carry."""
    return hmac.new(visit.encode(), _PURPOSE, hashlib.sha256).hexdigest()


def is_token(visit: str | None, token: object) -> bool:
    """Whether a form's token belongs to the visit."""
    return bool(visit) and isinstance(token, str) and hmac.compare_digest(token_of(visit or ""), token)


def is_from_here(request: Request, base_url: str) -> bool:
    """Whether the browser says that a page of this site sent it. One that says nothing passes: see the token."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None and fetched not in _SAME:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin)[:2] == urlsplit(base_url)[:2]
