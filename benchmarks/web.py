"""The site on loopback: pages a second on one core, many members at once, and pages while reports are made.

Run: ./run bench web [--members N] [--seconds N] [--postgres URL]. The server has one core, those who ask it another.
Every answer that a member was told is kept is looked for at the end.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx

ROOT = Path(__file__).parents[1]
SECTION = "/questions/pd-access"
SHEET = (ROOT / "demo" / "sheets" / "02-sample-precision.yaml").read_bytes()
THINKING = 3.0
"""Seconds between two pages of a member: a quick one."""
SEED = 20_261_125
_SHOWN = re.compile(r'name="shown" value="([^"]+)"')
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
_RADIO = re.compile(r'type="radio" id="[^"]+" name="([^"]+)" value="([^"~][^"]*)"')


@dataclass(slots=True)
class Tally:
    """What members saw: milliseconds of each page, and what went wrong."""

    pages: list[float] = field(default_factory=list)
    posts: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    kept: int = 0
    lost: int = 0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--postgres", metavar="URL", help="a second run with this store")
    given = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with serving(f"sqlite:///{place / 'one.db'}", place / "one.log") as address:
            asyncio.run(print_preview(address))
        print_server_times(place / "one.log")
        with serving(f"sqlite:///{place / 'two.db'}", place / "two.log") as address:
            asyncio.run(print_beside_reports(address))
        stores = {"SQLite": f"sqlite:///{place / 'many.db'}"}
        stores |= {"PostgreSQL": given.postgres} if given.postgres else {}
        for name, store in stores.items():
            with serving(store, place / f"{name}.log") as address:
                asyncio.run(print_many(name, address, given.members, given.seconds))


@contextlib.contextmanager
def serving(store: str, log: Path) -> Iterator[str]:
    """A server on a core of its own; its address."""
    command = [sys.executable, "-m", "diagnosis", "web", "--store", store, "--port", "0", "--lang", "en"]
    core = min(os.sched_getaffinity(os.getppid()))
    with log.open("w") as written:
        process = subprocess.Popen(
            ["taskset", "-c", str(core), *command], stderr=subprocess.PIPE, stdout=written, text=True, cwd=ROOT
        )
    assert process.stderr
    line = process.stderr.readline()
    drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=log.open("a"))
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield found[0]
    finally:
        process.terminate()
        process.wait()
        drain.wait()


class Member:
    """One visitor, from an address of its own."""

    def __init__(self, address: str, number: int) -> None:
        origin = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        self.client = httpx.AsyncClient(base_url=address, headers={"x-forwarded-for": origin}, timeout=60)
        self.number = number
        self.dice = random.Random(SEED + number)
        self.kept: dict[str, dict[str, str]] = {}

    def come_from(self, origin: str) -> None:
        """From another address: the site counts what each of them asks for."""
        self.client.headers["x-forwarded-for"] = origin

    async def begin(self, sheet: bytes | None = None) -> None:
        """Begin, blank or with a sheet."""
        token = {"csrf": token_of((await self.client.get("/from-file")).text)}
        if sheet is None:
            await self.client.post("/begin", data=token)
        else:
            await self.client.post("/from-file", data=token, files={"sheet": ("sheet.yaml", sheet)})

    async def answer(self, page: str, path: str, headers: dict[str, str]) -> httpx.Response:
        """Send a section with a choice for each question that has choices; remember what was acknowledged."""
        chosen = {name: self.dice.choice(values) for name, values in choices_of(page).items()}
        data = {"csrf": token_of(page), "shown": _SHOWN.findall(page), **chosen}
        answered = await self.client.post(path, data=data, headers=headers)
        if answered.status_code in {200, 303}:
            self.kept[path] = chosen
        return answered

    async def find_lost(self) -> int:
        """How many acknowledged answers the site has not."""
        lost = 0
        for path, chosen in self.kept.items():
            page = (await self.client.get(path)).text
            asked = {name: value for name, value in chosen.items() if f'name="{name}"' in page}
            lost += sum(f'name="{name}" value="{value}" checked' not in page for name, value in asked.items())
        return lost


async def print_preview(address: str) -> None:
    """Score previews of one section page, as the script asks for them, each with other answers than before.

    One at a time, four, sixteen; by a bare client, so that its own work counts for little.
    """
    for members in (1, 4, 16):
        visitors = [Member(address, 20 * members + number) for number in range(members)]
        for visitor in visitors:
            await visitor.begin(SHEET)
        end = time.perf_counter() + 8
        times = await asyncio.gather(*(ask_for_previews(address, visitor, end) for visitor in visitors))
        every = [one for found in times for one in found]
        print(
            f"score previews of a section page, {members} at a time: {len(every) / 8:,.0f} a second on one core, "
            f"median {statistics.median(every):.1f} ms there and back; each is on disk before it is answered"
        )


async def ask_for_previews(address: str, visitor: "Member", end: float) -> list[float]:
    """Milliseconds of each preview that one visitor asks for."""
    page = (await visitor.client.get(SECTION)).text
    fixed = [("csrf", token_of(page)), *(("shown", name) for name in _SHOWN.findall(page))]
    choices = choices_of(page)
    cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.client.cookies.jar)
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    times = []
    for turn in itertools.count():
        if time.perf_counter() >= end:
            break
        chosen = [(name, visitor.dice.choice(values)) for name, values in choices.items()]
        body = urlencode([*fixed, *chosen]).encode()
        head = (
            f"POST {SECTION} HTTP/1.1",
            f"host: {host}:{port}",
            f"cookie: {cookies}",
            f"x-forwarded-for: 11.{visitor.number}.{turn >> 6 & 255}.{turn >> 14 & 255}",
            "x-part: 1",
            "content-type: application/x-www-form-urlencoded",
            f"content-length: {len(body)}",
        )
        start = time.perf_counter()
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        await reader.readexactly(int(answer.partition("content-length:")[2].partition("\r\n")[0]))
        times.append(1000 * (time.perf_counter() - start))
        assert " 200 " in answer.partition("\r\n")[0], answer
    writer.close()
    return times


def choices_of(page: str) -> dict[str, list[str]]:
    """The values that a page's questions may take, by name."""
    choices: dict[str, list[str]] = {}
    for name, value in _RADIO.findall(page):
        choices.setdefault(name, []).append(value)
    return choices


def print_server_times(log: Path) -> None:
    """What the server's own log says of its pages."""
    times: dict[str, list[float]] = {}
    for line in log.read_text("utf-8").splitlines():
        if "{" in line and '"ms"' in line:
            entry = json.loads(line[line.index("{") :])
            times.setdefault(f"{entry['method']} {entry['page']}", []).append(entry["ms"])
    for name, found in sorted(times.items()):
        print(f"  at the server, {name}: median {statistics.median(found):.1f} ms of {len(found)}")


async def print_beside_reports(address: str) -> None:
    """A member's pages alone, and while others' reports are made without a pause."""
    member, printer = Member(address, 1), Member(address, 2)
    for one in (member, printer):
        await one.begin(SHEET)

    async def browse(seconds: float) -> list[float]:
        times, number, end = [], 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            number += 1
            member.come_from(f"12.0.{number >> 6 & 255}.1")
            start = time.perf_counter()
            assert (await member.client.get(SECTION)).status_code == 200
            times.append(1000 * (time.perf_counter() - start))
            await asyncio.sleep(0.02)
        return times

    async def print_reports(stop: asyncio.Event) -> int:
        made = 0
        while not stop.is_set():
            printer.come_from(f"13.0.0.{made}")
            token = token_of((await printer.client.get("/erase")).text)
            made += (await printer.client.post("/report", data={"csrf": token, "name": ""})).status_code == 200
        return made

    stop = asyncio.Event()
    alone = await browse(8)
    printing = asyncio.create_task(print_reports(stop))
    await asyncio.sleep(4)  # the first report loads what it needs
    beside = await browse(8)
    stop.set()
    made = await printing
    print("a section page, milliseconds:          median    95 %")
    for name, times in (("alone", alone), (f"while {made} reports are made", beside)):
        print(f"  {name:35} {statistics.median(times):6.1f} {statistics.quantiles(times, n=20)[-1]:7.1f}")
    print("  (the reports' process shares the server's core here)")


async def print_many(name: str, address: str, members: int, seconds: float) -> None:
    """Many at once, each from section to section with a pause to think; then every kept answer is looked for."""
    tally, end = Tally(), time.perf_counter() + seconds

    async def walk(number: int) -> None:
        member = Member(address, 1000 + number)
        try:
            await asyncio.sleep(member.dice.random() * THINKING)
            await member.begin()
            path = "/questions/profile-company"
            while time.perf_counter() < end:
                start = time.perf_counter()
                page = await member.client.get(path)
                tally.pages.append(1000 * (time.perf_counter() - start))
                if page.status_code != 200:
                    tally.errors.append(f"GET {path} {page.status_code}")
                    break
                await asyncio.sleep(THINKING * (0.5 + member.dice.random()))
                start = time.perf_counter()
                answered = await member.answer(page.text, path, {})
                tally.posts.append(1000 * (time.perf_counter() - start))
                if answered.status_code != 303:
                    tally.errors.append(f"POST {path} {answered.status_code}")
                    break
                path = answered.headers["location"].partition("?")[0].partition("#")[0]
                if not path.startswith("/questions/"):
                    path = "/questions/profile-company"
            tally.kept += sum(len(chosen) for chosen in member.kept.values())
            tally.lost += await member.find_lost()
        except httpx.HTTPError as error:
            tally.errors.append(type(error).__name__)
        await member.client.aclose()

    await asyncio.gather(*(walk(number) for number in range(members)))
    requests = len(tally.pages) + len(tally.posts)
    print(f"{members} members at once for {seconds:.0f} seconds, {name}: {requests / seconds:,.0f} requests a second")
    for what, times in (("pages", tally.pages), ("answers", tally.posts)):
        most = statistics.quantiles(times, n=20)[-1]
        print(f"  {what}: {len(times):,}, median {statistics.median(times):.1f} ms, 95 % within {most:.1f} ms")
    print(f"  errors: {len(tally.errors)} {sorted(set(tally.errors))[:5]}")
    print(f"  answers acknowledged: {tally.kept:,}, lost: {tally.lost}")


def token_of(page: str) -> str:
    """The token in a page's forms."""
    found = _TOKEN.search(page)
    assert found, page[:500]
    return found[1]


if __name__ == "__main__":
    main()
