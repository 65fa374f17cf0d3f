"""A real browser before a real server: Debian's Chromium, driven by Playwright, and `diagnosis web` in its process."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parents[2]
_AXE = Path(__file__).parent / "axe" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESKTOP = (360, 740), (1280, 900)


@dataclass(slots=True)
class Served:
    """A server in a process of its own. store: its file, which outlives it."""

    process: subprocess.Popen[str]
    address: str
    store: Path

    def kill(self) -> None:
        """As if the machine lost its power."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextlib.contextmanager
def serving(store: Path, port: int = 0, **more: str) -> Iterator[Served]:
    """`diagnosis web` on a free port, or on this one, without a second factor. more: environment."""
    command = [sys.executable, "-m", "diagnosis", "web", "--store", str(store), "--port", str(port), "--lang", "en"]
    log = store.with_suffix(".log")
    environment = {**os.environ, "DIAGNOSIS_SECOND_FACTOR": "no", **more}
    with (
        log.open("w+") as written,
        subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=written, text=True, cwd=ROOT, env=environment
        ) as process,
    ):
        try:
            assert process.stderr
            line = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert found, line
            yield Served(process, found[0], store)
        finally:
            process.terminate()
            process.communicate()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@contextlib.contextmanager
def visit(
    browser: Browser, address: str, *, phone: bool = False, script: bool = True, language: str = "ja"
) -> Iterator[Page]:
    """A visitor's own window, with nothing remembered. Whatever its console complains of fails the test."""
    width, height = PHONE if phone else DESKTOP
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        java_script_enabled=script,
        locale="ja-JP" if language == "ja" else "en-GB",
        accept_downloads=True,
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [one for one in complaints if "Failed to load resource" not in one] == []


def tick(page: Page, one: Locator) -> None:
    """Choose as people do: by the label."""
    page.locator(f'label[for="{one.get_attribute("id")}"]').click()


def find_violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is; also whether it must be scrolled sideways."""
    page.evaluate(_AXE.read_text("utf-8"))
    found: Any = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"
        ".then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' | ')}`))",
        _RULES,
    )
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *(["wider than the window"] if wide else [])]
