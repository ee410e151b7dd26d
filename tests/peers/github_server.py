"""A server that speaks GitHub's OAuth and API, as GitHub Enterprise does: github_server.py FOLDER [PORT]

It prints its port as one line of JSON when it is ready. FOLDER/people.json says who has an account:
{"ada": {"id": 1, "name": "Ada", "emails": [{"email": "ada@example.com", "primary": true,
"verified": true, "visibility": null}]}}; `email`, the public address, may be there too. A browser
signs in by /session?login=ada, which leaves a cookie; whoever comes to authorize without one is shown
a page, and somebody with "denies": true refuses. There is one client, `Iv1.inkwell`, with the secret
`github-secret`, whose callback begins with http://127.0.0.1:7860/api/v1/auth/oauth/.
FOLDER/requests.jsonl has a line for each request.

As GitHub, it says what is wrong with a code in an answer of 200, answers a form unless JSON is asked
for, and takes a User-Agent for granted in its API.

It ends when its standard input does, so that it does not outlive a test.
"""

import base64
import hashlib
import hmac
import http.cookies
import http.server
import json
import secrets
import sys
import threading
import time
import urllib.parse
from pathlib import Path

CLIENT, SECRET = "Iv1.inkwell", "github-secret"
CALLBACK = "http://127.0.0.1:7860/api/v1/auth/oauth/"
LIFETIME = 10 * 60  # of a code, in seconds

folder = Path(sys.argv[1])
lock = threading.Lock()
codes = {}
tokens = {}


def people():
    file = folder / "people.json"
    return json.loads(file.read_text()) if file.exists() else {}


def with_query(url, values):
    return url + ("&" if "?" in url else "?") + urllib.parse.urlencode(values)


def s256(verifier):
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def error(name, description):
    return {"error": name, "error_description": description}


def redeem(form):
    """The answer to a code, once."""
    if form.get("client_id") != CLIENT or form.get("client_secret") != SECRET:
        text = "The client_id and/or client_secret passed are incorrect."
        return error("incorrect_client_credentials", text)
    with lock:
        known = codes.pop(form.get("code"), None)
    if known is None or known["until"] < time.monotonic():
        return error("bad_verification_code", "The code passed is incorrect or expired.")
    if form.get("redirect_uri") != known["redirect_uri"]:
        text = "The redirect_uri MUST match the registered callback URL for this application."
        return error("redirect_uri_mismatch", text)
    challenge = known["challenge"]
    if challenge and not hmac.compare_digest(s256(form.get("code_verifier", "")), challenge):
        return error("bad_verification_code", "The code passed is incorrect or expired.")
    token = f"gho_{secrets.token_urlsafe(27)}"
    tokens[token] = known["login"], known["scopes"]
    return {"access_token": token, "token_type": "bearer", "scope": ",".join(known["scopes"])}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, query = self.record()
        if path == "/session":
            cookie = f"user_session={query['login']}; Path=/; HttpOnly; SameSite=Lax"
            self.answer(200, "Signed in.", [("Set-Cookie", cookie)])
        elif path == "/login/oauth/authorize":
            self.authorize(query)
        elif path in ("/api/v3/user", "/api/v3/user/emails"):
            self.api(path)
        else:
            self.answer(404, {"message": "Not Found"})

    def do_POST(self):
        path, form = self.record(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if path != "/login/oauth/access_token":
            return self.answer(404, {"message": "Not Found"})
        answer = redeem(form)
        wants_json = "application/json" in self.headers.get("Accept", "")
        self.answer(200, answer if wants_json else urllib.parse.urlencode(answer))

    def authorize(self, query):
        back = query.get("redirect_uri", "")
        if query.get("client_id") != CLIENT:
            return self.answer(404, "Not Found")
        if not back.startswith(CALLBACK):
            named = error("redirect_uri_mismatch", "The redirect_uri is not associated with it.")
            return self.redirect(with_query(CALLBACK, named | {"state": query.get("state", "")}))
        cookie = http.cookies.SimpleCookie(self.headers.get("Cookie", "")).get("user_session")
        login = cookie and cookie.value
        if login not in people():
            return self.answer(200, "Sign in to GitHub")
        state = {"state": query["state"]} if "state" in query else {}
        if people()[login].get("denies"):
            text = "The user has denied your application access."
            return self.redirect(with_query(back, error("access_denied", text) | state))
        if query.get("code_challenge") and query.get("code_challenge_method") != "S256":
            return self.redirect(with_query(back, error("invalid_request", "S256 only") | state))
        code = secrets.token_hex(10)
        codes[code] = {
            "login": login,
            "redirect_uri": back,
            "challenge": query.get("code_challenge"),
            "scopes": query.get("scope", "").replace(",", " ").split(),
            "until": time.monotonic() + LIFETIME,
        }
        self.redirect(with_query(back, {"code": code} | state))

    def api(self, path):
        if not self.headers.get("User-Agent"):
            text = "Request forbidden by administrative rules. Please add a User-Agent header"
            return self.answer(403, text)
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        known = tokens.get(token) if scheme.lower() in ("bearer", "token") else None
        if known is None:
            return self.answer(401, {"message": "Bad credentials"})
        login, scopes = known
        person = people()[login]
        if path == "/api/v3/user":
            public = {key: person.get(key) for key in ("id", "name", "email")}
            return self.answer(200, {"login": login, "type": "User"} | public)
        if not {"user", "user:email"} & set(scopes):
            return self.answer(404, {"message": "Not Found"})
        self.answer(200, person.get("emails", []))

    def record(self, body=""):
        """The path, and the query or form, of which the last one of a name counts."""
        path, _, query = self.path.partition("?")
        values = dict(urllib.parse.parse_qsl(body or query, keep_blank_values=True))
        line = {"method": self.command, "path": path, "values": values}
        line["accept"] = self.headers.get("Accept")
        with lock, open(folder / "requests.jsonl", "a") as lines:
            lines.write(json.dumps(line) + "\n")
        return path, values

    def redirect(self, url):
        self.answer(302, "", [("Location", url)])

    def answer(self, status, body, headers=()):
        text = body if isinstance(body, str) else json.dumps(body)
        kind = "text/html" if isinstance(body, str) else "application/json"
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        content = text.encode()
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_address[1]}), flush=True)
sys.stdin.read()
