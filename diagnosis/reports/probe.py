"""What this machine lacks for printing reports, for `diagnosis doctor`. Nothing here raises."""

import ctypes.util
import importlib
import importlib.metadata
from dataclasses import dataclass

from diagnosis.model.text import Text
from diagnosis.paper.fonts import FAMILIES, PROBE, find_fonts, missing_glyphs

_APT = "apt-get install -y --no-install-recommends"


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that reports need. remedy: what to do where it is missing. needed: whether reports fail without it."""

    name: str
    ok: bool
    found: str
    remedy: Text
    needed: bool = True


def probe_system() -> tuple[Probe, ...]:
    """Pango, the subsetter, the fonts, their coverage, and a page printed for a trial."""
    return (_pango(), _subsetter(), *probe_fonts(), _trial())


def probe_fonts() -> tuple[Probe, ...]:
    """The fonts of the stack, and whether they have the characters of difficult names."""
    found = {font.family: str(font.path) for font in find_fonts()}
    fonts = tuple(
        Probe(family, family in found, found.get(family, ""), _install(_PACKAGES[family]), family != FAMILIES[-1])
        for family in FAMILIES
    )
    missing = missing_glyphs(PROBE)
    words = PROBE if not missing else "".join(c for c in PROBE if c not in missing)
    return (*fonts, Probe("glyphs", not missing, words, _install(_PACKAGES[FAMILIES[-1]]), needed=False))


_PACKAGES = {
    "BIZ UDPGothic": "fonts-morisawa-bizud-gothic",
    "BIZ UDGothic": "fonts-morisawa-bizud-gothic",
    "Noto Sans CJK JP": "fonts-noto-cjk",
}


def _install(package: str) -> Text:
    line = f"{_APT} {package}"
    return Text(f"次を実行してください：{line}", f"Run: {line}")


def _pango() -> Probe:
    name = ctypes.util.find_library("pango-1.0") or ""
    return Probe("pango", bool(name), name, _install("libpango-1.0-0 libpangoft2-1.0-0"))


def _subsetter() -> Probe:
    """Without it reports are right, but cost three times as much."""
    name = ctypes.util.find_library("harfbuzz-subset") or ""
    return Probe("harfbuzz-subset", bool(name), name, _install("libharfbuzz-subset0"), needed=False)


def _trial() -> Probe:
    remedy = Text("上の不足を補ってから、もう一度お試しください。", "Mend what is missing above, then try again.")
    try:
        html = importlib.import_module("weasyprint").HTML(string=f"<html lang=ja><p>{PROBE[:2]}")
        pdf = html.write_pdf()
        version = importlib.metadata.version("weasyprint")
    except Exception as error:  # noqa: BLE001 - whatever goes wrong here is what the doctor has to tell
        return Probe("trial page", ok=False, found=f"{type(error).__name__}: {error}", remedy=remedy)
    return Probe("trial page", pdf.startswith(b"%PDF"), f"WeasyPrint {version}", remedy)
