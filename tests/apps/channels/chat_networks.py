"""How the webhooks of chats speak, and are read: what the conformance kit asks of an author."""

from __future__ import annotations

from dataclasses import dataclass, field

from apps.channels.chatting import (
    BOT,
    HEADER,
    against_telegram,
    against_whatsapp,
    callback,
    message,
    signed,
    tapped,
    update,
    webhook,
)
from kene.channels.messaging import saying, telegram, whatsapp
from kene.channels.messaging.drawing import Drawn
from kene.channels.messaging.messenger import Messenger
from kene.channels.messaging.saying import Place
from kene.channels.messaging.telegram import Telegram
from kene.testing.channels import Answered, Asked, Call, Clock, Handset, Shown


@dataclass
class _Chat:
    """Taps a choice where what is typed is one, and writes all else."""

    sessions: bool = False
    exact: bool = True
    asked: dict[str, Asked] = field(default_factory=dict)
    last: dict[str, Drawn] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def ask(self, call: Call) -> Asked:
        """The same request each time that a message is repeated."""
        if call.session not in self.asked:
            said = call.typed[-1]
            shown = self.last.get(call.address, Drawn(""))
            found = {each.id.partition(".")[0]: each.id for each in shown.choices}
            self.asked[call.session] = self.request(call, said, found.get(said, ""))
        return self.asked[call.session]

    def shown(self, answered: Answered, call: Call) -> Shown:
        """The message that is to be sent; it is one that the platform takes."""
        drawn = saying.said(*self.answer(call))
        assert drawn is not None
        if call.session not in self.read:
            self.read.add(call.session)
            self.last[call.address] = drawn
        assert self.against(drawn) == ""
        return Shown(drawn.numbered)

    def request(self, call: Call, said: str, tap: str) -> Asked:
        raise NotImplementedError

    def answer(self, call: Call) -> tuple[Place, str]:
        raise NotImplementedError

    def against(self, drawn: Drawn) -> str:
        raise NotImplementedError


class WhatsAppNetwork(_Chat):
    """Signed webhooks."""

    def request(self, call: Call, said: str, tap: str) -> Asked:
        """A message, or a tap."""
        content = {"interactive": tapped("…", tap)} if tap else {"text": said}
        return signed(webhook(message(call.address, call.session, **content)))

    def answer(self, call: Call) -> tuple[Place, str]:
        """By the message's name."""
        return Place("whatsapp", call.address.removeprefix("+"), call.address), call.session

    def against(self, drawn: Drawn) -> str:
        """The Cloud API's limits."""
        return against_whatsapp(whatsapp.told("22376123456", drawn))


class TelegramNetwork(_Chat):
    """Updates. Each phone has a user of its own, whose contact was shared or not."""

    def request(self, call: Call, said: str, tap: str) -> Asked:
        """A message, or a callback."""
        number = self.number(call)
        user = user_of(call.address)
        return callback(number, user, tap) if tap else update(number, user, text=said)

    def answer(self, call: Call) -> tuple[Place, str]:
        """By the update's number."""
        user = user_of(call.address)
        return Place("telegram", str(user), f"telegram:{user}"), str(self.number(call))

    def number(self, call: Call) -> int:
        """The number of an update."""
        return int(call.session.rpartition("-")[2]) + 1000

    def against(self, drawn: Drawn) -> str:
        """The Bot API's limits."""
        return against_telegram(telegram.told("1", drawn))


def user_of(address: str) -> int:
    """The platform's number of somebody."""
    return int("".join(filter(str.isdigit, address))[-9:])


def stranger(who: str, clock: Clock) -> Handset:
    """Somebody whose telephone is not known."""
    name = f"telegram:{user_of(who)}"
    return Handset(Telegram(BOT, HEADER), TelegramNetwork(), name, clock, serve=Messenger)


def chatter(who: str, clock: Clock) -> Handset:
    """Somebody who shared their telephone first."""
    person = Handset(Telegram(BOT, HEADER), TelegramNetwork(), who, clock, serve=Messenger)
    user = user_of(who)
    contact = {"phone_number": who.removeprefix("+"), "first_name": "Awa", "user_id": user}
    assert person.posted(update(1, user, contact=contact)).status == "200 OK"
    return person
