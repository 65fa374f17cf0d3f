"""What every page of the site promises, whoever it is for."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from diagnosis.model.text import Text
from diagnosis.web import app as site_app
from diagnosis.web.forms.posted import read_form
from diagnosis.web.pages import page
from diagnosis.web.security.csrf import token_of
from diagnosis.web.security.headers import POLICY
from diagnosis.web.security.rates import Rates
from diagnosis.web.settings import Limits, Rate, WebSettingsError
from tests.web.site import BASE, Clock, settings, visitor

ROOT = Path(__file__).parents[2]


def test_the_start_page_says_what_it_takes_and_what_is_kept(client: TestClient) -> None:
    japanese = client.get("/").text
    assert '<html lang="ja">' in japanese
    assert all(
        word in japanese for word in ("15〜30分", "試算", "24時間", "30日間", "見積りでも引受けの約束でもありません")
    )
    english = client.get("/?lang=en").text
    assert '<html lang="en">' in english
    assert all(word in english for word in ("15 to 30 minutes", "TRIAL", "24 hours", "30 days", "neither a quotation"))


def test_the_language_once_chosen_stays_else_it_is_the_browsers_else_japanese(client: TestClient) -> None:
    assert 'lang="ja"' in client.get("/", headers={"accept-language": "fr, de;q=0.8"}).text[:60]
    assert 'lang="en"' in client.get("/", headers={"accept-language": "en-GB,en;q=0.9,ja;q=0.8"}).text[:60]
    assert 'lang="ja"' in client.get("/?lang=xx").text[:60]
    client.get("/?lang=en")
    assert 'lang="en"' in client.get("/", headers={"accept-language": "ja"}).text[:60]


@pytest.mark.parametrize("path", ["/", "/nowhere", "/health", "/static/site.css", "/static/nowhere.css"])
def test_every_response_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["strict-transport-security"].startswith("max-age=63072000")
    assert "server" not in headers


def test_pages_are_not_kept_by_the_browser_and_files_are(client: TestClient) -> None:
    start = client.get("/")
    assert start.headers["cache-control"] == "no-store"
    style = re.search(r'href="(/static/site.css\?v=[0-9a-f]{12})"', start.text)
    assert style
    assert "immutable" in client.get(style[1]).headers["cache-control"]
    assert "immutable" not in client.get("/static/site.css").headers["cache-control"]


def test_no_template_holds_a_script_a_style_or_another_sites_address() -> None:
    for path in (ROOT / "diagnosis" / "web" / "templates").rglob("*.jinja"):
        text = path.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|https?://", text), path
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), path


def test_cookies_are_this_hosts_alone(client: TestClient) -> None:
    for cookie in client.get("/?lang=en").headers.get_list("set-cookie"):
        assert cookie.startswith("__Host-")
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))


def test_an_unknown_page_says_so_in_the_visitors_language(client: TestClient) -> None:
    missing = client.get("/nowhere")
    assert (missing.status_code, "ページが見つかりません" in missing.text) == (404, True)
    assert "There is no such page" in client.get("/nowhere?lang=en").text
    assert client.delete("/").status_code == 405


_TITLE = Text("題", "title")


async def take(request: Request) -> Response:
    form = await read_form(request)
    return PlainTextResponse(form.text("word"))


async def fail(_: Request) -> Response:
    raise ValueError("the member's secret answer")


async def ask(request: Request) -> Response:
    return page(request, "error", {"title": _TITLE, "message": _TITLE})


@pytest.fixture
def try_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three pages more: one that takes a form, one that fails, one with a secret in its address."""
    more = (Route("/take", take, methods=["POST"]), Route("/fail", fail), Route("/ask/{secret}", ask))
    monkeypatch.setattr(site_app, "ROUTES", (*site_app.ROUTES, *more))


@pytest.mark.usefixtures("try_out")
def test_a_form_is_taken_with_the_token_of_this_visit_only(tmp_path: Path) -> None:
    with visitor(settings(tmp_path)) as client:
        assert client.post("/take", data={"word": "x"}).status_code == 403
        client.get("/")
        visit = client.cookies["__Host-visit"]
        for wrong in ("", "0" * 64, token_of("another visit")):
            assert client.post("/take", data={"word": "x", "csrf": wrong}).status_code == 403
        good = {"word": "x", "csrf": token_of(visit)}
        assert client.post("/take", data=good).text == "x"
        assert client.post("/take", data=good, headers={"origin": BASE}).text == "x"
        for header in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            refused = client.post("/take", data=good, headers=header)
            assert (refused.status_code, "送信を受け付けられませんでした" in refused.text) == (403, True)


@pytest.mark.usefixtures("try_out")
def test_a_body_that_is_too_large_is_refused_whether_or_not_it_says_so(tmp_path: Path) -> None:
    with visitor(settings(tmp_path)) as client:
        client.get("/")
        data = {"word": "x" * 300_000, "csrf": token_of(client.cookies["__Host-visit"])}
        told = client.post("/take", data=data)
        assert (told.status_code, "256 KB以内" in told.text) == (413, True)
        untold = client.post(
            "/take",
            content=(b"word=" + b"x" * 1000 for _ in range(1000)),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert untold.status_code == 413


@pytest.mark.usefixtures("try_out")
def test_an_address_that_comes_too_often_waits(tmp_path: Path, clock: Clock) -> None:
    with visitor(settings(tmp_path, Limits(pages=Rate(3, 0.5))), clock) as client:
        assert [client.get("/").status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = client.get("/")
        assert refused.headers["retry-after"] == "3"
        assert client.get("/static/site.css").status_code == client.get("/health").status_code == 200
        clock.now += timedelta(seconds=3)
        assert client.get("/").status_code == 200


def test_a_network_of_version_six_counts_as_one_and_full_buckets_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    rates, rate = Rates(lambda: now[0]), Rate(1, 1)
    assert rates.wait("x", "2001:db8::1", rate) == 0
    assert rates.wait("x", "2001:db8::2", rate) > 0
    assert rates.wait("x", "2001:db8:0:1::1", rate) == 0
    monkeypatch.setattr("diagnosis.web.security.rates._MOST", 2)
    now[0] = 10
    assert rates.wait("x", "192.0.2.1", rate) == 0
    assert len(rates._buckets) == 1


@pytest.mark.usefixtures("try_out")
def test_what_nobody_foresaw_is_a_page_and_the_log_has_no_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "diagnosis.web"), visitor(settings(tmp_path)) as client:
        failed = client.get("/fail?q=query-secret")
        assert (failed.status_code, "うまくいきませんでした" in failed.text) == (500, True)
        assert failed.headers["content-security-policy"] == POLICY
        client.get("/ask/path-secret")
    lines = [json.loads(record.message) for record in caplog.records]
    assert lines[0]["error"] == "ValueError"
    assert any("test_foundation.py" in place for place in lines[0]["at"])
    assert [line["page"] for line in lines[1:]] == ["/fail", "/ask/{secret}"]
    assert "secret answer" not in caplog.text
    assert "query-secret" not in caplog.text
    assert "path-secret" not in caplog.text


def test_every_address_that_changes_something_asks_for_the_token(client: TestClient) -> None:
    posts = [route.path for route in site_app.ROUTES if isinstance(route, Route) and "POST" in (route.methods or ())]
    for path in posts:
        if path.startswith("/api/"):  # by its key alone, which no browser sends by itself
            continue
        expected = 303 if path.startswith("/staff") and "sign" not in path else 403
        assert client.post(re.sub(r"\{[^}]*\}", "x", path), data={}).status_code == expected, path
    assert all(isinstance(route, Route | Mount) for route in site_app.ROUTES)


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/health").text == "ok\n"
    assert (client.get("/ready").status_code, client.get("/ready").text) == (200, "ok\n")
    client.app.state.site.is_stopping = True  # type: ignore[attr-defined]
    assert (client.get("/ready").status_code, client.get("/ready").text) == (503, "stopping\n")


@pytest.mark.parametrize(
    "url", ["http://diagnosis.example", "ftp://x", "https://", "https://x.example/path", "nothing"]
)
def test_an_address_that_browsers_would_not_trust_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(WebSettingsError):
        settings(tmp_path, base_url=url)


def test_on_ones_own_machine_plain_http_will_do(tmp_path: Path) -> None:
    with visitor(settings(tmp_path, base_url="http://127.0.0.1:8000")) as client:
        answer = client.get("/")
        assert "visit" in client.cookies
    assert "strict-transport-security" not in answer.headers


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    place = ["--store", str(tmp_path / "store.db"), "--port", "0", "--lang", "en"]
    return [sys.executable, "-m", "diagnosis", "web", *place]


def test_the_command_serves_until_it_is_told_to_stop(command: list[str]) -> None:
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ) as process:
        try:
            assert process.stderr
            line = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert found, line
            with urllib.request.urlopen(f"{found[0]}/ready") as answer:
                assert answer.read() == b"ok\n"
            process.send_signal(signal.SIGTERM)
            rest = process.stderr.read()
        finally:
            process.kill()
    assert process.returncode in {0, -signal.SIGTERM}
    assert "Traceback" not in rest


def test_the_command_says_why_it_cannot_start(command: list[str]) -> None:
    done = subprocess.run(
        [*command, "--url", "http://x.example"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, "Give https://HOST" in done.stderr) == (4, True)
