"""Scores and percentages as people read them."""

from diagnosis.cli.words import say
from diagnosis.model.scorecard import Score

NONE = "—"


def percent(bp: int | None) -> str:
    """One decimal of a percent, rounded half up from bp."""
    if bp is None:
        return NONE
    tenths = (bp + 5) // 10
    return f"{tenths // 10}.{tenths % 10} %"


def bounds(score: Score) -> str:
    """From lower to upper bound; nothing where they meet the score."""
    if score.lower is None or score.upper is None or score.lower == score.upper == score.point:
        return ""
    absent = say("（または得点なし）", " (or none)") if score.may_be_absent else ""
    return f"{percent(score.lower)} – {percent(score.upper)}{absent}"


def percents(lower: int, upper: int) -> str:
    """A range of whole percentages; one number where both ends meet."""
    return f"{lower} %" if lower == upper else f"{lower} – {upper} %"
