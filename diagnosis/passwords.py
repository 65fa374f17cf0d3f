"""Passwords of local users: hashed with Argon2id (RFC 9106), never kept, never shown."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from diagnosis.model.text import Text

SHORTEST, LONGEST = 12, 200
"""Characters (ASVS 5.0, 6.2.1 and 6.2.9). Length and being hard to guess count; kinds of characters do not (6.2.5)."""

_GUESSES = 10**10
"""Guesses that a password must outlast by zxcvbn's estimate, which knows what people choose and what was leaked."""
_LOOKED_AT = 72
"""Characters that are judged: the estimate takes long for long ones, and these are long enough."""
_OURS = ("diagnosis", "shindan", "hoken", "insurance", "leak-liability", "jcci", "shokokaigisho")
"""Words that come to mind here (ASVS 5.0, 6.1.2)."""

_HASHER = PasswordHasher()
_NOBODYS = _HASHER.hash("nobody has this password")


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
    judged = zxcvbn(password[:_LOOKED_AT], user_inputs=[user, *_OURS])
    if judged["guesses"] < _GUESSES or user.casefold() in password.casefold():
        return Text(
            "推測されやすいパスワードです。いくつかの言葉をつなげた、長いものにしてください。",
            "It is easily guessed. Use something longer, such as several words in a row.",
        )
    return None
