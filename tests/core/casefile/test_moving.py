"""A case moved to another version of its service: pure, and true to what it was."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.casefile import process_pack
from core.casefile.process_pack import AGENT, AT, NOON, later
from core.services.broken_packs import GOOD, NEXT, RELATIVES
from kene.core.casefile import (
    Decided,
    Event,
    Given,
    Moved,
    Passage,
    Proposed,
    acting,
    checking,
    decode,
    encode,
    fold,
    moving,
    opening,
    replay,
    versioned,
    withdrawing,
)
from kene.core.services import Migration, Service, load
from kene.core.services.checks.moving import immovable

OLD, NEW = load(GOOD), load(NEXT)
MOVE = NEW.migrations[0]
BEFORE = {OLD.digest: OLD}
ANSWERS = st.fixed_dictionaries(
    {"nom": st.sampled_from(("Awa", "Bakary")), "age": st.integers(15, 120)}
).flatmap(
    lambda given: st.one_of(
        st.just({**given, "sorte": "neuve"}),
        st.just({**given, "sorte": "perdue", "motif": "Au marché"}),
    )
)


def opened(answers: dict[str, Any], service: Service = OLD) -> list[Event]:
    """The events of a new case."""
    return opening(service, answers, "ussd", "fr", AT)


def passage(events: list[Event], new: Service = NEW, days: int = 3) -> Passage:
    """What moves the case of these events some days later."""
    at = later(AT.today + timedelta(days=days))
    return moving((OLD, new, new.migrations[0]), fold(OLD, events), "awa", at)


def changed(*edits: tuple[str, str]) -> Service:
    """The next version with edits of its `service.yaml`."""
    text = NEXT["service.yaml"].decode()
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after)
    return load({**NEXT, "service.yaml": text.encode()})


@settings(max_examples=60, deadline=None)
@given(answers=ANSWERS, days=st.integers(0, 14))
def test_a_case_that_moved_has_the_answers_and_the_promises_that_it_had(
    answers: dict[str, Any], days: int
) -> None:
    events = opened(answers)
    before, way = fold(OLD, events), passage(events, days=days)
    assert way.obstacles == ()
    case = fold(NEW, [*events, *way.events], BEFORE)
    kept = {MOVE.field(name): value for name, value in answers.items()}
    assert case.answers == {**kept, "metier": case.answers["metier"]}
    assert (case.stage, case.due, case.owed) == ("instruction", before.due, before.owed)
    outcomes = {name: each.outcome for name, each in before.decided.items()}
    assert {name: each.outcome for name, each in case.decided.items()} == outcomes


@settings(max_examples=40, deadline=None)
@given(answers=ANSWERS)
def test_events_are_written_and_read_by_the_version_that_they_are_of(
    answers: dict[str, Any],
) -> None:
    events = opened(answers)
    whole = [*events, *passage(events).events]
    dated = tuple(versioned(NEW, whole, BEFORE))
    for service, event in dated:
        encoded = encode(service, event)
        assert decode(service, encoded.public, encoded.personal) == event
        if isinstance(event, Decided):
            given = answers if service is OLD else fold(NEW, whole, BEFORE).answers
            assert replay(service, given, event) == event
    assert [service is NEW for service, _ in dated] == [event not in events for event in whole]


def test_a_version_may_be_left_twice() -> None:
    text = NEXT["service.yaml"].replace(b"version: 2026.2", b"version: 2026.3")
    text = text.replace(b"from: 2026.1", b"from: 2026.2").replace(
        b"examen: instruction", b"instruction: instruction"
    )
    third = load({**NEXT, "service.yaml": text.replace(b"nom: identite", b"identite: identite")})
    events = opened({"nom": "Awa", "sorte": "neuve", "age": 30})
    events += passage(events).events
    case = fold(NEW, events, BEFORE)
    events += moving((NEW, third, third.migrations[0]), case, "awa", AT).events
    before = {**BEFORE, NEW.digest: NEW}
    assert fold(third, events, before).answers == case.answers
    found = [
        service.version
        for service, event in versioned(third, events, before)
        if isinstance(event, Moved)
    ]
    assert found == ["2026.2", "2026.3"]


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (("max: 120", "max: 25"), "value"),
        (("age >= 15", "age >= 40"), "invalid"),
        (('majeur: "age >= 18"', 'majeur: "age >= 31"'), "outcomes"),
        (("amount: 500", "amount: 501"), "fee"),
        (("then 'élève' else 'non dit'", "then 'élève' else ''"), "missing"),
        (("evidence:\n  photo:", "evidence:\n  image:"), "papers"),
        (("droit = 'oui'", "droit = 'oui' and majeur and age < 18"), "stuck"),
    ],
)  # fmt: skip
def test_what_is_in_the_way_of_a_case_is_named(edit: tuple[str, str], why: str) -> None:
    events = opened({"nom": "Awa", "sorte": "neuve", "age": 30})
    events += checking(OLD, fold(OLD, events), ("photo", "original"), AGENT, AT)
    stuck = () if why != "stuck" else (("demander: {ask", 'demander: {when: "age > 119", ask'),)
    found = passage(events, changed(edit, *stuck))
    assert [each.why for each in found.obstacles] == [why]


def test_what_waits_for_a_second_agent_does_not_move() -> None:
    text = process_pack.files()["service.yaml"].replace(b"version: 2026.1", b"version: 2026.2")
    text += b"migrate: [{from: 2026.1, why: Un autre texte.}]\n"
    old, new = process_pack.service(), load({**process_pack.files(), "service.yaml": text})
    case = fold(old, opened({"nom": "Awa", "sorte": "neuve", "age": 30}, old))
    waiting = replace(case, proposed=Proposed(NOON, "awa", "examen", "delivrer"))
    found = moving((old, new, new.migrations[0]), waiting, "awa", AT).obstacles
    assert [(each.why, each.names) for each in found] == [("proposed", ("delivrer",))]


def test_what_is_past_its_time_does_not_move_and_what_is_closed_never_does() -> None:
    events = opened({"nom": "Awa", "sorte": "neuve", "age": 30})
    assert [each.why for each in passage(events, days=16).obstacles] == ["deadline"]
    closed = fold(OLD, [*events, *withdrawing(fold(OLD, events), "ussd", AT)])
    with pytest.raises(ValueError, match="closed"):
        moving((OLD, NEW, MOVE), closed, "awa", AT)


def test_a_less_dear_price_is_asked_and_an_allowed_loss_is_accepted() -> None:
    events = opened({"nom": "Awa", "sorte": "neuve", "age": 30})
    way = passage(events, changed(("amount: 500", "amount: 300")))
    assert fold(NEW, [*events, *way.events], BEFORE).owed == 300
    stricter = ('majeur: "age >= 18"', 'majeur: "age >= 31"')
    allowed = changed(stricter, ("leave: [issued]", "allow: [outcomes]"))
    found = passage(events, allowed)
    assert found.obstacles == ()
    assert [(each.before, each.after) for each in found.turned] == [("oui", "non")]


def test_what_is_asked_again_is_asked_under_its_new_name() -> None:
    events = opened({"nom": "Awa", "sorte": "neuve", "age": 30})
    events += acting(OLD, fold(OLD, events), "demander", AGENT, Given("Le nom."), AT)
    moved = passage(events).events[0]
    assert isinstance(moved, Moved)
    assert (moved.stage, moved.asked) == ("complement", ("identite", "motif"))


@settings(max_examples=20, deadline=None)
@given(items=st.integers(0, 3), rename=st.booleans())
def test_every_item_of_a_group_is_kept(items: int, rename: bool) -> None:
    text = RELATIVES["service.yaml"].decode().replace("version: 2026.1", "version: 2026.2")
    how = "fields: {prenom: appele}" if rename else "fields: {}"
    text += f"migrate:\n  - {{from: 2026.1, why: Un autre texte., {how}}}\n"
    words = RELATIVES["wording/fr.yaml"].decode()
    if rename:
        text = text.replace("      prenom: {", "      appele: {")
        words = words.replace("  prenom:", "  appele:")
    old = load(RELATIVES)
    new = load({**RELATIVES, "service.yaml": text.encode(), "wording/fr.yaml": words.encode()})
    answers: dict[str, Any] = {"nom": "Awa", "sorte": "neuve", "age": 30, "proches": items}
    for number in range(1, items + 1):
        given = {
            "prenom": f"Issa {'IVX'[number - 1]}",
            "lien": "parent",
            "ne_le": date(1970, 1, number),
        }
        answers |= {f"{name}.{number}": value for name, value in given.items()}
    answers["langues"] = ("peul",)
    events = opened(answers, old)
    way = moving((old, new, new.migrations[0]), fold(old, events), "awa", AT)
    assert way.obstacles == ()
    case = fold(new, [*events, *way.events], {old.digest: old})
    name = "appele" if rename else "prenom"
    assert case.answers == {at.replace("prenom", name): value for at, value in answers.items()}
    assert case.opened == NOON
    assert isinstance(new.migrations[0], Migration)


def entering(files: dict[str, bytes], enter: str, action: str) -> Service:
    """A pack whose agents enter something as they ask the applicant again."""
    text = files["service.yaml"].decode().replace("process:\n", f"enter: {{{enter}}}\nprocess:\n")
    text = text.replace("reason: yes", f"enter: [{action}], reason: yes")
    return load({**files, "service.yaml": text.encode()})


@pytest.mark.parametrize(
    ("enter", "entered", "obstacle"),
    [
        ("numero: {type: text, max: 9, for: compter}", {"numero": "A 12"}, ""),
        ("numero: {type: text, max: 3, for: compter}", {}, "value"),
        (
            "numero: {type: text, valid: \"numero = 'B'\", for: compter}",
            {"numero": "A 12"},
            "invalid",
        ),
    ],
)
def test_what_agents_entered_comes_under_its_new_name_and_is_right(
    enter: str, entered: dict[str, str], obstacle: str
) -> None:
    old = entering(GOOD, "registre: {type: text, for: repondre}", "registre")
    renamed = {
        **NEXT,
        "service.yaml": NEXT["service.yaml"].replace(
            b"fields: {nom: identite}", b"fields: {nom: identite, registre: numero}"
        ),
    }
    new = entering(renamed, enter, "numero")
    move = new.migrations[0]
    assert tuple(immovable(old, new, move)) == ()
    events = opened({"nom": "Awa", "sorte": "neuve", "age": 30}, old)
    case = fold(old, events)
    typed = Given("Pourquoi ?", entries={"registre": "A 12"})
    events += acting(old, case, "demander", AGENT, typed, AT)
    way = moving((old, new, move), fold(old, events), "awa", later(AT.today))
    assert [each.why for each in way.obstacles] == ([obstacle] if obstacle else [])
    after = fold(new, [*events, *way.events], {old.digest: old})
    assert after.entered == entered
    assert after.answers.keys() == {"identite", "sorte", "age", "metier"}
    for service, event in versioned(new, [*events, *way.events], {old.digest: old}):
        encoded = encode(service, event)
        assert decode(service, encoded.public, encoded.personal) == event
    if not obstacle:
        moved = encode(new, way.events[0])
        assert moved.personal["compter"]["answers"] == {"age": 30, "numero": "A 12"}


def test_what_is_asked_and_what_agents_enter_are_not_taken_for_each_other() -> None:
    old = entering(GOOD, "registre: {type: text, for: repondre}", "registre")
    text = NEXT["service.yaml"].replace(b"nom: identite}", b"nom: identite, registre: metier}")
    new = load({**NEXT, "service.yaml": text.replace(b"defaults:", b"# defaults:")})
    [problem] = immovable(old, new, new.migrations[0])
    assert problem.code == "M205"
    assert "text (enter)" in problem.message()
