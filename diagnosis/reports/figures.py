"""How figures are printed: percentages with one decimal, yen, dates and citations, in both languages."""

import calendar
import re
from datetime import date

from diagnosis.model.text import Language

_PINPOINT = re.compile(r"(\d+)((?:-\d+)*)(?:\((\d+)\))?(?:\(([ivxl]+|\d+)\))?")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_MONTHS = tuple(calendar.month_name)
_OKU, _MAN = 100_000_000, 10_000


def tenths(bp: int) -> int:
    """Basis points as tenths of a percent, rounded half up (the contract's printed form)."""
    return (bp + 5) // 10


def percent(bp: int) -> str:
    """`8355` bp as `83.6`: one decimal, without the sign."""
    return tenths_text(tenths(bp))


def tenths_text(value: int) -> str:
    """`836` tenths as `83.6`."""
    return f"{value // 10}.{value % 10}"


def yen(amount: int, language: Language) -> str:
    """A sum to the yen: `45,000,000円`."""
    return f"{amount:,}円" if language is Language.JA else f"¥{amount:,}"


def about_yen(amount: int, language: Language) -> str:
    """A sum as one says it, to three significant digits: `約4,500万円`, `about ¥45.0 million`."""
    rounded = _three_digits(amount)
    if language is Language.EN:
        return f"about ¥{_scaled_english(rounded)}"
    return f"約{_japanese_units(rounded)}円"


def _three_digits(amount: int) -> int:
    unit: int = 10 ** max(0, len(str(amount)) - 3)
    return (2 * amount + unit) // (2 * unit) * unit


def _scaled_english(amount: int) -> str:
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if amount >= size:
            return f"{amount / size:.3g} {name}"
    return f"{amount:,}"


def _japanese_units(amount: int) -> str:
    if amount < _MAN:
        return f"{amount:,}"
    oku, rest = divmod(amount, _OKU)
    man = rest // _MAN
    return (f"{oku:,}億" if oku else "") + (f"{man:,}万" if man else "")


def day(value: date, language: Language) -> str:
    """`2026年11月23日`, `23 November 2026`."""
    if language is Language.JA:
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month]} {value.year}"


def pinpoint(text: str, language: Language, *, article: bool) -> str:
    """A pinpoint as a lawyer reads it: `26(1)(iii)` of a statute is 第26条第1項第3号, Art. 26(1)(iii)."""
    found = _PINPOINT.fullmatch(text) if article else None
    if found is None:
        return text
    if language is Language.EN:
        return f"Art. {text}"
    number, branch, paragraph, item = found.groups()
    branches = "".join(f"の{part}" for part in branch.split("-")[1:])
    return (
        f"第{number}条{branches}" + (f"第{paragraph}項" if paragraph else "") + (f"第{_item(item)}号" if item else "")
    )


def _item(text: str) -> int:
    if text.isdigit():
        return int(text)
    values = [_ROMAN[letter] for letter in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def share_out(parts: list[int], total: int) -> list[int]:
    """Whole numbers in the ratio of `parts` that add up to `total` exactly (largest remainder, first wins a tie)."""
    whole = sum(parts)
    if whole == 0:
        return [0] * len(parts)
    floors = [part * total // whole for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(parts[i] * total % whole), i))
    for i in by_remainder[: total - sum(floors)]:
        floors[i] += 1
    return floors
