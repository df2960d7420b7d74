"""Somebody with a browser without scripts: pages are sent, sent again, and sent from the past."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import datetime
from typing import Any, Final

from django.db import connections
from django.test import Client, RequestFactory

from kene.channels.web.guests import guest_of
from kene.core.screens import Screen
from kene.intake import api as intake
from kene.testing.channels.plans import Plan

OCTETS: Final = 14_336
"""A page as it travels, compressed: what a first exchange of packets holds."""

SENT_TO: Final = "/demande/"
"""Where the pages of a request are sent."""
_HIDDEN: Final = re.compile(r'<input type="hidden" name="(_\w+)" value="([^"]*)">')
_HERE: Final = re.compile(r'<html[^>]* data-here="([^"]*)"')

Form = tuple[str, dict[str, str]]


class Browser:
    """One person with a browser."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._client = Client()
        self._past: list[Form] = []
        self._at = ""
        self._text = ""

    def begin(self, plan: Plan) -> None:
        """Choose a language and a service."""
        self._client.get(f"/langue/{plan.language}/")
        self._read(self._client.get(f"/services/{plan.service.name}/"))
        self._send((f"/services/{plan.service.name}/commencer/", self._hidden()))

    def advance(self, plan: Plan, times: int = 1) -> bool:
        """Answer the page; False at the summary."""
        screen = self._screen()
        assert screen is not None, "the conversation was lost"
        if not screen.questions:
            return False
        names = [question.field for question in screen.questions]
        told = {name: plan.answers.get(name, "") for name in names}
        self._send((SENT_TO, {**self._hidden(), **told}), times)
        return True

    def confirm(self, times: int = 1) -> str:
        """Confirm the summary: what the receipt says."""
        self._send((SENT_TO, {**self._hidden(), "_do": "confirm"}), times)
        return self._text

    def repeat(self) -> None:
        """The last page is sent again."""
        self._returned(self._past[-1])

    def late(self) -> None:
        """A page out of the browser's history is sent again."""
        if len(self._past) > 2:
            self._returned(self._past[-2])

    def cut(self) -> None:
        """The answer was lost: the person asks where they are."""
        self._read(self._client.get(SENT_TO, follow=True))

    def speak(self, language: str) -> None:
        """Read on in another language."""
        self._client.get(f"/langue/{language}/")
        self.cut()

    def babble(self, text: str) -> None:
        """Answers that no pack expects."""
        screen = self._screen()
        names = [question.field for question in screen.questions] if screen else []
        self._send((SENT_TO, {**self._hidden(), **dict.fromkeys(names, text)}))

    def _hidden(self) -> dict[str, str]:
        """What the page's form holds before anybody writes."""
        return dict(_HIDDEN.findall(self._text))

    def _screen(self) -> Screen | None:
        request = RequestFactory().get("/")
        request.COOKIES = {name: each.value for name, each in self._client.cookies.items()}
        guest = guest_of(request)
        assert guest is not None, "the browser has no visit"
        return intake.showing(intake.look(guest.person), self._clock()).screen

    def _send(self, form: Form, times: int = 1) -> None:
        self._past.append(form)
        before = deepcopy(self._client.cookies)
        self._read(self._client.post(*form, follow=True))
        if times == 1:
            return
        # Each is answered by the same page, whichever came first.
        with ThreadPoolExecutor(times - 1) as pool:
            ends = set(pool.map(lambda _: _apart(form, before), range(times - 1)))
        assert ends == {self._at}, f"a page sent {times} times led to {sorted(ends | {self._at})}"

    def _returned(self, form: Form) -> None:
        before = self._at
        self._read(self._client.post(*form, follow=True))
        self._read(self._client.get(SENT_TO, follow=True))
        assert self._at == before, f"a page sent again led to {self._at}, not {before}"

    def _read(self, response: Any) -> None:  # noqa: ANN401 -- the test client adds to a response
        assert response.status_code == 200, f"{response.status_code} at {response.request}"
        size = len(gzip.compress(response.content))
        assert size <= OCTETS, f"{size} octets: {response.request['PATH_INFO']}"
        self._at, self._text = _address(response), response.content.decode()


def _address(response: Any) -> str:  # noqa: ANN401 -- the test client adds to a response
    """The page's own address: the one that it says, or the one that was asked."""
    said = _HERE.search(response.content.decode())
    return said[1] if said else str(response.request["PATH_INFO"])


def _apart(form: Form, cookies: Any) -> str:  # noqa: ANN401 -- http.cookies has no public type
    """The same form from another window of the browser."""
    client = Client()
    client.cookies = deepcopy(cookies)
    try:
        return _address(client.post(*form, follow=True))
    finally:
        connections.close_all()
