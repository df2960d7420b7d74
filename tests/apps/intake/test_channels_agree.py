"""The product's promise: the same answers on any channel give the same case, to the byte.

Random people answer on USSD, by SMS and on pages, make mistakes, go back, correct, lose their
session and change channel; their events are compared with those of somebody who went straight on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from apps.town import NOON, Phone, founded, seeded
from kene.casework import store
from kene.casework.models import Case
from kene.catalogue import api as catalogue
from kene.core.casefile import Moment, canonical, encode, opening
from kene.core.conversation import Scene
from kene.core.screens.inputs import Confirm, Correct, Fill
from kene.core.services import Service
from kene.core.values import Places, Setting, Value
from kene.intake import api as intake
from kene.intake.models import Draft

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

RELATIVES = Path(__file__).parents[2] / "core" / "services" / "proches"
TODAY = NOON.date()
LETTERS = st.text("aeioubdfgklmnst", min_size=2, max_size=9).map(str.title)
COMMUNES = [place.code for place in Places.of("ml") if place.level == "commune"]
DATES = st.dates(date(1990, 1, 1), TODAY)
_people = count(1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody answers, and how clumsily: a number for each moment at which something odd
    may happen."""

    service: str
    answers: dict[str, Value]
    oddities: tuple[int, ...]
    language: str


@st.composite
def births(draw: st.DrawFn) -> dict[str, Value]:
    """The answers of a declaration of birth."""
    lien = draw(st.sampled_from(["mere", "pere", "autre"]))
    answers: dict[str, Value] = {
        "prenoms": draw(LETTERS),
        "nom": draw(LETTERS),
        "sexe": draw(st.sampled_from(["fille", "garcon"])),
        "date_naissance": draw(DATES),
        "lieu": draw(st.sampled_from(COMMUNES)),
        "mere": draw(LETTERS),
    }
    if draw(st.booleans()):
        answers["pere"] = draw(LETTERS)
    answers["lien"] = lien
    if lien == "autre":
        answers["lien_precise"] = draw(LETTERS)
        answers["declarant"] = draw(LETTERS)
    return answers


@st.composite
def complaints(draw: st.DrawFn) -> dict[str, Value]:
    """The answers of a complaint."""
    motifs = ["retard", "accueil", "argent", "erreur", "autre"]
    return {
        "motif": draw(st.sampled_from(motifs)),
        "lieu": draw(st.sampled_from(COMMUNES)),
        "service_vise": draw(LETTERS),
        "recit": draw(st.text("abcdefghij ,.", min_size=3, max_size=80).filter(str.strip)),
    }


@st.composite
def households(draw: st.DrawFn) -> dict[str, Value]:
    """The answers of somebody with relatives."""
    answers: dict[str, Value] = {"nom": draw(LETTERS), "sorte": "neuve", "age": 40}
    relatives = draw(st.integers(0, 4))
    for number in range(1, relatives + 1):
        lien = draw(st.sampled_from(["enfant", "parent"])) if number < 4 else "parent"
        needs = draw(several("lire", "signer", "porter", least=0))
        own = {"prenom": draw(LETTERS), "lien": lien, "ne_le": draw(DATES)}
        if lien == "enfant" and draw(st.booleans()):
            own["ecole"] = draw(LETTERS)
        own["besoins"] = needs
        if "porter" in needs:
            own["passage"] = draw(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
        answers |= {f"{name}.{number}": value for name, value in own.items()}
    answers["proches"] = relatives
    if draw(st.booleans()):
        answers["nina"] = draw(st.from_regex(r"[0-9]{14}[A-Z]", fullmatch=True))
    return answers | {"langues": draw(several("bambara", "peul", "songhai", least=1))}


def several(*options: str, least: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the options, in their order."""
    chosen = st.sets(st.sampled_from(options), min_size=least)
    return chosen.map(lambda keys: tuple(key for key in options if key in keys))


ANSWERS = {"naissance": births(), "reclamation": complaints(), "proches": households()}


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Somebody with their answers and their accidents."""
    service = draw(st.sampled_from([*ANSWERS]))
    oddities = draw(st.lists(st.integers(0, 9), min_size=40, max_size=40))
    language = "fr" if service == "proches" else draw(st.sampled_from(["fr", "bm"]))
    return Plan(service, draw(ANSWERS[service]), tuple(oddities), language)


@pytest.fixture(autouse=True)
def _node(transactional_db: None) -> None:
    founded()
    catalogue.publish_folder(RELATIVES, NOON)


@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(plan=plans(), channels=st.permutations(["ussd", "sms", "web"]))
def test_the_same_answers_give_the_same_events(plan: Plan, channels: list[str]) -> None:
    service = catalogue.named(plan.service)
    straight = events_of(service, plan, "straight")
    for channel in channels:
        assert held(service, plan, channel) == straight


def events_of(service: Service, plan: Plan, channel: str) -> list[bytes]:
    """The events that these answers make, by the core alone."""
    read = {name: _stored(service, name, value) for name, value in plan.answers.items()}
    moment = Moment(NOON, TODAY, _holidays())
    return [
        _bytes(service, event) for event in opening(service, read, channel, plan.language, moment)
    ]


def held(service: Service, plan: Plan, channel: str) -> list[bytes]:
    """The events of a case opened on a channel, but for the message of its opening."""
    number = f"+2237{next(_people):07d}"
    seeded(next(_people))
    match channel:
        case "web":
            _on_pages(service, plan, intake.person_of(number), number)
        case _:
            _on_a_phone(service, plan, Phone(number), channel)
    row = Case.objects.order_by("opened", "pk").get(person=intake.person_of(number))
    events = [e for e in store.opened(row).events if type(e).__name__ != "Told"]
    Draft.objects.all().delete()
    return [_bytes(service, event) for event in events]


def _on_a_phone(service: Service, plan: Plan, phone: Phone, channel: str) -> None:
    """Answer on USSD or by SMS, with accidents."""
    person = intake.person_of(phone.number)
    oddities = iter(plan.oddities)
    send = phone.type if channel == "ussd" else phone.text
    if channel == "ussd":
        phone.dial()
    else:
        phone.text("bonjour")
    send({"fr": "1", "bm": "2"}[plan.language])
    send(str(1 + [each.name for each in catalogue.offered()].index(service.name)))
    for _ in range(120):
        talk = intake.look(person).visit.conversation
        if talk is None:
            return
        match next(oddities, 0):
            case 7 if not _is_free(service, person):
                send("?!")
            case 8:
                send("0")
                _return(person, send)
            case 9 if channel == "ussd":
                phone.dial()
                phone.type("1")
        phone.repeat() if channel == "ussd" and next(oddities, 0) == 5 else None
        send(_next(service, plan, person))
    raise AssertionError("the conversation never ended")


def _return(person: bytes, send: Callable[[str], str]) -> None:
    """Back to the conversation, where going back left it for the menu: its last option."""
    if intake.look(person).visit.spot == "menu":
        send(str(len(catalogue.offered()) + 3))


def _is_free(service: Service, person: bytes) -> bool:
    """Whether anything is an answer to what is asked."""
    talk = intake.look(person).visit.conversation
    now = Scene(service, talk, TODAY).now if talk else None
    return now is None or now.type.name == "text"


def _next(service: Service, plan: Plan, person: bytes) -> str:
    """What this person types now: the answer to the question that is asked, or a confirmation."""
    visit = intake.look(person).visit
    if visit.spot != "talk":
        return "1"
    assert visit.conversation is not None
    now = Scene(service, visit.conversation, TODAY).now
    if now is None:
        return "1"
    if now.name == "proches":
        return _another(visit.conversation.answers, plan)
    if plan.answers.get(now.name, ()) == ():
        return "000"
    return _typed(service, now.name, plan)


def _another(answers: Mapping[str, Value], plan: Plan) -> str:
    """One more relative, or no more: the first option, or the second."""
    there = sum(name.startswith("prenom.") for name in answers)
    most, wanted = there == 4, there < int(str(plan.answers["proches"]))
    return "1" if wanted or most else "2"


def _typed(service: Service, name: str, plan: Plan) -> str:
    kind = service.answerable[name].type
    if kind.name == "place":
        return str(plan.answers[name])
    setting = Setting(plan.language, "ml", TODAY, "short")
    if kind.entry == "choice":
        keys = [option.key for option in kind.offered(setting)]
        return str(keys.index(str(plan.answers[name])) + 1)
    return kind.show(plan.answers[name], setting)


def _on_pages(service: Service, plan: Plan, person: bytes, phone: str) -> None:
    """Answer on pages, a group at a time, with a wrong page and a correction on the way."""
    oddities = iter(plan.oddities)
    intake.change(person, intake.beginning(service, plan.language, NOON), NOON)
    for _ in range(60):
        desk = intake.desk_of("web", phone, NOON, intake.look(person))
        shown = intake.showing(intake.look(person), NOON)
        if shown.screen is None:
            return
        if shown.screen.kind == "summary":
            first = next(iter(plan.answers))
            inputs = [Correct(first)] if next(oddities, 0) == 9 else [Confirm()]
        else:
            asked = [question.field for question in shown.screen.questions]
            texts = {name: _page_text(service, plan, name) for name in asked}
            if asked == ["proches"]:
                talk = intake.look(person).visit.conversation
                assert talk is not None
                there = sum(name.startswith("prenom.") for name in talk.answers)
                texts = {"proches": "done" if there == plan.answers["proches"] else "add"}
            inputs = [Fill(texts)]
            if next(oddities, 0) > 7:
                inputs.insert(0, Fill({name: "?!" for name in asked[:1]}))
        for each in inputs:
            intake.change(person, intake.taking(each, desk), NOON)
    raise AssertionError("the conversation never ended")


def _page_text(service: Service, plan: Plan, name: str) -> str:
    if name not in plan.answers:
        return ""
    value = plan.answers[name]
    kind = service.answerable[name].type
    if isinstance(value, tuple):
        return ",".join(value)
    if kind.name in ("place", "choice"):
        return str(value)
    return kind.show(value, Setting(plan.language, "ml", TODAY))


def _stored(service: Service, name: str, value: Value) -> Value:
    """The value as any channel reads it back."""
    kind = service.answerable[name].type
    setting = Setting("fr", "ml", TODAY)
    return (
        value
        if kind.name in ("place", "items") or value == ()
        else kind.parse(kind.show(value, setting), setting)
    )


def _bytes(service: Service, event: object) -> bytes:
    encoded = encode(service, event)  # type: ignore[arg-type]
    public = {**encoded.public, "channel": "-"} if "channel" in encoded.public else encoded.public
    return canonical([json.loads(canonical(public)), encoded.personal])


def _holidays() -> frozenset[date]:
    from kene.casework.api import moment

    return frozenset(moment("ml", NOON).holidays)
