"""Stands in for Bookplate before programs that verify its access tokens: token_forge.py ISSUER KEY

It prints its port as one line of JSON when it is ready, and serves
    /.well-known/jwks.json  a key of its own; the first time it fails
    /fetches                how often the keys were asked for
    /tokens                 tokens, good and forged, made at that moment: their name, the token,
                            whether it is genuine, and whether a revocation speaks against it
    /api/v1/revocations     those revocations, in two answers, to whoever shows KEY
It ends when its standard input does, so that it does not outlive a test.
"""

import base64
import hashlib
import hmac
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

issuer, feed_key = sys.argv[1:]
own, foreign = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
fetches = 0


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwk(key, kid):
    x = text(key.public_key().public_bytes_raw())
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": x}


def token(sign=own.sign, header=None, **changes):
    """A good token but for the changes; None takes a claim or a part of the header away."""
    now = int(time.time())
    claims = {"iss": issuer, "aud": "bookplate", "sub": "ada", "sid": "session", "jti": "1"}
    claims |= {"iat": now, "exp": now + 900, "role": "user", "gen": 1} | changes
    header = {"alg": "EdDSA", "typ": "at+jwt", "kid": "own"} | (header or {})
    parts = [{k: v for k, v in part.items() if v is not None} for part in (header, claims)]
    signed = ".".join(text(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{text(sign(signed.encode()))}"


def with_public_key(data):
    return hmac.new(own.public_key().public_bytes_raw(), data, hashlib.sha256).digest()


def altered():
    header, _, signature = token().split(".")
    _, claims, _ = token(role="admin").split(".")
    return f"{header}.{claims}.{signature}"


def genuine():
    now = int(time.time())
    yield "good", token(), False
    yield "expired a moment ago", token(iat=now - 902, exp=now - 2), False
    yield "of an ended session", token(sid="ended"), True
    yield "older than a change of its user", token(sub="changed", iat=now - 60), True
    yield "newer than a change of its user", token(sub="changed", iat=now), False


def forged():
    now = int(time.time())
    yield "empty", "~"
    yield "no token", "e30.e30.e30"
    yield "expired", token(iat=now - 910, exp=now - 10)
    for claim in ("iss", "aud", "exp", "iat", "sub", "sid"):
        yield f"without {claim}", token(**{claim: None})
    yield "of another issuer", token(iss="https://evil.example")
    yield "for another audience", token(aud="other")
    yield "without a type", token(header={"typ": None})
    yield "of another type", token(header={"typ": "JWT"})
    yield "not signed", token(lambda _: b"", {"alg": "none"})
    yield "signed with the public key", token(with_public_key, {"alg": "HS256"})
    yield "of another algorithm", token(header={"alg": "ES256"})
    yield "without a key", token(header={"kid": None})
    yield "signed with another key", token(foreign.sign)
    yield "with its own key", token(foreign.sign, {"jwk": jwk(foreign, "own")})
    yield "altered", altered()
    yield "cut off", token()[:-20]
    for number in range(20):
        yield f"of unknown key {number}", token(foreign.sign, {"kid": f"unknown {number}"})


def tokens():
    names = ("name", "token", "genuine", "revoked")
    known = [dict(zip(names, (name, made, True, revoked))) for name, made, revoked in genuine()]
    return known + [dict(zip(names, (name, made, False, False))) for name, made in forged()]


def revocations(path):
    at = "2026-11-21T09:30:00.000Z"
    ended = {"type": "session", "sessionId": "ended", "at": at}
    changed = {"type": "user", "userId": "changed", "issuedBefore": int(time.time()) - 30, "at": at}
    later = {"type": "of a later version", "at": at}
    if path.endswith("/revocations"):
        return {"data": [later, ended], "nextCursor": "second-1_", "more": True}
    if path.endswith("?since=second-1_"):
        return {"data": [changed], "nextCursor": "third", "more": False}
    return {"data": [], "nextCursor": "third", "more": False}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        global fetches
        if self.path == "/.well-known/jwks.json":
            fetches += 1
            self.answer(200 if fetches > 1 else 500, {"keys": [jwk(own, "own")]})
        elif self.path == "/fetches":
            self.answer(200, fetches)
        elif self.path == "/tokens":
            self.answer(200, tokens())
        elif self.headers["Authorization"] == f"Bearer {feed_key}":
            self.answer(200, revocations(self.path))
        else:
            self.answer(401, {})

    def answer(self, status, body):
        body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
sys.stdin.read()
