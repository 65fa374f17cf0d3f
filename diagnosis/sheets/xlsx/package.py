"""A workbook's outer form, looked at before anything is unpacked: a zip archive of reasonable size, not encrypted."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.text import Text

MEGABYTE = 1 << 20
MOST_ENTRIES = 200
MOST_INFLATED = 50 * MEGABYTE
MOST_RATIO = 100
MOST_ROWS, MOST_COLUMNS = 5_000, 400
_SMALL = MEGABYTE
"""Up to so many bytes an entry may shrink as it likes: short files of spaces do."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RIGHTS = "DRMEncryptedTransform".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORMULA = re.compile(rb' r="([A-Z]{1,3}[0-9]{1,7})"[^<>]*>\s*<(?:\w+:)?f[ />]')
_ERROR = re.compile(rb' r="([A-Z]{1,3}[0-9]{1,7})"[^<>]* t="e"')
"""What a formula leaves where it fails (#REF!)."""
_FAR = re.compile(rb' r="(?:[A-Z]{3}[0-9]|[A-Z]{0,3}[0-9]{5})')
"""A row past 9,999 or a column past ZZ. One such cell makes a reader set out the whole rectangle up to it."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive; raises ProblemsError where it is none, or one that must not be unpacked."""
    if data.startswith(_COMPOUND):
        raise _refuse_compound(data, name)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise refusal(
            name,
            "xlsx.damaged",
            ja="Excelのファイルとして開けません。送る途中で壊れたか、別の種類のファイルです。もう一度お送りください。",
            en="This is no workbook that can be opened: it was damaged on the way, or is another kind of file. Ask "
            "for it again.",
        ) from None
    _check_size(package, name)
    return package


def _check_size(package: zipfile.ZipFile, name: str) -> None:
    entries = package.infolist()
    inflated = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    if len(entries) > MOST_ENTRIES or inflated > MOST_INFLATED or swollen:
        raise refusal(
            name,
            "xlsx.swollen",
            ja="開くと非常に大きく膨らむファイルのため、読み取りません。配布された回答票に記入し直してください。",
            en="Opened, this file would swell to an enormous size, so it is not read. Fill in the sheet as it was "
            "sent out.",
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refuse_encrypted(name)


def _refuse_compound(data: bytes, name: str) -> ProblemsError:
    if _RIGHTS in data:
        return refusal(
            name,
            "xlsx.rights",
            ja="閲覧を制限する機能（IRM・秘密度ラベル）が付いているため、開けません。制限を外して、もう一度お送りください。",
            en="Rights management (IRM, a sensitivity label) protects this file. Send it without the protection.",
        )
    if _ENCRYPTED in data:
        return _refuse_encrypted(name)
    return refusal(
        name,
        "xlsx.old-form",
        ja="古い形式（.xls）か、Excel以外のファイルです。「Excelブック（.xlsx）」で保存し直してください。",
        en="This has the old form (.xls), or is no workbook. Save it as an Excel workbook (.xlsx).",
    )


def _refuse_encrypted(name: str) -> ProblemsError:
    return refusal(
        name,
        "xlsx.encrypted",
        ja="パスワードが付いているため、開けません。パスワードを外して、もう一度お送りください。",
        en="The file is protected by a password. Send it without one.",
    )


def refusal(name: str, code: str, *, ja: str, en: str) -> ProblemsError:
    """A fault of the file as a whole."""
    return ProblemsError((Problem(Span(name, 0, 0), code, Text(ja=ja, en=en)),))


def scan_tabs(package: zipfile.ZipFile, name: str) -> Mapping[str, frozenset[str]]:
    """The cells that hold formulas or errors, by tab. Raises ProblemsError for a tab that reaches too far."""
    formulas = {}
    for tab, part in _parts_by_tab(package).items():
        content = package.read(part)
        if _FAR.search(content):
            raise refuse_width(name, tab)
        cells = _FORMULA.findall(content) + (_ERROR.findall(content) if b' t="e"' in content else [])
        formulas[tab] = frozenset(cell.decode() for cell in cells)
    return formulas


def refuse_width(name: str, tab: str) -> ProblemsError:
    """A tab with more cells than a sheet of ours can have."""
    return refusal(
        name,
        "xlsx.too-many-cells",
        ja=f"シート「{tab}」に{MOST_ROWS:,}行または{MOST_COLUMNS}列を超える範囲があります。余分な行と列を削除してください。",
        en=f"Tab '{tab}' has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Delete what is not part of the "
        "sheet.",
    )


def _parts_by_tab(package: zipfile.ZipFile) -> Mapping[str, str]:
    """The archive's entry for each tab; only those that are really there."""
    book, links = _parse(package, "xl/workbook.xml"), _parse(package, "xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        return {}
    targets = {link.get("Id"): link.get("Target", "").lstrip("/").removeprefix("xl/") for link in links}
    names = set(package.namelist())
    tabs = {str(one.get("name")): f"xl/{targets.get(one.get(_RELATED))}" for one in book.iter(f"{_MAIN}sheet")}
    return {tab: part for tab, part in tabs.items() if part in names}


def stamped_ruleset(package: zipfile.ZipFile, stamp: str) -> str | None:
    """The document property `stamp`, which stays where a cell was deleted."""
    properties = _parse(package, "docProps/custom.xml")
    found = () if properties is None else (one for one in properties if one.get("name") == stamp)
    return next((next((part.text for part in one), None) for one in found), None)


def _parse(package: zipfile.ZipFile, entry: str) -> Element | None:
    """An entry's XML; None where there is no such entry, or something else in it, or entities."""
    try:
        root: Element = fromstring(package.read(entry))
    except (KeyError, ParseError, DefusedXmlException):
        return None
    return root
