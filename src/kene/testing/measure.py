"""The longest path through a service on each channel: in screens, in seconds and in FCFA.

Each path is really walked, on each channel and in each language, and every page that comes is
counted. Nobody was timed: seconds are estimates, from the paces below, which are believed and
chosen on the slow side, for people who read and type little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Final

from kene.core.screens.encoding import octets, octets_of
from kene.core.screens.voice import lasting
from kene.core.services import Service
from kene.core.values import Value
from kene.core.values.tariffs import Tariff, tariffs
from kene.testing.listener import SAID, Listener
from kene.testing.paths import paths
from kene.testing.transcript import Typed
from kene.testing.visitor import Browser, Channel, Phone, Visitor
from kene.testing.walking import Walk, receiving

READ: Final = 10.0
"""Letters read a second, about 120 words a minute: half of what a practised reader does. Adult
literacy is about a third."""
DIGIT: Final = 1.0
"""Seconds to find and press a digit on a numeric pad."""
LETTER: Final = 2.0
"""Seconds to type a letter on a numeric pad, where each key is pressed one to four times."""
TOUCH: Final = 1.0
"""Seconds to type a letter on a screen, or to choose there."""
HOP: Final[Mapping[Channel, float]] = {"ussd": 3.0, "sms": 10.0, "voice": 1.0, "web": 4.0}
"""Seconds between what is sent and what comes back: a USSD exchange; a message there and another
back; a sound that begins; a page of a few kilobytes on 2G."""
PAGE: Final = 14_000
"""Octets of the first page on the web, the most that a node may send; next pages are smaller."""
NEXT: Final = 5_000
"""Octets of another page on the web, and of the form that is sent."""
WALKED: Final = 8
"""Paths that are walked on each channel and in each language: those that ask most."""
MOST: Final = 300
"""Screens of a path: no conversation of a published pack has so many."""
_SMS: Final = octets_of(1)
_GIGABYTE: Final = 10**9
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Measure:
    """A path as one channel carries it in one language: `screens` are the pages that are seen,
    `sent` the times that something is sent. `fcfa` is None where the price is not known."""

    channel: str
    language: str
    screens: int
    sent: int
    seconds: int
    fcfa: Decimal | None
    answers: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What follows an input: its pages, and the seconds that they take to be read or heard."""

    pages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """How long a service is: its paths, the longest on each channel in each language, and the
    tariffs that amounts come from. `whole` is False when there are more paths than were walked."""

    service: Service
    paths: int
    whole: bool
    longest: tuple[Measure, ...]
    tariffs: Mapping[str, Tariff]


def report(service: Service, today: date, ussd_price: Decimal | None = None) -> Report:
    """The report of a service on that day, or on the nearest day of its call; `ussd_price` is what
    a session costs where known."""
    today = receiving(service, today)
    found, known = paths(service, today), dict(tariffs(service.country))
    if ussd_price is not None and "ussd" in known:
        given = "Donné à la commande, et non lu."
        known["ussd"] = replace(known["ussd"], price=ussd_price, source=given)
    # The longest are among those that ask most; of those, some only differ in what they answer.
    most = sorted(found.ends, key=lambda end: len(end.answers), reverse=True)[:WALKED]
    longest = tuple(
        max(
            (
                _measured(service, channel, language, end.answers, today, known.get(channel))
                for end in most
            ),
            key=lambda each: (each.screens, each.seconds),
        )
        for channel in HOP
        for language in service.languages
        if channel in service.channels and found.ends
    )
    return Report(service, len(found.ends), found.whole, longest, known)


def _measured(  # noqa: PLR0913
    service: Service,
    channel: Channel,
    language: str,
    answers: Mapping[str, Value],
    today: date,
    tariff: Tariff | None,
) -> Measure:
    """A path walked to its end."""
    walk = Walk(service, channel, language, today, menus=True)
    seen = list(_seen(walk, answers))
    typed = [line for step in walk.steps if isinstance(step, Typed) for line in step.lines]
    turns = sum(each.pages - 1 for each in seen) if channel != "voice" else 0
    sent = len(walk.steps) + turns
    seconds = sum(each.seconds for each in seen) + HOP[channel] * sent
    seconds += sum(_answering(channel, line) for line in typed) + 2 * DIGIT * turns
    screens = sum(each.pages for each in seen)
    units = _units(channel, typed, sent, seconds)
    price = tariff.price if tariff else None
    cost = None if price is None else (price * units).quantize(_CENT, ROUND_HALF_UP)
    return Measure(channel, language, screens, sent, round(seconds), cost, answers)


def _seen(walk: Walk, answers: Mapping[str, Value]) -> Iterator[_Seen]:
    """What is seen or heard on the way to the end, after each input."""
    nothing = Random(0)  # noqa: S311 -- nothing is drawn
    for _ in range(MOST):
        step = walk.helpful(nothing, answers)
        if step is None:
            return
        yield _shown(walk.visitor, walk.do(step))
        if walk.screen is None:
            return


def _shown(person: Visitor, page: str) -> _Seen:
    match person:
        case Listener():
            return _Seen(len(person.heard), sum(each.seconds for each in person.heard))
        case Phone():
            return _Seen(len(person.drawn), sum(map(len, person.drawn)) / READ)
        case Browser():
            return _Seen(1, len(page) / READ)


def _answering(channel: str, line: str) -> float:
    """Seconds to type a line: on a page, the answer of `champ=réponse`; in a call, words are said
    to an agent."""
    if channel == "voice" and line.startswith(SAID):
        return lasting(line.removeprefix(SAID))
    answer = line.partition("=")[2] if "=" in line else line
    letter = TOUCH if channel == "web" else LETTER
    return sum(DIGIT if sign.isdigit() or sign in "*#" else letter for sign in answer)


def _units(channel: str, typed: list[str], sent: int, seconds: float) -> Decimal:
    """How many units of its tariff a path takes: what the citizen sends, not what comes back."""
    match channel:
        case "ussd":
            return Decimal(1)
        case "sms":
            parts = sum(-(-octets(line) // _SMS) or 1 for line in typed)
            return Decimal(parts + sent - len(typed))
        case "voice":
            return Decimal(round(seconds)) / 60
        case _:
            return Decimal(PAGE + NEXT * (sent - 1)) / _GIGABYTE
