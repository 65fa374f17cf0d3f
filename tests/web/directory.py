"""A small identity provider over HTTP, as far as signing in needs one: it signs what it is told to."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "diagnosis", "the site's secret"


class Provider:
    """claims: changed by a test before somebody signs in. key: what it signs with; shown: what it says so."""

    def __init__(self) -> None:
        self.issuer = ""
        self.claims: dict[str, Any] = {"sub": "u-17", "name": "見本 花子", "roles": ["diagnosis-clerk", "other"]}
        self.key = self.shown = RSAKey.generate_key(2048, {"kid": "k"})
        self.now = 0
        self.asked: dict[str, str] = {}

    def authorize(self, query: dict[str, str]) -> str:
        self.asked = query
        return f"{query['redirect_uri']}?{urlencode({'code': 'c-1', 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, str]:
        told = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        assert told == f"{CLIENT}:{SECRET}", told
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        )
        assert form["code"] == "c-1"
        assert challenge == self.asked["code_challenge"]
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "exp": self.now + 300,
            "iat": self.now,
            "nonce": self.asked["nonce"],
            **self.claims,
        }
        signed = jwt.encode({"alg": "RS256", "kid": "k"}, claims, self.key)
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that runs."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path.endswith("openid-configuration"):
                places = {
                    name: f"{made.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
                }
                self.answer({"issuer": made.issuer, **places})
            elif parts.path == "/jwks_uri":
                self.answer({"keys": [made.shown.as_dict(private=False)]})
            else:
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(302)
                self.send_header("location", made.authorize(query))
                self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(made.token(form, self.headers["authorization"]))

        def answer(self, plain: object) -> None:
            body = json.dumps(plain).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()
