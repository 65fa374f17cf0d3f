"""The lock of a draft: one secret, which only the member has, gives both the draft's name in the store and its key.

From the name nobody gets back to the secret, so the store can neither open a draft nor tell whose it is.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_BYTES = 32
_NONCE = 12


class LockedError(Exception):
    """The box does not open with this key: it is damaged, or somebody exchanged it."""


@dataclass(frozen=True, slots=True, repr=False)
class Lock:
    """secret: 32 random bytes. Never printed."""

    secret: bytes

    @classmethod
    def new(cls) -> "Lock":
        """A lock that nobody has had before."""
        return cls(secrets.token_bytes(_BYTES))

    @classmethod
    def from_text(cls, text: str | None) -> "Lock | None":
        """The lock in a cookie or a link; None where there is none."""
        try:
            secret = base64.urlsafe_b64decode(f"{text or ''}=".encode("ascii"))
        except (binascii.Error, ValueError):
            return None
        return cls(secret) if len(secret) == _BYTES and cls(secret).to_text() == text else None

    def to_text(self) -> str:
        """For the cookie or the link: 43 characters."""
        return base64.urlsafe_b64encode(self.secret).decode().rstrip("=")

    @property
    def name(self) -> str:
        """What the draft is called in the store."""
        return self._derive(b"name").hex()

    def close(self, content: bytes) -> bytes:
        """Lock: a nonce and AES-256-GCM over the content, bound to the draft's name."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self._derive(b"key")).encrypt(nonce, content, self.name.encode())

    def open(self, box: bytes) -> bytes:
        """Unlock; raises LockedError."""
        try:
            return AESGCM(self._derive(b"key")).decrypt(box[:_NONCE], box[_NONCE:], self.name.encode())
        except (InvalidTag, ValueError) as error:
            raise LockedError from error

    def _derive(self, purpose: bytes) -> bytes:
        return hmac.new(self.secret, b"diagnosis draft " + purpose, hashlib.sha256).digest()
