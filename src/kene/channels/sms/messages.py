"""Messages in: STOP and AIDE first, then the conversation; what is answered is counted once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections, transaction

from kene.channels.contract import Arrival, Channel, Line, Reply, Response, kept, kept_later, plain
from kene.channels.hops import utc_now
from kene.channels.sms import keywords, links, pacing, replies, silence
from kene.channels.sms.sending import REPLY
from kene.core.screens.encoding import fit_segments, segments
from kene.intake import api as intake
from kene.intake.api import Once


class SmsChannel(Channel):
    """The WSGI application of a line of messages.

    With `apart`, the gateway takes no answer in its response: it is sent as a message of its own,
    kept in the transaction of the step that it answers.
    """

    def __init__(
        self,
        line: Line,
        token: str = "",
        clock: Callable[[], datetime] = utc_now,
        apart: bool = False,
    ) -> None:
        super().__init__(line, token, clock)
        self._apart = apart

    def answer(self, arrival: Arrival, now: datetime) -> Reply | None:
        """The reply to a message; None when the node can't keep it."""
        word = keywords.meant(arrival.said, lambda: intake.answers(arrival, now))
        if word is not None:
            return self._word(word, arrival, now)
        return kept(arrival, now, self._line.limits.seconds, self._once(arrival, now))

    async def awaited(self, arrival: Arrival, now: datetime) -> Reply | None:
        """The same as `answer`, for an event loop."""
        if keywords.meant(arrival.said, lambda: False) is not None:
            return await asyncio.to_thread(self._apart_from_others, arrival, now)
        return await kept_later(arrival, now, self._line.limits.seconds, self._once(arrival, now))

    def later(self, arrival: Arrival) -> Response:
        """Where answers leave apart, none can: the gateway is asked to bring the message again."""
        if self._apart:
            return plain("503 Service Unavailable", "Revenez plus tard.", (("Retry-After", "30"),))
        return super().later(arrival)

    def _apart_from_others(self, arrival: Arrival, now: datetime) -> Reply | None:
        """The reply to what may be a word, in a thread that gives its connections back."""
        try:
            return self.answer(arrival, now)
        finally:
            close_old_connections()

    def _once(self, arrival: Arrival, now: datetime) -> Once:
        return lambda reply: self._leaves(arrival, reply, now)

    def _word(self, word: keywords.Word, arrival: Arrival, now: datetime) -> Reply:
        """What a word does, which is the same however often it is sent."""
        visit = intake.look(intake.person_of(arrival.address)).visit
        link, asking = links.asked(word, arrival.phone, now), visit.conversation is not None
        told = keywords.answer(word, visit.language, link, asking=asking)
        reply = Reply(fit_segments(told), more=True)
        with transaction.atomic():
            if word == "stop":
                silence.keep(arrival.address, now)
            elif word == "start":
                silence.lift(arrival.address)
            self._leaves(arrival, reply, now)
        return reply

    def _leaves(self, arrival: Arrival, reply: Reply, now: datetime) -> None:
        if self._apart:
            replies.keep(arrival, reply, REPLY, now)
        else:
            pacing.count(segments(reply.text).count, now)
