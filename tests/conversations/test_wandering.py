"""Conversations at random: none breaks a promise, and what breaks one is made short."""

from datetime import date
from itertools import islice
from random import Random

import pytest

from architecture.tree import ROOT
from core.services.broken_packs import GOOD, RELATIVES
from kene.catalogue.packing import read_folder
from kene.core.services import Service, load
from kene.testing.transcript import Act, Typed, read_transcript
from kene.testing.visitor import CHANNELS
from kene.testing.walking import Fault
from kene.testing.wandering import Wandered, Way, judge, shortest, transcript, wander

TODAY = date(2026, 11, 24)
PACKS = sorted(path.parent for path in ROOT.glob("packs/*/service.yaml"))
GIVEN = {"carte": GOOD, "proches": RELATIVES}


def broken(old: str, new: str, file: str = "service.yaml") -> Service:
    """The good service, with an edit that a check may not see."""
    text = GOOD[file].decode()
    assert text.count(old) == 1
    return load({**GOOD, file: text.replace(old, new).encode()})


def service_of(name: str) -> Service:
    """A service of the house, or of the tests."""
    return load(GIVEN.get(name) or read_folder(ROOT / "packs" / name))


@pytest.mark.parametrize("name", [*(folder.name for folder in PACKS), *GIVEN])
def test_no_walk_breaks_a_promise(name: str) -> None:
    service = service_of(name)
    walks = list(islice(wander(service, TODAY, Random(7)), 24))
    assert [each.fault for each in walks if each.fault] == []
    assert {each.way.channel for each in walks} == {*CHANNELS} & {*service.channels}
    assert sum(each.case for each in walks) > len(walks) / 2


@pytest.mark.parametrize("grants", ["issue: carte", "grants: yes"])
def test_whoever_asks_again_makes_the_same_case_where_the_rule_alone_grants(grants: str) -> None:
    """On each channel, though the case is closed as soon as it is opened."""
    text = GOOD["service.yaml"].decode().replace("sms, web]", "sms, web, voice]")
    text = text.replace("delivrer: {", "delivrer: {automatic: yes, ").replace(
        "issue: carte", grants
    )
    service = load({**GOOD, "service.yaml": text.encode()})
    answers = ("nom=Awa", "sorte=neuve", "age=18")
    once = (Typed(("commencer",)), Typed(answers), Typed(("confirmer",)))
    # Each document has its own number, drawn for its case: the second request's is another.
    assert judge(service, TODAY, Way("web", "fr", once)) is None
    walks = [*islice(wander(service, TODAY, Random(1)), 30)]
    assert [each.fault for each in walks if each.fault] == []
    assert {each.way.channel for each in walks} == {"ussd", "sms", "web", "voice"}


def test_the_same_seed_walks_the_same_ways() -> None:
    ways = [
        [each.way for each in islice(wander(load(RELATIVES), TODAY, Random(3)), 6)]
        for _ in range(2)
    ]
    assert ways[0] == ways[1]


def found(service: Service) -> Wandered:
    """The first walk that breaks a promise."""
    walks = islice(wander(service, TODAY, Random(1)), 400)
    return next(each for each in walks if each.fault)


def test_a_question_that_no_answer_satisfies_is_found_without_any_step() -> None:
    service = broken('valid: "age >= 15"', 'valid: "age > 200"')
    way, fault = shortest(service, TODAY, found(service))
    assert fault.kind == "dead-end"
    assert "age" in fault.said
    # Answering well leads there by itself.
    assert way.steps == ()


def test_a_walk_that_breaks_a_promise_is_made_as_short_as_can_be() -> None:
    message = '"{number} : votre carte est prête."'
    service = broken(message, message.replace("number", "inconnu"), "wording/fr.yaml")
    first = found(service)
    way, fault = shortest(service, TODAY, first)
    assert fault == Fault("exception", "KeyError : 'inconnu'")
    assert isinstance(way.steps[-1], Act)
    assert len(way.steps) <= len(first.way.steps)
    for at in range(len(way.steps)):
        fewer = Way(way.channel, way.language, way.steps[:at] + way.steps[at + 1 :])
        assert judge(service, TODAY, fewer) is None
    again = read_transcript(transcript(way, fault, TODAY), "tests/x.txt")
    assert tuple(step.done for step in again.steps) == way.steps
