"""A server that speaks Resend's API: resend_server.py FOLDER [PORT]

It prints its port as one line of JSON when it is ready. Each new mail becomes a line in
FOLDER/mails.jsonl; a repetition under the same Idempotency-Key is answered with the same id and
writes nothing, also when the server was started again on the same folder. FOLDER/requests.jsonl
has a line for each request. The key is `re_real`; the key `re_sending` is known as one that may only
send. GET /domains lists example.com as verified and pending.example as not yet.

FOLDER/faults.jsonl, if it is there, says how the next requests go wrong, one line for each, used
up from the top: {"status": 429, "headers": {"retry-after": "7"}, "body": "..", "taken": false,
"hang": false}. With `taken` the mail is taken and only the answer goes wrong.

It ends when its standard input does, so that it does not outlive a test.
"""

import http.server
import json
import sys
import threading
import time
import uuid
from pathlib import Path

folder = Path(sys.argv[1])
lock = threading.Lock()
taken = {}
memory = folder / "taken.jsonl"
for line in memory.read_text().splitlines() if memory.exists() else []:
    key, text, answer = json.loads(line)
    taken[key] = text.encode(), answer


def append(name, value):
    with open(folder / name, "a") as lines:
        lines.write(json.dumps(value) + "\n")


def next_fault():
    file = folder / "faults.jsonl"
    lines = file.read_text().splitlines() if file.exists() else []
    if not lines:
        return None
    file.write_text("\n".join(lines[1:]))
    return json.loads(lines[0])


def failure(status, name, message):
    return status, {}, json.dumps({"statusCode": status, "name": name, "message": message})


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with lock:
            fault = next_fault()
            request = {"path": self.path, "key": self.headers["Idempotency-Key"]}
            append("requests.jsonl", request | {"peer": self.client_address[1]})
            answer = None
            if fault is None or fault.get("taken"):
                answer = self.take(body)
        if fault:
            if fault.get("hang"):
                time.sleep(60)
            answer = (fault["status"], fault.get("headers", {}), fault.get("body", ""))
        status, headers, text = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        content = text.encode()
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        key = self.headers["Authorization"]
        if key == "Bearer re_sending":
            message = "This API key is restricted to only send emails"
            status, _, text = failure(401, "restricted_api_key", message)
        elif key != "Bearer re_real":
            status, _, text = failure(403, "invalid_api_key", "API key is invalid")
        elif self.path != "/domains":
            status, _, text = failure(404, "not_found", "The requested endpoint does not exist")
        else:
            domains = {"example.com": "verified", "pending.example": "pending"}
            data = [{"name": name, "status": state} for name, state in domains.items()]
            status, text = 200, json.dumps({"object": "list", "data": data})
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def take(self, body):
        if self.path != "/emails":
            return failure(404, "not_found", "The requested endpoint does not exist")
        if self.headers["Authorization"] != "Bearer re_real":
            return failure(403, "invalid_api_key", "API key is invalid")
        key = self.headers["Idempotency-Key"]
        if not key or len(key) > 256:
            return failure(400, "invalid_idempotency_key", "The key must be 1-256 characters")
        if key in taken:
            first, answer = taken[key]
            if first != body:
                return failure(409, "invalid_idempotent_request", "Same key, other body")
            return answer
        mail = json.loads(body)
        for field in ("from", "to", "subject"):
            if not mail.get(field):
                return failure(422, "missing_required_field", f"Missing `{field}` field.")
        if any(to.startswith("422-") for to in mail["to"]):
            return failure(422, "validation_error", f"Invalid `to` field: {mail['to'][0]}")
        append("mails.jsonl", mail)
        answer = 200, {}, json.dumps({"id": str(uuid.uuid4())})
        taken[key] = body, answer
        append("taken.jsonl", [key, body.decode(), answer])
        return answer

    def log_message(self, *_):
        pass


port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_address[1]}), flush=True)
sys.stdin.read()
