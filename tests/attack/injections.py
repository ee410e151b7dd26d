"""sqlmap on every place of every operation that takes something, as an admin who is signed in."""

import collections
import concurrent.futures
import json
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import requests
from accounts import Account
from control import careless_server
from service import REVOCATIONS_KEY

# What is said of a place where sqlmap could inject something.
FOUND = "sqlmap finds something"
# What sqlmap says when it has tried everything in vain.
NOTHING = "all tested parameters do not appear to be injectable"
# Longer than any of them takes.
MOST_SECONDS = 600

# Every technique but stacked queries and time where each request costs a password's hash.
TECHNIQUES = "BEUST"
SLOW = "BEU"
HASHES = {"log_in", "register", "change_password", "reauthenticate", "delete_account"}

# What an access token would do there, besides: end the session, or be refused.
WITHOUT_TOKEN = {"log_in", "register", "refresh", "log_out", "start_anonymous"}

# `only` names the one member of the body that is tried.
Target = collections.namedtuple(
    "Target", "name method url headers body technique only", defaults=[None, TECHNIQUES, None]
)


def run(base, folder, database, seconds):
    """The findings, one for each place that has some, or that was not tried to the end."""
    with careless_server() as url:
        control = Target("control", "POST", url, {}, {"name": "ada"})
        if FOUND not in (sqlmap(control, folder, "sqlite", MOST_SECONDS) or ""):
            return ["sqlmap does not find what is there to be found"]
    admin = Account("admin")
    document = requests.get(f"{base}/api/v1/openapi.json", timeout=30).json()
    targets = list(targets_of(document, base, admin, Examples(base, admin)))
    until = time.monotonic() + seconds
    print(f"{len(targets)} places", flush=True)

    def attack(target):
        begun = time.monotonic()
        left = min(MOST_SECONDS, until - begun)
        fault = sqlmap(target, folder, database, left) if left > 0 else "no time was left"
        # Else every further place would be refused, and nothing found there.
        whoami = {"Authorization": f"Bearer {admin.token}"}
        status = requests.get(f"{base}/api/v1/users/me", headers=whoami, timeout=30).status_code
        if status != 200:
            fault = fault or f"the session has ended: {status}"
        print(f"{time.monotonic() - begun:6.1f} s  {target.name}  {fault or 'nothing'}", flush=True)
        return fault and f"{target.name}: {fault}"

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [fault for fault in pool.map(attack, targets) if fault]


def sqlmap(target, folder, database, seconds):
    """What it finds in one place; None if there is nothing."""
    name = "".join(c if c.isalnum() else "-" for c in target.name)
    command = [Path(sys.executable).parent / "sqlmap", "--batch", "--disable-coloring"]
    command += ["--level", "3", "--risk", "2", "--technique", target.technique]
    command += ["--dbms", {"sqlite": "SQLite", "postgres": "PostgreSQL"}[database]]
    # A second's delay is told from the milliseconds that a request takes here.
    command += ["--time-sec", "2", "--timeout", "15", "--ignore-code", "*", "--ignore-redirects"]
    command += ["--skip", "user-agent,referer", "--output-dir", folder / "sqlmap" / name]
    command += ["-X", target.method, "-u", target.url]
    for header, value in target.headers.items():
        command += ["-H", f"{header}: {value}"]
    if target.body is not None:
        command += ["--data", json.dumps(target.body), "-H", "Content-Type: application/json"]
    if target.only:
        command += ["-p", target.only]
    output = folder / f"{name}.txt"
    with open(output, "wb") as out:
        try:
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            return f"not finished after {round(seconds)} s: {output}"
    verdict = read(output.read_text(errors="replace"))
    return verdict and f"{verdict}: {output}"


def read(text):
    """What is wrong by what sqlmap printed; None if it tried everything in vain."""
    # What it takes back itself ("false positive … detected") is not among these.
    if "identified the following injection point" in text or "is vulnerable." in text:
        return FOUND
    tried = NOTHING in text and "testing for SQL injection on" in text
    return None if tried else "sqlmap did not try"


class Examples:
    """A right value for each parameter, of things that are there."""

    def __init__(self, base, admin):
        self.admin = admin
        self.base = base
        self.call("POST", "/admin/users", {"email": "mailed@attack.example"})
        self.mail = self.get("/admin/mail")
        # Of somebody else: nobody settles a report of their own.
        author = Account("user")
        message = f"/chats/{self.chat(author)}/messages/m1"
        self.report = self.call("POST", f"{message}/report", {"reason": "spam"}, author)
        admin.log_in()
        sessions = self.call("GET", "/sessions")["data"]
        # Not the one that it works with.
        self.session = next(each["id"] for each in sessions if not each["current"])

    def of(self, path, parameter):
        """The value of a parameter."""
        schema, name = parameter["schema"], parameter["name"]
        if name == "chatId":
            return self.chat()
        known = {"messageId": "m1", "query": "grace"}
        if name in known:
            return known[name]
        if name in ("id", "userId"):
            return self.id_in(path)
        if "enum" in schema:
            return schema["enum"][0]
        return parameter.get("example", "7")

    def id_in(self, path):
        if "/mail/" in path:
            return self.mail
        if "/reports/" in path:
            return self.report["id"]
        return self.session if "/sessions/{id}" in path else self.user()

    def user(self):
        """Somebody with a session; somebody new, who may be deleted."""
        account = Account("user")
        account.log_in()
        return self.get("/admin/users?query=" + account.email)

    def chat(self, owner=None):
        """A chat with a message; a new one, since it may be deleted."""
        message = {"id": "m1", "role": "user", "content": "How do PID loops work?"}
        chat = self.call("POST", "/chats", {"title": "PID loops"}, owner)["id"]
        self.call("PATCH", f"/chats/{chat}", {"tags": ["control"]}, owner)
        self.call("POST", f"/chats/{chat}/messages", {"messages": [message]}, owner)
        return chat

    def get(self, path):
        """The id of the first thing in a list."""
        return self.call("GET", path)["data"][0]["id"]

    def call(self, method, path, body=None, caller=None):
        answer = requests.request(
            method,
            f"{self.base}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {(caller or self.admin).token}"},
            timeout=30,
        )
        answer.raise_for_status()
        return answer.json()


def targets_of(document, base, admin, examples):
    """Every place: of each operation its path, its query, its conditions and its body."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield from places(document, base, admin, examples, path, method.upper(), operation)
    token = {"Authorization": f"Bearer {admin.token}"}
    # Headers that are kept with a session, an event, or in the log.
    for header in ("User-Agent", "X-Forwarded-For", "X-Request-Id", "Origin", "Cookie"):
        url = f"{base}/api/v1/auth/anonymous"
        yield Target(f"{header} of a session", "POST", url, {header: "1*"})
    url = f"{base}/api/v1/users/me"
    yield Target("Authorization", "GET", url, {"Authorization": "Bearer 1*"})
    # Reading the list is itself an event.
    url, named = f"{base}/api/v1/admin/users", token | {"X-Request-Id": "1*"}
    yield Target("X-Request-Id of an event", "GET", url, named)


def places(document, base, admin, examples, path, method, operation):
    name = operation["operationId"]
    token = REVOCATIONS_KEY if name == "list_revocations" else admin.token
    headers = {} if name in WITHOUT_TOKEN else {"Authorization": f"Bearer {token}"}
    technique = SLOW if name in HASHES else TECHNIQUES
    parameters = operation.get("parameters", [])
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = body and body["example"]

    def target(place, url, headers=headers, body=None, only=None):
        return Target(f"{name} {place}", method, base + url, headers, body, technique, only)

    def url(mark=""):
        filled = path
        for parameter in parameters:
            if parameter["in"] == "path":
                value = examples.of(path, parameter)
                filled = filled.replace(f"{{{parameter['name']}}}", value + mark)
        return filled

    if "{" in path:
        yield target("path", url("*"), body=body)
    # Apart from each other, so that the words find something and a wrong cursor hides nothing.
    queries = collections.defaultdict(dict)
    for parameter in parameters:
        if parameter["in"] == "query":
            kind = kind_of(parameter)
            queries[kind][parameter["name"]] = written(examples.of(path, parameter))
    for kind, query in queries.items():
        yield target(kind, f"{url()}?{urllib.parse.urlencode(query)}")
    for parameter in parameters:
        if parameter["in"] == "header":
            condition = {parameter["name"]: '"7*"'}
            yield target(parameter["name"], url(), headers=headers | condition, body=body)
    # sqlmap leaves out what is called a token, unless it is told to try just that.
    tokens = {member for member in body or {} if "token" in member.lower()}
    for token in sorted(tokens):
        yield target(f"body {token}", url(), body=body, only=token)
    if set(body or {}) - tokens:
        yield target("body", url(), body=body)


def kind_of(parameter):
    """What kind of parameter of a query it is."""
    if parameter["name"] in ("cursor", "since"):
        return "cursor"
    limited = "enum" in parameter["schema"] or parameter["schema"]["type"] != "string"
    return "choices" if limited else "words"


def written(value):
    """A value as it stands in a query."""
    return value if isinstance(value, str) else json.dumps(value)
