"""Open cases move to another version of their service: all that was promised stays true."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.db import transaction

from apps.town import NOON, Phone, founded
from core.services.broken_packs import GOOD, NEXT
from kene.casework import api as casework
from kene.casework.models import Case
from kene.catalogue import api as catalogue
from kene.channels.web import story
from kene.core.casefile import Decided, Moved, replay
from kene.core.services import Service
from kene.intake import api as intake
from kene.journal import api as journal

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])
AT = casework.moment("ml", NOON)
AGENT = casework.Reader("agent", "awa", "mairie", frozenset({"agent"}), "Awa")


def following(*edits: tuple[str, str]) -> dict[str, bytes]:
    """The files of the next version, with edits of its `service.yaml`."""
    text = NEXT["service.yaml"].decode()
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after)
    return {**NEXT, "service.yaml": text.encode()}


@pytest.fixture
def old(transactional_db: None) -> Service:
    """The version that cases leave."""
    founded()
    return catalogue.service(catalogue.publish(GOOD, NOON).digest)


def opened(service: Service, seed: int = 0, **answers: Any) -> str:
    """A case of a version: its number."""
    given = {"nom": "Awa", "sorte": "neuve", "age": 30, **answers}
    confirmed = casework.Confirmed(service, given, "ussd", "fr", f"+2237612345{seed}")
    with transaction.atomic():
        return casework.open_case(confirmed, Random(seed), AT).number


def route(old: Service, *more: tuple[str, str]) -> casework.Route:
    """The way to the next version, published."""
    new = catalogue.service(catalogue.publish(following(*more), NOON).digest)
    return casework.Route(old, new, new.migrations[0])


def heard(done: int, count: int) -> None:
    """Nobody listens."""
    assert 0 <= done <= count


def proved(way: casework.Route) -> casework.Proof:
    """What is proved of all open cases."""
    return casework.prove_moves(way, NOON, heard)


def moved(way: casework.Route) -> dict[str, int]:
    """Move all that can."""
    return dict(casework.move_cases(way, "awa", NOON, heard))


def test_a_case_goes_on_in_the_next_version_with_its_answers(old: Service) -> None:
    number = opened(old)
    before = casework.read_case(number, AGENT, AT)
    way = route(old)
    assert [each.obstacles for each in proved(way).tried] == [()]
    assert casework.read_case(number, AGENT, AT).service is old
    assert moved(way) == {"moved": 1}
    case = casework.read_case(number, AGENT, AT)
    assert case.service.digest == way.new.digest
    assert dict(case.file.answers) == {
        "identite": "Awa",
        "sorte": "neuve",
        "age": 30,
        "metier": "non dit",
    }
    assert (case.file.stage, case.file.due) == ("instruction", before.file.due)
    assert case.file.owed == 500
    assert case.events[: len(before.events)] == before.events
    assert "continue" in casework.shown(casework.messages(number)[-1])
    [line] = [each for each in journal.lines_about(number) if each.what == "moved"]
    assert (line.who, line.detail) == ("awa", way.new.digest)


def test_what_was_decided_before_is_replayed_by_the_version_that_decided(old: Service) -> None:
    number = opened(old)
    moved(route(old))
    case = casework.read_case(number, AGENT, AT)
    decided = [event for event in case.events if isinstance(event, Decided)]
    assert [case.service_of(event) for event in decided] == [old, case.service]
    answers = ({"nom": "Awa", "sorte": "neuve", "age": 30}, case.file.answers)
    for event, given in zip(decided, answers, strict=True):
        again = replay(case.service_of(event), given, event)
        assert (again.outcome, again.explanation) == (event.outcome, event.explanation)


def test_moving_again_changes_nothing(old: Service) -> None:
    opened(old)
    way = route(old)
    moved(way)
    events = Case.objects.get().count
    assert moved(way) == {}
    assert Case.objects.get().count == events


def test_what_was_cut_short_goes_on_where_it_was(old: Service) -> None:
    numbers = [opened(old, seed) for seed in range(4)]
    way = route(old)

    def killed(done: int, count: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        casework.move_cases(way, "awa", NOON, killed)
    assert casework.open_cases("carte") == {old.digest: 2, way.new.digest: 2}
    assert moved(way) == {"moved": 2}
    for number in numbers:
        events = casework.read_case(number, AGENT, AT).events
        assert sum(isinstance(event, Moved) for event in events) == 1


def test_a_case_that_was_moved_is_handled_by_the_new_process(old: Service) -> None:
    number = opened(old)
    moved(route(old))
    seen = casework.read_case(number, AGENT, AT).file.count
    given = casework.Given("Le nom est illisible.")
    done = casework.act(casework.Try(number, seen, given), "demander", AGENT, AT)
    assert done.file.asked == ("identite", "motif")
    casework.complete(number, {**done.file.answers, "identite": "Awa Keïta"}, "ussd", AT)
    case = casework.read_case(number, AGENT, AT)
    assert (case.file.stage, case.file.answers["identite"]) == ("instruction", "Awa Keïta")
    assert casework.worklist("mairie", ("agent",), casework.Filters())[0][0].number == number


def test_what_waits_for_its_applicant_still_waits(old: Service) -> None:
    number = opened(old)
    given, seen = casework.Given("Le nom."), casework.read_case(number, AGENT, AT).file.count
    casework.act(casework.Try(number, seen, given), "demander", AGENT, AT)
    moved(route(old))
    case = casework.read_case(number, AGENT, AT)
    assert (case.file.stage, case.file.asked) == ("complement", ("identite", "motif"))
    casework.complete(number, {**case.file.answers, "identite": "Aïcha"}, "ussd", AT)
    assert casework.read_case(number, AGENT, AT).file.answers["identite"] == "Aïcha"


def test_an_outcome_that_turns_is_listed_and_refused_unless_the_pack_says_so(old: Service) -> None:
    numbers = {age: opened(old, age % 10, age=age) for age in (18, 30)}
    stricter = ('majeur: "age >= 18"', 'majeur: "age >= 21"')
    proof = proved(route(old, stricter))
    [barred] = proof.barred
    assert barred.number == numbers[18]
    assert [each.why for each in barred.obstacles] == ["outcomes"]
    assert [(each.before, each.after) for each in barred.turned] == [("oui", "non")]
    assert [each.number for each in proof.moving] == [numbers[30]]


def test_a_price_that_rises_is_not_asked_of_who_asked_before(old: Service) -> None:
    opened(old)
    [barred] = proved(route(old, ("amount: 500", "amount: 900"))).barred
    assert [each.why for each in barred.obstacles] == ["fee"]


def test_a_value_that_the_next_version_does_not_take_is_named(old: Service) -> None:
    opened(old, age=100)
    [barred] = proved(route(old, ("max: 120", "max: 90"))).barred
    assert ("value", ("age",)) in [(each.why, each.names) for each in barred.obstacles]


def test_a_case_may_stay_where_the_pack_says_so(old: Service) -> None:
    number = opened(old, age=100)
    way = route(old, ("max: 120", "max: 90"), ("leave: [issued]", "leave: [value]"))
    proof = proved(way)
    assert [each.obstacles for each in proof.barred] == []
    assert [each.number for each in proof.staying] == [number]
    assert moved(way) == {"stayed": 1}
    assert casework.read_case(number, AGENT, AT).service is old


def test_values_that_were_erased_keep_a_case_where_it_is(old: Service) -> None:
    number = opened(old)
    casework.erase(number, casework.Reader("node", "awa"), NOON)
    [barred] = proved(route(old)).barred
    assert "erased" in [each.why for each in barred.obstacles]


def test_other_content_is_not_published_under_the_same_version(old: Service) -> None:
    other = {**GOOD, "wording/fr.yaml": GOOD["wording/fr.yaml"].replace(b"Votre nom", b"Le nom")}
    with pytest.raises(catalogue.SameVersion, match="carte@2026.1"):
        catalogue.publish(other, NOON)
    assert catalogue.named("carte") is old
    assert catalogue.publish(GOOD, NOON).digest == old.digest


def test_versions_are_listed_the_one_that_is_offered_told(old: Service) -> None:
    new = route(old).new
    found = {each.reference: each.offered for each in catalogue.versions("carte")}
    assert found == {"carte@2026.1": False, "carte@2026.2": True}
    assert catalogue.find("carte@2026.1") is old
    assert catalogue.find("carte") is catalogue.find(new.digest[:12]) is new


def test_a_phone_that_speaks_goes_on_with_its_version_and_its_case_moves_later(
    old: Service,
) -> None:
    phone = Phone()
    place = str([each.name for each in catalogue.offered()].index("carte") + 1)
    phone.dial()
    for typed in ("1", place, "Awa"):
        shown = phone.type(typed)
    assert "Quelle carte ?" in shown
    way = route(old)
    assert intake.under_way() == {old.digest: 1}
    assert "Votre âge ?" in phone.type("1")
    assert "Confirmer" in phone.type("30")
    assert phone.type("1").startswith("END Demande envoyée.")
    case = Case.objects.get()
    assert case.digest == old.digest
    assert moved(way) == {"moved": 1}
    key = next(line[0] for line in phone.dial().splitlines() if "Suivre" in line)
    assert "1 Carte" in phone.type(key)
    assert "Instruction" in phone.type("1")
    assert Case.objects.get().digest == way.new.digest


def test_a_page_tells_each_step_in_the_words_of_its_version(old: Service) -> None:
    number = opened(old)
    seen = casework.read_case(number, AGENT, AT).file.count
    casework.act(casework.Try(number, seen, casework.Given("Le nom.")), "demander", AGENT, AT)
    moved(route(old))
    case = casework.read_case(number, AGENT, AT)
    followed = story.followed(case, "fr", NOON)
    told = [each.what for each in followed.moments]
    assert told.index("Demander") < told.index("Nouvelles règles pour votre demande")
    assert followed.asked[-1].startswith("À compléter")


def test_an_applicant_who_was_answering_meanwhile_is_heard(old: Service) -> None:
    number = opened(old)
    seen = casework.read_case(number, AGENT, AT).file.count
    casework.act(casework.Try(number, seen, casework.Given("Le nom.")), "demander", AGENT, AT)
    answering = {**casework.read_case(number, AGENT, AT).file.answers, "nom": "Aïcha"}
    moved(route(old))
    casework.complete(number, answering, "ussd", AT)
    case = casework.read_case(number, AGENT, AT)
    assert (case.file.stage, case.file.answers["identite"]) == ("instruction", "Aïcha")
    assert case.file.answers["metier"] == "non dit"


def test_an_answer_that_the_next_version_does_not_take_is_not_lost_in_silence(old: Service) -> None:
    number = opened(old)
    seen = casework.read_case(number, AGENT, AT).file.count
    casework.act(casework.Try(number, seen, casework.Given("Le nom.")), "demander", AGENT, AT)
    answering = {**casework.read_case(number, AGENT, AT).file.answers, "age": 100, "nom": "Aïcha"}
    moved(route(old, ("max: 120", "max: 90")))
    with pytest.raises(casework.Refused, match="not-now"):
        casework.complete(number, answering, "ussd", AT)
