"""A whole site in this process, and a visitor with a browser's cookies."""

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx2
from starlette.testclient import TestClient

from diagnosis.settings import read_settings
from diagnosis.web.app import make_app
from diagnosis.web.settings import Limits, WebSettings

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
BASE = "https://diagnosis.example"


class Clock:
    """The time, which stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def settings(folder: Path, limits: Limits | None = None, base_url: str = BASE) -> WebSettings:
    """Without a second factor, which tests/web/test_second_step.py looks at."""
    return WebSettings(
        settings=read_settings(),
        store=f"sqlite:///{folder / 'store.db'}",
        base_url=base_url,
        limits=limits or Limits(),
        second_factor=False,
    )


def visitor(web: WebSettings, clock: Clock | None = None) -> TestClient:
    """A visitor of a site; to be used as a context manager."""
    return TestClient(make_app(web, clock or Clock()), base_url=web.base_url, follow_redirects=False)


def token(page: httpx2.Response) -> str:
    """The token in a page's forms."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)
    assert found, page.text[:2000]
    return found[1]


def begin(client: TestClient, sheet: Path | None = None) -> None:
    """A draft for this visitor: blank, or with the answers of a sheet."""
    if sheet is None:
        begun = client.post("/begin", data={"csrf": token(client.get("/"))})
    else:
        page = client.get("/from-file")
        begun = client.post("/from-file", data={"csrf": token(page)}, files={"sheet": (sheet.name, sheet.read_bytes())})
    assert begun.status_code == 303, begun.text


def post(client: TestClient, path: str, data: dict[str, object] | None = None, **more: object) -> httpx2.Response:
    """A form of this visitor."""
    return client.post(path, data={"csrf": token(client.get("/erase")), **(data or {})}, **more)  # type: ignore[arg-type]
