"""A receiver of spans by OTLP over HTTP: otlp_receiver.py FOLDER [PORT]

It prints its port as one line of JSON when it is ready. FOLDER gets a line of JSON in spans.jsonl for
each span: its name, kind, status, ids, times and attributes, those of its resource, and in `raw`
everything that stands in it, as text.

It ends when its standard input does, so that it does not outlive a test.
"""

import gzip
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

folder = Path(sys.argv[1])
port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
writing = threading.Lock()


def plain(attributes):
    values = {}
    for attribute in attributes:
        value = attribute.value
        values[attribute.key] = getattr(value, value.WhichOneof("value"))
    return values


def spans(request):
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield {
                    "resource": plain(resource.resource.attributes),
                    "name": span.name,
                    "kind": span.kind,
                    "status": span.status.code,
                    "trace_id": span.trace_id.hex(),
                    "span_id": span.span_id.hex(),
                    "parent_span_id": span.parent_span_id.hex(),
                    "nanoseconds": span.end_time_unix_nano - span.start_time_unix_nano,
                    "attributes": plain(span.attributes),
                    "events": len(span.events),
                    "raw": str(span),
                }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        right = self.headers["content-type"] == "application/x-protobuf"
        if self.path != "/v1/traces" or not right:
            self.send_error(404)
            return
        request = ExportTraceServiceRequest.FromString(body)
        with writing, open(folder / "spans.jsonl", "a") as file:
            for span in spans(request):
                file.write(json.dumps(span) + "\n")
        answer = ExportTraceServiceResponse().SerializeToString()
        self.send_response(200)
        self.send_header("content-type", "application/x-protobuf")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"http": server.server_address[1]}), flush=True)
sys.stdin.read()
