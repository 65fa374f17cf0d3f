"""Passwords of local users: hashed with Argon2id (RFC 9106), never kept, never shown."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from diagnosis.model.text import Text

SHORTEST, LONGEST = 12, 200
"""Characters. ASVS 5.0, 6.2.1 asks for at least 8 and advises 15; length counts, kinds of characters do not."""

_HASHER = PasswordHasher()
_NOBODYS = _HASHER.hash("nobody has this password")
_COMMON = frozenset(
    {
        "123456789012",
        "1234567890123",
        "12345678901234",
        "123123123123",
        "111111111111",
        "000000000000",
        "passwordpassword",
        "password1234",
        "password12345",
        "qwertyuiop12",
        "qwertyuiopas",
        "qwertyuiop123",
        "1qaz2wsx3edc",
        "1q2w3e4r5t6y",
        "iloveyou1234",
        "abcdefghijkl",
        "administrator",
        "changeme1234",
        "letmein12345",
        "welcome12345",
    }
)
"""Of that length, those that are tried first."""


def hash_password(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Whether this is it. As slow where nobody has one: how long it takes tells nothing."""
    try:
        return _HASHER.verify(kept or _NOBODYS, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def find_weakness(password: str, user: str) -> Text | None:
    """Why a password will not do; None where it will."""
    if not SHORTEST <= len(password) <= LONGEST:
        return Text(
            f"{SHORTEST}文字以上、{LONGEST}文字以内にしてください。", f"Use {SHORTEST} to {LONGEST} characters."
        )
    plain = password.casefold()
    if plain in _COMMON or len(set(plain)) < SHORTEST // 3 or user.casefold() in plain:
        return Text(
            "すぐに推測されます。いくつかの言葉をつなげた、長いものにしてください。",
            "It is easily guessed. Use something longer, such as several words in a row.",
        )
    return None
