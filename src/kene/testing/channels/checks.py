"""What every channel promises, each as a check that is run on any of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random
from typing import Final, Protocol

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.contract import Channel
from kene.core.casefile import Event, Told, canonical, encode, read_number
from kene.core.screens.inputs import Confirm, Fill
from kene.core.services import Service
from kene.intake import api as intake
from kene.testing.channels.handset import Application, Clock, Handset, Network, Served
from kene.testing.channels.plans import Plan, planned

STEPS: Final = 80
_NUMBER: Final = re.compile(r"(?<!\d)\d{3}[ \u00a0\u202f]\d{3}[ \u00a0\u202f]\d{3}(?!\d)")
_HOSTILE: Final = (
    "",
    " ",
    "*",
    "**#*",
    "0" * 40,
    "99999999999999999999",
    "'; DROP TABLE kene_intake_draft; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} ${7*7} %s %n",
    "&lt;ussd&gt;]]></msg>",
    "\u202e\u0301\u200d😀" * 20,
    "ɛɔɲŋ" * 80,
    "ⵜⵓⵎⴰⵙⵜ",
    "a" * 1_900,
    "\t\r\n",
)


class Person(Protocol):
    """Somebody on a channel, and what its network may do to them."""

    def begin(self, plan: Plan) -> None:
        """Come to the first question of the plan's service, in its language."""

    def advance(self, plan: Plan, times: int = 1) -> bool:
        """Answer what is asked, sent so many times at once; False at the summary."""

    def confirm(self, times: int = 1) -> str:
        """Confirm: what is said of the case."""

    def repeat(self) -> None:
        """What was sent last is sent again, and must change nothing."""

    def late(self) -> None:
        """What was sent before comes late, and must change nothing."""

    def cut(self) -> None:
        """The link is cut, and the person goes on."""

    def speak(self, language: str) -> None:
        """The language changes in the middle."""

    def babble(self, text: str) -> None:
        """Something is sent that no pack expects."""


@dataclass(frozen=True, slots=True)
class Rig:
    """A channel under test: who speaks there.

    `channel` is the name under which packs list it; `each` how many conversations a check holds.
    """

    channel: str
    person: Callable[[str, Clock], Person]
    clock: Clock = field(default_factory=Clock)
    seed: int = 20261124
    each: int = 2

    @classmethod
    def of(cls, line: Served, network: Network, serve: Callable[..., Application] = Channel) -> Rig:
        """The rig of a line behind a gateway that speaks so; `serve` makes its application."""
        return cls(line.channel, lambda who, clock: Handset(line, network, who, clock, serve=serve))

    def newcomer(self) -> Person:
        """Somebody whom the node has never heard of."""
        return self.person(f"+2237{next(_people):07d}", self.clock)

    def plans(self) -> Iterator[Plan]:
        """Conversations of the services offered on this channel, the same each time."""
        rng, now = Random(self.seed), self.clock()  # noqa: S311 -- to be repeated
        offered = [each for each in catalogue.offered() if self.channel in each.channels]
        assert offered, f"no service is offered on {self.channel}"
        for number in range(max(self.each, len(offered))):
            service = offered[number % len(offered)]
            today = casework.moment(service.country, now).today
            yield planned(service, rng.choice(service.languages), rng, today)

    def opened(self, plan: Plan, said: str, language: str = "") -> None:
        """Asserts that what was said names a case, the one that the plan makes on a page."""
        found = [number for each in _NUMBER.findall(said) if (number := read_number(each))]
        assert found, f"no case number in {said!r}"
        mine = _events(found[0], plan.service, self.clock())
        theirs = _events(self._straight(plan, language), plan.service, self.clock())
        assert mine == theirs, "the same answers made another case than on pages"

    def _straight(self, plan: Plan, language: str) -> str:
        """The number of the case that the same answers make without a channel."""
        phone, now = f"+2237{next(_people):07d}", self.clock()
        person = intake.person_of(phone)
        shown = intake.change(
            person, intake.beginning(plan.service, language or plan.language, now), now
        )
        for _ in range(STEPS):
            if shown.screen is None:
                break
            names = [question.field for question in shown.screen.questions]
            told = Fill({name: plan.answers.get(name, "") for name in names})
            desk = intake.desk_of(self.channel, phone, now, intake.look(person))
            shown = intake.change(person, intake.taking(told if names else Confirm(), desk), now)
        assert shown.slip is not None, "the plan does not lead to a case"
        return shown.slip.number


Check = Callable[[Rig], None]
_people = count(1_000_000)


def same_answers_same_case(rig: Rig) -> None:
    """The same answers give the same case as on any other channel, within the budget."""
    for plan in rig.plans():
        same_case(rig, plan)


def same_case(rig: Rig, plan: Plan) -> None:
    """Somebody answers so on this channel, and the case is the one of pages."""
    rig.opened(plan, _whole(rig.newcomer(), plan))


def a_repeated_hop_changes_nothing(rig: Rig) -> None:
    """Whatever is sent twice is answered twice and done once."""
    for plan in rig.plans():
        person = rig.newcomer()
        rig.opened(plan, _whole(person, plan, each=person.repeat))
        person.repeat()


def doubled_hops_are_done_once(rig: Rig) -> None:
    """What is sent several times at the same instant is done once, the confirmation too."""
    for plan in rig.plans():
        person = rig.newcomer()
        person.begin(plan)
        _answer(person, plan, times=3)
        rig.opened(plan, person.confirm(times=3))


def a_late_hop_changes_nothing(rig: Rig) -> None:
    """What comes after its time, or out of order, changes nothing."""
    for plan in rig.plans():
        person = rig.newcomer()
        rig.opened(plan, _whole(person, plan, each=person.late))


def a_cut_loses_nothing(rig: Rig) -> None:
    """Whoever is cut off goes on where they were."""
    for plan in rig.plans():
        person = rig.newcomer()
        rig.opened(plan, _whole(person, plan, each=person.cut))


def the_language_changes_in_the_middle(rig: Rig) -> None:
    """A change of language loses no answer."""
    for plan in rig.plans():
        person, other = rig.newcomer(), plan.service.languages[-1]
        person.begin(plan)
        person.advance(plan)
        person.speak(other)
        _answer(person, plan)
        rig.opened(plan, person.confirm(), other)


def hostile_text_harms_nobody(rig: Rig) -> None:
    """Whatever is sent is answered within the budget, and the next person is served as ever."""
    plan = next(rig.plans())
    hostile = rig.newcomer()
    hostile.begin(plan)
    for text in _HOSTILE:
        hostile.babble(text)
    rig.opened(plan, _whole(rig.newcomer(), plan))


CHECKS: Final[tuple[Check, ...]] = (
    same_answers_same_case,
    a_repeated_hop_changes_nothing,
    doubled_hops_are_done_once,
    a_late_hop_changes_nothing,
    a_cut_loses_nothing,
    the_language_changes_in_the_middle,
    hostile_text_harms_nobody,
)


def _whole(person: Person, plan: Plan, each: Callable[[], None] | None = None) -> str:
    person.begin(plan)
    _answer(person, plan, each=each)
    return person.confirm()


def _answer(
    person: Person, plan: Plan, times: int = 1, each: Callable[[], None] | None = None
) -> None:
    for _ in range(STEPS):
        if not person.advance(plan, times):
            return
        if each is not None:
            each()
    raise AssertionError("the conversation never ends")


def _events(number: str, service: Service, now: datetime) -> list[bytes]:
    """The events of a case, but for its channel, its number and its messages."""
    reader = casework.Reader("applicant", "applicant")
    case = casework.read_case(number, reader, casework.moment(service.country, now))
    kept = (event for event in case.events if not isinstance(event, Told))
    return [_octets(service, event) for event in kept]


def _octets(service: Service, event: Event) -> bytes:
    encoded, own = encode(service, event), ("channel", "at")
    public = {name: value for name, value in encoded.public.items() if name not in own}
    return canonical([json.loads(canonical(public)), encoded.personal])
