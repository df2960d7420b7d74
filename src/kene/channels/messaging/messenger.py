"""Messages in: each is done once, and what answers it leaves as a message of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import transaction

from kene.casework import api as casework
from kene.catalogue import api as catalogue
from kene.channels.contract import (
    Arrival,
    Reply,
    Response,
    StartResponse,
    kept,
    plain,
    send,
    tell_failure,
)
from kene.channels.hops import BadRequest, Environ, utc_now
from kene.channels.messaging import chats, photos, saying
from kene.channels.messaging.drawing import Drawn, drawn, page_of, typed_of
from kene.channels.messaging.platforms import Heard, Platform, posted
from kene.channels.messaging.saying import Place, say
from kene.channels.sms import keywords, links, silence
from kene.core.conversation import View
from kene.core.conversation.reception import screen
from kene.core.screens.encoding import octets
from kene.core.screens.phone import keys
from kene.intake import api as intake


class Messenger:
    """The WSGI application that a platform calls."""

    def __init__(self, platform: Platform, clock: Callable[[], datetime] = utc_now) -> None:
        self._platform = platform
        self._clock = clock

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Keep all that one request brings; where that fails, it is asked to come again."""
        try:
            found = self._platform.read(posted(environ))
        except BadRequest as error:
            return send(start, plain("400 Bad Request", str(error)))
        if isinstance(found, Response):
            return send(start, found)
        now = self._clock()
        done = [self._done(partial(self._hear, each, now)) for each in found.heard]
        done += [
            self._done(partial(self._reported, each.name, each.state, now))
            for each in found.reports
        ]
        if all(done):
            return send(start, found.response)
        later = (("Retry-After", "30"),)
        return send(start, plain("503 Service Unavailable", "Revenez plus tard.", later))

    def _done(self, act: Callable[[], bool]) -> bool:
        try:
            return act()
        except Exception as error:  # the platform asks again, the operator reads the log
            tell_failure(self._platform.channel, error)
            return False

    def _reported(self, name: str, state: str, now: datetime) -> bool:
        return saying.report(self._platform.channel, name, state, now)

    def _hear(self, heard: Heard, now: datetime) -> bool:
        """Do what a message says, unless it was done; False when the node can't keep it."""
        place = Place(self._platform.channel, heard.chat, heard.who)
        if saying.is_said(place, heard.name):
            return True
        if heard.contact:
            chats.share(heard.who, heard.contact, now)
        address = chats.address_of(heard.who)
        if heard.picture:
            photos.take(photos.Came(place, address, heard.name, heard.picture), now)
            return True
        if photos.is_choice(heard.tapped):
            if photos.choose(heard.tapped, address, now):
                return True
            heard = replace(heard, tapped="")
        arrival = self._arrival(place, heard, address)
        word = None if heard.tapped else self._word(arrival, now)
        if heard.strange or word is not None:
            self._answer(place, heard, address, word, now)
            return True
        return self._hop(place, heard, arrival, now)

    def _word(self, arrival: Arrival, now: datetime) -> keywords.Word | None:
        return keywords.meant(arrival.said, lambda: intake.answers(arrival, now))

    def _arrival(self, place: Place, heard: Heard, address: str) -> Arrival:
        return Arrival(
            channel=place.channel,
            address=address,
            session=heard.name,
            said=typed_of(heard.tapped) or heard.said,
            budget=self._platform.limits.octets,
            manner="message",
            mark=page_of(heard.tapped),
        )

    def _answer(
        self, place: Place, heard: Heard, address: str, word: keywords.Word | None, now: datetime
    ) -> None:
        """What is said apart from the conversation, which stays where it is."""
        told = self._told(word, address, now) if word else saying.words(address).say("strange")
        with transaction.atomic():
            if word == "stop":
                silence.keep(address, now)
            elif word == "start":
                silence.lift(address)
            say(place, heard.name, Drawn(told), now)

    def _told(self, word: keywords.Word, address: str, now: datetime) -> str:
        visit = intake.look(intake.person_of(address)).visit
        phone = address if address.startswith("+") else ""
        link, asking = links.asked(word, phone, now), visit.conversation is not None
        return keywords.answer(word, visit.language, link, asking=asking)

    def _hop(self, place: Place, heard: Heard, arrival: Arrival, now: datetime) -> bool:
        limits, address = self._platform.limits, arrival.address
        new = not arrival.phone and intake.look(intake.person_of(address)) == intake.Kept()

        def leaves(reply: Reply) -> None:
            """Kept in the transaction of the step that it answers."""
            say(place, heard.name, self._drawn(address, reply, now), now)
            if arrival.phone:
                chats.note(address, place.channel, place.chat, now)
            elif new:
                own = saying.words(address)
                asked = Drawn(own.say("contact.ask"), contact=own.say("contact.button"))
                say(place, f"{heard.name}/contact", asked, now)

        return kept(arrival, now, limits.seconds, leaves) is not None

    def _drawn(self, address: str, reply: Reply, now: datetime) -> Drawn:
        """The page, with what can be tapped; at the end, which pictures can be sent."""
        state = intake.look(intake.person_of(address))
        own = saying.words(address)
        if not reply.more or state.rest:
            return Drawn(self._ended(address, reply.text, now))
        channel, phone = self._platform.channel, address if address.startswith("+") else ""
        desk = intake.desk_of(channel, phone, now, state)
        today = casework.moment(catalogue.home(), now).today
        known = keys(screen(state.visit, desk, View(today, "short")), state.page, state.count)
        return drawn(reply.text, known, state.mark, own.say("choose"))

    def _ended(self, address: str, text: str, now: datetime) -> str:
        language = intake.look(intake.person_of(address)).visit.language
        found = photos.wanted(address, language, now)
        if not found:
            return text
        named = " ; ".join(dict.fromkeys(each.label for each in found))
        longer = f"{text}\n{saying.words(address).say('photo.send', papers=named)}"
        return longer if octets(longer) <= self._platform.limits.octets else text
