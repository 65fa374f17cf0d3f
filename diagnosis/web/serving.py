"""The server itself: its socket, its log, and an end that loses no answer."""

import logging
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from diagnosis.web.app import make_app
from diagnosis.web.security.journal import LOG
from diagnosis.web.settings import WebSettings, WebSettingsError
from diagnosis.web.site import Clock

_PATIENCE = 30
"""Seconds in which requests under way are finished after the site was told to stop."""
_KEEP_ALIVE = 20
_SWITCH = 0.0005
"""Seconds after which a thread lets another one go on: those that wait for the store have little to do each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the server listens. proxies: addresses of proxies whose word on the visitor's address is taken."""

    host: str
    port: int
    proxies: str = "127.0.0.1"


def listen(place: Place) -> socket.socket:
    """The socket; raises WebSettingsError where it cannot be had. Port 0 takes any that is free."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        return socket.create_server((place.host, place.port), family=family, backlog=2048)
    except OSError as error:
        raise WebSettingsError(
            ja=f"{place.host} のポート {place.port} では待ち受けられません（{error.strerror}）。"
            "--port で別の番号を指定してください。",
            en=f"Cannot listen on {place.host}, port {place.port} ({error.strerror}). Give another with --port.",
        ) from error


def serve(web: WebSettings, place: Place, listening: socket.socket, clock: Clock, tell: Callable[[], None]) -> None:
    """Serve until told to stop (SIGTERM, Ctrl-C): then requests under way are finished, and new ones refused.

    tell: called once the site can be visited. Raises StoreError, DefinitionsError.
    """
    _log_to_stderr()
    sys.setswitchinterval(_SWITCH)
    config = uvicorn.Config(
        make_app(web, clock, tell),
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="on",
        forwarded_allow_ips=place.proxies,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_PATIENCE,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _log_to_stderr() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(message)s")
    LOG.setLevel(logging.INFO)
