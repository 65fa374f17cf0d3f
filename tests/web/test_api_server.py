"""The API before a real server: its description is true, requests race, the server is killed."""

import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
import uvicorn

from diagnosis.model.api_key import Scope
from diagnosis.store import Asked, Store
from diagnosis.web.app import make_app
from diagnosis.web.serving import Place, listen
from diagnosis.web.settings import Limits, Rate
from tests.web.browser import Served, serving
from tests.web.site import Clock, settings, visitor

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "demo" / "sheets"
PRECISION = (SHEETS / "02-sample-precision.yaml").read_bytes()
YAML = {"content-type": "application/yaml"}
API = "/api/v1"
OFTEN = Rate(100_000, 10_000)


@dataclass(frozen=True, slots=True)
class Server:
    """A site on a port of its own. headers: of a key that may do everything."""

    address: str
    store: Store
    headers: dict[str, str]

    def post(self, path: str, body: bytes, **headers: str) -> httpx2.Response:
        sent = self.headers | YAML | {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx2.post(f"{self.address}{API}/{path}", content=body, headers=sent, timeout=60)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_on(f"sqlite:///{tmp_path_factory.mktemp('api') / 'store.db'}") as server:
        yield server


@pytest.fixture
def either_server(url: str) -> Iterator[Server]:
    """On SQLite, and on PostgreSQL."""
    with running_on(url) as server:
        yield server


@contextlib.contextmanager
def running_on(url: str) -> Iterator[Server]:
    """uvicorn in a thread: the real one, with room for very many calls."""
    web = replace(settings(Path(), Limits(api=OFTEN, api_renders=OFTEN, sign_ins=OFTEN)), store=url)
    ready = threading.Event()
    listening = listen(Place(host="127.0.0.1", port=0))
    app = make_app(web, lambda: datetime.now(UTC), ready.set)
    running = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", lifespan="on"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    assert ready.wait(60)
    store = app.state.site.store
    try:
        yield Server(f"http://127.0.0.1:{listening.getsockname()[1]}", store, headers_of(store))
    finally:
        running.should_exit = True
        thread.join()


def headers_of(store: Store) -> dict[str, str]:
    return {"authorization": f"Bearer {store.api_keys.make('broker', frozenset(Scope), timedelta(days=1), 'test')}"}


def test_the_description_is_true(server: Server, tmp_path: Path) -> None:
    """Requests drawn from it, sound and odd, with and without a key, one upon the other's answer.

    A sheet with faults is no bad request: `check` answers with them, `submissions` receives it. So two checks of
    schemathesis that hold a schema against the answer's status do not apply. A third would miss the key's header,
    which the option -H puts there again: that calls without a key are refused is what `ignored_auth` tries.
    """
    command = [sys.executable, "-c", "from schemathesis.cli import schemathesis as run; run()", "run"]
    header = f"Authorization:{server.headers['authorization']}"
    wanted = [
        "--max-examples",
        "2",
        "--request-timeout",
        "60",
        "--generation-deterministic",
        "--no-shrink",
        "--no-color",
    ]
    wanted += ["--exclude-checks", "positive_data_acceptance,negative_data_rejection,missing_required_header"]
    command += [f"{server.address}{API}/openapi.json", "-H", header, "--continue-on-failure", *wanted]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_of_equal_requests_at_once_one_is_done(either_server: Server) -> None:
    """Whoever comes while it is being done is told to wait; nobody has it done a second time."""
    body = PRECISION.replace(b"M-0002", b"M-RACE")
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: either_server.post("submissions", body, idempotency_key="race"), range(12)))
    codes = {answer.status_code for answer in answers}
    assert codes <= {201, 409}
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 409)
    done = [answer for answer in answers if answer.status_code == 201]
    assert [answer.headers.get("idempotency-replayed") for answer in done].count(None) == 1
    assert len({answer.content for answer in done}) == 1
    assert either_server.post("submissions", body, idempotency_key="race").content == done[0].content
    assert [case.member.id for case in either_server.store.cases.list(Asked(search="M-RACE"))] == ["M-RACE"]


def test_different_requests_at_once_are_all_done(either_server: Server) -> None:
    def hand_in(n: int) -> str:
        body = PRECISION.replace(b"M-0002", b"M-ALL-%d" % n)
        return either_server.post("submissions", body, idempotency_key=f"all-{n}").json()["submissions"][0]["number"]

    with ThreadPoolExecutor(12) as pool:
        assert len({*pool.map(hand_in, range(24))}) == 24


def test_a_report_that_is_made_does_not_hold_up_scores(server: Server) -> None:
    """Both at once: scores are answered while the report is still being made."""
    with ThreadPoolExecutor(1) as pool:
        report = pool.submit(server.post, "report", PRECISION)
        scored = 0
        while not report.done():
            assert server.post("score", PRECISION).status_code == 200
            scored += 1
    assert report.result().status_code == 200
    assert scored >= 5


def test_a_killed_server_has_done_nothing_twice_and_lost_nothing_acknowledged(tmp_path: Path) -> None:
    """Killed while it receives; then every request comes again, under its key."""
    path = tmp_path / "store.db"
    with Store.open(f"sqlite:///{path}", lambda: datetime.now(UTC)) as store:
        headers = headers_of(store)
    bodies = {f"k-{n}": PRECISION.replace(b"M-0002", b"M-KILL-%02d" % n) for n in range(40)}
    acknowledged = send_until_killed(path, headers, bodies)
    assert 0 < len(acknowledged) < len(bodies)
    clock = Clock()
    clock.now = datetime.now(UTC) + timedelta(minutes=2)  # what was cut off may be done anew
    with visitor(settings(tmp_path, Limits(api=OFTEN)), clock) as client:
        numbers = {}
        for key, body in bodies.items():
            sent = headers | YAML | {"idempotency-key": key}
            again = client.post(f"{API}/submissions", content=body, headers=sent)
            assert again.status_code == 201
            assert acknowledged.get(key, again.content) == again.content
            numbers[key] = again.json()["submissions"][0]["number"]
        found = client.app.state.site.store.cases.list(Asked(most=100))  # type: ignore[attr-defined]
    assert sorted(numbers.values()) == sorted(case.number for case in found)


def test_a_server_that_is_told_to_stop_finishes_what_it_began(tmp_path: Path) -> None:
    """Four reports are asked for; told to stop when the first is done, it still gives the others."""
    path = tmp_path / "store.db"
    with Store.open(f"sqlite:///{path}", lambda: datetime.now(UTC)) as store:
        headers = headers_of(store) | YAML
    told = threading.Lock()

    def report(served: Served, number: int) -> httpx2.Response:
        body = PRECISION.replace(b"M-0002", b"M-STOP-%d" % number)
        answer = httpx2.post(f"{served.address}{API}/report", content=body, headers=headers, timeout=60)
        if told.acquire(blocking=False):
            served.process.terminate()
        return answer

    with serving(path) as served, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: report(served, number), range(4)))
        assert served.process.wait(60) in {0, -signal.SIGTERM}
    assert [answer.status_code for answer in answers] == [200] * 4
    assert all(answer.content.startswith(b"%PDF-") and answer.content.rstrip().endswith(b"%%EOF") for answer in answers)


def send_until_killed(path: Path, headers: dict[str, str], bodies: dict[str, bytes]) -> dict[str, bytes]:
    """Hand all in, four at a time, and kill the server after the tenth answer; the answers that came."""
    acknowledged: dict[str, bytes] = {}
    enough = threading.Event()

    def hand_in(served: Served, key: str) -> None:
        with contextlib.suppress(httpx2.HTTPError):
            sent = headers | YAML | {"idempotency-key": key}
            answer = httpx2.post(f"{served.address}{API}/submissions", content=bodies[key], headers=sent, timeout=60)
            assert answer.status_code == 201
            acknowledged[key] = answer.content
            if len(acknowledged) == 10:
                enough.set()

    with serving(path) as served, ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(hand_in, served, key) for key in bodies]
        assert enough.wait(60)
        served.kill()
        for one in waiting:
            one.result()
    return acknowledged
