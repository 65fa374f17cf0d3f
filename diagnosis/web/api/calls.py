"""One call: its key and scope, its body, its idempotency key. Every endpoint goes through here."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio
from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.api_key import ApiKey, Scope
from diagnosis.model.text import Language, Text
from diagnosis.store import GONE, Begun, Given, Turn
from diagnosis.web.api.problems import language_of_call
from diagnosis.web.api.refusals import CallError, Kind
from diagnosis.web.forms.posted import address_of
from diagnosis.web.settings import Rate
from diagnosis.web.site import Site, site_of

IDEMPOTENCY_PATTERN = "[!-~]{1,200}"
"""Visible ASCII."""
_IDEMPOTENCY = re.compile(IDEMPOTENCY_PATTERN)
_BEARER = re.compile(r"Bearer +([!-~]{1,200})", re.IGNORECASE)
_WAIT = 5


@dataclass(frozen=True, slots=True)
class Call:
    """A call that may be served. body: empty for a GET. members: the numbers of those whom the answer tells of."""

    request: Request
    site: Site
    key: ApiKey
    language: Language
    body: bytes
    members: set[str] = field(default_factory=set)


Work = Callable[[Call], Awaitable[Response]]


def endpoint(scope: Scope, work: Work, *, needs_idempotency: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """A handler that lets `work` answer whoever may ask. needs_idempotency: else a POST may give its key or not."""

    async def serve(request: Request) -> Response:
        site = site_of(request)
        key = await _find_key(request, site, scope)
        count_call(site, key, "api", site.web.limits.api)
        if request.method != "POST":
            return await work(Call(request, site, key, language_of_call(request), b""))
        given = request.headers.get("idempotency-key")
        if needs_idempotency if given is None else not _IDEMPOTENCY.fullmatch(given):
            raise CallError(Kind.IDEMPOTENCY_KEY)
        call = Call(request, site, key, language_of_call(request), await request.body())
        return await work(call) if given is None else await _once(call, given, work)

    return serve


def count_call(site: Site, key: ApiKey, purpose: str, rate: Rate) -> None:
    """Count what this key does; raises CallError (429) where it is too much."""
    wait = site.rates.wait(purpose, key.id, rate)
    if wait:
        raise CallError(Kind.TOO_OFTEN, wait=wait)


async def _find_key(request: Request, site: Site, scope: Scope) -> ApiKey:
    """The caller's key; raises CallError (401, 403). Guessing is slowed down by address."""
    shown = _BEARER.fullmatch(request.headers.get("authorization", ""))
    key = await site.wait_for(lambda: site.store.api_keys.find(shown[1])) if shown else None
    if key is None:
        wait = site.rates.wait("api-guess", address_of(request), site.web.limits.sign_ins)
        raise CallError(Kind.TOO_OFTEN, wait=wait) if wait else CallError(Kind.KEY_NEEDED)
    if scope not in key.scopes:
        raise CallError(
            Kind.SCOPE_MISSING, Text(f"権限 {scope} のある鍵を使ってください。", f"Use a key with the scope {scope}.")
        )
    return key


async def _once(call: Call, given: str, work: Work) -> Response:
    """The answer that was given before, or the work done now and its answer kept."""
    answers, owner, request = call.site.store.api_answers, call.key.owner, _digest(call)
    begun = await call.site.wait_for(lambda: answers.begin(owner, given, request))
    match begun.turn:
        case Turn.GO:
            return await _do_and_keep(call, given, begun, work)
        case Turn.WAIT:
            raise CallError(Kind.UNDER_WAY, wait=_WAIT)
        case Turn.OTHER:
            raise CallError(Kind.KEY_REUSED)
        case Turn.AGAIN:
            assert begun.given
            return _again(begun.given)


def _digest(call: Call) -> str:
    """What makes a request the same: its address, its kind of content and its body."""
    url, kind = call.request.url, call.request.headers.get("content-type", "")
    return hashlib.sha256(f"{url.path}?{url.query}\n{kind}\n".encode() + call.body).hexdigest()


def _again(given: Given) -> Response:
    if given.status == GONE:
        raise CallError(Kind.GONE)
    headers = {"idempotency-replayed": "true"}
    if given.disposition:
        headers["content-disposition"] = given.disposition
    return Response(given.content, given.status, headers, given.kind)


async def _do_and_keep(call: Call, given: str, begun: Begun, work: Work) -> Response:
    """The work, and its answer kept before it is sent. A refusal is not kept: the request may be tried again."""
    kept = None
    try:
        response = await work(call)
        kept = Given(
            status=response.status_code,
            kind=response.headers["content-type"],
            content=bytes(response.body),
            disposition=response.headers.get("content-disposition"),
            members=frozenset(call.members),
        )
    finally:
        with anyio.CancelScope(shield=True):
            await call.site.wait_for(lambda: call.site.store.api_answers.keep(call.key.owner, given, begun, kept))
    return response
