"""The page about the API in a real browser: any size and language; every problem's type leads to its place."""

from pathlib import Path

import pytest

from diagnosis.web.api.refusals import Kind
from tests.web.browser import chromium, find_violations, serving, visit


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_about_the_api_is_sound(tmp_path: Path, language: str) -> None:
    with serving(tmp_path / "store.db") as served, chromium() as browser:
        for phone in (True, False):
            with visit(browser, served.address, phone=phone, language=language) as page:
                page.goto("/api")
                assert find_violations(page) == []
        with visit(browser, served.address, script=False, language=language) as page:
            for kind in Kind:
                page.goto(f"/api#{kind}")
                assert page.locator(":target").inner_text().startswith(f"/api#{kind}")
