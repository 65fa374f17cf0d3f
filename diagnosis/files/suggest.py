"""Did you mean: the known name that a mistyped one is nearest to."""

from collections.abc import Iterable

_CLOSE_ENOUGH = 0.6


def suggest(found: object, known: Iterable[str]) -> str | None:
    """The nearest of the `known` names, or None where none is near."""
    import difflib  # noqa: PLC0415 - nothing is suggested where nothing is wrong

    names = sorted(set(known))
    near = difflib.get_close_matches(str(found).casefold(), [name.casefold() for name in names], 1, _CLOSE_ENOUGH)
    return next((name for name in names if near and name.casefold() == near[0]), None)


def did_you_mean(found: object, known: Iterable[str]) -> tuple[str, str]:
    """A sentence in Japanese and in English to put behind a message; both empty where no name is near."""
    name = suggest(found, known)
    if name is None:
        return "", ""
    return f"「{name}」のことですか。", f" Did you mean '{name}'?"
