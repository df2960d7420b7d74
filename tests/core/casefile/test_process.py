"""What may happen to a case, by the pack's process."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.casefile.process_pack import (
    AGENT,
    ANSWERS,
    AT,
    CASHIER,
    CHIEF,
    COLLEAGUE,
    NOON,
    files,
    later,
    service,
)
from kene.core.casefile import (
    NODE,
    Acted,
    Agent,
    CaseFile,
    Event,
    Given,
    Lapsed,
    Moment,
    Owed,
    Paid,
    Proposed,
    Refused,
    Reminded,
    acting,
    actions,
    completing,
    confirming,
    contestable,
    contesting,
    declining,
    decode,
    effects,
    encode,
    fold,
    granted,
    lapsing,
    opening,
    remind_on,
    reminding,
    waiting_for,
    withdrawing,
)
from kene.core.services import APPLICANT, CLOSED, load, quote
from kene.core.services.checks import check

SERVICE = service()
WHY = Given("parce que", "R 12")


class Held:
    """A case under way: each step adds the events that it makes."""

    def __init__(self, answers: dict[str, Any] = ANSWERS, at: Moment = AT) -> None:
        self.events: list[Event] = opening(SERVICE, answers, "ussd", "fr", at)

    @property
    def file(self) -> CaseFile:
        return fold(SERVICE, self.events)

    def act(self, name: str, agent: Agent = AGENT, given: Given = WHY, at: Moment = AT) -> None:
        self.events += acting(SERVICE, self.file, name, agent, given, at)

    def may(self, role: str) -> set[str]:
        return {each.name for each in actions(SERVICE, self.file, role, AT.today)}


def examined(answers: dict[str, Any] = ANSWERS) -> Held:
    """A case that was paid for, and is examined."""
    held = Held(answers)
    held.act("encaisser", CASHIER)
    return held


def test_the_pack_of_these_tests_is_clean() -> None:
    assert check(load(files())) == ()


@pytest.mark.parametrize(("sort", "age", "fee"), [("neuve", 30, 500), ("perdue", 16, 1500)])
def test_what_is_owed_is_known_before_confirming_and_recorded(
    sort: str, age: int, fee: int
) -> None:
    answers = {"nom": "Awa", "sorte": sort, "age": age, "motif": "au marché"}
    assert quote(SERVICE, answers, AT.today) == fee
    held = Held(answers)
    assert held.file.owed == held.file.balance == fee
    assert held.file.stage == "caisse"


def test_who_is_exempt_owes_nothing_and_no_cashier_waits() -> None:
    held = Held({**ANSWERS, "age": 60})
    assert quote(SERVICE, {**ANSWERS, "age": 60}, AT.today) == 0
    assert held.file.owed == 0
    assert held.file.stage == "examen"
    assert [e.action for e in held.events if isinstance(e, Acted)] == ["dispenser"]


def test_a_price_that_nobody_knows_is_told_as_such() -> None:
    text = files()["service.yaml"].decode()
    line = next(line for line in text.splitlines() if line.startswith("fee:"))
    unsure = text.replace(line, "fee: {unsure: Aucune source lue ne donne le prix.}")
    unknown = load({**files(), "service.yaml": unsure.encode()})
    assert (unknown.fee.fixed, quote(unknown, ANSWERS, AT.today)) == (False, None)


def test_what_is_not_settled_owes_nothing_yet_and_moves_nothing() -> None:
    answers = {"nom": "Awa", "age": 30}
    assert quote(SERVICE, answers, AT.today) is None
    held = Held(answers)
    assert held.file.owed is None
    assert held.file.stage == "caisse"
    assert held.may("caissier") == set()


def test_a_payment_has_its_receipt_and_is_taken_once() -> None:
    held = Held()
    with pytest.raises(Refused, match="receipt-needed"):
        held.act("encaisser", CASHIER, Given("", " "))
    held.act("encaisser", CASHIER, Given("", "R 12"))
    [paid] = held.file.payments
    assert (paid.amount, paid.means, paid.receipt, paid.agent) == (500, "cash", "R 12", "coumba")
    assert (held.file.balance, held.file.stage) == (0, "examen")
    assert "encaisser" not in held.may("caissier")


def test_a_proposed_action_does_nothing_before_another_agent_confirms() -> None:
    held = examined()
    held.act("delivrer")
    assert (held.file.stage, held.file.closed) == ("examen", None)
    assert waiting_for(SERVICE, held.file) == "chef"
    assert held.may("agent") == held.may("chef") == set()
    assert all(effects(SERVICE, event).issue == () for event in held.events)
    held.events += confirming(SERVICE, held.file, CHIEF, AT)
    acted = held.file.done[-1]
    assert isinstance(acted, Acted)
    assert (acted.agent, acted.second, held.file.stage) == ("awa", "daouda", CLOSED)
    assert effects(SERVICE, acted).issue == ("carte", "recu")


def test_the_same_person_never_does_both() -> None:
    held = examined({**ANSWERS, "age": 16})
    held.act("refuser")
    assert waiting_for(SERVICE, held.file) == "agent"
    with pytest.raises(Refused, match="same-person"):
        confirming(SERVICE, held.file, AGENT, AT)
    with pytest.raises(Refused, match="not-now"):
        confirming(SERVICE, held.file, CHIEF, AT)
    held.events += confirming(SERVICE, held.file, COLLEAGUE, AT)
    assert held.file.done[-1].reason == "parce que"  # type: ignore[union-attr]


def test_what_is_declined_is_offered_again_within_the_same_deadline() -> None:
    held = examined()
    before = held.file
    held.act("delivrer", at=later(NOON.date() + timedelta(days=2)))
    with pytest.raises(Refused, match="reason-needed"):
        declining(SERVICE, held.file, CHIEF, Given(" "), AT)
    held.events += declining(SERVICE, held.file, CHIEF, Given("photo floue"), AT)
    assert (held.file.stage, held.file.due) == (before.stage, before.due)
    assert "delivrer" in held.may("agent")
    with pytest.raises(Refused, match="not-now"):
        declining(SERVICE, held.file, CHIEF, WHY, AT)


def test_the_rule_alone_does_what_it_settles() -> None:
    held = Held({"nom": "Awa", "sorte": "perdue", "age": 70, "motif": "au marché"})
    done = [(each.agent, each.action) for each in held.events if isinstance(each, Acted)]
    assert done == [(NODE, "dispenser"), (NODE, "urgence")]
    assert held.file.stage == CLOSED


def test_an_automatic_action_is_offered_to_nobody() -> None:
    assert "urgence" not in examined().may("agent")


def test_silence_grants_what_the_rule_allows() -> None:
    held = examined()
    assert held.file.due is not None
    held.events += lapsing(SERVICE, held.file, later(held.file.due + timedelta(days=1)))
    assert isinstance(held.events[-2], Lapsed)
    acted = held.file.done[-1]
    assert isinstance(acted, Acted)
    assert (acted.agent, acted.action, held.file.stage) == (NODE, "delivrer", CLOSED)


def test_silence_never_grants_what_the_rule_refuses() -> None:
    held = examined({**ANSWERS, "age": 16})
    assert held.file.due is not None
    held.events += lapsing(SERVICE, held.file, later(held.file.due + timedelta(days=1)))
    assert (held.file.stage, held.file.late) == ("examen", True)
    assert lapsing(SERVICE, held.file, later(held.file.due + timedelta(days=2))) == []


def test_the_holidays_of_the_pack_are_not_worked() -> None:
    due = Held().file.due
    assert due == date(2026, 12, 2)  # 25, 27, 30, 1, 2: the 26th is a holiday of the pack


def refused() -> Held:
    """A case that was refused, by two people."""
    held = examined({**ANSWERS, "age": 16})
    held.act("refuser")
    held.events += confirming(SERVICE, held.file, COLLEAGUE, AT)
    return held


def test_a_refusal_is_contested_in_time_and_answered() -> None:
    held = refused()
    until = contestable(SERVICE, held.file)
    assert until == date(2026, 12, 24)
    with pytest.raises(Refused, match="reason-needed"):
        contesting(SERVICE, held.file, "ussd", Given(), AT)
    with pytest.raises(Refused, match="too-late"):
        contesting(SERVICE, held.file, "ussd", WHY, later(until + timedelta(days=1)))
    held.events += contesting(SERVICE, held.file, "ussd", WHY, later(until))
    assert (held.file.stage, held.file.open) == ("recours", True)
    assert held.file.due == date(2026, 12, 28)
    assert waiting_for(SERVICE, held.file) == "chef"
    held.act("maintenir", CHIEF, at=later(until))
    assert held.file.stage == CLOSED
    assert contestable(SERVICE, held.file) is None


def test_only_a_refusal_can_be_contested() -> None:
    granted = examined()
    granted.act("delivrer")
    granted.events += confirming(SERVICE, granted.file, CHIEF, AT)
    left = Held()
    left.events += withdrawing(left.file, "ussd", AT)
    abandoned = examined()
    abandoned.act("demander")
    abandoned.events += lapsing(SERVICE, abandoned.file, later(date(2027, 6, 1)))
    granted.events.append(_issued())
    for held in (granted, left, abandoned, examined()):
        with pytest.raises(Refused, match="not-now"):
            contesting(SERVICE, held.file, "ussd", WHY, AT)


def test_what_an_action_says_that_it_grants_is_not_contested() -> None:
    pack = files()
    pack["service.yaml"] = pack["service.yaml"].replace(b"issue: [carte, recu]", b"grants: yes")
    generous, held = load(pack), examined()
    held.act("delivrer")
    held.events += confirming(generous, held.file, CHIEF, AT)
    assert granted(generous, held.file)
    assert contestable(generous, held.file) is None
    # The same events, where the action does not say so.
    assert not granted(SERVICE, held.file)
    assert not granted(generous, examined().file)
    assert not granted(generous, refused().file)


def _issued() -> Event:
    from kene.core.casefile import Issued

    return Issued(NOON, "carte", "1")


def test_the_applicant_is_reminded_once_before_the_deadline() -> None:
    held = examined()
    assert remind_on(SERVICE, held.file) is None
    held.act("demander")
    due = held.file.due
    assert due is not None
    day = remind_on(SERVICE, held.file)
    assert day == due - timedelta(days=3)
    assert reminding(SERVICE, held.file, later(day - timedelta(days=1))) == []
    (late,) = reminding(SERVICE, held.file, later(due + timedelta(days=1)))
    assert isinstance(late, Reminded) and late.missed
    held.events += reminding(SERVICE, held.file, later(day))
    assert effects(SERVICE, held.events[-1]).tell == "rappel"
    assert reminding(SERVICE, held.file, later(day)) == []


def test_new_answers_are_decided_again_and_may_owe_more() -> None:
    held = examined()
    held.act("demander")
    held.events += completing(
        SERVICE, held.file, {**ANSWERS, "sorte": "perdue", "motif": "marché"}, "web", AT
    )
    owed = [event.amount for event in held.events if isinstance(event, Owed)]
    assert owed == [500, 1500]
    assert (held.file.owed, held.file.balance) == (1500, 1000)


STEPS = st.lists(
    st.tuples(
        st.sampled_from([AGENT, COLLEAGUE, CASHIER, CHIEF]),
        st.sampled_from(["act", "confirm", "decline", "complete", "contest", "withdraw", "late"]),
        st.integers(0, 3),
        st.integers(0, 20),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.sampled_from(["neuve", "perdue"]), st.integers(15, 80))
def test_whatever_is_tried_two_people_sign_and_money_is_taken_once(
    steps: list[tuple[Agent, str, int, int]], sort: str, age: int
) -> None:
    held = Held({"nom": "Awa", "sorte": sort, "age": age, "motif": "marché"})
    day = AT.today
    for agent, what, which, days in steps:
        day += timedelta(days=days)
        try:
            held.events += _tried(held, agent, what, which, later(day))
        except Refused:
            continue
    _hold(held)


def _tried(held: Held, agent: Agent, what: str, which: int, at: Moment) -> list[Event]:
    file = held.file
    match what:
        case "act":
            offered = actions(SERVICE, file, agent.role, at.today)
            name = offered[which % len(offered)].name if offered else "delivrer"
            return acting(SERVICE, file, name, agent, WHY, at)
        case "confirm":
            return confirming(SERVICE, file, agent, at)
        case "decline":
            return declining(SERVICE, file, agent, WHY, at)
        case "complete":
            return completing(SERVICE, file, {**file.answers, "nom": "Adama"}, "web", at)
        case "contest":
            return contesting(SERVICE, file, "ussd", WHY, at)
        case "withdraw":
            return withdrawing(file, "ussd", at)
        case _:
            return [*lapsing(SERVICE, file, at), *reminding(SERVICE, file, at)]


def _hold(held: Held) -> None:
    """What holds of every case, whatever was tried."""
    waiting: Proposed | None = None
    for event in held.events:
        match event:
            case Proposed():
                assert waiting is None
                waiting = event
            case Acted():
                action = SERVICE.stages[event.stage].actions[event.action]
                if action.second and event.agent != NODE:
                    assert waiting is not None
                    assert (event.agent, event.action) == (waiting.agent, waiting.action)
                    assert event.second not in ("", event.agent)
                waiting = None
            case _:
                if type(event).__name__ in ("Declined", "Lapsed", "Withdrawn"):
                    waiting = None
    paid = sum(each.amount or 0 for each in held.events if isinstance(each, Paid))
    assert paid <= max([each.amount or 0 for each in held.events if isinstance(each, Owed)])
    assert (held.file.stage == CLOSED) == (not held.file.open)
    assert waiting_for(SERVICE, held.file) in ("", APPLICANT, "agent", "caissier", "chef")
    again = [
        decode(SERVICE, e.public, e.personal) for e in (encode(SERVICE, x) for x in held.events)
    ]
    assert again == held.events


def test_nothing_of_a_person_is_in_the_public_part() -> None:
    held = refused()
    held.events += contesting(SERVICE, held.file, "ussd", Given("mon âge est faux"), AT)
    for event in held.events:
        public = str(encode(SERVICE, event).public)
        for word in ("parce que", "mon âge", "R 12", "500", "Awa"):
            assert word not in public
