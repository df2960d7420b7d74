"""Why a case was decided so, as a message to the applicant may say it."""

from core.casefile.process_pack import AGENT, AT, CASHIER, COLLEAGUE, files, service
from kene.core.casefile import (
    Acted,
    CaseFile,
    Event,
    Given,
    acting,
    confirming,
    details,
    fold,
    opening,
)
from kene.core.services import load
from kene.core.services.checks.expected import placeholders
from kene.core.values import Setting

SERVICE = service()
SHORT = Setting("fr", "ml", AT.today, "short")


def refused(age: int) -> tuple[CaseFile, Event]:
    """A case of somebody of that age that two agents refused, and the refusal."""
    events = opening(SERVICE, {"nom": "Awa", "sorte": "neuve", "age": age}, "ussd", "fr", AT)
    given = Given("parce que", "R 12")
    for step, agent in (("encaisser", CASHIER), ("refuser", AGENT)):
        events += acting(SERVICE, fold(SERVICE, events), step, agent, given, AT)
    events += confirming(SERVICE, fold(SERVICE, events), COLLEAGUE, AT)
    file = fold(SERVICE, events)
    return file, next(each for each in reversed(events) if isinstance(each, Acted))


def test_a_refusal_is_told_with_its_reason_its_law_and_how_to_contest() -> None:
    file, event = refused(16)
    told = details(SERVICE, file, event, SHORT)["why"]
    assert told == "Droit : non. Majeur : non. Une loi. Contester : tribunal, jusqu'au 24/12/2026."


def test_an_action_that_depends_on_no_decision_has_no_reason() -> None:
    file, _ = refused(16)
    assert details(SERVICE, file, file.done[0], SHORT)["why"] == ""


def test_a_message_may_say_why_where_its_action_depends_on_a_decision() -> None:
    text = files()["service.yaml"].decode()
    before, after = "yes, tell: refusee, to", "yes, tell: prete, to"
    assert text.count(before) == 1
    other = load({**files(), "service.yaml": text.replace(before, after).encode()})
    assert "why" in placeholders(other)["refusee"]
    assert "why" not in placeholders(SERVICE)["refusee"]
