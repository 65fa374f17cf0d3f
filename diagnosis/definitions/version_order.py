"""Versions are a year and a number: 2026.10 comes after 2026.9, and the year says which answers mean the same."""


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """To sort by."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in version.split("."))


def year_of(version: str) -> str:
    """The year that a version belongs to."""
    return version.partition(".")[0]


def next_number(version: str) -> str:
    """The version that follows within its year."""
    year, _, number = version.partition(".")
    return f"{year}.{int(number) + 1}"


def next_year(version: str) -> str:
    """The first version of the year that follows."""
    return f"{int(year_of(version)) + 1}.1"
