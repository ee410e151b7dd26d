"""A server that can be injected into, so that it is seen that sqlmap would say so."""

import contextlib
import http.server
import json
import sqlite3
import threading


class Careless(http.server.BaseHTTPRequestHandler):
    """Puts what it is sent into its statement."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        database = sqlite3.connect(":memory:")
        database.execute("CREATE TABLE names (name TEXT)")
        database.execute("INSERT INTO names VALUES ('ada')")
        try:
            rows = database.execute(f"SELECT name FROM names WHERE name = '{body['name']}'")
            status, names = 200, [row[0] for row in rows]
        except sqlite3.Error:
            status, names = 500, []
        answer = json.dumps({"data": names}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def careless_server():
    """Its address, while it runs."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Careless) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/names"
        finally:
            server.shutdown()
