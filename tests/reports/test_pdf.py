"""The file itself: bytes, tags, fonts, attachments, and nothing fetched."""

import hashlib
import io
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.problems import ProblemsError
from diagnosis.model.text import Language
from diagnosis.paper import speed
from diagnosis.paper.fonts import PROBE
from diagnosis.reports import missing_glyphs, read_attachments, render_report
from diagnosis.reports.probe import probe_system
from tests.reports.members import ATTACHED, TEMPLATES, diagnose, report_of, squeeze, text_of

CHARTS = 7
ROOT = TEMPLATES.parent


def open_report(kind: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(report_of(kind).pdf))


def structure(pdf: pikepdf.Pdf) -> list[Any]:
    """All elements of the tag tree."""
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                found.append(kid)
                waiting.append(kid)
    return found


def test_the_same_input_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    (tmp_path / "diagnosis").write_bytes(pickle.dumps(diagnose("gaps")))
    code = (
        "import hashlib, pickle, sys; from pathlib import Path\n"
        "from diagnosis.model.diagnosis import Edition; from diagnosis.model.text import Language\n"
        "from diagnosis.reports import render_report\n"
        "d = pickle.loads(Path(sys.argv[1]).read_bytes())\n"
        "a = {'sheet.json': b'{\"a\": 1}\\n', 'diagnosis.json': '{「診断」}'.encode()}\n"
        "r = render_report(d, Language.JA, Edition.MEMBER, Path(sys.argv[2]), a)\n"
        "print(hashlib.sha256(r.pdf).hexdigest())\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "diagnosis"), str(TEMPLATES)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    there = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()
    assert there == hashlib.sha256(report_of("gaps").pdf).hexdigest()


def test_a_report_does_not_depend_on_those_before_it() -> None:
    first = report_of("whole").pdf
    render_report(diagnose("gaps"), Language.EN, Edition.STAFF, TEMPLATES)
    assert render_report(diagnose("whole"), Language.JA, Edition.MEMBER, TEMPLATES, ATTACHED).pdf == first


@pytest.mark.parametrize(("kind", "language"), [("gaps", Language.JA), ("personal", Language.EN)])
def test_the_shortcuts_change_no_byte(monkeypatch: pytest.MonkeyPatch, kind: str, language: Language) -> None:
    first, again = (render_report(diagnose(kind), language, Edition.STAFF, TEMPLATES, ATTACHED).pdf for _ in range(2))
    monkeypatch.setattr(speed, "FITS", False)
    assert render_report(diagnose(kind), language, Edition.STAFF, TEMPLATES, ATTACHED).pdf == first == again


def test_the_shortcuts_fit_the_installed_version() -> None:
    assert speed.FITS


def test_it_is_declared_and_tagged_as_pdf_ua() -> None:
    with open_report("whole") as pdf:
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.Lang) == "ja"
        assert "見本商店" in str(pdf.docinfo["/Title"])


def test_every_chart_has_a_text_alternative() -> None:
    with open_report("whole") as pdf:
        figures = [element for element in structure(pdf) if element.get("/S") == "/Figure"]
        assert len(figures) == CHARTS
        assert all(len(str(figure.Alt)) > 30 for figure in figures)


def test_tables_have_headers_and_chapters_have_bookmarks() -> None:
    with open_report("whole") as pdf:
        cells = [element for element in structure(pdf) if element.get("/S") == "/TD"]
        assert sum("/Headers" in cell.get("/A", {}) for cell in cells) > 200
        with pdf.open_outline() as outline:
            assert len(outline.root) == 9


@pytest.mark.parametrize("kind", ["whole", "personal"])
def test_fonts_are_embedded_and_cut_down(kind: str) -> None:
    with open_report(kind) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        assert descriptors
        assert all("/FontFile2" in d or "/FontFile3" in d for d in descriptors)
        assert all(str(d.FontName)[7:8] == "+" for d in descriptors)


def test_a_font_without_its_dead_tables_is_still_a_font() -> None:
    with open_report("whole") as pdf:
        files = [
            font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        ]
    for file in files:
        with TTFont(io.BytesIO(file), checkChecksums=2) as font:
            assert set(font.keys()) - {"GlyphOrder"} == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}


def test_difficult_names_are_printed_and_can_be_copied() -> None:
    assert "髙﨑𠮷野①商店" in text_of("personal")
    assert missing_glyphs(PROBE) == ()


def test_a_rare_character_costs_little_and_is_drawn(tmp_path: Path) -> None:
    named = diagnose("whole")
    rare = replace(named, sheet=replace(named.sheet, member=replace(named.sheet.member, name="𠮷")))
    report = render_report(rare, Language.JA, Edition.MEMBER, TEMPLATES, ATTACHED)
    with pikepdf.open(io.BytesIO(report.pdf)) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
        files = [descriptor.FontFile3 for descriptor in descriptors if "/FontFile3" in descriptor]
        assert files
        assert all(file.Subtype == "/CIDFontType0C" and len(file.read_bytes()) < 5000 for file in files)
    (tmp_path / "report.pdf").write_bytes(report.pdf)
    area = ["-x", "60", "-y", "470", "-W", "30", "-H", "60"]  # where the name stands on the cover, at 72 dpi
    asked = ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-gray", *area, str(tmp_path / "report.pdf")]
    drawn = subprocess.run(asked, capture_output=True, check=True)
    assert min(drawn.stdout[-1800:]) < 100
    assert drawn.stderr == b""


@pytest.mark.parametrize("kind", ["whole", "personal", "gaps", "typed"])
def test_no_box_stands_for_a_missing_glyph(kind: str) -> None:
    text = text_of(kind)
    assert "\ufffd" not in text
    assert not any("\u2e80" <= character <= "\u2fdf" for character in text), "radicals instead of kanji"


def test_a_character_that_no_font_has_stops_the_report_and_names_its_place() -> None:
    sheet = diagnose("whole").sheet
    named = replace(diagnose("whole"), sheet=replace(sheet, member=replace(sheet.member, name="見本\U0001f600商店")))
    with pytest.raises(ProblemsError) as caught:
        render_report(named, Language.JA, Edition.MEMBER, TEMPLATES)
    (problem,) = caught.value.problems
    assert (problem.code, problem.at.file) == ("report.missing-glyph", "member.name")
    assert "U+1F600" in problem.message.ja
    assert "U+1F600" in problem.message.en


def test_attachments_come_back_as_they_went_in() -> None:
    assert read_attachments(report_of("whole").pdf) == ATTACHED


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"no pdf at all" * 100])
def test_what_is_no_pdf_is_a_problem_and_no_traceback(junk: bytes) -> None:
    with pytest.raises(ProblemsError):
        read_attachments(junk)


def test_nothing_is_fetched_whatever_was_typed() -> None:
    assert set(read_attachments(report_of("typed").pdf)) == set(ATTACHED)
    assert b"root:x:0" not in report_of("typed").pdf
    assert squeeze("file:///etc/passwd") in text_of("typed")


@pytest.mark.parametrize("kind", ["whole", "gaps"])
def test_a_report_is_not_heavy(kind: str) -> None:
    assert len(report_of(kind).pdf) <= 350_000
    assert len(report_of(kind, edition=Edition.STAFF).pdf) <= 350_000


def test_nothing_is_written_that_says_nothing() -> None:
    assert b"/Predictor 12" in report_of("whole").pdf
    with open_report("whole") as pdf:
        assert not any(
            b">0<" in page.Contents.read_bytes() or b">0]" in page.Contents.read_bytes() for page in pdf.pages
        )


def test_words_of_charts_need_no_form_of_their_own() -> None:
    with open_report("whole") as pdf:
        assert not any(page.Resources.get("/XObject", {}) for page in pdf.pages)


def test_importing_the_reports_loads_nothing_heavy() -> None:
    code = (
        "import sys, diagnosis.reports; print([m for m in ('weasyprint', 'matplotlib', 'pikepdf') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_the_name_of_a_report_is_safe() -> None:
    diagnosis: Diagnosis = diagnose("blank")
    sheet = replace(diagnosis.sheet, member=replace(diagnosis.sheet.member, id="../../etc/ M 1"))
    report = render_report(replace(diagnosis, sheet=sheet), Language.JA, Edition.STAFF, TEMPLATES)
    assert report.name == "etc-M-1-ja-staff"


def test_the_doctor_finds_what_reports_need() -> None:
    assert [probe.name for probe in probe_system() if probe.needed and not probe.ok] == []
