"""An OpenID provider that behaves badly as it is told: hostile_provider.py FOLDER

It prints as one line of JSON, when it is ready, `port` and `internal`, the port of a second server
that nobody should ever ask. Everything is on 127.0.0.1.

Its issuers are http://127.0.0.1:PORT/NAME for whatever NAME; NAME is the fault of the issuer, so a
service can be configured with as many providers as there are faults. A file FOLDER/NAME tells
another fault from then on. A NAME that is no fault is well-behaved. The client is `bookplate` with
the secret `a client secret of a test`. Whoever comes to `authorize` is signed in at once: as
`person`, an address, if that is in the query, else as NAME@example.com.

The faults are those of hostile_tokens.py, those of `FAULTS` below, and KIND_ENDPOINT, where ENDPOINT
is discovery, jwks, token or userinfo and KIND is
    huge      100 MB with a Content-Length      endless  100 MB in chunks
    bomb      100 MB that were compressed       heads    100 MB of headers
    hang      no answer                         stall    a head, then nothing
    drip      one byte a second                 cut      the end is missing
    redirect  302 to the second server          moved    307 to it
    error     500                               busy     429
    html      a page                            nested   300 000 brackets
    internal  discovery says that the endpoint is at the second server
    metadata  the same at 169.254.169.254

FOLDER/requests.jsonl has a line for each request: who was asked, the path, the parameters.
FOLDER/sent.jsonl says how many bytes of each 100 MB went out before nobody read on.
It ends when its standard input does, so that it does not outlive a test.
"""

import base64
import functools
import gzip
import hashlib
import http.server
import json
import secrets
import sys
import threading
import time
from pathlib import Path
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

sys.dont_write_bytecode = True
from hostile_tokens import id_token, jwk, own, text  # noqa: E402

ENDPOINTS = ["discovery", "jwks", "token", "userinfo"]
FAULTS = [
    "other_issuer",  # discovery names another issuer
    "issuer_with_slash",
    "wrong_iss",  # in the answer to the browser
    "no_iss",  # though it was announced
    "wrong_iss_unannounced",
    "denied",  # the person says no
    "broken",  # the provider says server_error
    "no_keys",
    "userinfo_of_another",  # tells of another subject
    "userinfo_of_nobody",
    "userinfo_text_true",
    "userinfo_unverified",
]
CLIENT, SECRET = "bookplate", "a client secret of a test"
MEGABYTE, HUGE = b"x" * 1_000_000, 100

folder = Path(sys.argv[1])
lock = threading.Lock()
codes, people = {}, {}


def append(name, value):
    with lock, open(folder / name, "a") as lines:
        lines.write(json.dumps(value) + "\n")


def fault_of(name):
    told = folder / name
    return told.read_text().strip() if told.exists() else name


@functools.cache
def compressed():
    return gzip.compress(b" " * (HUGE * len(MEGABYTE)))


class Recorder(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    listener = "internal"

    def do_GET(self):
        self.asked = urlsplit(self.path)
        length = int(self.headers["Content-Length"] or 0)
        self.form = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        self.query = dict(parse_qsl(self.asked.query, keep_blank_values=True))
        asked = {"listener": self.listener, "method": self.command, "path": self.asked.path}
        append("requests.jsonl", asked | {"parameters": self.query | self.form})
        self.reply()

    do_POST = do_GET

    def reply(self):
        self.answer(200, {})

    def answer(self, status, body, **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        headers = {"Content_Type": "application/json", "Content_Length": str(len(body))} | headers
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self):
        if self.close_connection:
            # Or the next request may be on its way here when the connection is closed.
            self.send_header("Connection", "close")
        super().end_headers()

    def log_message(self, *_):
        pass


class Provider(Recorder):
    listener = "provider"

    def reply(self):
        self.name, _, rest = self.asked.path[1:].partition("/")
        self.fault = fault_of(self.name)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/{self.name}"
        endpoint = "discovery" if rest == ".well-known/openid-configuration" else rest
        kind, _, where = self.fault.partition("_")
        misdeed = getattr(self, f"be_{kind}", None)
        try:
            if endpoint == "authorize":
                self.authorize()
            elif endpoint not in ENDPOINTS:
                self.answer(404, {})
            elif where == endpoint and misdeed:
                self.close_connection = True
                misdeed()
            else:
                self.answer(*getattr(self, endpoint)())
        except OSError:
            self.close_connection = True

    # What a provider does.

    def endpoint(self, name):
        kind, _, where = self.fault.partition("_")
        if where == name and kind in ("internal", "metadata"):
            host = f"127.0.0.1:{internal.server_port}" if kind == "internal" else "169.254.169.254"
            return f"http://{host}/{self.name}/{name}"
        return f"{self.issuer}/{name}"

    def discovery(self):
        named = {"other_issuer": "https://evil.example", "issuer_with_slash": f"{self.issuer}/"}
        return 200, {
            "issuer": named.get(self.fault, self.issuer),
            "authorization_endpoint": self.endpoint("authorize"),
            "token_endpoint": self.endpoint("token"),
            "userinfo_endpoint": self.endpoint("userinfo"),
            "jwks_uri": self.endpoint("jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "scopes_supported": ["openid", "email", "profile"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": self.fault != "wrong_iss_unannounced",
        }

    def jwks(self):
        return 200, {"keys": [] if self.fault == "no_keys" else [jwk(own)]}

    def authorize(self):
        asked = self.query
        expected = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(asked.get(name) != value for name, value in expected.items()):
            return self.answer(400, {"error": "invalid_request"})
        answer = {"state": asked["state"], "iss": self.issuer}
        if self.fault in ("denied", "broken"):
            answer["error"] = "access_denied" if self.fault == "denied" else "server_error"
        else:
            answer["code"] = secrets.token_urlsafe(24)
            person = asked.get("person", f"{self.name}@example.com")
            with lock:
                codes[answer["code"]] = asked | {"person": person, "name": self.name}
        if self.fault in ("wrong_iss", "wrong_iss_unannounced"):
            answer["iss"] = "https://evil.example"
        if self.fault == "no_iss":
            del answer["iss"]
        return self.answer(302, b"", Location=f"{asked['redirect_uri']}?{urlencode(answer)}")

    def token(self):
        kind, _, given = (self.headers["Authorization"] or "").partition(" ")
        client = base64.b64decode(given).decode().split(":") if kind == "Basic" else []
        if [unquote_plus(part) for part in client] != [CLIENT, SECRET]:
            return 401, {"error": "invalid_client"}
        with lock:
            asked = codes.pop(self.form.get("code"), None)
        verifier = self.form.get("code_verifier", "").encode()
        challenge = text(hashlib.sha256(verifier).digest())
        if (
            asked is None
            or asked["name"] != self.name
            or asked["redirect_uri"] != self.form.get("redirect_uri")
            or asked["code_challenge"] != challenge
        ):
            return 400, {"error": "invalid_grant"}
        person = {"sub": f"id of {asked['person']}", "name": "Ada Lovelace"}
        proven = {"email": asked["person"], "email_verified": True}
        claims = person | {"iss": self.issuer, "aud": CLIENT, "nonce": asked.get("nonce")}
        access_token = secrets.token_urlsafe(24)
        by_userinfo = "userinfo" in self.fault
        claims |= {} if by_userinfo else proven
        with lock:
            people[access_token] = person | (proven if by_userinfo else {})
        answer = {"access_token": access_token, "token_type": "Bearer", "expires_in": 300}
        token = id_token(self.fault, claims, SECRET)
        return 200, answer if token is None else answer | {"id_token": token}

    def userinfo(self):
        token = (self.headers["Authorization"] or "").removeprefix("Bearer ")
        with lock:
            person = people.get(token)
        if person is None:
            return 401, {"error": "invalid_token"}
        changes = {
            "userinfo_of_another": {"sub": "somebody-else"},
            "userinfo_text_true": {"email_verified": "true"},
            "userinfo_unverified": {"email_verified": False},
        }
        person = person | changes.get(self.fault, {})
        if self.fault == "userinfo_of_nobody":
            del person["sub"]
        return 200, person

    # What a provider should not do.

    def begin(self, *headers):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def pour(self, write):
        """Writes until nobody reads on, and tells how much that was."""
        sent = 0
        try:
            for _ in range(HUGE):
                write(MEGABYTE)
                sent += len(MEGABYTE)
        finally:
            append("sent.jsonl", {"path": self.asked.path, "sent": sent})

    def be_huge(self):
        self.begin(("Content-Length", str(HUGE * len(MEGABYTE))))
        self.pour(self.wfile.write)

    def be_endless(self):
        self.begin(("Transfer-Encoding", "chunked"))
        self.pour(lambda data: self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data)))

    def be_bomb(self):
        bomb = compressed()
        self.begin(("Content-Encoding", "gzip"), ("Content-Length", str(len(bomb))))
        self.wfile.write(bomb)

    def be_heads(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        line = b"X-Line: " + b"x" * 990 + b"\r\n"
        self.pour(lambda data: self.wfile.write(line * (len(data) // len(line))))

    def be_hang(self):
        time.sleep(60)

    def be_stall(self):
        self.begin(("Content-Length", "1000"))
        time.sleep(60)

    def be_drip(self):
        self.begin(("Content-Length", "1000"))
        for _ in range(60):
            self.wfile.write(b" ")
            time.sleep(1)

    def be_cut(self):
        self.begin(("Content-Length", "1000"))
        self.wfile.write(b"{")

    def to_the_inside(self, status):
        there = f"http://127.0.0.1:{internal.server_port}{self.path}"
        self.answer(status, b"", Location=there)

    def be_redirect(self):
        self.to_the_inside(302)

    def be_moved(self):
        self.to_the_inside(307)

    def be_error(self):
        self.answer(500, {"error": "server_error"})

    def be_busy(self):
        self.answer(429, {}, Retry_After="60")

    def be_html(self):
        self.answer(200, b"<html>The hotel's network</html>", Content_Type="text/html")

    def be_nested(self):
        self.answer(200, b"[" * 300_000)


def serve(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler, bind_and_activate=False)
    server.daemon_threads = True
    # As many browsers as a test likes come at once.
    server.request_queue_size = 256
    server.server_bind()
    server.server_activate()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


internal = serve(Recorder)
provider = serve(Provider)
print(json.dumps({"port": provider.server_port, "internal": internal.server_port}), flush=True)
sys.stdin.read()
