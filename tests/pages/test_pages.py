"""Pages: whole in one file, in both languages, and nothing that people typed becomes markup."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from diagnosis.definitions import compare_definitions, load_preview
from diagnosis.model.questionnaire import choices_of
from diagnosis.model.text import Language, Text
from diagnosis.pages.difference import difference_page
from diagnosis.pages.preview import preview_page
from diagnosis.pages.templates import open_templates, render_page

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "questionnaires", ROOT / "scoring")
OUTSIDE = re.compile(r"""(?:src|href)\s*=\s*["'](?!#)|url\(|@import|<script""")


class Reader(HTMLParser):
    """Checks that tags close in order, and keeps every id and every link inside the page."""

    VOID = frozenset({"meta", "input", "br", "link"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(given["href"])[1:]] if "href" in given else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["profile", "personal-data", "corporate-data", "privacy-law@2014.1"])
def test_a_preview_shows_every_question_with_all_that_belongs_to_it(name: str, language: Language) -> None:
    preview = load_preview(name, *FOLDERS)
    page = preview_page(preview, language)
    reader = read(page)
    assert not OUTSIDE.search(page)
    assert len(reader.ids) == len(set(reader.ids))
    assert f'lang="{language}"' in page
    shown = page.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')
    for question in preview.questionnaire.questions:
        assert question.id in reader.ids
        for text in (question.text, question.help, question.evidence):
            assert text is None or (text.ja in shown and text.en in shown)
        for choice in choices_of(question) if question.same_as is None else ():
            assert choice.label.ja in shown
    rules = {rule.question: rule for rule in preview.ruleset.questions} if preview.ruleset else {}
    for question in preview.questionnaire.questions:
        if question.id in rules:
            assert f"重み {rules[question.id].weight}（" in page


def test_a_preview_says_in_words_who_is_asked() -> None:
    page = preview_page(load_preview("personal-data@2026.1", *FOLDERS), Language.JA)
    assert "問outsources-personal-dataで「いいえ」以外を答えた方" in page
    assert "Only if outsources-personal-data is not “No”" in page


def test_a_draft_that_no_ruleset_asks_yet_can_be_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    text = (FOLDERS[0] / "personal-data/2026.1.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace('version: "2026.1"', 'version: "2026.9"'), encoding="utf-8")
    preview = load_preview(path, *FOLDERS)
    assert (preview.ruleset, preview.published, preview.problems) == (None, False, ())
    page = preview_page(preview, Language.JA)
    assert "この版を使う規則はまだありません" in page
    assert "下書き" in page


def test_what_people_typed_is_text(tmp_path: Path) -> None:
    preview = load_preview("profile", *FOLDERS)
    evil = Text("<script>alert(1)</script>", "<img src=x onerror=alert(1)>")
    page = preview_page(replace(preview, questionnaire=replace(preview.questionnaire, title=evil)), Language.JA)
    assert not OUTSIDE.search(page)
    assert "&lt;script&gt;" in page
    assert tmp_path.exists()


def test_a_difference_shows_every_change_with_the_reason_of_its_kind() -> None:
    comparison = compare_definitions("leak-liability@2014.1", "leak-liability@2026.1", *FOLDERS)
    page = difference_page(comparison, Language.EN)
    reader = read(page)
    assert not OUTSIDE.search(page)
    assert page.count('<article class="change">') == len(comparison.changes)
    assert set(reader.links) <= set(reader.ids)
    assert "割引の区分が下がる会員" in page


def test_the_same_versions_give_the_same_page() -> None:
    pages = {preview_page(load_preview("profile", *FOLDERS), Language.JA) for _ in range(2)}
    assert len(pages) == 1


def test_a_name_that_does_not_exist_is_an_error_and_no_file_is_reached(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        render_page("difference", Language.JA, {})
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "in/page.jinja").write_text('{% include "../secret.txt" %}', encoding="utf-8")
    with pytest.raises(Exception, match="secret"):
        open_templates(tmp_path / "in").get_template("page.jinja").render()
