"""Signing in by a directory: who is let in, and what is not believed."""

import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from diagnosis.web.settings import Directory, WebSettingsError, read_directory
from tests.web.directory import CLIENT, SECRET, Provider, provider
from tests.web.site import BASE, Clock, settings, visitor


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """The test follows by itself."""


@pytest.fixture
def idp(clock: Clock) -> Iterator[Provider]:
    with provider() as made:
        made.now = int(clock.now.timestamp())
        yield made


@pytest.fixture
def client(tmp_path: Path, clock: Clock, idp: Provider) -> Iterator[TestClient]:
    directory = Directory(issuer=idp.issuer, client=CLIENT, secret=SECRET)
    with visitor(replace(settings(tmp_path), directory=directory), clock) as client:
        yield client


def go(client: TestClient, back: str = "/staff/portfolio") -> str:
    """To the directory and back as far as its answer; the address that it leads to."""
    left = client.get(f"/staff/directory?back={back}")
    assert left.status_code == 303, left.text
    try:
        urllib.request.build_opener(NoRedirect).open(left.headers["location"])
    except urllib.error.HTTPError as answer:
        with answer:
            return str(answer.headers["location"]).removeprefix(BASE)
    raise AssertionError


def test_whom_the_directory_knows_is_signed_in_with_its_roles(client: TestClient, idp: Provider) -> None:
    assert "社内の認証でサインイン" in client.get("/staff/sign-in").text
    back = client.get(go(client))
    assert (back.status_code, back.headers["location"]) == (303, "/staff/portfolio")
    assert idp.asked["code_challenge_method"] == "S256"
    page = client.get("/staff")
    assert "見本 花子" in page.text
    assert client.get("/staff/receive").status_code == 200
    assert client.get("/staff/log").status_code == 403


def test_roles_follow_the_directory_at_each_sign_in(client: TestClient, idp: Provider) -> None:
    client.get(go(client))
    idp.claims["roles"] = ["diagnosis-reviewer"]
    client.get(go(client))
    assert client.get("/staff/log").status_code == 200
    idp.claims["roles"] = []
    assert client.get(go(client)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"exp": 0},
        {"nonce": "another"},
        {"sub": None},
    ],
)
def test_what_does_not_fit_is_not_believed(client: TestClient, idp: Provider, wrong: dict[str, object]) -> None:
    idp.claims |= wrong
    assert client.get(go(client)).status_code == 403
    assert client.get("/staff").status_code == 303


def test_what_another_signed_is_not_believed(client: TestClient, idp: Provider) -> None:
    idp.key = RSAKey.generate_key(2048, {"kid": "k"})
    assert client.get(go(client)).status_code == 403


def test_coming_back_needs_the_browser_and_the_state_that_left_and_works_once(client: TestClient, clock: Clock) -> None:
    address = go(client)
    assert client.get(address.replace("state=", "state=x")).status_code == 403
    address = go(client)
    assert client.get(address).status_code == 303
    assert client.get(address).status_code == 403
    address = go(client)
    client.cookies.clear()
    assert client.get(address).status_code == 403
    address = go(client)
    clock.now += timedelta(minutes=11)
    assert client.get(address).status_code == 403


def test_one_whom_an_administrator_disabled_stays_out(client: TestClient) -> None:
    client.get(go(client))
    people = client.app.state.site.store.people  # type: ignore[attr-defined]
    user = people.find("directory:u-17")
    people.put(replace(user, is_active=False), "admin-1")
    assert client.get("/staff").status_code == 303
    assert client.get(go(client)).status_code == 403


@pytest.mark.parametrize("subject", ["admin-1", "../../x", "ü" * 300])
def test_a_name_of_the_directory_is_never_a_local_users(client: TestClient, idp: Provider, subject: str) -> None:
    idp.claims["sub"] = subject
    client.get(go(client))
    people = client.app.state.site.store.people  # type: ignore[attr-defined]
    assert [user.id.startswith("directory:") for user in people.all()] == [True]


def test_a_directory_that_is_away_is_told_of(tmp_path: Path, clock: Clock) -> None:
    directory = Directory(issuer="http://127.0.0.1:9", client=CLIENT, secret=SECRET)
    with visitor(replace(settings(tmp_path), directory=directory), clock) as client:
        assert client.get("/staff/directory").status_code == 503
    with visitor(settings(tmp_path), clock) as client:
        assert client.get("/staff/directory").status_code == 404


def test_the_environment_names_a_directory_wholly_or_not_at_all(tmp_path: Path) -> None:
    start = "DIAGNOSIS_OIDC_"
    assert read_directory({}) is None
    secret = tmp_path / "secret"
    secret.write_text("s3\n", "utf-8")
    good = {f"{start}ISSUER": "https://id.example", f"{start}CLIENT_ID": "c", f"{start}CLIENT_SECRET_FILE": str(secret)}
    found = read_directory(good)
    assert found
    assert found.secret == "s3"
    assert "s3" not in repr(found)
    for name in good:
        if not name.endswith("ISSUER"):
            with pytest.raises(WebSettingsError):
                read_directory({key: value for key, value in good.items() if key != name})
    with pytest.raises(WebSettingsError):
        read_directory(good | {f"{start}ISSUER": "http://id.example"})
