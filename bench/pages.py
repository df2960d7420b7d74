"""What a citizen's telephone downloads for each page: compressed octets, the stylesheet apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from http.client import HTTPConnection
from typing import Final

from bench.rows import Row
from bench.served import node

PAGES: Final = {
    "catalogue": "/",
    "service": "/services/naissance/",
    "follow": "/suivre/",
    "verify": "/verifier/",
    "resume": "/reprendre/",
}


def rows() -> Iterable[Row]:
    """The octets of each page, and of the first page with everything that it needs."""
    with node() as served:
        first, html = _octets(served.port, "/")
        needed = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
        extra = sum(_octets(served.port, address)[0] for address in needed)
        yield Row("first page, with all it needs", first + extra, "octets")
        for name, address in PAGES.items():
            yield Row(f"page {name}", _octets(served.port, address)[0], "octets")


def _octets(port: int, address: str) -> tuple[int, str]:
    """The octets on the wire of a body, compressed as browsers ask; and the plain page."""
    link = HTTPConnection("127.0.0.1", port, timeout=10)
    link.request("GET", address, headers={"Accept-Encoding": "gzip", "Host": "localhost"})
    octets = len(link.getresponse().read())
    link.request("GET", address, headers={"Host": "localhost"})
    answer = link.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    return octets, body.decode("utf-8", "replace")
