"""Signing in step by step: a password of one's own, an authenticator app, a code that counts once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from diagnosis.model.staff import Role
from diagnosis.passwords import hash_password
from diagnosis.store import User
from diagnosis.store.people import People
from diagnosis.web.security.second_factor import code_at, find_step, new_secret
from tests.web.site import NOW, Clock, settings, token, visitor

PASSWORD = "correct horse battery"
OWN = "seven green kettles sing"
USER = User(id="hanako", name="見本花子", roles=frozenset({Role.CLERK}), password=hash_password(PASSWORD))
SIGN_IN = "/staff/sign-in"


@pytest.fixture
def client(tmp_path: Path, clock: Clock) -> Iterator[TestClient]:
    with visitor(replace(settings(tmp_path), second_factor=True), clock) as client:
        people(client).put(USER, "test")
        yield client


def people(client: TestClient) -> People:
    found: People = client.app.state.site.store.people  # type: ignore[attr-defined]
    return found


def send(client: TestClient, path: str, **fields: str) -> httpx2.Response:
    return client.post(path, data={"csrf": token(client.get("/from-file")), **fields})


def step(client: TestClient, password: str = PASSWORD) -> str:
    """Where the right password leads."""
    done = send(client, SIGN_IN, user="hanako", password=password, back="/staff/receive")
    assert done.status_code == 303
    return done.headers["location"]


def shown_secret(client: TestClient) -> str:
    found = re.search(r'<code class="key">([A-Z2-7 ]+)<', client.get(f"{SIGN_IN}/app").text)
    assert found
    return found[1].replace(" ", "")


def enrol(client: TestClient, clock: Clock) -> str:
    """Set up an app, sign out, and wait until the code that was used is an old one."""
    assert step(client) == f"{SIGN_IN}/app"
    secret = shown_secret(client)
    done = send(client, f"{SIGN_IN}/app", code=code_at(secret, clock()))
    assert done.headers["location"] == "/staff/receive"
    assert client.get("/staff").status_code == 200
    send(client, "/staff/sign-out")
    clock.now += timedelta(minutes=5)
    return secret


def test_a_password_alone_opens_nothing(client: TestClient, clock: Clock) -> None:
    enrol(client, clock)
    assert step(client) == f"{SIGN_IN}/code"
    for path in ("/staff", "/staff/account", "/staff/receive"):
        assert client.get(path).headers["location"].startswith(SIGN_IN), path


def test_a_code_counts_once_and_for_a_minute(client: TestClient, clock: Clock) -> None:
    secret = enrol(client, clock)
    step(client)
    for wrong in ("", "abcdef", code_at(secret, clock() - timedelta(minutes=2))):
        assert send(client, f"{SIGN_IN}/code", code=wrong).status_code == 422
    code = code_at(secret, clock())
    assert send(client, f"{SIGN_IN}/code", code=code).headers["location"] == "/staff/receive"
    assert client.get("/staff").status_code == 200
    client.cookies.clear()
    assert step(client) == f"{SIGN_IN}/code"
    refused = send(client, f"{SIGN_IN}/code", code=code)
    assert refused.status_code == 422
    assert "すでに使われています" in refused.text
    assert client.get("/staff").status_code == 303


def test_guessing_codes_is_slowed_down(client: TestClient, clock: Clock) -> None:
    enrol(client, clock)
    step(client)
    codes = [send(client, f"{SIGN_IN}/code", code="000000").status_code for _ in range(8)]
    assert codes[0] == 422
    assert codes[-1] == 429
    refusals = [
        event
        for event in client.app.state.site.store.newest_events("", 0, 50)  # type: ignore[attr-defined]
        if event.action == "sign-in-refused"
    ]
    assert len(refusals) == codes.count(422)


def test_a_password_that_somebody_gave_is_exchanged_first(client: TestClient) -> None:
    people(client).put(replace(USER, is_initial=True), "test")
    own = f"{SIGN_IN}/own-password"
    assert step(client) == own
    assert client.get(f"{SIGN_IN}/app").headers["location"] == own
    for new, again in ((PASSWORD, PASSWORD), (OWN, OWN + "x"), ("short", "short")):
        assert send(client, own, new=new, again=again).status_code == 422
    assert send(client, own, new=OWN, again=OWN).headers["location"] == f"{SIGN_IN}/app"
    assert send(client, SIGN_IN, user="hanako", password=PASSWORD, back="").status_code == 422
    kept = people(client).find("hanako")
    assert kept
    assert not kept.is_initial


def test_what_was_begun_is_over_after_ten_minutes_and_with_another_password(client: TestClient, clock: Clock) -> None:
    secret = enrol(client, clock)
    step(client)
    clock.now += timedelta(minutes=11)
    assert client.get(f"{SIGN_IN}/code").headers["location"] == SIGN_IN
    step(client)
    user = people(client).find("hanako")
    assert user
    people(client).put(replace(user, password=hash_password(OWN)), "test")
    assert send(client, f"{SIGN_IN}/code", code=code_at(secret, clock())).headers["location"] == SIGN_IN
    step(client, OWN)
    people(client).put(replace(user, is_active=False), "test")
    assert client.get(f"{SIGN_IN}/code").headers["location"] == SIGN_IN


def test_nobody_sets_up_an_app_where_there_is_one(client: TestClient, clock: Clock) -> None:
    """Whoever knows the password alone must not be able to exchange the second factor."""
    secret = enrol(client, clock)
    step(client)
    assert client.get(f"{SIGN_IN}/app").headers["location"] == f"{SIGN_IN}/code"
    assert send(client, f"{SIGN_IN}/app", code=code_at(secret, clock())).headers["location"] == f"{SIGN_IN}/code"


def test_another_app_is_set_up_after_the_password_was_given(client: TestClient, clock: Clock) -> None:
    secret = enrol(client, clock)
    step(client)
    send(client, f"{SIGN_IN}/code", code=code_at(secret, clock()))
    assert send(client, "/staff/account/other-app", password="wrong").status_code == 422
    assert send(client, "/staff/account/other-app", password=PASSWORD).headers["location"] == SIGN_IN
    assert client.get("/staff").status_code == 303
    assert step(client) == f"{SIGN_IN}/app"
    assert shown_secret(client) != secret


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B: the last six of eight digits, for SHA-1."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for second, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = NOW.fromtimestamp(second, NOW.tzinfo)
        assert code_at(secret, at) == code
        assert find_step(secret, f" {code[:3]} {code[3:]} ", at) == second // 30
    assert find_step(secret, "２８７０８２", NOW.fromtimestamp(59, NOW.tzinfo)) == 1


def test_no_two_secrets_are_alike() -> None:
    assert len({new_secret() for _ in range(50)}) == 50
