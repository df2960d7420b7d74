"""A position is asked, read by conditions, kept, and shown back."""

from datetime import date
from decimal import Decimal

from kene.core.conversation import View, begin, decode, encode, step
from kene.core.screens import Say
from kene.core.services import load
from kene.core.values import Coordinates

TODAY = date(2026, 3, 20)
VIEW = View(TODAY, "short")
SERVICE = load(
    {
        "service.yaml": b"""
kene: 1
service: champ
version: 2026.1
country: ml
authority: mairie
languages: [fr]
channels: [web]
law: {loi: {text: "Une loi"}}
purposes:
  situer: {basis: public-task, law: loi, keep: 1 year after close}
contact: situer
ask:
  - group: champ
    fields:
      lieu: {type: position, valid: "lieu.latitude > 10", for: situer}
      desert: {type: yes_no, when: "lieu.latitude > 15", for: situer}
facts:
  nord: "lieu.latitude > 14"
process:
  examen: {by: agent, within: 1 day, actions: {faire: {tell: fait, to: closed}}}
""",
        "wording/fr.yaml": """
title: Champ
fields:
  lieu: {ask: "Où est le champ ?", invalid: "{lieu} : c'est trop au sud."}
  desert: {ask: "Est-ce un désert ?"}
""".encode(),
    }
)


def test_a_position_is_refused_or_taken_by_what_expressions_read_of_it() -> None:
    talk, screen = step(SERVICE, begin(SERVICE, "fr"), Say("9.5 -8.0029"), VIEW)
    note = screen.questions[0].note
    assert note is not None and note.text == "9.50000, -8.00290 : c'est trop au sud."
    talk, screen = step(SERVICE, talk, Say("12.6392 -8.0029"), VIEW)
    assert {option.key: option.detail for option in screen.options}["lieu"] == "12.63920, -8.00290"
    assert talk.answers == {"lieu": Coordinates(Decimal("12.63920"), Decimal("-8.00290"))}
    assert SERVICE.known(talk.answers, TODAY)["nord"] is False
    assert decode(SERVICE, encode(SERVICE, talk)) == talk


def test_a_question_waits_for_the_position_that_it_reads() -> None:
    _, screen = step(SERVICE, begin(SERVICE, "fr"), Say("18.5 0.0"), VIEW)
    assert [question.field for question in screen.questions] == ["desert"]
