"""All the answers at once: the same conversation, and the same refusals, as one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.conversation.walks import PACKS, SERVICES, TODAY
from kene.core.conversation import Conversation, Scene, answer_wholly, begin, given_wholly
from kene.core.services import Service
from kene.testing.answers import Respondent
from kene.testing.pack import check_folder

NAMES = [path.parent.name for path in sorted(PACKS.glob("*/service.yaml"))]
BIRTHS, COMPLAINTS, SHOP, RELATIVES = SERVICES
BIRTH: Mapping[str, Any] = {
    "prenoms": "Awa",
    "nom": "Traoré",
    "sexe": "fille",
    "date_naissance": "2026-11-20",
    "lieu": "02-04-01",
    "mere": "Fanta Diarra",
    "lien": "mere",
}
FORM = "Cette réponse n'a pas la forme attendue."


@cache
def pack(name: str) -> Service:
    service = check_folder(PACKS / name).service
    assert service is not None
    return service


def talked(service: Service, language: str, seed: object) -> Conversation:
    """A conversation at random, one question after the other, to its summary."""
    rng, respondent = Random(str(seed)), Respondent(service, TODAY)
    talk = begin(service, language)
    while (now := Scene(service, talk, TODAY).now) is not None:
        _, talk = respondent.accepted(talk, now, rng)
    return talk


def wholly(service: Service, language: str, answers: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with answers, by their place."""
    found = answer_wholly(service, language, answers, TODAY)
    assert not isinstance(found, Conversation), "they were taken"
    return {"/".join(map(str, each.path)): each.sentence for each in found}


@pytest.mark.parametrize("name", NAMES)
def test_answers_at_once_are_those_given_one_by_one(name: str) -> None:
    service = pack(name)
    for seed in range(3):
        language = service.languages[seed % len(service.languages)]
        talk = talked(service, language, (name, seed))
        sent = json.loads(json.dumps(given_wholly(service, talk.answers)))
        found = answer_wholly(service, language, sent, TODAY)
        assert isinstance(found, Conversation), found
        assert (found.end, found.answers, found.language) == ("confirmed", talk.answers, language)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_the_items_of_a_list_are_given_as_a_list(seed: int) -> None:
    talk = talked(RELATIVES, "fr", seed)
    sent = given_wholly(RELATIVES, talk.answers)
    found = answer_wholly(RELATIVES, "fr", sent, TODAY)
    assert isinstance(found, Conversation)
    assert found.answers == talk.answers


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("mere"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(st.sampled_from(SERVICES), st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_that_is_given_breaks_or_is_dropped(service: Service, data: st.DataObject) -> None:
    names = st.sampled_from([*service.fields, "prenom.1", "x", ""])
    sent = data.draw(st.dictionaries(names, anything, max_size=8))
    found = answer_wholly(service, "fr", sent, TODAY)
    if isinstance(found, Conversation):
        assert set(given_wholly(service, found.answers)) == {n for n in sent if sent[n] is not None}
    else:
        assert all(each.sentence for each in found)


def test_all_that_is_wrong_is_said_at_once_with_its_place() -> None:
    sent = {**BIRTH, "prenoms": "A1", "date_naissance": "2026-02-31", "lieu": "77", "mere": None}
    assert wholly(BIRTHS, "fr", {**sent, "sexes": "fille"}) == {
        "sexes": "Aucune question ne porte ce nom.",
        "prenoms": "Écrivez le nom avec des lettres seulement, par exemple : Aïssata Coulibaly.",
        "date_naissance": FORM,
        "lieu": "Aucun lieu ne s’appelle « 77 ». "
        "Vérifiez le nom, ou écrivez ses premières lettres.",
        "mere": "Cette réponse est nécessaire.",
    }


def test_the_condition_of_a_field_is_that_of_every_channel() -> None:
    told = wholly(BIRTHS, "bm", {**BIRTH, "date_naissance": "2027-01-01"})
    assert list(told) == ["date_naissance"]
    assert told["date_naissance"] == BIRTHS.wording("bm").say("fields.date_naissance.invalid")


def test_a_date_has_one_form_where_a_program_writes_it() -> None:
    assert wholly(BIRTHS, "fr", {**BIRTH, "date_naissance": "11/12/2026"}) == {
        "date_naissance": FORM
    }


def test_an_answer_to_a_question_that_is_not_asked_is_wrong() -> None:
    told = wholly(BIRTHS, "fr", {**BIRTH, "lien_precise": "tante"})
    assert told == {"lien_precise": "Cette question n'est pas posée, d'après les autres réponses."}


def test_what_is_wrong_in_an_item_is_said_at_its_place() -> None:
    family = {"nom": "Ba", "sorte": "neuve", "age": 17, "langues": ["bambara"]}
    items = [{"prenom": "Awa"}, {"prenom": True}]
    told = wholly(RELATIVES, "fr", {**family, "proches": items})
    assert told["proches/1/prenom"] == FORM
    assert told["proches/0/lien"] == "Cette réponse est nécessaire."
    assert wholly(RELATIVES, "fr", {"proches": "Awa"})["proches"] == FORM
