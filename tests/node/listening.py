"""An SMS gateway as far as a node sees it: what Kannel's `sendsms` is asked, and its 202."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
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

    with listening(Sendsms, port):
        yield messages


@contextmanager
def listening(answering: Callable[..., BaseHTTPRequestHandler], port: int = 0) -> Iterator[str]:
    """Listen on a port, or on any that is free, and answer so; where it listens."""
    with ThreadingHTTPServer(("127.0.0.1", port), answering) as server:
        # It looks so often whether it is to end, and keeps whoever ends it waiting as long.
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
