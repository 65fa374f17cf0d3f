"""Reports on disk: written whole, named apart, verified by scoring their own sheet again."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def report(run: Run, sheet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    result = run("report", sheet, "-o", folder, "--date", "2026-11-23")
    assert result.code == 0, result.err
    path = Path(result.out.strip())
    assert path.parent == folder
    assert list(folder.iterdir()) == [path]
    return path


def with_attachment(pdf: Path, name: str, change: Callable[[Any], None]) -> bytes:
    """The report with one of its attachments changed."""
    with pikepdf.open(pdf) as document:
        plain = json.loads(document.attachments[name].get_file().read_bytes())
        change(plain)
        data = json.dumps(plain, ensure_ascii=False).encode()
        document.attachments[name] = pikepdf.AttachedFileSpec(document, data, filename=name)
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("language", "word"), [("ja", "一致しました"), ("en", "agrees")])
def test_a_report_agrees_with_its_own_sheet(run: Run, report: Path, language: str, word: str) -> None:
    result = run("verify", report, "--lang", language)
    assert result.code == 0, result.err
    assert word in result.out


def test_a_changed_sheet_is_found_out(run: Run, report: Path) -> None:
    def improve(sheet: Any) -> None:
        sheet["member"]["name"] = "別の商店"

    result = run("verify", "-", "--lang", "en", given=with_attachment(report, "sheet.json", improve))
    assert result.code == 1
    assert "does not agree" in result.out
    assert "scorecard.sheet_digest" in result.out


def test_a_changed_score_is_found_out(run: Run, report: Path) -> None:
    def embellish(diagnosis: Any) -> None:
        diagnosis["scorecard"]["overall"]["point"] = 10_000

    result = run("verify", "-", "--json", given=with_attachment(report, "diagnosis.json", embellish))
    found = json.loads(result.out)
    assert (result.code, found["agrees"]) == (1, False)
    [difference] = found["differences"]
    assert (difference["path"], difference["stored"]) == ("scorecard.overall.point", 10_000)


def test_definitions_that_changed_since_are_named(run: Run, report: Path) -> None:
    def age(diagnosis: Any) -> None:
        diagnosis["scorecard"]["definitions"][0][1] = "0" * 64

    result = run("verify", "-", "--lang", "en", given=with_attachment(report, "diagnosis.json", age))
    assert result.code == 1
    assert "leak-liability@2026.1 has changed since" in result.out


def test_a_record_of_another_form_is_refused(run: Run, report: Path) -> None:
    for change in (lambda plain: plain.clear(), lambda plain: plain.update(format="diagnosis/99")):
        result = run("verify", "-", given=with_attachment(report, "diagnosis.json", change))
        assert result.code == 1
        assert "[verify.unreadable]" in result.err


@pytest.mark.parametrize("given", [b"", b"%PDF-1.7", b"no pdf"])
def test_what_is_no_report_is_refused(run: Run, given: bytes) -> None:
    result = run("verify", "-", given=given)
    assert result.code == 1
    assert "<stdin>: エラー [report.unreadable]" in result.err


def test_a_pdf_without_attachments_is_not_ours(run: Run) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    buffer = io.BytesIO()
    document.save(buffer)
    assert "[verify.not-ours]" in run("verify", "-", given=buffer.getvalue()).err


def test_two_sheets_of_one_member_get_two_files(run: Run, sheet: Path, tmp_path: Path) -> None:
    result = run("report", sheet, sheet, "-o", tmp_path)
    assert result.code == 0, result.err
    first, second = map(Path, result.out.split())
    assert first != second
    assert first.is_file()
    assert second.is_file()


def test_a_place_that_cannot_be_written_is_said(run: Run, sheet: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("report", sheet, "-o", tmp_path / "file" / "x.pdf")
    assert (result.code, result.out) == (4, "")
    assert "書き込めません" in result.err


def test_a_report_can_be_piped(run: Run, sheet: Path, report: Path) -> None:
    result = run("report", sheet, "-o", "-", "--date", "2026-11-23")
    assert result.data == report.read_bytes()


def test_a_report_looks_back_to_earlier_sheets_of_the_same_member(run: Run, tmp_path: Path) -> None:
    sheet = ROOT / "demo" / "sheets" / "06-yoshino-inn.yaml"
    done = run("report", sheet, "--earlier", ROOT / "demo" / "earlier", "-o", tmp_path, "--lang", "en")
    assert done.code == 0, done.err
    (report,) = tmp_path.iterdir()
    with pikepdf.open(report) as document:
        assert "earlier-1.json" in document.attachments
        with document.open_outline() as outline:
            assert "Progress since last time" in str([item.title for item in outline.root])
    assert run("verify", report).code == 0


def test_a_report_looks_back_to_what_a_store_has(run: Run, tmp_path: Path) -> None:
    sheet, earlier = ROOT / "demo" / "sheets" / "06-yoshino-inn.yaml", ROOT / "demo" / "earlier"
    run("batch", earlier, "--out", tmp_path / "old", "--no-reports", "--date", "2016-03-01")
    on = ("--date", "2026-11-24", "--lang", "en")
    done = run("report", sheet, "--store", tmp_path / "old", "--earlier", earlier, "-o", tmp_path / "a.pdf", *on)
    assert done.code == 0, done.err
    with pikepdf.open(tmp_path / "a.pdf") as document:
        assert {name for name in document.attachments if "earlier" in name} == {"earlier-1.json"}
        assert b'"on": "2016-03-01"' in document.attachments["diagnosis.json"].get_file().read_bytes()
    assert run("verify", tmp_path / "a.pdf").code == 0
    none = run("report", sheet, "--store", tmp_path / "nowhere.db", "-o", tmp_path / "b.pdf", *on)
    assert none.code == 4
    assert not (tmp_path / "b.pdf").exists()


def test_an_earlier_file_that_cannot_be_read_costs_the_chapter_only(run: Run, tmp_path: Path) -> None:
    sheet = ROOT / "demo" / "sheets" / "06-yoshino-inn.yaml"
    done = run("report", sheet, "--earlier", ROOT / "README.md", "-o", tmp_path, "--lang", "en")
    assert done.code == 1
    assert "README.md" in done.err
    assert len(list(tmp_path.iterdir())) == 1


def test_an_earlier_sheet_that_cannot_be_used_is_named(run: Run, tmp_path: Path) -> None:
    sheet = ROOT / "demo" / "sheets" / "06-yoshino-inn.yaml"
    done = run("report", sheet, "--earlier", sheet, "--date", "2026-11-12", "-o", tmp_path, "--lang", "en")
    assert done.code == 1
    assert "does not lie before the present one" in done.err
    assert "progress.not-before" in done.err
    assert not list(tmp_path.iterdir())
