"""What fills a demonstration: services, agents, and a dozen cases in various stages.

The cases are made as citizens and agents make them, through the real endpoint and actions, with a
fixed seed and clock, so that every demonstration opens on the same ones.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from urllib.parse import urlencode

import yaml
from django.conf import settings

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.contract import Channel
from kene.channels.ussd.africastalking import PATH, AfricasTalking
from kene.intake import api as intake
from kene.people import api as people
from kene.site.background import declare
from kene.site.preparing import bundled_packs, ready_to_sign

SEED: Final = 20261124
_STORIES: Final = Path(__file__).parent / "stories.yaml"


@dataclass(frozen=True, slots=True)
class Act:
    """What an agent does with a case: how many days later, which action, and why."""

    after: int
    action: str
    agent: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A citizen's call, how many days ago, and what agents did then."""

    phone: str
    ago: int
    typed: tuple[str, ...]
    acts: tuple[Act, ...] = ()


def stories(country: str) -> tuple[Story, ...]:
    """The calls and actions that fill a demonstration in that country."""
    tree = yaml.load(_STORIES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        Story(
            each["phone"],
            each["ago"],
            tuple(str(key) for key in each["typed"]),
            tuple(Act(**act) for act in each.get("acts", ())),
        )
        for each in tree.get(country, ())
    )


def fill_once(now: datetime) -> int:
    """Publish the bundled services, make the accounts, and play the stories the first time.

    How many cases were made.
    """
    for folder in bundled_packs(settings.KENE.country):
        catalogue.publish_folder(folder, now, trial=True)
    ready_to_sign(now)
    people.create_demo_agents(now)
    declare(settings.KENE)
    if casework.worklist("centre-etat-civil", ("officier",), casework.Filters())[0]:
        return 0
    return fill(now)


def fill(now: datetime) -> int:
    """Play every story; how many cases that made."""
    rng = Random(SEED)  # noqa: S311 -- a demonstration is the same each time
    with _seeded(rng):
        return sum(_play(story, rng, now) for story in stories(catalogue.home()))


def _play(story: Story, rng: Random, now: datetime) -> bool:
    at = now - timedelta(days=story.ago, minutes=rng.randrange(600))
    before = set(_numbers(story.phone, at))
    _call(story, rng, at)
    made = [number for number in _numbers(story.phone, at) if number not in before]
    for number in made:
        for act in story.acts:
            _act(number, act, at + timedelta(days=act.after, minutes=rng.randrange(60)))
    return bool(made)


def _call(story: Story, rng: Random, at: datetime) -> None:
    clock = iter(at + timedelta(seconds=12 * hop) for hop in range(len(story.typed) + 1))
    dial = Channel(AfricasTalking(), clock=lambda: next(clock))
    session, said = f"demo-{rng.randrange(10**9)}", ""
    _post(dial, session, story.phone, said)
    for typed in story.typed:
        key = _key(typed, at)
        said = f"{said}*{key}" if said else key
        _post(dial, session, story.phone, said)


def _post(dial: Channel, session: str, phone: str, text: str) -> str:
    fields = {"sessionId": session, "serviceCode": "*123#", "phoneNumber": phone, "text": text}
    body = urlencode(fields).encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": PATH,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    return b"".join(dial(environ, lambda _status, _headers: None)).decode()


def _act(number: str, act: Act, at: datetime) -> None:
    case = casework.find(number)
    name = people.find(act.agent).name
    roles = frozenset({case.role})
    reader = casework.Reader("agent", act.agent, case.authority, roles, name)
    moment = casework.moment(catalogue.home(), at)
    seen = casework.read_case(number, reader, moment).file.count
    casework.act(casework.Try(number, seen, casework.Given(act.reason)), act.action, reader, moment)


def _numbers(phone: str, at: datetime) -> list[str]:
    return [
        each.number for each in casework.cases_of(phone, casework.moment(catalogue.home(), at), 50)
    ]


def _key(typed: str, at: datetime) -> str:
    """What is really typed for a date, or for a service of the menu."""
    what, _, rest = typed.partition(":")
    match what:
        case "ago":
            day = (at - timedelta(days=int(rest))).date()
            return f"{day.day}/{day.month}/{day.year}"
        case "service":
            names = [each.name for each in catalogue.offered() if "ussd" in each.channels]
            return str(names.index(rest) + 1)
        case _:
            return typed


@contextmanager
def _seeded(rng: Random) -> Iterator[None]:
    before = intake.draw_from(rng)
    try:
        yield
    finally:
        intake.draw_from(before)
