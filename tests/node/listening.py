"""An SMS gateway as far as a node sees it: what Kannel's `sendsms` is asked, and its 202."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@contextmanager
def sms_gateway(port: int) -> Iterator[list[dict[str, str]]]:
    """Listen on a port; the messages that were given, in their order."""
    messages: list[dict[str, str]] = []

    class Sendsms(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            messages.append({name: values[0] for name, values in asked.items()})
            self.send_response(202)
            self.end_headers()
            self.wfile.write(b"0: Accepted for delivery")

        def log_message(self, *_: object) -> None:
            """Write nothing."""

    with listening(port, Sendsms):
        yield messages


@contextmanager
def listening(port: int, answering: type[BaseHTTPRequestHandler]) -> Iterator[None]:
    """Listen on a port, and answer so."""
    with ThreadingHTTPServer(("127.0.0.1", port), answering) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
