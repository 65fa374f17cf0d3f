"""The API: who may call, what is answered, and that its description is true."""

import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from pypdf import PdfReader
from starlette.testclient import TestClient

from diagnosis.model.api_key import Scope
from diagnosis.web.settings import Limits, Rate
from tests.web.site import Clock, settings, visitor

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
    assert client.post(f"{API}/report?edition=x", content=PRECISION, headers=key(client) | YAML).status_code == 400


@pytest.mark.parametrize("form", ["xlsx", "csv", "json", "yaml"])
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


def test_no_cookie_opens_the_api(client: TestClient) -> None:
    client.get("/")
    assert client.cookies
    assert client.get(f"{API}/rulesets").status_code == 401


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
    assert client.post(f"{API}/check", content=PRECISION, headers=sent).status_code == 400  # type: ignore[arg-type]


def test_too_large_a_body_is_a_problem_too(client: TestClient) -> None:
    refused = client.post(f"{API}/check", content=b"x" * (9 << 20), headers=key(client) | YAML)
    assert (refused.status_code, refused.headers["content-type"]) == (413, "application/problem+json")


def test_the_help_page_lists_every_operation(client: TestClient) -> None:
    page = client.get("/api").text
    paths = client.get(f"{API}/openapi.json").json()["paths"]
    assert all(f"/api/v1{path}" in page for path in paths)


def test_the_description_is_true(client: TestClient) -> None:
    """Requests drawn from it, sound and odd: each answer is one that it tells of, in the form that it tells."""
    schema = schemathesis.openapi.from_dict(client.get(f"{API}/openapi.json").json())
    headers = key(client)
    codes = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        assert operation

        @hypothesis.given(case=operation.as_strategy())
        @hypothesis.settings(
            max_examples=12,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=[*HealthCheck],
            phases=[hypothesis.Phase.generate],
        )
        def try_out(case: schemathesis.Case) -> None:
            content = None if case.media_type is None else json.dumps(_plain(case.body)).encode()
            sent = {**headers, **{str(k): str(v) for k, v in (case.headers or {}).items()}}
            if case.media_type:
                sent["content-type"] = case.media_type
            answer = client.request(
                case.method, f"{API}{case.formatted_path}", params=dict(case.query or {}), headers=sent, content=content
            )
            codes.add(answer.status_code)
            assert answer.status_code < 500
            validate(client, case.operation.path, case.method.lower(), answer)

        try_out()
    assert {200, 422} <= codes


def _plain(body: object) -> object:
    """A body that JSON can tell."""
    return body if isinstance(body, dict | list | str | int | float | bool | None) else str(body)


def validate(client: TestClient, path: str, method: str, answer: object) -> None:
    """The answer is as the description has it for its code."""
    import jsonschema  # noqa: PLC0415 - here only

    described = client.get(f"{API}/openapi.json").json()
    responses = described["paths"][path][method]["responses"]
    code = answer.status_code  # type: ignore[attr-defined]
    told = responses.get(str(code)) or responses[f"{code // 100}XX"]
    if "$ref" in told:
        told = described["components"]["responses"][told["$ref"].rpartition("/")[2]]
    kind = answer.headers["content-type"].partition(";")[0]  # type: ignore[attr-defined]
    assert kind in told["content"], (path, code, kind)
    if "json" in kind and told["content"][kind]:
        schema = {**told["content"][kind]["schema"], "components": described["components"]}
        jsonschema.validate(answer.json(), schema, cls=jsonschema.Draft202012Validator)  # type: ignore[attr-defined]
