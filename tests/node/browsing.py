"""A browser without scripts: it keeps cookies, fills the forms of pages and sends them."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin


@dataclass
class Form:
    """A form of a page: where it is sent, and what it holds before anybody writes."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page, with their hidden and filled inputs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
            self._inside = True
        elif self._inside and tag == "input" and given.get("type") in ("hidden", "text", None):
            self.found[-1].fields[given.get("name", "")] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


class Browser:
    """One person's browser; `status`, `address` and `body` are those of the page that it shows.

    `visited` are all addresses that it asked for or was led to.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        self.status, self.address, self.octets = 0, root, b""
        self.visited: list[str] = []

    @property
    def body(self) -> str:
        """The page as text."""
        return self.octets.decode()

    def get(self, path: str) -> None:
        """Open an address."""
        self._open(urllib.request.Request(urljoin(self.address, path)))

    def send(self, action: str, **written: str) -> None:
        """Fill the last form whose address ends so, and send it."""
        forms = [each for each in Forms(self.body).found if self._at(each).endswith(action)]
        assert forms, f"no form is sent to {action}: {self.body}"
        octets = urlencode({**forms[-1].fields, **written}).encode()
        headers = {"Origin": self._root, "Referer": self.address}
        self._open(urllib.request.Request(self._at(forms[-1]), octets, headers))

    def _at(self, form: Form) -> str:
        return urljoin(self.address, form.action or self.address)

    def _open(self, request: urllib.request.Request) -> None:
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        self.visited += [request.full_url, answer.url]
        with answer:
            self.status, self.address, self.octets = answer.status, answer.url, answer.read()
