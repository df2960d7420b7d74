"""What a confirmation tells the applicant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.web.pages import Receipt
from kene.channels.web.words import typeset, words
from kene.core.casefile import show_number
from kene.core.conversation import cost_sentence, due_sentence, shut_sentence
from kene.core.values import Setting
from kene.intake.api import Slip

SHUT: Final = frozenset({"early", "over", "full"})
_SEEN: Final = 2
"""How many digits of a telephone number are enough for its owner to know it."""


def receipt_of(slip: Slip, language: str, now: datetime) -> Receipt:
    """The receipt of a confirmation, in that language."""
    own = words(language)
    if slip.kind in SHUT:
        return Receipt(_shut(slip, language, now), "", "", "", ())
    return Receipt(
        title=typeset(own.say(f"receipt.{slip.kind}")),
        number=show_number(slip.number),
        secret=slip.secret,
        secret_sent_to=_hidden(slip.phone),
        next_steps=tuple(typeset(step) for step in _next(slip, language, now)),
    )


def _shut(slip: Slip, language: str, now: datetime) -> str:
    """Why nothing was opened."""
    service = catalogue.service(slip.service)
    today = casework.moment(service.country, now).today
    setting = Setting(language, service.country, today)
    return typeset(shut_sentence(service, slip.kind, setting))


def _next(slip: Slip, language: str, now: datetime) -> Iterator[str]:
    own = words(language)
    service = catalogue.service(slip.service)
    setting = Setting(language, service.country, casework.moment(service.country, now).today)
    if slip.cost is not None:
        yield cost_sentence(slip.cost.amount, setting)
    if slip.due is not None:
        yield due_sentence(service, slip.due, setting)
    if slip.papers:
        named = [service.wording(language).say(f"evidence.{name}") for name in slip.papers]
        photo = any("photo" in service.evidence[name].accept for name in slip.papers)
        key = "receipt.papers" if photo else "receipt.papers_counter"
        yield own.say(key, papers=" ; ".join(named))
    if slip.phone:
        yield own.say("receipt.message")
    yield own.say("receipt.follow")


def _hidden(phone: str) -> str:
    return f"•• •• •• {phone[-_SEEN:]}" if phone else ""
