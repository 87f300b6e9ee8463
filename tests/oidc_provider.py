"""A provider of OpenID Connect on a port of its own that can also lie, in every part of what it answers."""

import hashlib
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "duty-reports", "secret-of-the-site"
POLL_SECONDS = 0.01  # its end is waited for so long


@cache
def usual_key() -> RSAKey:
    """Made once: it takes as long as a test."""
    return RSAKey.generate_key(2048, {"kid": "1"})


@dataclass
class Provider:
    """`claims` and the fields after it are laid over what an honest one answers."""

    issuer: str = ""
    name: Any = "lin"
    key: RSAKey = field(default_factory=usual_key)
    signs_with: RSAKey | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    told: Any = None  # to who asks about the person, where that can be asked
    left_out: set[str] = field(default_factory=set)
    algorithm: str = "RS256"
    token: dict[str, Any] | None = None
    status: int = 200
    asked: dict[str, str] = field(default_factory=dict)
    got: list[dict[str, str]] = field(default_factory=list)

    def document(self, path: str) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            asked = {"userinfo_endpoint": f"{self.issuer}/person"} if self.told is not None else {}
            return asked | {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/end",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        return {"/keys": {"keys": [self.key.as_dict(private=False)]}, "/person": self.told}.get(path)

    def answer(self, sent: dict[str, str]) -> dict[str, Any]:
        """To who shows a code. The verifier has to fit what was asked before."""
        self.got.append(sent)
        challenge = urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if challenge.decode() != self.asked.get("code_challenge") or sent.get("code") != "the-code":
            return {"error": "invalid_grant"}
        if self.token is not None:
            return self.token
        return {"access_token": "access", "token_type": "Bearer", "id_token": self._id_token()}

    def _id_token(self) -> str:
        now = int(time.time())
        honest = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked.get("nonce"),
            "preferred_username": self.name,
        }
        claims = {name: value for name, value in (honest | self.claims).items() if name not in self.left_out}
        header = {"alg": self.algorithm, "kid": "1"}
        return jwt.encode(header, claims, self.signs_with or self.key, algorithms=[self.algorithm])


@contextmanager
def serve_provider() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(provider.document(urlsplit(self.path).path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send(provider.answer({name: values[0] for name, values in parse_qs(body).items()}))

        def _send(self, said: dict[str, Any] | None) -> None:
            self.send_response(404 if said is None else provider.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_arguments) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=[POLL_SECONDS], daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
