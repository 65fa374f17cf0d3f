"""Signing in by the insurer's directory (OpenID Connect): authorization code with PKCE, state and nonce.

Sources: OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3.7; RFC 7636 (PKCE); RFC 9700, section 2.1.
"""

import hashlib
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from httpx import AsyncClient, HTTPError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from diagnosis.model.staff import Role
from diagnosis.model.text import Text
from diagnosis.store import User
from diagnosis.web.refusals import PageError, not_found
from diagnosis.web.responses import see_other
from diagnosis.web.security.errand import Errand
from diagnosis.web.settings import Directory
from diagnosis.web.site import Site, site_of
from diagnosis.web.staff.sign_in import safe_address
from diagnosis.web.staff.signed_in import begin_session

_ERRAND = Errand("leaving", timedelta(minutes=10))
_SECONDS = 10
_ALGORITHMS = ["RS256", "PS256", "ES256"]
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
RETURN = "/staff/directory/return"


@dataclass(frozen=True, slots=True)
class _Leaving:
    """What was sent along with somebody who went to the directory."""

    state: str
    nonce: str
    verifier: str
    back: str


async def leave(request: Request) -> Response:
    """Send the visitor to the directory."""
    site, directory = site_of(request), _directory(site_of(request))
    found = await _discover(directory)
    leaving = _Leaving(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        back=safe_address(request.query_params.get("back", "")),
    )
    async with _client(site, directory) as client:
        url, _ = client.create_authorization_url(
            found["authorization_endpoint"], state=leaving.state, nonce=leaving.nonce, code_verifier=leaving.verifier
        )
    response = RedirectResponse(url, 303)
    await _ERRAND.begin(request, response, asdict(leaving))
    return response


async def come_back(request: Request) -> Response:
    """Take in who comes back from the directory, if it really sent them and they have a role here."""
    site, directory = site_of(request), _directory(site_of(request))
    left = await _ERRAND.take(request)
    leaving = _Leaving(**left) if left else None
    query = request.query_params
    if leaving is None or not secrets.compare_digest(query.get("state", ""), leaving.state) or "code" not in query:
        raise _refused()
    claims = await _claims(site, directory, leaving, query["code"])
    user = _user(directory, claims)
    if not user.roles:
        raise PageError(
            403,
            Text("役割がありません", "You have no role here"),
            Text(
                "社内の認証では本人と確認できましたが、この診断の役割が割り当てられていません。管理者に依頼してください。",
                "The directory knows you, but has given you no role for this. Ask an administrator.",
            ),
        )
    await site.wait_for(lambda: _keep(site, user))
    response = await begin_session(request, see_other(leaving.back), user.id, "directory")
    _ERRAND.drop(request, response)
    return response


def _directory(site: Site) -> Directory:
    if site.web.directory is None:
        raise not_found()
    return site.web.directory


def _client(site: Site, directory: Directory) -> AsyncOAuth2Client:
    return AsyncOAuth2Client(
        directory.client,
        directory.secret,
        scope="openid profile",
        redirect_uri=f"{site.web.base_url}{RETURN}",
        code_challenge_method="S256",
        timeout=_SECONDS,
    )


async def _discover(directory: Directory) -> dict[str, Any]:
    """The directory's own description of itself; raises PageError where it cannot be had, or is another's."""
    found = await _get(f"{directory.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != directory.issuer:
        raise _away()
    return found


async def _get(url: str) -> dict[str, Any]:
    try:
        async with AsyncClient(timeout=_SECONDS) as client:
            answer = (await client.get(url)).raise_for_status().json()
    except (HTTPError, ValueError) as error:
        raise _away() from error
    if not isinstance(answer, dict):
        raise _away()
    return answer


async def _claims(site: Site, directory: Directory, leaving: _Leaving, code: str) -> dict[str, Any]:
    """What the directory says of who came back, its signature and every condition checked."""
    found = await _discover(directory)
    try:
        async with _client(site, directory) as client:
            token = await client.fetch_token(found["token_endpoint"], code=code, code_verifier=leaving.verifier)
        keys = KeySet.import_key_set(await _get(found["jwks_uri"]))  # type: ignore[arg-type]
        claims: dict[str, Any] = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS).claims
        rules = jwt.JWTClaimsRegistry(
            now=int(site.clock().timestamp()),
            iss={"essential": True, "value": directory.issuer},
            aud={"essential": True, "value": directory.client},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": leaving.nonce},
        )
        rules.validate(claims)
    except (HTTPError, OAuthError, JoseError, KeyError, ValueError) as error:
        raise _refused() from error
    return claims


def _user(directory: Directory, claims: dict[str, Any]) -> User:
    """The user of these claims. Ids of the directory's users begin so that no local one can be taken for them."""
    subject = str(claims["sub"])
    plain = subject if _PLAIN.fullmatch(subject) else hashlib.sha256(subject.encode()).hexdigest()[:16]
    named = claims.get(directory.claim, [])
    roles = {f"{directory.prefix}{role}": role for role in Role}
    held = frozenset(roles[one] for one in (named if isinstance(named, list) else [named]) if one in roles)
    return User(id=f"directory:{plain}", name=str(claims.get("name", plain))[:100], roles=held)


def _keep(site: Site, user: User) -> None:
    """On record as the directory says today; one whom an administrator disabled stays out."""
    before = site.store.people.find(user.id)
    if before is not None and not before.is_active:
        raise _refused()
    if before != user:
        site.store.people.put(user, "directory")


def _refused() -> PageError:
    return PageError(
        403,
        Text("サインインできませんでした", "Sign-in failed"),
        Text(
            "社内の認証から戻った情報を確かめられませんでした。サインインの画面から、もう一度お試しください。",
            "What came back from the directory could not be verified. Try again from the sign-in page.",
        ),
    )


def _away() -> PageError:
    return PageError(
        503,
        Text("社内の認証につながりません", "The directory cannot be reached"),
        Text(
            "しばらくしてからお試しください。続くときは管理者に知らせてください。",
            "Try again in a moment, and tell an administrator if it goes on.",
        ),
    )
