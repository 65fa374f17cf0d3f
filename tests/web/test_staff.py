"""Staff's pages: who may come, what each may do, and what nobody can do alone."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from diagnosis.model.api_key import Scope
from diagnosis.model.staff import Role
from diagnosis.passwords import find_weakness, hash_password
from diagnosis.store import User
from diagnosis.web import app as site_app
from diagnosis.web.settings import Limits, Rate
from tests.web.site import Clock, begin, post, settings, token, visitor

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "demo" / "sheets"
PASSWORD = "correct horse battery"
HASH = hash_password(PASSWORD)
ROLES = {"clerk-1": "clerk", "reviewer-1": "reviewer", "approver-1": "approver", "admin-1": "admin", "clerk-2": "clerk"}
QUIET = Limits(sign_ins=Rate(1000, 1000), uploads=Rate(1000, 1000), pages=Rate(10_000, 10_000))


@pytest.fixture
def client(tmp_path: Path, clock: Clock) -> Iterator[TestClient]:
    with visitor(settings(tmp_path, QUIET), clock) as client:
        people = client.app.state.site.store.people  # type: ignore[attr-defined]
        for user, role in ROLES.items():
            people.put(User(id=user, name=f"サンプル{user}", roles=frozenset({Role(role)}), password=HASH), "test")
        yield client


def sign_in(client: TestClient, user: str, password: str = PASSWORD) -> int:
    page = client.get("/staff/sign-in")
    if page.status_code == 303:
        sign_out(client)
        page = client.get("/staff/sign-in")
    data = {"csrf": token(page), "user": user, "password": password, "back": "/staff"}
    return client.post("/staff/sign-in", data=data).status_code


def sign_out(client: TestClient) -> None:
    client.post("/staff/sign-out", data={"csrf": csrf(client)})


def csrf(client: TestClient) -> str:
    return token(client.get("/from-file"))


def take(client: TestClient, name: str = "02-sample-precision.yaml") -> str:
    sign_in(client, "clerk-1")
    sent = {"sheet": (name, (SHEETS / name).read_bytes())}
    done = client.post("/staff/receive", data={"csrf": csrf(client)}, files=sent)
    return done.headers["location"]


def seen(client: TestClient, case: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', client.get(case).text)
    return found[1] if found else "1"


def do(client: TestClient, case: str, deed: str, **fields: object) -> int:
    data = {"csrf": csrf(client), "seen": seen(client, case), **fields}
    return client.post(f"{case}/{deed}", data=data).status_code


def test_nobody_comes_in_without_signing_in(client: TestClient) -> None:
    for path in ("/staff", "/staff/receive", "/staff/cases/R2026-000001", "/staff/documents/2026-000001"):
        led = client.get(path)
        assert (led.status_code, led.headers["location"].split("?")[0]) == (303, "/staff/sign-in"), path
    for route in site_app.ROUTES:
        path = re.sub(r"\{[^}]*\}", "x", getattr(route, "path", ""))
        if path.startswith("/staff") and "sign" not in path and "directory" not in path:
            for method in getattr(route, "methods", None) or ():
                done = client.request(method, path, data={"csrf": csrf(client)} if method == "POST" else None)
                assert done.headers.get("location", "").startswith("/staff/sign-in"), (method, path)


@pytest.mark.parametrize(("user", "password"), [("clerk-1", "wrong"), ("nobody", PASSWORD), ("", ""), ("clerk-1", "")])
def test_a_wrong_password_and_an_unknown_user_are_told_the_same(client: TestClient, user: str, password: str) -> None:
    page = client.get("/staff/sign-in")
    data = {"csrf": token(page), "user": user, "password": password, "back": "/staff"}
    refused = client.post("/staff/sign-in", data=data)
    assert refused.status_code == 422
    assert "IDかパスワードが違うか、利用が停止されています。" in refused.text
    assert client.get("/staff").status_code == 303


def test_a_session_is_new_after_signing_in_and_gone_after_signing_out(client: TestClient) -> None:
    client.cookies.set("__Host-staff", "chosen-by-somebody-else", domain="diagnosis.example", path="/")
    assert sign_in(client, "clerk-1") == 303
    kept = client.cookies["__Host-staff"]
    assert kept != "chosen-by-somebody-else"
    assert client.get("/staff").status_code == 200
    sign_out(client)
    client.cookies.set("__Host-staff", kept)
    assert client.get("/staff").status_code == 303


def test_a_session_ends_when_nothing_is_done_and_after_a_day_of_work(client: TestClient, clock: Clock) -> None:
    sign_in(client, "clerk-1")
    clock.now += timedelta(minutes=29)
    assert client.get("/staff").status_code == 200
    clock.now += timedelta(minutes=31)
    assert client.get("/staff").status_code == 303
    sign_in(client, "clerk-1")
    for _ in range(30):
        clock.now += timedelta(minutes=20)
        last = client.get("/staff").status_code
    assert last == 303


def test_a_user_who_is_disabled_or_gets_a_new_password_is_out_at_once(client: TestClient) -> None:
    people = client.app.state.site.store.people  # type: ignore[attr-defined]
    sign_in(client, "clerk-1")
    people.put(User(id="clerk-1", name="x", roles=frozenset({Role.CLERK}), password=hash_password("another one")), "a")
    assert client.get("/staff").status_code == 303
    assert sign_in(client, "clerk-1", "another one") == 303
    people.put(User(id="clerk-1", name="x", roles=frozenset({Role.CLERK}), password=HASH, is_active=False), "a")
    assert client.get("/staff").status_code == 303
    assert sign_in(client, "clerk-1") == 422


def test_guessing_a_password_is_slowed_down_whatever_the_address(tmp_path: Path, clock: Clock) -> None:
    with visitor(settings(tmp_path, Limits(sign_ins=Rate(3, 0.001))), clock) as client:
        assert [sign_in(client, "clerk-1", "x") for _ in range(5)] == [422, 422, 422, 429, 429]


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil", "/", "javascript:x"])
def test_signing_in_leads_to_staffs_pages_only(client: TestClient, back: str) -> None:
    data = {"csrf": csrf(client), "user": "clerk-1", "password": PASSWORD, "back": back}
    assert client.post("/staff/sign-in", data=data).headers["location"] == "/staff"


@pytest.mark.parametrize(
    ("password", "is_weak"),
    [
        ("short", True),
        ("password12345", True),
        ("aaaaaaaaaaaaaaaa", True),
        ("my-clerk-1-pass", True),
        (PASSWORD, False),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password: str, is_weak: bool) -> None:
    assert (find_weakness(password, "clerk-1") is not None) is is_weak


def test_the_whole_way_to_an_issued_report(client: TestClient) -> None:
    case = take(client)
    assert do(client, case, "send-on") == 303
    assert do(client, case, "approve") == 403
    sign_in(client, "reviewer-1")
    assert do(client, case, "approve") == 303
    assert do(client, case, "issue") == 403
    sign_in(client, "approver-1")
    assert do(client, case, "issue", language="en") == 303
    page = client.get(case).text
    assert "2026-000001" in page
    report = client.get("/staff/documents/2026-000001")
    assert report.content.startswith(b"%PDF-")
    assert client.get(f"{case}/file").content == (SHEETS / "02-sample-precision.yaml").read_bytes()


DEEDS = {
    "accept": {"clerk", "reviewer"},
    "name": {"clerk", "reviewer"},
    "propose": {"clerk", "reviewer"},
    "confirm": {"reviewer", "approver"},
    "send-on": {"clerk", "reviewer"},
    "approve": {"reviewer", "approver"},
    "send-back": {"reviewer", "approver"},
    "close": {"clerk", "reviewer"},
    "issue": {"approver"},
    "answers/employees": {"clerk", "reviewer"},
}


@pytest.mark.parametrize("user", ["clerk-1", "reviewer-1", "approver-1", "admin-1"])
def test_each_role_may_do_its_own_and_nothing_else(client: TestClient, user: str) -> None:
    case = take(client)
    sign_in(client, user)
    for deed, roles in DEEDS.items():
        done = do(client, case, deed, reason="")
        assert (done != 403) is (ROLES[user] in roles), (deed, done)
    for path, roles in (("/staff", {"clerk", "reviewer", "approver"}), ("/staff/receive", {"clerk", "reviewer"})):
        assert (client.get(path).status_code == 200) is (ROLES[user] in roles), path


def test_a_refused_deed_says_why_and_keeps_the_reason(client: TestClient) -> None:
    case = take(client)
    data = {"csrf": csrf(client), "seen": seen(client, case), "tier": "15", "reason": "長い理由"}
    refused = client.post(f"{case}/propose", data=data)
    assert refused.status_code == 422
    assert "この区分は制度にありません" in refused.text
    assert "長い理由" in refused.text


def test_the_second_of_two_is_told_what_the_first_did(client: TestClient) -> None:
    case = take(client)
    version = seen(client, case)
    data = {"csrf": csrf(client), "seen": version, "shown": "employees", "reason": "一人目", "evidence": "stated"}
    assert client.post(f"{case}/answers/employees", data={**data, "employees": "51"}).status_code == 303
    sign_in(client, "clerk-2")
    data["csrf"] = csrf(client)
    told = client.post(f"{case}/answers/employees", data={**data, "employees": "52", "reason": "二人目"})
    assert told.status_code == 409
    assert all(word in told.text for word in ("clerk-1", "51人", "一人目", "二人目"))
    assert "52人" not in client.get(case).text


def test_a_faulty_correction_is_told_at_its_field(client: TestClient) -> None:
    case = take(client)
    data = {"csrf": csrf(client), "seen": seen(client, case), "shown": "employees", "reason": "x", "employees": "many"}
    refused = client.post(f"{case}/answers/employees", data=data)
    assert refused.status_code == 422
    assert 'value="many"' in refused.text
    assert client.get(f"{case}/answers/no-such-question").status_code == 404


def test_only_who_proposed_or_may_confirm_takes_a_proposal_back(client: TestClient) -> None:
    case = take(client)
    assert do(client, case, "propose", tier="10", reason="現地で確認") == 303
    assert do(client, case, "confirm", reason="よし") == 403
    sign_in(client, "clerk-2")
    assert do(client, case, "refuse", reason="だめ") == 422
    sign_in(client, "reviewer-1")
    assert do(client, case, "confirm", reason="よし") == 303


def test_a_sheet_handed_in_by_a_member_is_in_the_queue_once(client: TestClient) -> None:
    begin(client, SHEETS / "02-sample-precision.yaml")
    assert post(client, "/hand-in", {"id": "M-1", "name": "見本"}).status_code == 422
    sent = {"id": "M-0099", "name": "見本の会員", "consent": "yes"}
    assert post(client, "/hand-in", sent).status_code == 303
    assert post(client, "/hand-in", sent).status_code == 303
    assert "R2026-000001" in client.get("/handed-in").text
    sign_in(client, "clerk-1")
    queue = client.get("/staff").text
    assert queue.count("見本の会員") == 1
    assert "会員がサイトから提出" in queue


def test_a_broken_file_is_a_case_and_its_name_cannot_mislead(client: TestClient) -> None:
    sign_in(client, "clerk-1")
    sent = {"sheet": ("../../<script>.xlsx\n", b"PK broken")}
    done = client.post("/staff/receive", data={"csrf": csrf(client)}, files=sent)
    case = done.headers["location"]
    page = client.get(case)
    assert "回答票を読み取れません" in page.text
    assert "<script>" not in page.text
    given = client.get(f"{case}/file")
    assert re.fullmatch(r'attachment; filename="R2026-000001(\.\w+)?"', given.headers["content-disposition"])


def test_the_queue_takes_any_address_without_an_accident(client: TestClient) -> None:
    take(client)
    for query in ("state=x&order=y&start=-1&tier=z", "start=999999999999", "search=%25%27%22", "down=7&order=score"):
        assert client.get(f"/staff?{query}").status_code == 200, query


def test_no_deed_is_done_without_the_token(client: TestClient) -> None:
    case = take(client)
    for path in ("/staff/receive", "/staff/sign-out", f"{case}/close", f"{case}/answers/employees"):
        assert client.post(path, data={"seen": "1", "reason": "x"}).status_code == 403, path


PAGES = {
    "/staff/portfolio": {"clerk", "reviewer", "approver"},
    "/staff/portfolio/export.csv": {"clerk", "reviewer", "approver"},
    "/staff/batches": {"clerk", "reviewer", "approver"},
    "/staff/log": {"reviewer", "approver", "admin"},
    "/staff/administration": {"admin"},
}


@pytest.mark.parametrize("user", ["clerk-1", "reviewer-1", "approver-1", "admin-1"])
def test_each_role_sees_its_own_pages(client: TestClient, user: str) -> None:
    sign_in(client, user)
    for path, roles in PAGES.items():
        assert client.get(path).status_code == (200 if ROLES[user] in roles else 403), path
    for deed in ("switch-user", "revoke-key", "erase-member"):
        done = client.post(f"/staff/administration/{deed}", data={"csrf": csrf(client), "user": "x"})
        assert (done.status_code == 403) is (user != "admin-1"), deed


def test_the_portfolio_counts_what_stands_and_its_tables_run_no_formula(client: TestClient) -> None:
    take(client)
    take(client, "03-mihon-clinic.yaml")
    case = take(client, "01-reiji-greengrocer.yaml")
    assert do(client, case, "name", id="M-0001", name="=HYPERLINK(1)", reason="社名変更") == 303
    page = client.get("/staff/portfolio").text
    assert "案件 3件" in page
    table = client.get("/staff/portfolio/export.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table
    assert table.count("\n") == 4
    assert client.get("/staff/portfolio/export.xlsx").content.startswith(b"PK")
    assert client.get("/staff/portfolio/export.parquet").status_code == 404


def test_the_log_is_searched_and_its_chain_verified(client: TestClient) -> None:
    take(client)
    sign_in(client, "reviewer-1")
    assert "改ざんは見つかりませんでした" in client.get("/staff/log?verify=1").text
    found = client.get("/staff/log?search=case-received").text
    assert "R2026-000001" in found
    assert "signed-in" not in found
    for query in ("start=x", "start=99999999999999", "search=%25"):
        assert client.get(f"/staff/log?{query}").status_code == 200


def test_an_administrator_disables_others_and_never_themselves(client: TestClient) -> None:
    sign_in(client, "admin-1")
    send = "/staff/administration/switch-user"
    assert client.post(send, data={"csrf": csrf(client), "user": "clerk-1"}).status_code == 303
    assert client.post(send, data={"csrf": csrf(client), "user": "admin-1"}).status_code == 422
    assert client.post(send, data={"csrf": csrf(client), "user": "nobody"}).status_code == 404
    assert sign_in(client, "clerk-1") == 422


def test_a_revoked_key_opens_nothing_any_more(client: TestClient) -> None:
    keys = client.app.state.site.store.api_keys  # type: ignore[attr-defined]
    shown = keys.make("broker", frozenset({Scope.SHEETS}), None, "test")
    headers = {"authorization": f"Bearer {shown}"}
    assert client.get("/api/v1/rulesets", headers=headers).status_code == 200
    sign_in(client, "admin-1")
    page = client.get("/staff/administration").text
    id_ = shown.split("_")[1]
    assert f"dk_{id_}_…" in page
    assert "2026-11-25</td>" in page
    assert shown not in page
    send = "/staff/administration/revoke-key"
    assert client.post(send, data={"csrf": csrf(client), "key": id_}).status_code == 303
    assert client.post(send, data={"csrf": csrf(client), "key": id_}).status_code == 404
    assert client.get("/api/v1/rulesets", headers=headers).status_code == 401
    assert ("key-revoked", "admin-1") in {
        (event.action, event.actor)
        for event in client.app.state.site.store.events()  # type: ignore[attr-defined]
    }


def test_a_members_data_are_deleted_when_the_number_is_typed_twice(client: TestClient) -> None:
    case = take(client)
    sign_in(client, "admin-1")
    send = "/staff/administration/erase-member"
    assert client.post(send, data={"csrf": csrf(client), "member": "M-0002", "again": "M-0003"}).status_code == 422
    done = client.post(send, data={"csrf": csrf(client), "member": "M-0002", "again": "M-0002"})
    assert "案件1件" in done.text
    sign_in(client, "reviewer-1")
    assert client.get(case).status_code == 404
    assert "改ざんは見つかりませんでした" in client.get("/staff/log?verify=1").text


def test_a_batchs_files_are_taken_in_once_and_its_quarantine_explained(client: TestClient, tmp_path: Path) -> None:
    import subprocess  # noqa: PLC0415 - here only
    import sys  # noqa: PLC0415

    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "good.yaml").write_bytes((SHEETS / "02-sample-precision.yaml").read_bytes())
    (inbox / "bad.json").write_text("{", "utf-8")
    store = f"sqlite:///{tmp_path / 'store.db'}"
    command = [sys.executable, "-m", "diagnosis", "batch", str(inbox), "--out", str(tmp_path / "out"), "--no-reports"]
    subprocess.run([*command, "--store", store, "--workers", "1"], cwd=ROOT, check=False, capture_output=True)
    sign_in(client, "clerk-1")
    page = client.get("/staff/batches/1").text
    assert "bad.json:1:" in page
    digest = re.search(r"quarantine/([0-9a-f]{64})", page)
    assert digest
    assert client.get(f"/staff/batches/1/quarantine/{digest[1]}").content == b"{"
    assert client.get(f"/staff/batches/1/quarantine/{'0' * 64}").status_code == 404
    assert client.get("/staff/batches/2").status_code == client.get("/staff/batches/x").status_code == 404
    for _ in range(2):
        assert client.post("/staff/batches/1/take-in", data={"csrf": csrf(client)}).status_code == 303
    assert client.get("/staff").text.count("一括処理</td>") == 2


def test_what_has_expired_is_thrown_away_when_the_site_starts(tmp_path: Path, clock: Clock) -> None:
    web = settings(tmp_path)
    with visitor(web, clock) as client:
        begin(client)
        assert len(drafts(client)) == 1
    clock.now += timedelta(days=2)
    with visitor(web, clock) as client:
        assert client.get("/ready").status_code == 200
        assert drafts(client) == []


def drafts(client: TestClient) -> list[str]:
    from sqlalchemy import select  # noqa: PLC0415 - the store shows no names of drafts

    from diagnosis.store.tables import DRAFTS  # noqa: PLC0415

    with client.app.state.site.store._engine.connect() as connection:  # type: ignore[attr-defined]
        return list(connection.scalars(select(DRAFTS.c.name)))


def test_one_changes_ones_own_password_and_is_signed_in_here_alone(client: TestClient) -> None:
    sign_in(client, "clerk-1")
    kept = client.cookies["__Host-staff"]
    send, good = "/staff/account/password", "seven green kettles sing"
    for now, new, again in ((PASSWORD + "x", good, good), (PASSWORD, good, good + "x"), (PASSWORD, "short", "short")):
        fields = {"csrf": csrf(client), "now": now, "new": new, "again": again}
        assert client.post(send, data=fields).status_code == 422
    done = client.post(send, data={"csrf": csrf(client), "now": PASSWORD, "new": good, "again": good})
    assert done.status_code == 303
    assert client.get("/staff/account").status_code == 200
    client.cookies.set("__Host-staff", kept, domain="diagnosis.example", path="/")
    assert client.get("/staff").status_code == 303
    assert sign_in(client, "clerk-1") == 422
    assert sign_in(client, "clerk-1", good) == 303


def test_one_ends_ones_sessions_elsewhere(client: TestClient) -> None:
    sign_in(client, "clerk-1")
    elsewhere = client.cookies["__Host-staff"]
    client.cookies.clear()
    sign_in(client, "clerk-1")
    assert client.get("/staff/account").text.count("最後の操作") == 2
    assert client.post("/staff/account/end-others", data={"csrf": csrf(client)}).status_code == 303
    assert client.get("/staff").status_code == 200
    client.cookies.clear()
    client.cookies.set("__Host-staff", elsewhere)
    assert client.get("/staff").status_code == 303


def test_leaving_clears_what_the_browser_kept(client: TestClient) -> None:
    sign_in(client, "clerk-1")
    left = client.post("/staff/sign-out", data={"csrf": csrf(client)})
    assert left.headers["clear-site-data"] == '"cache", "storage"'


def test_the_log_and_the_queue_speak_in_words_and_tell_what_holds(client: TestClient) -> None:
    case = take(client)
    assert do(client, case, "propose", tier=20, reason="現地確認") == 303
    assert "確認待ち 20 %" in client.get("/staff").text
    assert do(client, case, "send-on") == 303
    sign_in(client, "reviewer-1")
    assert "先に、提案された区分を確認するか取り下げてください。" in client.get(case).text
    assert do(client, case, "confirm", reason="同意") == 303
    queue = client.get("/staff").text
    assert "確認済み（診断 30 %）" in queue
    assert re.search(r'<td class="number">20 %<br>', queue)
    assert '<td class="number">50 %</td>' in queue
    log = client.get("/staff/log").text
    assert "提案された区分を確認" in log
    assert all(f">{action}</span>" in log for action in ("case-confirmed", "signed-in"))


def test_a_closed_case_asks_for_nothing(client: TestClient) -> None:
    sign_in(client, "clerk-1")
    sent = {"sheet": ("x.xlsx", b"PK broken")}
    case = client.post("/staff/receive", data={"csrf": csrf(client)}, files=sent).headers["location"]
    assert "未処理" in client.get(case).text
    assert do(client, case, "close", reason="読めない") == 303
    page = client.get(case).text
    assert "この案件は終了しています。" in page
    assert "この案件を終了してください" not in page
    assert ">未処理</span>" not in page
