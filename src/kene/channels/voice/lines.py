"""A call, in the two forms of XML that aggregators' call controls use.

`africastalking`: a form with `sessionId`, `callerNumber`, `destinationNumber`, `direction`,
`isActive`, `dtmfDigits` and `recordingUrl`; answered by `<GetDigits>`, `<Record>`, `<Play url>`,
`<Redirect>`, `<Reject>`.

`twilio`, which others speak too: a form with `CallSid`, `From`, `To`, `Direction`, `Digits` and
`RecordingUrl`, signed; answered by `<Gather>`, `<Record>`, `<Play>`, `<Redirect>`, `<Reject>`.

Neither names its hops. So each answer names the address of the next one, which says where the call
is: the number of the hop, how often nobody answered, at what pace, and what the keys mean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from typing import ClassVar, Final, Literal, get_args
from xml.sax.saxutils import escape, quoteattr

from kene.channels import posting
from kene.channels.contract import Arrival, Limits, Reply, Request, Response
from kene.channels.hops import BadRequest, form, identifier, number, typed
from kene.channels.voice import sound
from kene.core.screens import voice
from kene.core.screens.voice import POUND, STAR, Keys, Speech
from kene.core.wording import Wording, bundled

XML: Final = "text/xml; charset=utf-8"
SILENCES: Final = 3
"""How often a page is said to somebody who does not answer, twice slower, before goodbye."""
PATIENCE: Final = 7
"""Seconds without a key."""
HOPS: Final = 250
OVER: Final = "over"
UNANSWERED: Final = frozenset({"busy", "no-answer", "failed", "canceled"})
"""Twilio's words for a call that nobody took."""
_LASTED: Final = 8
"""Digits of a duration in seconds, fewer than these."""

LONGEST: Final = 20
"""Seconds of an answer that is said."""

Meaning = Literal["page", "agent", "say", "menu", "recorded", "keep"]
Wish = Literal["", "beep", "menu", "agent", "silent", "over", "record", "review", "keep"]
"""What a hop asks of the channel itself: to be called back, the menu, an agent, to say the answer,
to hear and to keep what was said; or nothing is said; or the call that the node made is over."""
_MEANINGS: Final[Mapping[str, Meaning]] = {each: each for each in get_args(Meaning)}
_OWN: Final[Mapping[Wish, tuple[str, ...]]] = {
    "menu": ("menu",),
    "record": ("speak",),
    "review": ("heard", "keep"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a call is: `meaning` is what its keys answer, such as a page or the channel's own menu;
    `heard` the address of what was said, sealed."""

    hop: int = 0
    silences: int = 0
    slow: bool = False
    meaning: Meaning = "page"
    heard: str = ""

    @property
    def text(self) -> str:
        """As it stands in an address."""
        heard = f"-{self.heard}" if self.heard else ""
        return f"{self.hop}-{self.silences}-{int(self.slow)}-{self.meaning}{heard}"

    @classmethod
    def told(cls, text: str) -> Spot:
        """The spot of an address. Raises BadRequest."""
        if not text:
            return cls()
        match text.split("-", 4):
            case [hop, silences, slow, meaning, *heard] if (
                f"{hop}{silences}{slow}".isdecimal()
                and len(f"{hop}{silences}{slow}") < 12
                and meaning in _MEANINGS
            ):
                spot = cls(int(hop), int(silences), slow == "1", _MEANINGS[meaning], *heard)
                if not spot.heard or sound.is_sealed(spot.heard):
                    return spot
        raise BadRequest("L'adresse d'un pas est attendue.")


@dataclass(frozen=True, slots=True)
class Dialled(Arrival):
    """A hop of a call: where it is, and what it asks of the channel."""

    spot: Spot = field(default_factory=Spot)
    wish: Wish = ""
    seconds: int = 0
    """How long a call lasted that is over, as it is paid."""
    spoken: bool = True

    @property
    def given_up(self) -> bool:
        """Whether nobody has answered for long enough."""
        return self.wish == "silent" and (self.spot.silences >= SILENCES or self.spot.hop > HOPS)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What an aggregator calls things, asked and answered; `unit` are the seconds that it counts at
    least, and by which it counts on."""

    name: str
    session: str
    caller: str
    called: str
    digits: str
    lasted: str
    gather: str
    reject: str
    play: str
    heard: str
    record: str
    unit: int


AFRICASTALKING: Final = Dialect(
    name="africastalking",
    session="sessionId",
    caller="callerNumber",
    called="destinationNumber",
    digits="dtmfDigits",
    lasted="durationInSeconds",
    gather='<GetDigits timeout="{seconds}" finishOnKey="#"{one} callbackUrl={url}>{play}'
    "</GetDigits>",
    reject="<Reject/>",
    play="<Play url={quoted}/>",
    heard="recordingUrl",
    record='<Record finishOnKey="#" maxLength="{longest}" trimSilence="true" playBeep="true" '
    "callbackUrl={url}>{play}</Record>",
    unit=1,  # a minute's rate, by country; nothing was found on rounding
)
TWILIO: Final = Dialect(
    name="twilio",
    session="CallSid",
    caller="From",
    called="To",
    digits="Digits",
    lasted="CallDuration",
    gather='<Gather input="dtmf" timeout="{seconds}" finishOnKey="#"{one} method="POST" '
    "action={url}>{play}</Gather>",
    reject='<Reject reason="busy"/>',
    play="<Play>{url}</Play>",
    heard="RecordingUrl",
    record='{play}<Record finishOnKey="#" maxLength="{longest}" trim="trim-silence" '
    'playBeep="true" method="POST" action={url}/>',
    unit=60,  # "rounded up to the next full minute": support.twilio.com, article 223132307
)
DIALECTS: Final[Mapping[str, Dialect]] = {each.name: each for each in (AFRICASTALKING, TWILIO)}


@dataclass(frozen=True, slots=True)
class CallLine:
    """The line of a number that is called.

    `place` is the node's own address, `token` the secret word of this channel. With `beep`, a call
    that comes in is not answered, so that it costs nothing, and the person is called back. `own` is
    the address of a number besides the first.
    """

    dialect: Dialect
    place: str
    token: str = ""
    beep: bool = False
    own: str = ""
    limits: Limits = Limits(octets=4_096)
    channel: ClassVar[str] = "voice"
    methods: ClassVar[tuple[str, ...]] = ("POST",)

    @property
    def path(self) -> str:
        """Where the aggregator calls."""
        return self.own or f"/channels/voice/{self.dialect.name}"

    def read(self, request: Request) -> Arrival | Response:
        """A hop of a call. Raises BadRequest."""
        fields = form(request)
        rest, silent, _ = request.rest.partition("/silent")
        inbound = "outbound" not in fields.get("direction", fields.get("Direction", "")).lower()
        if rest == OVER or fields.get("isActive") == "0":
            return Response("") if inbound else self._over(fields)
        spot, begins = Spot.told(rest), not rest
        hop = Dialled(
            channel=self.channel,
            address=self._person(fields, inbound=inbound),
            session=identifier(fields, self.dialect.session),
            said="",
            budget=self.limits.octets,
            manner="latest",
            hop=str(spot.hop),
            begins=begins,
            opening="" if begins else None,
            spot=spot,
        )
        if begins:
            return replace(hop, wish="beep") if self.beep and inbound else hop
        if spot.meaning == "recorded" and not silent:
            return _heard(hop, typed(fields, self.dialect.heard))
        if silent or spot.hop > HOPS:
            after = replace(spot, silences=spot.silences + 1, slow=True)
            return replace(hop, spot=after, wish="silent")
        return _meant(hop, typed(fields, self.dialect.digits) or POUND)

    def write(self, reply: Reply, arrival: Arrival) -> Response:
        """What the aggregator is to do: play the page, and wait for keys."""
        assert isinstance(arrival, Dialled)
        if arrival.wish == "over":
            return Response("")
        if arrival.wish == "beep":
            return _document(self.dialect.reject)
        speech, spot = spoken(reply), arrival.spot
        if not reply.more:
            return _document(self._play(speech, spot))
        own = self._own(arrival.wish, speech.language, spot)
        if own is not None:
            return own
        if speech.keys == "none":
            return _document(self._play(speech, spot) + self._redirect(_next(spot, "page")))
        answering: Meaning = "agent" if speech.keys == "agent" else "page"
        return self._asks(speech, spot, "say" if speech.sayable else answering)

    def _own(self, wish: Wish, language: str, spot: Spot) -> Response | None:
        """What the channel itself answers to a wish; None where the page is said."""
        match wish:
            case "record":
                return self._records(language, spot)
            case "review":
                return self._reviews(language, spot)
            case "menu":
                lines = tuple(said(language).say("menu").split("\n"))
                return self._asks(Speech(language, "one", lines), spot, "menu")
            case _:
                return None

    def _records(self, language: str, spot: Spot) -> Response:
        """What to do after the beep, and an address for what was said; another for silence."""
        asked = Speech(language, "many", (said(language).say("speak"),))
        record = self.dialect.record.format(
            longest=LONGEST,
            url=quoteattr(self._url(_next(spot, "recorded"))),
            play=self._play(asked, spot),
        )
        return _document(record + self._redirect(_next(spot, "say"), "/silent"))

    def _reviews(self, language: str, spot: Spot) -> Response:
        """What was said, heard again, to be kept or said again."""
        own, url = said(language), sound.unsealed(spot.heard)
        before = self._play(Speech(language, "none", (own.say("heard"),)), spot)
        heard = self.dialect.play.format(url=escape(url), quoted=quoteattr(url))
        lines = tuple(own.say("keep").split("\n"))
        return self._asks(Speech(language, "one", lines), spot, "keep", before + heard)

    def _person(self, fields: Mapping[str, str], *, inbound: bool) -> str:
        """Who is at the other end. Africa's Talking names them the caller in both directions."""
        mine = self.dialect is TWILIO and not inbound
        return number(fields, self.dialect.called if mine else self.dialect.caller)

    def _over(self, fields: Mapping[str, str]) -> Arrival | Response:
        """The end of a call that the node made, where it says how long the call lasted."""
        unanswered = fields.get("CallStatus") in UNANSWERED
        lasted = "0" if unanswered else fields.get(self.dialect.lasted, "")
        if not (lasted.isascii() and lasted.isdecimal() and len(lasted) < _LASTED):
            return Response("")
        return Dialled(
            channel=self.channel,
            address="",
            session=identifier(fields, self.dialect.session),
            said="",
            budget=self.limits.octets,
            wish="over",
            seconds=ceil(int(lasted) / self.dialect.unit) * self.dialect.unit,
        )

    def _asks(self, speech: Speech, spot: Spot, meaning: Meaning, before: str = "") -> Response:
        """The page, and an address for the keys; another for when there are none."""
        after = replace(_next(spot, meaning), heard=spot.heard if meaning == "keep" else "")
        gather = self.dialect.gather.format(
            seconds=PATIENCE,
            one=_count(speech.keys),
            url=quoteattr(self._url(after)),
            play=self._play(speech, spot),
        )
        return _document(before + gather + self._redirect(after, "/silent"))

    def _redirect(self, spot: Spot, silent: str = "") -> str:
        return f"<Redirect>{escape(self._url(spot) + silent)}</Redirect>"

    def _url(self, spot: Spot) -> str:
        word = f"/{self.token}" if self.token else ""
        return f"{self.place}{self.path}{word}/{spot.text}"

    def _play(self, speech: Speech, spot: Spot) -> str:
        url = sound.address(self.place, sound.Clip(speech, spot.slow))
        return self.dialect.play.format(url=escape(url), quoted=quoteattr(url))


def said(language: str) -> Wording:
    """What the channel itself says."""
    return bundled("kene.channels.voice", language)


def spoken(reply: Reply) -> Speech:
    """The page of a reply."""
    try:
        return voice.told(reply.text)
    except ValueError:  # "come back later" is one sentence
        return Speech("fr", "none", (reply.text,))


def speech_of(reply: Reply, wish: Wish) -> Speech:
    """What is said to a wish: the channel's own words instead of the page, where it has some."""
    page = spoken(reply)
    own = tuple(said(page.language).say(key) for key in _OWN.get(wish, ()))
    return replace(page, lines=own) if own and reply.more else page


def _meant(hop: Dialled, keys: str) -> Dialled:
    """The hop of these keys, by what they answer."""
    spot = replace(hop.spot, silences=0)
    hop = replace(hop, spot=spot)
    match spot.meaning, keys:
        case "menu", "2":
            return replace(hop, spot=replace(spot, slow=True))
        case ("menu", "3") | ("agent" | "say", "1"):
            return replace(hop, wish="agent")
        case ("say" | "keep", "2"):
            return replace(hop, wish="record")
        case "keep", "1" if spot.heard:
            key = hashlib.blake2b(f"{hop.session}/{spot.hop}".encode(), digest_size=16)
            return replace(hop, wish="keep", said=key.hexdigest(), recorded=True)
        case "keep", _ if spot.heard:
            return replace(hop, wish="review")
        case "menu", "4":
            return replace(hop, said=STAR)
        case "menu", _:
            return hop
        case _, "*":
            return replace(hop, wish="menu")
        case _:
            return replace(hop, said=keys)


def _heard(hop: Dialled, url: str) -> Dialled:
    """The hop of what was said, at the aggregator's address; nothing was where there is none."""
    spot = replace(hop.spot, silences=0)
    if not url.startswith(posting.SCHEMES):
        return replace(hop, spot=spot, wish="record")
    return replace(hop, spot=replace(spot, heard=sound.sealed_text(url)), wish="review")


def _next(spot: Spot, meaning: Meaning) -> Spot:
    return replace(spot, hop=spot.hop + 1, meaning=meaning, heard="")


def _count(keys: Keys) -> str:
    return "" if keys == "many" else ' numDigits="1"'


def _document(inside: str) -> Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'
    return Response(text, kind=XML)
