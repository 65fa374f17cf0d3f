"""One call: its key and scope, its sheet, its idempotency key. Every endpoint goes through here."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.model.api_key import ApiKey, Scope
from diagnosis.model.text import Language, Text
from diagnosis.store import Given, Turn
from diagnosis.web.forms.posted import address_of
from diagnosis.web.pages import language_of
from diagnosis.web.refusals import PageError, too_many
from diagnosis.web.site import Site, site_of

_KEY = re.compile(r"[!-~]{1,200}")
"""Visible ASCII."""
_BEARER = re.compile(r"Bearer ([!-~]{1,200})", re.IGNORECASE)
_WAIT = 5


@dataclass(frozen=True, slots=True)
class Call:
    """A call that may be served. body: empty for a GET."""

    request: Request
    site: Site
    key: ApiKey
    language: Language
    body: bytes


Work = Callable[[Call], Awaitable[Response]]


def endpoint(scope: Scope, work: Work, *, needs_key: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """A handler that lets `work` answer whoever may ask. needs_key: of idempotency; else it may be given."""

    async def serve(request: Request) -> Response:
        site = site_of(request)
        key = await _find_key(request, site, scope)
        wait = site.rates.wait("api", key.id, site.web.limits.api)
        if wait:
            raise too_many(wait)
        body = await request.body() if request.method == "POST" else b""
        call = Call(request, site, key, language_of(request), body)
        given = request.headers.get("idempotency-key")
        if given is None:
            if needs_key:
                raise _key_needed()
            return await work(call)
        return await _once(call, given, work)

    return serve


async def _find_key(request: Request, site: Site, scope: Scope) -> ApiKey:
    """The caller's key; raises PageError (401, 403). Guessing is slowed down by address."""
    shown = _BEARER.fullmatch(request.headers.get("authorization", ""))
    key = await site.wait_for(lambda: site.store.api_keys.find(shown[1])) if shown else None
    if key is None:
        wait = site.rates.wait("api-guess", address_of(request), site.web.limits.sign_ins)
        if wait:
            raise too_many(wait)
        raise PageError(
            401,
            Text("鍵が必要です", "A key is needed"),
            Text(
                "「Authorization: Bearer 鍵」を付けてください。鍵は管理者が diagnosis key で作ります。",
                "Send “Authorization: Bearer KEY”. An administrator makes keys with diagnosis key.",
            ),
        )
    if scope not in key.scopes:
        raise PageError(
            403,
            Text("この鍵では許されていません", "This key does not allow it"),
            Text(f"権限 {scope} のある鍵を使ってください。", f"Use a key with the scope {scope}."),
        )
    return key


async def _once(call: Call, given: str, work: Work) -> Response:
    """The answer that was given before, or the work done now and its answer kept."""
    if not _KEY.fullmatch(given):
        raise PageError(
            400,
            Text("Idempotency-Key を使えません", "This Idempotency-Key will not do"),
            Text("英数字と記号で200文字以内にしてください。", "Use at most 200 visible ASCII characters."),
        )
    answers, owner = call.site.store.api_answers, call.key.owner
    url = call.request.url
    digest = hashlib.sha256(f"{url.path}?{url.query}\n".encode() + call.body).hexdigest()
    turn, before = await call.site.wait_for(lambda: answers.begin(owner, given, digest))
    match turn:
        case Turn.AGAIN if before:
            return Response(before.content, before.status, {"idempotency-replayed": "true"}, before.kind)
        case Turn.OTHER:
            raise _used()
        case Turn.WAIT:
            raise _under_way()
        case _:
            return await _do_and_keep(call, given, work)


async def _do_and_keep(call: Call, given: str, work: Work) -> Response:
    answers, owner = call.site.store.api_answers, call.key.owner
    try:
        response = await work(call)
    except BaseException:
        await call.site.wait_for(lambda: answers.keep(owner, given, None))
        raise
    kept = Given(response.status_code, response.headers.get("content-type", ""), bytes(response.body))
    await call.site.wait_for(lambda: answers.keep(owner, given, kept))
    return response


def _key_needed() -> PageError:
    return PageError(
        400,
        Text("Idempotency-Key が必要です", "An Idempotency-Key is needed"),
        Text(
            "同じ提出を二度受け付けないよう、提出ごとに異なる Idempotency-Key を付けてください。",
            "Send one of your own with each submission, so that none is received twice.",
        ),
    )


def _used() -> PageError:
    return PageError(
        422,
        Text("Idempotency-Key が別の要求に使われています", "This Idempotency-Key was used for another request"),
        Text("要求が変わったときは、新しい値を付けてください。", "Use a new one where the request is another."),
    )


def _under_way() -> PageError:
    return PageError(
        409,
        Text("同じ要求を処理しています", "The same request is being served"),
        Text(f"{_WAIT}秒ほど待って、もう一度送ってください。", f"Send it again in about {_WAIT} seconds."),
        _WAIT,
    )
