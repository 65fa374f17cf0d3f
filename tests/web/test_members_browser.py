"""A member's whole way in a real browser: phone and desktop, with and without script, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browser import ROOT, Served, chromium, find_violations, serving, tick, visit


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("site") / "store.db") as served:
        yield served


def answer_all(page: Page) -> None:
    """The first choice everywhere; numbers and dates that may be."""
    for question in page.locator(".question").all():
        picks = question.locator("fieldset > .pick input")
        line = question.locator("input.short")
        if line.count():
            line.fill("50" if line.get_attribute("inputmode") else "2028-03-31")
        elif picks.count() and not question.locator("fieldset > .pick input:checked").count():
            tick(page, picks.first)


def walk_to_the_end(page: Page, seen: list[str], *, look: bool) -> None:
    """From the first section to the list of answers."""
    while "/questions/" in page.url:
        answer_all(page)
        if look:
            seen += [f"{page.url}: {one}" for one in find_violations(page)]
        go_on(page)


def go_on(page: Page) -> None:
    """Save and continue; with a script that waits for what it has under way, the page changes a moment later."""
    with page.expect_navigation():
        page.locator("button[value=on]").click()


def begin(page: Page, sheet: Path | None) -> None:
    """From nothing, or from a sheet that has most of it."""
    if sheet is None:
        page.locator('form[action="/begin"] button').click()
        page.wait_for_url("**/questions/**")
        return
    page.goto("/from-file")
    page.locator("#sheet").set_input_files(sheet)
    page.locator("main form button").click()
    page.goto("/questions/profile-company")


LAST_YEARS = ROOT / "demo" / "sheets" / "02-sample-precision.yaml"
WAYS = [
    ("ja", True, True, None),
    ("en", False, False, None),
    ("ja", False, True, LAST_YEARS),
    ("en", True, False, LAST_YEARS),
]


@pytest.mark.parametrize(("language", "phone", "script", "sheet"), WAYS)
def test_a_member_walks_from_start_to_pdf(  # noqa: PLR0913, PLR0917 - two fixtures and what is tried
    browser: Browser, served: Served, language: str, phone: bool, script: bool, sheet: Path | None
) -> None:
    found: list[str] = []

    def look(page: Page) -> None:
        if script:
            found.extend(f"{page.url}: {one}" for one in find_violations(page))

    with visit(browser, served.address, phone=phone, script=script, language=language) as page:
        page.goto("/")
        look(page)
        begin(page, sheet)
        walk_to_the_end(page, found, look=script and phone)
        assert page.url.endswith("/answers")
        assert page.locator("dd.blank").count() <= 1  # free words, which nobody need give
        look(page)
        page.locator("main a.button", has_text="結果を見る" if language == "ja" else "See the result").last.click()
        look(page)
        page.locator('main a[href="/what-if"]').click()
        page.locator("button[value=cheapest]").click()
        assert page.locator(".step input:checked").count() > 0
        look(page)
        page.goto("/result")
        page.locator("#name").fill("サンプル株式会社")
        with page.expect_download() as download:
            page.locator('form[action="/report"] button').click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
        for path in ("/keep", "/erase", "/from-file", "/nowhere"):
            page.goto(path)
            look(page)
        page.goto("/keep")
        page.locator('form[action="/keep"] button').click()
        link = page.locator("#link").input_value()
        look(page)
    with visit(browser, served.address, phone=phone, script=script, language=language) as page:
        page.goto(link)
        look(page)
        page.locator("main form button").click()
        assert "/questions/" in page.url or page.url.endswith("/answers")
        page.goto("/erase")
        page.locator("main form button").click()
        look(page)
        assert page.goto(link).status == 404  # type: ignore[union-attr]
    assert found == []


def test_what_is_wrong_is_told_where_it_is_and_nothing_typed_is_lost(browser: Browser, served: Served) -> None:
    with visit(browser, served.address) as page:
        page.goto("/")
        page.locator('form[action="/begin"] button').click()
        page.locator("#employees").fill("たくさん")
        go_on(page)
        assert page.evaluate("document.activeElement.id") == "faults"
        assert find_violations(page) == []
        page.locator("#faults a").click()
        assert page.evaluate("document.activeElement.id") == "employees"
        assert page.locator("#employees").input_value() == "たくさん"
        page.locator("#employees").fill("５０")
        go_on(page)
        assert page.locator("#faults").count() == 0
        page.go_back()
        assert page.locator("#employees").input_value() == "50"


def test_the_score_grows_while_answers_are_given(browser: Browser, served: Served) -> None:
    with visit(browser, served.address) as page:
        page.goto("/")
        page.locator('form[action="/begin"] button').click()
        page.goto("/questions/pd-governance")
        before = page.locator("#standing .big").inner_text()
        with page.expect_response(lambda response: response.request.method == "POST"):
            tick(page, page.locator(".question input[type=radio]").first)
        page.wait_for_function("old => document.querySelector('#standing .big').innerText !== old", arg=before)
        assert "保存しました" in page.locator(".saved").inner_text()


def test_the_keyboard_alone_is_enough(browser: Browser, served: Served) -> None:
    with visit(browser, served.address) as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.locator('form[action="/begin"] button').focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/questions/**")
        page.locator(".question input[type=radio]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        assert page.locator(".question input[type=radio]").nth(1).is_checked()


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(browser: Browser, tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    with serving(store) as first, visit(browser, first.address) as page:
        port = int(first.address.rsplit(":", 1)[1])
        page.goto("/")
        begin(page, None)
        answer_all(page)
        go_on(page)
        first.kill()
        with serving(store, port):
            page.goto("/questions/profile-company")
            assert page.locator("#employees").input_value() == "50"
