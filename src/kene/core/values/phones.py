"""Phone numbers of Mali, Burkina Faso and Niger, in the form of ITU-T E.164."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from kene.core.screens import Option
from kene.core.values import spoken
from kene.core.values.contract import Entry, Json, Misread, Setting, Value, promised
from kene.core.values.reading import typed

DIGITS: Final = 8
"""How many digits a national number has in each of these countries."""

_SIGNS: Final = re.compile(r"[ ./()-]+")
_SHAPE: Final = re.compile(r"(?:(\+|00)?(22[367]))?(\d{8})", re.ASCII)
_WORLD: Final = re.compile(r"(?:\+|00)[1-9]\d{6,14}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A country's code and the first digits of its numbers (ITU's notified plans)."""

    code: str
    first: str
    example: str


PLANS: Final = {
    "ml": _Plan("223", "2456789", "76 12 34 56"),
    "bf": _Plan("226", "024567", "70 12 34 56"),
    "ne": _Plan("227", "02789", "93 12 34 56"),
}
"""By ISO 3166-1 code: the countries whose numbers are known."""

_BY_CODE: Final = {plan.code: plan for plan in PLANS.values()}


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number of one of `PLANS`; one without a country's code is of `country`."""

    country: str = "ml"
    name: ClassVar[str] = "phone"
    feel: ClassVar[str] = "string"
    entry: ClassVar[Entry] = "phone"

    def parse(self, text: str, setting: Setting) -> str:
        """Its E.164 form, `+22376123456`. Raises Misread for a number of no country of `PLANS`."""
        home = PLANS[self.country]
        digits = _SIGNS.sub("", typed(text))
        written = _SHAPE.fullmatch(digits)
        plan = _BY_CODE[written[2]] if written and written[2] else home
        if written and written[3][0] in plan.first:
            return f"+{plan.code}{written[3]}"
        if _WORLD.fullmatch(digits) and not digits.lstrip("+0").startswith(tuple(_BY_CODE)):
            raise Misread("phone.abroad", codes=", ".join(f"+{code}" for code in _BY_CODE))
        raise Misread("phone.unread", digits=DIGITS, example=plan.example)

    def show(self, value: Value, setting: Setting) -> str:
        """`+223 76 12 34 56`; without the code of `country` on a phone; pairs in words spoken."""
        value = promised(str, value)
        code, number = value[1:4], value[4:]
        pairs = [number[at : at + 2] for at in range(0, DIGITS, 2)]
        home = code == PLANS[self.country].code
        match setting.manner:
            case "speech" if setting.language == "fr" and home:
                return ", ".join(_pair_in_words(pair) for pair in pairs)
            case "short" | "speech" if home:
                return " ".join(pairs)
        return " ".join([f"+{code}", *pairs])

    def offered(self, setting: Setting) -> tuple[Option, ...]:
        """Nothing: a number is typed."""
        return ()

    def encode(self, value: Value) -> Json:
        """The E.164 form."""
        return promised(str, value)

    def decode(self, raw: Json) -> str:
        """The E.164 form. Raises ValueError unless it is a number of one of `PLANS`."""
        written = _SHAPE.fullmatch(raw) if isinstance(raw, str) else None
        if not written or written[1] != "+" or written[3][0] not in _BY_CODE[written[2]].first:
            raise ValueError("not a known country's number in E.164")
        return written[0]


def _pair_in_words(pair: str) -> str:
    if pair[0] == "0":
        return f"zéro {spoken.french(int(pair[1]))}"
    return spoken.french(int(pair))
