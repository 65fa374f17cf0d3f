"""What the web is told when it starts: where it is reached, where it keeps things, how much it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from diagnosis.model.text import Text
from diagnosis.settings import Settings

_KILOBYTE, _MEGABYTE = 1 << 10, 1 << 20
_OIDC = "DIAGNOSIS_OIDC_"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class WebSettingsError(Exception):
    """The web cannot be started like this; `message` says why and what to do now."""

    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.message = Text(ja=ja, en=en)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests at once (`burst`), and so many more each second, from one address."""

    burst: int
    a_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request and one address may take. Sizes in bytes.

    pages: every page. beginnings: new drafts. links: tries to open a saved draft. uploads: files to be read.
    renders: reports. sign_ins: tries to sign in. api: calls, by key; api_renders: reports and forms among them.
    """

    form: int = 256 * _KILOBYTE
    upload: int = 8 * _MEGABYTE
    pages: Rate = Rate(240, 20)
    beginnings: Rate = Rate(30, 0.1)
    links: Rate = Rate(20, 0.1)
    uploads: Rate = Rate(10, 0.1)
    renders: Rate = Rate(10, 0.1)
    sign_ins: Rate = Rate(10, 0.05)
    codes: Rate = Rate(5, 1 / 60)
    api: Rate = Rate(300, 30)
    api_renders: Rate = Rate(20, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The insurer's directory (OpenID Connect). claim: where it names roles; each is `prefix` and the role's name."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    claim: str = "roles"
    prefix: str = "diagnosis-"


def read_directory(environment: Mapping[str, str]) -> Directory | None:
    """The directory that the environment names (`DIAGNOSIS_OIDC_…`), None for none; raises WebSettingsError.

    ISSUER, CLIENT_ID and CLIENT_SECRET, or CLIENT_SECRET_FILE with its place; ROLES_CLAIM, ROLES_PREFIX.
    """
    found = {name.removeprefix(_OIDC): value for name, value in environment.items() if name.startswith(_OIDC)}
    if "ISSUER" not in found:
        return None
    try:
        secret = found.get("CLIENT_SECRET") or Path(found["CLIENT_SECRET_FILE"]).read_text("utf-8").strip()
        client = found["CLIENT_ID"]
    except (KeyError, OSError) as error:
        raise WebSettingsError(
            ja=f"社内の認証を使うには {_OIDC}CLIENT_ID と、{_OIDC}CLIENT_SECRET か"
            f" {_OIDC}CLIENT_SECRET_FILE が必要です。",
            en=f"A directory needs {_OIDC}CLIENT_ID, and {_OIDC}CLIENT_SECRET or {_OIDC}CLIENT_SECRET_FILE.",
        ) from error
    _expect_trusted(found["ISSUER"])
    claim, prefix = found.get("ROLES_CLAIM", "roles"), found.get("ROLES_PREFIX", "diagnosis-")
    return Directory(issuer=found["ISSUER"], client=client, secret=secret, claim=claim, prefix=prefix)


def _expect_trusted(issuer: str) -> None:
    """Nobody may stand between the site and the directory: https, or this very machine."""
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise WebSettingsError(
            ja=f"{_OIDC}ISSUER は https:// で始まるアドレスにしてください（今の値：{issuer}）。",
            en=f"{_OIDC}ISSUER must begin with https:// (now: {issuer}).",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """store: its URL. base_url: how browsers reach the site, without a path. renderers: processes that make reports.

    is_warm: what the first visitor would wait for is loaded at the start.
    second_factor: whoever signs in by a password also needs a code of an authenticator app.
    idle, session: how long staff stay signed in, without a deed and in all.
    working: how long a draft lives that nobody asked to save; saved: one that somebody did.
    """

    settings: Settings
    store: str
    base_url: str
    limits: Limits = field(default_factory=Limits)
    working: timedelta = timedelta(hours=24)
    saved: timedelta = timedelta(days=30)
    renderers: int = 1
    is_warm: bool = False
    idle: timedelta = timedelta(minutes=30)
    session: timedelta = timedelta(hours=10)
    directory: Directory | None = None
    second_factor: bool = True

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        is_plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
        if parts.path or parts.query or not parts.hostname or not (is_plain or parts.scheme == "https"):
            raise WebSettingsError(
                ja=f"「{self.base_url}」では始められません。https://サーバー名 を --url で指定してください。"
                "http が使えるのは、このパソコンだけで試すとき（http://127.0.0.1:8000 など）です。",
                en=f"'{self.base_url}' will not do. Give https://HOST with --url. Plain http is for trying it on this "
                "machine only (such as http://127.0.0.1:8000).",
            )

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the site by https, as anywhere but on one's own machine."""
        return self.base_url.startswith("https:")
