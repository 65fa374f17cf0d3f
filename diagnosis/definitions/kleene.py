"""Three-valued truth of a condition (contract, section 2): True, False, or None for undecided."""

from collections.abc import Callable

from diagnosis.model.conditions import All, Any, Condition, Not, Test

Truth = bool | None


def evaluate(condition: Condition, truth_of: Callable[[Test], Truth]) -> Truth:
    """Kleene's strong tables over the truths of the tests."""
    match condition:
        case All(parts):
            return _decide(parts, truth_of, decisive=False)
        case Any(parts):
            return _decide(parts, truth_of, decisive=True)
        case Not(part):
            inner = evaluate(part, truth_of)
            return None if inner is None else not inner
        case test:
            return truth_of(test)


def _decide(parts: tuple[Condition, ...], truth_of: Callable[[Test], Truth], *, decisive: bool) -> Truth:
    """One part that is `decisive` settles it; without one, an undecided part leaves it undecided."""
    result: Truth = not decisive
    for part in parts:
        truth = evaluate(part, truth_of)
        if truth is decisive:
            return decisive
        if truth is None:
            result = None
    return result
