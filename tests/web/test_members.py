"""Members' pages, page by page: what is kept, what is shown, what nobody else may see."""

import io
import json
import logging
import re
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from diagnosis import pipeline
from diagnosis.settings import read_settings
from diagnosis.web.settings import Limits, Rate
from tests.web.site import Clock, begin, post, settings, token, visitor

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "demo" / "sheets"
PRECISION = SHEETS / "02-sample-precision.yaml"
EARLIER = ROOT / "demo" / "earlier" / "02-sample-precision-2016.yaml"
TODAY = date(2026, 11, 25)
COMPANY = "/questions/profile-company"
FIELDS = ("industry", "employees", "annual-sales")


def fill(client: TestClient, section: str, answers: dict[str, object], **more: object) -> str:
    """Send a section with these answers, the others as they are left out; where it leads."""
    page = client.get(f"/questions/{section}")
    shown = re.findall(r'name="shown" value="([^"]+)"', page.text)
    done = client.post(f"/questions/{section}", data={"csrf": token(page), "shown": shown, **answers, **more})
    assert done.status_code == 303, done.text
    return done.headers["location"]


def point(client: TestClient) -> str:
    """The score that a page shows."""
    found = re.search(r'class="big">\s*([\d.—]+)', client.get("/answers").text)
    assert found
    return found[1]


def test_a_section_is_kept_and_leads_to_the_next(client: TestClient) -> None:
    begin(client)
    led = fill(client, "profile-company", {"industry": "manufacturing", "employees": "たくさん", "annual-sales": "1"})
    assert led == COMPANY
    faulty = client.get(COMPANY).text
    assert 'value="たくさん"' in faulty
    assert 'href="#employees"' in faulty
    assert 'aria-invalid="true"' in faulty
    led = fill(
        client, "profile-company", {"industry": "manufacturing", "employees": "５０", "annual-sales": "100,000,000"}
    )
    assert led == "/questions/profile-personal-data"
    again = client.get(COMPANY).text
    assert 'value="50"' in again
    assert 'value="100000000"' in again
    assert re.search(r'value="manufacturing" checked', again)


@pytest.mark.parametrize(("go", "place"), [("back", "/"), ("list", "/answers")])
def test_going_back_or_to_the_list_keeps_what_was_given_and_what_was_mistyped(
    client: TestClient, go: str, place: str
) -> None:
    begin(client)
    assert fill(client, "profile-company", {"industry": "retail", "employees": "many"}, go=go) == place
    page = client.get(COMPANY).text
    assert re.search(r'value="retail" checked', page)
    assert 'value="many"' in page
    assert "要修正" in client.get("/answers").text


def test_only_questions_in_route_are_shown_and_new_ones_are_told_of(client: TestClient) -> None:
    begin(client)
    page = client.get("/questions/profile-personal-data").text
    assert 'name="outsourcing-checked"' not in page
    everything = len(re.findall(r'name="shown"', page))
    led = fill(client, "profile-personal-data", {"outsourcing": "yes", "persons-on-record": "100"})
    if "added" in led:
        assert "増えました" in client.get(led).text
    assert len(re.findall(r'name="shown"', client.get("/questions/profile-personal-data").text)) >= everything


def test_an_answer_with_dont_know_beside_it_is_refused_in_words(client: TestClient) -> None:
    begin(client)
    fill(client, "profile-company", {"employees": ["50", "~unknown"]})
    assert "どちらか一つにしてください" in client.get(COMPANY).text
    fill(client, "profile-company", {"employees": "~unknown"})
    assert "わからない" in client.get("/answers").text


def test_the_score_on_every_page_is_the_engines(client: TestClient) -> None:
    begin(client, PRECISION)
    config = read_settings()
    scored = pipeline.score(PRECISION.read_bytes(), PRECISION.name, config, TODAY)
    bp = scored.scorecard.overall.point
    assert bp is not None
    assert point(client) == f"{(bp + 5) // 10 / 10}"
    result = client.get("/result").text
    assert f"<b>{scored.scorecard.grade}</b>" in result
    assert f"{scored.scorecard.discount.suggested}<span" in result


def test_a_part_answers_with_the_score_alone(client: TestClient) -> None:
    begin(client)
    page = client.get("/questions/pd-governance")
    shown = re.findall(r'name="shown" value="([^"]+)"', page.text)
    part = client.post(
        "/questions/pd-governance",
        data={"csrf": token(page), "shown": shown, "pd-owner": "yes"},
        headers={"x-part": "1"},
    )
    assert (part.status_code, "<html" in part.text) == (200, False)
    assert "100.0" in part.text


def test_what_if_shows_then_beside_now_and_leaves_the_answers_alone(client: TestClient) -> None:
    begin(client, PRECISION)
    before = client.get("/answers").text
    page = client.get("/what-if").text
    steps = re.findall(r'name="step" value="([^"]+)"', page)
    post(client, "/what-if", {"step": [*steps[:2], "no-such-question"], "go": "try"})
    chosen = re.findall(r'name="step" value="([^"]+)" checked', client.get("/what-if").text)
    assert chosen == steps[:2]
    scored = pipeline.score(PRECISION.read_bytes(), PRECISION.name, read_settings(), TODAY)
    then = pipeline.try_out(scored, steps[:2], read_settings()).scorecard.overall.point
    assert then is not None
    assert f"<b>{(then + 5) // 10 / 10}" in client.get("/what-if").text.replace("\n", "")
    post(client, "/what-if", {"go": "cheapest"})
    path = pipeline.find_path(scored, read_settings())
    cheapest = set(re.findall(r'name="step" value="([^"]+)" checked', client.get("/what-if").text))
    assert cheapest == set(path.questions)
    post(client, "/what-if", {"go": "nothing"})
    assert " checked" not in client.get("/what-if").text
    assert client.get("/answers").text == before


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_answers_taken_away_begin_the_same_again(client: TestClient, form: str, tmp_path: Path) -> None:
    begin(client, PRECISION)
    before = point(client)
    taken = client.get(f"/take-away/{form}")
    assert "attachment" in taken.headers["content-disposition"]
    kept = tmp_path / f"kept.{form}"
    kept.write_bytes(taken.content)
    post(client, "/erase")
    begin(client, kept)
    assert point(client) == before


def test_a_draft_of_nobody_can_be_taken_away_and_read_again(client: TestClient, tmp_path: Path) -> None:
    begin(client)
    fill(client, "profile-company", {"industry": "retail"})
    kept = tmp_path / "kept.json"
    kept.write_bytes(client.get("/take-away/json").content)
    begin(client, kept)
    assert re.search(r'value="retail" checked', client.get(COMPANY).text)


def test_an_earlier_editions_sheet_is_carried_over_and_what_is_unsettled_asked_again(client: TestClient) -> None:
    begin(client, EARLIER)
    page = client.get("/answers").text
    assert "もう一度お答えいただく質問が" in page
    assert "要回答" in page


def test_a_broken_file_is_refused_in_words_and_a_faulty_answer_costs_only_itself(client: TestClient) -> None:
    page = client.get("/from-file")
    for name, data in (("x.xlsx", b"PK\x03\x04broken"), ("x.pdf", b"%PDF-1.7 broken"), ("x.json", b"{"), ("x", b"")):
        refused = client.post("/from-file", data={"csrf": token(page)}, files={"sheet": (name, data)})
        assert refused.status_code == 422, name
        assert "始められません" in refused.text
        assert "Traceback" not in refused.text
    text = PRECISION.read_text("utf-8")
    faulty = re.sub(r"(?m)^( *employees:).*$", r"\1 nonsense", text, count=1)
    assert faulty != text
    sent = client.post("/from-file", data={"csrf": token(page)}, files={"sheet": ("x.yaml", faulty.encode())})
    assert sent.status_code == 303
    assert "もう一度お答えいただく質問が1問" in client.get("/answers").text


def test_a_saved_link_opens_the_answers_anywhere_until_its_day_or_until_erased(tmp_path: Path, clock: Clock) -> None:
    web = settings(tmp_path)
    with visitor(web, clock) as client:
        begin(client, PRECISION)
        post(client, "/keep")
        link = re.search(r'value="(https://[^"]+/resume/[\w-]{43})"', client.get("/keep").text)
        assert link
        path = link[1].removeprefix(web.base_url)
        client.cookies.clear()
        assert client.get("/answers").status_code == 404
        opened = client.get(path)
        assert opened.status_code == 200
        assert client.post(path, data={"csrf": token(opened)}).status_code == 303
        assert client.get("/answers").status_code == 200
        clock.now += timedelta(days=29, hours=23)
        client.cookies.clear()
        assert client.get(path).status_code == 200
        clock.now += timedelta(hours=2)
        assert client.get(path).status_code == 404
        assert client.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 404


def test_a_draft_that_nobody_saved_is_gone_after_a_day_without_a_deed(tmp_path: Path, clock: Clock) -> None:
    with visitor(settings(tmp_path), clock) as client:
        begin(client)
        clock.now += timedelta(hours=23)
        fill(client, "profile-company", {"industry": "retail"})
        clock.now += timedelta(hours=23)
        assert client.get("/answers").status_code == 200
        clock.now += timedelta(hours=2)
        assert client.get("/answers").status_code == 404


def test_erasing_takes_the_answers_from_the_store_at_once(tmp_path: Path) -> None:
    with visitor(settings(tmp_path)) as client:
        begin(client, PRECISION)
        with sqlite3.connect(tmp_path / "store.db") as store:
            assert store.execute("select count(*) from drafts").fetchone() == (1,)
            erased = post(client, "/erase")
            assert erased.headers["location"] == "/erased"
            assert store.execute("select count(*) from drafts").fetchone() == (0,)
        store.close()
        assert client.get("/answers").status_code == 404
        assert "残っていません" in client.get("/erased").text


def test_the_store_holds_neither_the_answers_nor_the_key(tmp_path: Path) -> None:
    with visitor(settings(tmp_path)) as client:
        begin(client)
        fill(client, "profile-company", {"industry": "retail", "employees": "48151"})
        key = client.cookies["__Host-draft"]
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert key.encode() not in files
    assert b"48151" not in files
    assert b"retail" not in files


def test_one_visitor_never_sees_anothers_answers(tmp_path: Path) -> None:
    web = settings(tmp_path)
    with visitor(web) as first:
        begin(first)
        fill(first, "profile-company", {"employees": "48151"})
        kept = dict(first.cookies)
        first.cookies.clear()
        for path in (COMPANY, "/answers", "/result", "/what-if", "/take-away/json", "/keep", "/erase"):
            assert first.get(path).status_code == 404, path
        begin(first)
        assert "48151" not in first.get("/answers").text
        forged = kept["__Host-draft"][:-2] + "AA"
        first.cookies.clear()
        first.cookies.set("__Host-draft", forged)
        assert first.get("/answers").status_code == 404


def test_the_log_has_neither_answers_nor_links(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), visitor(settings(tmp_path)) as client:
        begin(client)
        fill(client, "profile-company", {"employees": "48151"})
        post(client, "/keep")
        link = re.search(r"/resume/([\w-]{43})", client.get("/keep").text)
        assert link
        client.get(link[0])
    ours = "\n".join(record.message for record in caplog.records if record.name.startswith("diagnosis"))
    assert "48151" not in ours
    assert link[1] not in ours
    assert '"page": "/resume/{secret}"' in ours


def test_guessing_links_is_slowed_down(tmp_path: Path) -> None:
    with visitor(settings(tmp_path, Limits(links=Rate(3, 0.001)))) as client:
        codes = [client.get(f"/resume/{'A' * 43}").status_code for _ in range(5)]
    assert codes == [404, 404, 404, 429, 429]


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"])
def test_whatever_is_typed_comes_back_as_text(client: TestClient, value: str) -> None:
    begin(client)
    fill(client, "profile-company", {"employees": value})
    page = client.get(COMPANY).text
    assert value not in page or value == "{{ 7*7 }}"
    assert "49" not in re.findall(r'id="employees" name="employees" value="([^"]*)"', page)


def test_the_report_says_trial_on_each_page(client: TestClient) -> None:
    begin(client, PRECISION)
    made = post(client, "/report", {"name": "サンプル　工業"})
    assert made.headers["content-type"] == "application/pdf"
    reader = __import__("pypdf").PdfReader(io.BytesIO(made.content))
    assert len(reader.pages) > 8
    assert all("試算" in page.extract_text() for page in reader.pages)
    assert "サンプル 工業" in client.get("/result").text
    assert json.loads(reader.attachments["sheet.json"][0])["member"]["name"] == "サンプル 工業"


def test_a_store_that_fails_is_told_of_and_nothing_is_claimed_to_be_kept(tmp_path: Path) -> None:
    with visitor(settings(tmp_path)) as client:
        begin(client)
        page = client.get(COMPANY)
        client.app.state.site.store._engine.dispose()  # type: ignore[attr-defined]
        for file in tmp_path.iterdir():
            file.write_bytes(b"no database any more" * 1000)
        sent = client.post(COMPANY, data={"csrf": token(page), "shown": "employees", "employees": "5"})
        assert (sent.status_code, sent.headers["retry-after"]) == (503, "30")
        assert "保存されていません" in sent.text
        assert client.get("/ready").status_code == 503
        assert client.get("/health").status_code == 200


def test_a_browser_that_was_closed_still_has_the_key(client: TestClient) -> None:
    begun = client.post("/begin", data={"csrf": token(client.get("/"))})
    cookie = next(one for one in begun.headers.get_list("set-cookie") if one.startswith("__Host-draft="))
    assert "Max-Age=86400" in cookie
    saved = post(client, "/keep")
    cookie = next(one for one in saved.headers.get_list("set-cookie") if one.startswith("__Host-draft="))
    assert "Max-Age=2592000" in cookie
