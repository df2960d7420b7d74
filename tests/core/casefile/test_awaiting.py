"""What the applicant is told to wait for, and to do first."""

from datetime import date

from core.casefile.process_pack import ANSWERS, AT, files
from core.services.broken_packs import GOOD
from kene.core.casefile import (
    Agent,
    Cost,
    Due,
    Event,
    Given,
    acting,
    before_answer,
    completing,
    due_of,
    fold,
    new_cost,
    opening,
)
from kene.core.conversation import due_sentence
from kene.core.services import Service, load
from kene.core.values import Setting, Value

PAID_FIRST = load(files())
FREE = load(GOOD)
SHORT, LONG = (Setting("fr", "ml", AT.today, manner) for manner in ("short", "screen"))


def opened(service: Service, **answers: Value) -> list[Event]:
    """A case of the service just opened."""
    return opening(service, {**ANSWERS, **answers}, "ussd", "fr", AT)


def told(service: Service, setting: Setting) -> str:
    """What a new case is told of its deadline."""
    due = due_of(fold(service, opened(service)))
    assert due is not None
    return due_sentence(service, due, setting).replace("\u202f", " ").replace("\u00a0", " ")


def test_who_has_nothing_to_do_first_is_told_when_they_are_answered() -> None:
    assert told(FREE, SHORT) == "Réponse avant le 9/12/2026 au soir."


def test_who_has_to_pay_is_told_so_and_from_when_the_time_to_answer_counts() -> None:
    said = "D'abord payer 500 FCFA, le 2/12/2026 au plus tard. Le délai compte après."
    assert told(PAID_FIRST, SHORT) == said
    assert told(PAID_FIRST, LONG) == (
        "Payez d'abord 500 FCFA au guichet, au plus tard le 2 décembre 2026. "
        "Le délai de réponse compte à partir de ce paiement."
    )


def test_a_price_that_is_not_settled_is_awaited_before_the_answer() -> None:
    unsettled = Due(date(2026, 12, 2), "caisse")
    assert before_answer(PAID_FIRST, unsettled) == "pay"
    assert due_sentence(PAID_FIRST, unsettled, SHORT).startswith("Prix à préciser")


def test_a_stage_that_waits_for_the_applicant_says_what_they_do() -> None:
    said = due_sentence(PAID_FIRST, Due(date(2026, 12, 24), "complement"), SHORT)
    assert said.startswith("D'abord : Complément, le 24/12/2026")


def priced(table: str) -> Service:
    """The good pack with a fee by decision, and nothing to pay first."""
    process = GOOD["service.yaml"].replace(
        b"fee: {amount: 500, law: loi}", b"fee: {decision: tarif}"
    )
    process = process.replace(b"droit.csv", b"droit.csv\n  tarif: decisions/tarif.csv")
    head = "unique ; age ; tarif : number ; law\n"
    return load({**GOOD, "service.yaml": process, "decisions/tarif.csv": (head + table).encode()})


def completed(service: Service, age: int) -> Cost | None:
    """What the completion of a case says of its cost."""
    events = opened(service)
    agent = Agent("awa", "agent")
    events += acting(service, fold(service, events), "demander", agent, Given("Lequel ?"), AT)
    case = fold(service, events)
    events += completing(service, case, {**case.answers, "age": age}, "ussd", AT)
    return new_cost(service, events)


def test_a_completion_tells_the_cost_that_it_changes_or_leaves_unsettled() -> None:
    by_age = priced("1 ; < 40 ; 500 ; loi\n2 ; [40..60] ; 800 ; loi\n3 ; > 60 ; 12.5 ; loi\n")
    assert completed(by_age, 31) is None
    assert completed(by_age, 50) == Cost(800)
    assert completed(by_age, 70) == Cost(None)
    assert completed(priced("1 ; - ; 12.5 ; loi\n"), 31) == Cost(None)
