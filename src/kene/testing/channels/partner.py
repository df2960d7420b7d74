"""Another administration's software: all the answers at once, with a key, sent again at will."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from django.db import connections
from django.test import Client

from kene.casework import api as casework
from kene.core.casefile import show_number
from kene.core.conversation import Scene, View, begin, given_wholly, step
from kene.core.screens import Say
from kene.people import api as people
from kene.testing.channels.plans import STEPS, Plan

_counted = count()


@dataclass(frozen=True, slots=True)
class Request:
    """A request: its address, its key, and its body."""

    path: str
    key: str
    body: dict[str, Any]


class Software:
    """One request after the other, for one applicant who gave all the answers."""

    def __init__(self, phone: str, clock: Callable[[], datetime]) -> None:
        self._phone = phone
        self._clock = clock
        named = people.Partner(name=f"logiciel-{next(_counted)}", label="Logiciel", rate=100_000)
        self._bearer = people.add_partner(named, clock())
        self._request: Request | None = None
        self._written = False
        self._answered: dict[str, Any] = {}

    def begin(self, plan: Plan) -> None:
        """Write the request down, under a new key."""
        answers = given_wholly(plan.service, self._answers(plan))
        body = {"language": plan.language, "phone": self._phone, "answers": answers}
        path = f"/api/services/{plan.service.name}/cases"
        self._written, self._answered = False, {}
        self._request = Request(path, f"demande-{next(_counted)}", body)

    def advance(self, plan: Plan, times: int = 1) -> bool:
        """Write the answers, all at once: no more is asked."""
        written, self._written = self._written, True
        return not written

    def confirm(self, times: int = 1) -> str:
        """Send it, so many times at once: the number of the case."""
        assert self._request is not None
        with ThreadPoolExecutor(times) as pool:
            found = list(pool.map(lambda _: self._apart(self._request), range(times)))
        assert all(each == found[0] for each in found), f"the same key, and {found}"
        self._kept(*found[0])
        return show_number(self._answered["number"])

    def repeat(self) -> None:
        """It is sent once more than it should: the answer is the same."""
        self._kept(*self._sent(self._request))

    late = repeat
    cut = repeat

    def speak(self, language: str) -> None:
        """The applicant reads another language."""
        assert self._request is not None
        self._request = replace(self._request, body={**self._request.body, "language": language})

    def babble(self, text: str) -> None:
        """Answers that no pack expects are refused, each with a sentence, and nothing is opened."""
        assert self._request is not None
        names = self._request.body["answers"]
        body = {**self._request.body, "answers": dict.fromkeys([*names, text], text)}
        other = replace(self._request, key=f"hostile-{next(_counted)}", body=body)
        status, problem = self._sent(other)
        assert status == 422, (status, problem)
        assert all(each["detail"] for each in problem["errors"])

    def _kept(self, status: int, receipt: dict[str, Any]) -> None:
        assert status == 201, (status, receipt)
        before, self._answered = self._answered or receipt, receipt
        assert receipt == before, f"the same key, and {receipt} after {before}"

    def _answers(self, plan: Plan) -> dict[str, Any]:
        """The answers of a plan as the software holds them."""
        service, now = plan.service, self._clock()
        today = casework.moment(service.country, now).today
        talk = begin(service, plan.language)
        for _ in range(STEPS):
            asked = Scene(service, talk, today).now
            if asked is None:
                break
            said = Say(plan.answers[asked.name])
            talk, _ = step(service, talk, said, View(today, "short"))
        return dict(talk.answers)

    def _apart(self, request: Request | None) -> tuple[int, Any]:
        try:
            return self._sent(request)
        finally:
            connections.close_all()

    def _sent(self, request: Request | None) -> tuple[int, Any]:
        assert request is not None
        answer = Client().post(
            request.path,
            json.dumps(request.body),
            content_type="application/json",
            headers={
                "Authorization": f"Bearer {self._bearer}",
                "Idempotency-Key": request.key,
            },
        )
        return answer.status_code, answer.json()
