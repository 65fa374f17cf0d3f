"""The staff's whole way in a real browser: from a file to an issued report, by three people."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from diagnosis.model.staff import Role
from diagnosis.passwords import hash_password
from diagnosis.store import Store, User
from diagnosis.web.security.second_factor import code_at
from tests.web.browser import ROOT, chromium, find_violations, serving, visit

PASSWORD = "correct horse battery"
SHEET = ROOT / "demo" / "sheets" / "02-sample-precision.yaml"
PAGES = ("/staff", "/staff/receive", "/staff/portfolio", "/staff/batches", "/staff/log?verify=1")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with somebody in each role."""
    path = tmp_path / "store.db"
    with Store.open(f"sqlite:///{path}", lambda: datetime.now(UTC), "test") as opened:
        for role in Role:
            user = User(id=f"{role}-1", name=f"見本 {role}", roles=frozenset({role}), password=hash_password(PASSWORD))
            opened.people.put(user, "test")
    return path


def sign_in(page: Page, role: str) -> None:
    page.goto("/staff")
    page.fill("#user", f"{role}-1")
    page.fill("#password", PASSWORD)
    page.click("main form button")


@pytest.mark.parametrize(("language", "phone", "script"), [("ja", False, True), ("en", True, False)])
def test_three_people_bring_a_file_to_an_issued_report(
    store: Path, tmp_path: Path, language: str, phone: bool, script: bool
) -> None:
    found: list[str] = []

    def look(page: Page) -> None:
        if script:
            found.extend(f"{page.url}: {one}" for one in find_violations(page))

    with chromium() as browser, serving(store) as served:

        @contextlib.contextmanager
        def come(role: str, browser: Browser = browser) -> Iterator[Page]:
            with visit(browser, served.address, phone=phone, script=script, language=language) as page:
                sign_in(page, role)
                yield page

        broken = tmp_path / "broken.xlsx"
        broken.write_bytes(b"PK broken")
        with come("clerk") as page:
            for file in (broken, SHEET):
                page.goto("/staff/receive")
                page.set_input_files("#sheet", file)
                page.click("main form button")
                look(page)
            page.goto("/staff/cases/R2026-000002/answers/employees")
            look(page)
            page.fill("#employees", "77")
            page.fill("#reason", "電話で確認")
            page.click("main form button.button")
            assert "77" in page.locator("#q-employees ins").inner_text()
            propose(page)
            page.click('form[action$="/send-on"] button')
        with come("reviewer") as page:
            for path in PAGES:
                page.goto(path)
                look(page)
            page.goto("/staff/cases/R2026-000002")
            page.fill("#confirm-reason", "同意")
            page.click('form[action$="/confirm"] button')
            page.click('form[action$="/approve"] button')
            look(page)
        with come("approver") as page:
            page.goto("/staff/cases/R2026-000002")
            page.click('form[action$="/issue"] button')
            page.wait_for_url("**#documents")
            look(page)
            with page.expect_download() as download:
                page.click('a[href="/staff/documents/2026-000001"]')
            assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
        with come("admin") as page:
            assert page.url.endswith("/staff/administration")
            look(page)
            page.goto("/api")
            look(page)
    assert found == []


@pytest.mark.parametrize(("language", "phone", "script"), [("ja", True, True), ("en", False, False)])
def test_the_first_sign_in_ends_with_a_password_and_an_app_of_ones_own(
    store: Path, language: str, phone: bool, script: bool
) -> None:
    found: list[str] = []
    with Store.open(f"sqlite:///{store}", lambda: datetime.now(UTC), "test") as opened:
        user = opened.people.find("clerk-1")
        assert user
        opened.people.put(replace(user, is_initial=True), "test")
    with (
        chromium() as browser,
        serving(store, DIAGNOSIS_SECOND_FACTOR="yes") as site,
        visit(browser, site.address, phone=phone, script=script, language=language) as page,
    ):
        sign_in(page, "clerk")
        for step in ("own-password", "app"):
            page.wait_for_url(f"**/sign-in/{step}")
            found.extend(find_violations(page) if script else [])
            if step == "own-password":
                page.fill("#new", "seven green kettles sing")
                page.fill("#again", "seven green kettles sing")
                page.click("main form button")
        page.locator("summary").click()
        secret = page.locator("code.key").inner_text().replace(" ", "")
        found.extend(find_violations(page) if script else [])
        page.fill("#code", code_at(secret, datetime.now(UTC)))
        page.click("main form button")
        page.wait_for_url("**/staff")
        page.click("text=サインアウト" if language == "ja" else "text=Sign out")
        page.goto("/staff")
        page.fill("#user", "clerk-1")
        page.fill("#password", "seven green kettles sing")
        page.click("main form button")
        page.wait_for_url("**/sign-in/code")
        found.extend(find_violations(page) if script else [])
        page.fill("#code", code_at(secret, datetime.now(UTC) + timedelta(seconds=30)))  # the present one was used
        page.click("main form button")
        page.wait_for_url("**/staff")
    assert found == []


def propose(page: Page) -> None:
    page.locator("details", has=page.locator("form[action$='/propose']")).locator("summary").click()
    page.select_option("#tier", "20")
    page.fill("#propose-reason", "現地確認の結果")
    page.click('form[action$="/propose"] button')
