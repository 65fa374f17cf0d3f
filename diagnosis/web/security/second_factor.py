"""The second factor of local users: six digits from an authenticator app, new every 30 seconds (TOTP, RFC 6238)."""

import base64
import hmac
import secrets
import unicodedata
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

ISSUER = "diagnosis"
"""What the app calls the site."""

_BYTES = 20
"""The secret's length (RFC 4226, section 4, R6)."""
_DIGITS = 6
_SECONDS = 30
_AROUND = 1
"""Steps before and after the present one that count, too: clocks differ and people type slowly (RFC 6238, 5.2)."""


def new_secret() -> str:
    """A secret that nobody has had before, in base32 as apps take it."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode()


def app_address(secret: str, user: str) -> str:
    """What the QR code says: an `otpauth:` address."""
    return _totp(secret).get_provisioning_uri(user, ISSUER)


def find_step(secret: str, code: str, at: datetime) -> int | None:
    """The step of time (30 seconds, counted from 1970) whose code this is; None where it is none of the present ones.

    Whoever takes a code must keep its step, and take none of that step or before it again (RFC 6238, section 5.2).
    """
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    present = int(at.timestamp()) // _SECONDS
    steps = range(present - _AROUND, present + _AROUND + 1)
    codes = {step: _totp(secret).generate(step * _SECONDS) for step in steps}
    return next((step for step, right in codes.items() if hmac.compare_digest(right, typed.encode())), None)


def code_at(secret: str, at: datetime) -> str:
    """The code that an app shows at a moment."""
    return _totp(secret).generate(int(at.timestamp())).decode()


def _totp(secret: str) -> TOTP:
    # SHA-1, since many apps ignore what the address says of others; HMAC does not lean on what SHA-1 has lost.
    return TOTP(base64.b32decode(secret), _DIGITS, SHA1(), _SECONDS)  # noqa: S303
