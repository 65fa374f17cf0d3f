"""Dates as people in Japan write them: Gregorian or by era, with separators or with 年月日."""

import re
import unicodedata
from datetime import date, datetime

from diagnosis.sheets.desk import RefusedError, show

_ERAS = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1868, 1, 25)),
)
_ENDS = r"(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})日?"
_GREGORIAN = re.compile(rf"(?P<year>\d{{4}})(?:[-/.]|年){_ENDS}", re.ASCII)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII)
_ERA = re.compile(
    rf"(?P<era>{'|'.join(f'{name}|{letter}' for name, letter, _ in _ERAS)})(?P<year>\d{{1,2}}|元)(?:[-/.]|年){_ENDS}",
    re.ASCII | re.IGNORECASE,
)
_KANJI = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
_DIGITS = "〇一二三四五六七八九"
_MOST_CHARACTERS = 40
"""More than any date has."""


def read_date(found: object) -> date:
    """The calendar date that is meant; raises RefusedError (`sheet.date`, `sheet.no-such-date`).

    A year of an era is taken beyond the era's end (平成35年 is 2023, as certificates print it), never before its start.
    """
    if isinstance(found, date):
        return found.date() if isinstance(found, datetime) else found
    written = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(found)[:_MOST_CHARACTERS]))
    written = _KANJI.sub(_read_kanji, written)
    if match := _GREGORIAN.fullmatch(written) or _COMPACT.fullmatch(written):
        return _make(int(match["year"]), match, found)
    if match := _ERA.fullmatch(written):
        return _read_era(match, found)
    raise RefusedError(
        "sheet.date",
        ja=f"「{show(found)}」は日付として読めません。2026-11-23、令和8年11月23日、R8.11.23 のように書いてください。",
        en=f"'{show(found)}' cannot be read as a date. Write it like 2026-11-23, 令和8年11月23日 or R8.11.23.",
    )


def _read_kanji(match: re.Match[str]) -> str:
    """二十三 as 23; only up to 99, as days, months and years of an era are written."""
    tens, ten, ones = match.group().rpartition("十")
    return str((_DIGITS.index(tens or "一") * 10 if ten else 0) + (_DIGITS.index(ones) if ones else 0))


def _read_era(match: re.Match[str], found: object) -> date:
    name, _, start = next(era for era in _ERAS if match["era"].upper() in era[:2])
    year = 1 if match["year"] == "元" else int(match["year"])
    read = _make(start.year + year - 1, match, found)
    if read >= start:
        return read
    raise RefusedError(
        "sheet.no-such-date",
        ja=f"「{show(found)}」という日はありません。{name}は{start.isoformat()}に始まりました。",
        en=f"There is no day '{show(found)}'. {name} began on {start.isoformat()}.",
    )


def _make(year: int, match: re.Match[str], found: object) -> date:
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        raise RefusedError(
            "sheet.no-such-date",
            ja=f"「{show(found)}」という日は暦にありません。年月日を確かめてください。",
            en=f"There is no day '{show(found)}' in the calendar. Check year, month and day.",
        ) from None
