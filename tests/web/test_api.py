"""The API: who may call, what is answered, and that its description is true."""

import io
import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from diagnosis.model.api_key import Scope
from diagnosis.model.staff import Role
from diagnosis.passwords import hash_password
from diagnosis.store import User
from diagnosis.web.settings import Limits, Rate
from tests.web.site import Clock, settings, token, visitor

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "demo" / "sheets"
PRECISION = (SHEETS / "02-sample-precision.yaml").read_bytes()
YAML = {"content-type": "application/yaml"}
API = "/api/v1"
WIDE = Limits(api=Rate(100_000, 10_000), sign_ins=Rate(100_000, 10_000))


@pytest.fixture
def client(tmp_path: Path, clock: Clock) -> Iterator[TestClient]:
    with visitor(settings(tmp_path, WIDE), clock) as client:
        yield client


def key(client: TestClient, *scopes: Scope, owner: str = "broker") -> dict[str, str]:
    """Headers of a system with these scopes; with all where none is named."""
    keys = client.app.state.site.store.api_keys  # type: ignore[attr-defined]
    shown = keys.make(owner, frozenset(scopes or Scope), timedelta(days=30), "test")
    return {"authorization": f"Bearer {shown}"}


def test_scores_are_the_engines(client: TestClient) -> None:
    from datetime import date  # noqa: PLC0415 - here only

    from diagnosis import pipeline  # noqa: PLC0415
    from diagnosis.model.plain import to_plain  # noqa: PLC0415
    from diagnosis.settings import read_settings  # noqa: PLC0415

    answered = client.post(f"{API}/score", content=PRECISION, headers=key(client) | YAML).json()
    card = pipeline.score(PRECISION, "sheet.yaml", read_settings(), date(2026, 11, 25)).scorecard
    assert answered["sheets"] == [
        {"member": "M-0002", "scorecard": json.loads(json.dumps(to_plain(card))), "problems": []}
    ]


def test_every_fault_is_told_in_the_callers_language(client: TestClient) -> None:
    faulty = PRECISION.replace(b"employees: 85", b"employees: many")
    assert faulty != PRECISION
    headers = key(client) | YAML
    for language, word in (("ja", "ください"), ("en", "from 0 to")):
        checked = client.post(f"{API}/check", content=faulty, headers=headers | {"accept-language": language}).json()
        (sheet,) = checked["sheets"]
        assert not sheet["is_sound"]
        assert sheet["problems"][0]["at"].startswith("sheet.yaml:")
        assert word in sheet["problems"][0]["message"]
    refused = client.post(f"{API}/report", content=faulty, headers=headers)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert refused.json()["problems"]


def test_a_report_is_made(client: TestClient) -> None:
    made = client.post(f"{API}/report?lang=en&edition=staff", content=PRECISION, headers=key(client) | YAML)
    assert made.headers["content-type"] == "application/pdf"
    assert "Leak Risk Diagnosis" in PdfReader(io.BytesIO(made.content)).pages[0].extract_text()
    assert all("TRIAL" in sheet.extract_text() for sheet in PdfReader(io.BytesIO(made.content)).pages)
    for wrong in ("edition=x", "lang=fr"):
        refused = client.post(f"{API}/report?{wrong}", content=PRECISION, headers=key(client) | YAML)
        assert (refused.status_code, refused.json()["type"]) == (400, "/api#parameter")


def test_a_report_is_given_again_as_it_was(client: TestClient) -> None:
    headers = key(client) | YAML | {"idempotency-key": "r-1"}
    first, again = (client.post(f"{API}/report", content=PRECISION, headers=headers) for _ in range(2))
    assert again.headers["idempotency-replayed"] == "true"
    assert first.content == again.content
    names = ("content-type", "content-disposition")
    assert [first.headers[name] for name in names] == [again.headers[name] for name in names]
    other = client.post(f"{API}/report", content=PRECISION, headers=headers | {"content-type": "text/csv"})
    assert other.json()["type"] == "/api#idempotency-key-reused"


def test_a_refused_request_may_be_tried_again_under_its_key(client: TestClient) -> None:
    headers = key(client) | YAML | {"idempotency-key": "k"}
    assert client.post(f"{API}/score", content=b"nothing: [", headers=headers).status_code == 422
    assert client.post(f"{API}/score", content=PRECISION, headers=headers).status_code == 200


def test_a_key_that_wants_too_many_reports_waits(tmp_path: Path, clock: Clock) -> None:
    with visitor(settings(tmp_path, Limits(api_renders=Rate(1, 0.5))), clock) as client:
        headers = key(client) | YAML
        codes = [client.post(f"{API}/report", content=PRECISION, headers=headers).status_code for _ in range(2)]
        assert codes == [200, 429]
        assert client.post(f"{API}/score", content=PRECISION, headers=headers).status_code == 200


@pytest.mark.parametrize("form", ["xlsx", "pdf", "csv", "json", "yaml"])
def test_a_blank_sheet_comes_back_sound_once_it_has_a_member(client: TestClient, form: str) -> None:
    headers = key(client)
    blank = client.get(f"{API}/sheets/{form}?member=M-1&name=A&lang=en", headers=headers)
    assert blank.status_code == 200
    kind = {"content-type": blank.headers["content-type"]}
    checked = client.post(f"{API}/check", content=blank.content, headers=headers | kind).json()
    assert checked["sheets"][0]["member"] == "M-1"


def test_who_may_not_call_is_told_how(client: TestClient) -> None:
    for headers in ({}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic eA=="}):
        refused = client.post(f"{API}/score", content=PRECISION, headers=headers | YAML)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert refused.json()["status"] == 401
        assert refused.json()["type"] == "/api#key-needed"
    narrow = key(client, Scope.CHECK)
    assert client.post(f"{API}/check", content=PRECISION, headers=narrow | YAML).status_code == 200
    for method, path in (
        ("POST", "score"),
        ("POST", "report"),
        ("POST", "submissions"),
        ("GET", "submissions/x"),
        ("GET", "sheets/json"),
        ("GET", "rulesets"),
    ):
        assert client.request(method, f"{API}/{path}", headers=narrow).status_code == 403, path


def test_no_cookie_is_honoured_and_none_is_given(client: TestClient) -> None:
    client.get("/?lang=en")
    assert {"__Host-visit", "__Host-lang"} <= {*client.cookies}
    refused = client.get(f"{API}/rulesets")
    assert (refused.status_code, refused.json()["title"]) == (401, "鍵が必要です")
    assert "set-cookie" not in refused.headers
    staff = client.app.state.site.store.people  # type: ignore[attr-defined]
    staff.put(
        User(id="admin-1", name="サンプル", roles=frozenset({*Role}), password=hash_password("a long password")), "t"
    )
    data = {"csrf": token(client.get("/staff/sign-in")), "user": "admin-1", "password": "a long password", "back": "/"}
    assert client.post("/staff/sign-in", data=data).status_code == 303
    assert client.get("/staff").status_code == 200
    assert client.get(f"{API}/rulesets").status_code == 401
    assert client.post(f"{API}/submissions", content=PRECISION, headers=YAML).status_code == 401


def test_a_key_opens_the_api_alone(client: TestClient) -> None:
    assert client.get("/staff", headers=key(client)).headers["location"].startswith("/staff/sign-in")


def test_a_call_needs_no_token_of_a_form(client: TestClient) -> None:
    """Whoever has the key may call from anywhere: a browser on another site has none to send along."""
    foreign = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    assert client.post(f"{API}/check", content=PRECISION, headers=key(client) | YAML | foreign).status_code == 200
    preflight = client.options(f"{API}/check", headers=foreign | {"access-control-request-method": "POST"})
    assert not [name for name in preflight.headers if name.startswith("access-control")]


def test_unknown_addresses_and_methods_are_problems_too(client: TestClient) -> None:
    for method, path, status, kind in (
        ("GET", "nothing", 404, "not-found"),
        ("GET", "score", 405, "method"),
        ("DELETE", "submissions/x", 405, "method"),
        ("GET", "sheets/docx", 404, "not-found"),
    ):
        refused = client.request(method, f"{API}/{path}", headers=key(client) | {"accept-language": "en"})
        assert (refused.status_code, refused.json()["type"]) == (status, f"/api#{kind}")
        assert "page" not in refused.json()["detail"]


def test_a_table_of_many_members_is_answered_with_a_list(client: TestClient) -> None:
    rows = ["member-id,member-name,ruleset,industry,employees"]
    rows += [f"M-{n},サンプル{n},leak-liability@2026.1,retail,{12 if n else 'many'}" for n in range(3)]
    body, headers = "\n".join(rows).encode(), key(client) | {"content-type": "text/csv"}
    checked = client.post(f"{API}/check", content=body, headers=headers).json()["sheets"]
    assert [(one["member"], one["is_sound"]) for one in checked] == [("M-0", False), ("M-1", True), ("M-2", True)]
    scored = client.post(f"{API}/score", content=body, headers=headers).json()["sheets"]
    assert [one["scorecard"] is None for one in scored] == [True, False, False]
    refused = client.post(f"{API}/report", content=body, headers=headers)
    assert refused.json()["type"] == "/api#one-sheet"
    taken = client.post(f"{API}/submissions", content=body, headers=headers | {"idempotency-key": "t"}).json()
    assert [one["member"] for one in taken["submissions"]] == ["M-0", "M-1", "M-2"]


def test_the_log_names_the_owner_of_the_key(client: TestClient) -> None:
    headers = key(client, owner="broker-7") | YAML | {"idempotency-key": "k"}
    assert client.post(f"{API}/submissions", content=PRECISION, headers=headers).status_code == 201
    store = client.app.state.site.store  # type: ignore[attr-defined]
    assert "broker-7" in {event.actor for event in store.events()}


def test_what_was_answered_goes_with_the_members_data(client: TestClient) -> None:
    headers = key(client) | YAML | {"idempotency-key": "k"}
    client.post(f"{API}/score", content=PRECISION, headers=headers)
    client.app.state.site.store.erase_member("M-0002", "admin")  # type: ignore[attr-defined]
    gone = client.post(f"{API}/score", content=PRECISION, headers=headers)
    assert (gone.status_code, gone.json()["type"]) == (410, "/api#gone")


def test_guessing_keys_is_slowed_down(tmp_path: Path, clock: Clock) -> None:
    with visitor(settings(tmp_path, Limits(sign_ins=Rate(3, 0.001))), clock) as client:
        codes = [client.get(f"{API}/rulesets", headers={"authorization": f"Bearer {n}"}).status_code for n in range(5)]
    assert codes == [401, 401, 401, 429, 429]


def test_a_key_that_calls_too_often_waits(tmp_path: Path, clock: Clock) -> None:
    with visitor(settings(tmp_path, Limits(api=Rate(2, 0.5))), clock) as client:
        headers = key(client)
        codes = [client.get(f"{API}/rulesets", headers=headers).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert client.get(f"{API}/rulesets", headers=headers).headers["retry-after"] == "3"
        assert client.get(f"{API}/rulesets", headers=key(client)).status_code == 200


def test_a_submission_is_received_once_and_seen_by_its_owner_alone(client: TestClient) -> None:
    headers = key(client) | YAML
    assert client.post(f"{API}/submissions", content=PRECISION, headers=headers).status_code == 400
    once = headers | {"idempotency-key": "k-1"}
    first = client.post(f"{API}/submissions", content=PRECISION, headers=once)
    again = client.post(f"{API}/submissions", content=PRECISION, headers=once)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert client.post(f"{API}/submissions", content=b"another", headers=once).status_code == 422
    number = first.json()["submissions"][0]["number"]
    found = client.get(f"{API}/submissions/{number}", headers=headers).json()
    assert (found["state"], found["documents"]) == ("received", [])
    other = key(client, owner="another-system")
    assert client.get(f"{API}/submissions/{number}", headers=other).status_code == 404
    assert client.get(f"{API}/submissions/R2026-999999", headers=headers).status_code == 404


def test_a_broken_file_is_received_and_says_what_is_wrong(client: TestClient) -> None:
    headers = key(client) | {"content-type": "application/pdf", "idempotency-key": "k"}
    (one,) = client.post(f"{API}/submissions", content=b"%PDF broken", headers=headers).json()["submissions"]
    assert one["state"] == "attention"
    assert one["problems"]


@pytest.mark.parametrize("kind", ["", "text/plain", "application/xml", "multipart/form-data"])
def test_another_kind_of_content_is_refused(client: TestClient, kind: str) -> None:
    refused = client.post(f"{API}/check", content=b"x", headers=key(client) | {"content-type": kind})
    assert refused.status_code == 415


@pytest.mark.parametrize("idempotency", ["", "x" * 201, "ü"])
def test_an_idempotency_key_has_a_form(client: TestClient, idempotency: str) -> None:
    headers = [*(key(client) | YAML).items(), ("idempotency-key", idempotency)]
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    assert client.post(f"{API}/check", content=PRECISION, headers=sent).status_code == 400


def test_too_large_a_body_is_a_problem_too(client: TestClient) -> None:
    refused = client.post(f"{API}/check", content=b"x" * (9 << 20), headers=key(client) | YAML)
    assert (refused.status_code, refused.headers["content-type"]) == (413, "application/problem+json")


def test_the_help_page_lists_every_operation(client: TestClient) -> None:
    for language in ("ja", "en"):
        page = client.get(f"/api?lang={language}").text
        described = client.get(f"{API}/openapi.json?lang={language}").json()
        for path, methods in described["paths"].items():
            for method, one in methods.items():
                assert f"{method.upper()} /api/v1{path}" in page
                assert one["summary"] in unescape(page)
                types = [name for told in one["responses"].values() for name in types_of(told)]
                assert {"/api#key-needed", "/api#scope-missing", "/api#too-often"} <= {*types}
                assert all(f'id="{name.removeprefix("/api#")}"' in page for name in types)


def test_the_example_of_the_description_is_a_sheet_without_faults(client: TestClient) -> None:
    body = client.get(f"{API}/openapi.json").json()["paths"]["/check"]["post"]["requestBody"]["content"]
    for kind in ("application/json", "application/yaml"):
        sent = json.dumps(body[kind]["example"]).encode()
        headers = key(client) | {"content-type": kind}
        (sheet,) = client.post(f"{API}/check", content=sent, headers=headers).json()["sheets"]
        assert (sheet["problems"], sheet["is_sound"]) == ([], True)


def types_of(response: Mapping[str, Any]) -> list[str]:
    """The problem types that a described response may have."""
    content = response.get("content", {}).get("application/problem+json")
    return content["schema"]["allOf"][1]["properties"]["type"]["enum"] if content else []


def test_the_description_tells_of_every_field_and_of_no_other(client: TestClient) -> None:
    schemas = client.get(f"{API}/openapi.json").json()["components"]["schemas"]
    (scored,) = client.post(f"{API}/score", content=PRECISION, headers=key(client) | YAML).json()["sheets"]
    assert scored.keys() == schemas["Scored"]["properties"].keys()
    assert scored["scorecard"].keys() == schemas["Scorecard"]["properties"].keys()
    assert schemas["QuestionResult"]["properties"]["points"] == {"anyOf": [{"type": "integer"}, {"type": "null"}]}
