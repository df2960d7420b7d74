"""The catalogue, and each service's own page."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.web.frames import language_of, page
from kene.channels.web.guests import guest_of, met
from kene.channels.web.history import mark_of
from kene.channels.web.pages import Card, Law, Service, Shelf, Way
from kene.channels.web.words import typeset, words
from kene.core import services as packs
from kene.core.conversation import shut_sentence
from kene.core.services import Span
from kene.core.values import Setting
from kene.core.wording import Wording
from kene.intake import api as intake

CHANNEL = "web"


@require_safe
def shelves(request: HttpRequest) -> HttpResponse:
    """The services that can be asked for here, by authority."""
    return catalogue_page(request)


def catalogue_page(request: HttpRequest) -> HttpResponse:
    """The catalogue, told its own address where it answers a form."""
    language = language_of(request)
    others = words(language).say("catalogue.all")
    grouped: dict[str, list[Card]] = {}
    for each in open_here():
        title = _authority(each, language) or others
        grouped.setdefault(title, []).append(_card(each, language))
    drawn = tuple(Shelf(title, tuple(cards)) for title, cards in grouped.items())
    address = reverse("kene_web:catalogue") if request.method == "POST" else ""
    return page(request, "kene_web/catalogue.html", {"shelves": drawn}, address=address)


@require_safe
@met
def service(request: HttpRequest, name: str) -> HttpResponse:
    """What a service needs, takes and costs, by which law, and how else to ask for it."""
    language = language_of(request)
    found = named(name)
    wording = found.wording(language)
    drawn = Service(
        card=_card(found, language),
        authority=_authority(found, language),
        needs=tuple(typeset(wording.say(f"evidence.{each}")) for each in found.evidence),
        laws=tuple(Law(law.text, law.article) for law in _cited(found)),
        ways=tuple(_ways(found, language)),
        shut=_shut(found, language),
        doubts=tuple(dict.fromkeys(typeset(mark.missing) for mark in found.marks)),
    )
    guest = guest_of(request)
    mark = mark_of(intake.look(guest.person)) if guest else ""
    return page(request, "kene_web/service.html", {"service": drawn, "mark": mark})


def open_here() -> tuple[packs.Service, ...]:
    """The services that pages serve."""
    return tuple(each for each in catalogue.offered() if CHANNEL in each.channels)


def named(name: str) -> packs.Service:
    """A service that pages serve. Raises Http404."""
    for each in open_here():
        if each.name == name:
            return each
    raise Http404


def _card(found: packs.Service, language: str) -> Card:
    own, wording = words(language), found.wording(language)
    within = found.stages[found.first_stage].within
    return Card(
        name=found.name,
        title=typeset(wording.say("title")),
        summary=typeset(wording.say("summary")),
        fee=_fee(found.fee, own),
        delay=_span(within, own) if within else "",
        sure=not found.marks,
    )


def _shut(found: packs.Service, language: str) -> str:
    """Why the service receives no request now; "" when it does."""
    at = casework.moment(found.country, timezone.now())
    why = casework.shut(found, at)
    setting = Setting(language, found.country, at.today)
    return typeset(shut_sentence(found, why, setting)) if why else ""


def _fee(fee: packs.Fee, own: Wording) -> str:
    if not fee.fixed:
        return own.say("fee.varies")
    return own.say("fee.amount", amount=_francs(fee.amount)) if fee.amount else own.say("fee.free")


def _authority(found: packs.Service, language: str) -> str:
    wording = found.wording(language)
    return typeset(wording.say("authority")) if wording.has("authority") else ""


def _cited(found: packs.Service) -> Iterator[packs.Law]:
    """The laws of the pack; a text is named once without an article, or with each of them."""
    told = {law.text for law in found.laws.values() if law.article}
    for law in found.laws.values():
        if law.article or law.text not in told:
            yield law


def _ways(found: packs.Service, language: str) -> Iterator[Way]:
    own, told = words(language), settings.KENE
    numbers = {"sms": told.sms_number, "voice": told.voice_number}
    word = found.wording(language).say("title", short=True).upper()
    for channel in ("ussd", "sms", "voice", "counter"):
        number = numbers.get(channel, told.code)
        if channel in found.channels and number:
            how = own.say(f"way.{channel}.how", code=number, word=word)
            yield Way(own.say(f"way.{channel}.name"), typeset(how))


def _span(span: Span, own: Wording) -> str:
    return own.say(f"span.{span.unit.replace(' ', '_')}", n=span.count)


def _francs(amount: int) -> str:
    return f"{amount:,}".replace(",", "\N{NO-BREAK SPACE}")
