"""FEEL texts with their types, put together: what a translation from XPath is made of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from kene.core.expressions.types import (
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    Enumeration,
    FeelType,
    List,
)

LOWEST: Final = 0
OR, AND, COMPARED, ADDED, MULTIPLIED, POWER, PRIMARY = range(1, 8)
EPOCH: Final = 'date("1970-01-01")'
"""XPath of ODK counts dates in days since this one."""


class Untranslatable(ValueError):
    """An expression without equivalent; why, in French and in English."""

    def __init__(self, fr: str, en: str) -> None:
        self.fr = fr
        self.en = en
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Feel:
    """A FEEL text, its type, and how tightly its outermost operator binds.

    `literal` is the value of a literal; `source` the name in the form of an answer that is read;
    `moment` says that it stands for a time of the day besides the date; `yes` is the text that a
    form has for yes.
    """

    text: str
    type: FeelType
    binds: int = PRIMARY
    literal: str | Decimal | None = None
    source: str = ""
    moment: bool = False
    yes: str = ""

    def within(self, level: int) -> str:
        """The text as an operand of an operator of that level."""
        return self.text if self.binds >= level else f"({self.text})"

    @property
    def options(self) -> tuple[str, ...]:
        """The texts that it can be, when they are few and known."""
        return self.type.values if isinstance(self.type, Enumeration) else ()


def quoted(text: str) -> str:
    """A text as FEEL writes it."""
    return json.dumps(text, ensure_ascii=False)


def literal(value: str | Decimal) -> Feel:
    """A literal text or number."""
    if isinstance(value, str):
        return Feel(quoted(value), Enumeration((value,)), literal=value)
    return Feel(f"{value:f}", NUMBER, literal=value)


def truth(value: bool) -> Feel:
    """`true` or `false`."""
    return Feel("true" if value else "false", BOOLEAN)


def called(name: str, type_: FeelType, *arguments: str) -> Feel:
    """A function called."""
    return Feel(f"{name}({', '.join(arguments)})", type_)


def joined(operator: str, level: int, type_: FeelType, left: Feel, right: Feel) -> Feel:
    """Two operands around an operator that binds to the left."""
    text = f"{left.within(level)} {operator} {right.within(level + 1)}"
    return Feel(text, type_, level)


def is_text(feel: Feel) -> bool:
    """Whether it is a text, or one of several."""
    return feel.type == STRING or isinstance(feel.type, Enumeration)


def as_text(feel: Feel) -> Feel:
    """It as a text, as XPath's `string` does."""
    if is_text(feel):
        return feel
    if isinstance(feel.literal, Decimal):
        return literal(feel.text)
    if isinstance(feel.type, List):
        return called("string join", STRING, feel.text, '" "')
    if feel.type in (NUMBER, BOOLEAN, DATE) and not feel.moment:
        return called("string", STRING, feel.text)
    raise Untranslatable("une heure n'a pas le même texte", "a time is not written the same")


def as_number(feel: Feel) -> Feel:
    """It as a number, as XPath's `number` does; dates count days."""
    if feel.type == NUMBER:
        return feel
    if isinstance(feel.literal, str):
        return literal(number_of(feel.literal))
    if is_text(feel):
        return called("number", NUMBER, feel.text)
    if feel.type == DATE:
        return called("days between", NUMBER, EPOCH, feel.text)
    if feel.type == BOOLEAN:
        return Feel(f"if {feel.text} then 1 else 0", NUMBER, LOWEST)
    raise Untranslatable("ceci ne devient pas un nombre", "this does not become a number")


def as_boolean(feel: Feel) -> Feel:
    """It as XPath's `boolean` does: a number but 0, a text but the empty one."""
    if feel.type == BOOLEAN:
        return feel
    if feel.type == NUMBER:
        return Feel(f"{feel.within(ADDED)} != 0", BOOLEAN, COMPARED)
    if feel.type == STRING:
        return Feel(f'{feel.within(ADDED)} != ""', BOOLEAN, COMPARED)
    if feel.options:
        return one_of(feel, tuple(each for each in feel.options if each))
    raise Untranslatable("ceci n'est ni vrai ni faux", "this is neither true nor false")


def as_day(feel: Feel) -> Feel:
    """It as a date: one already, a text that writes one, or a number of days."""
    if feel.type == DATE:
        return feel
    if isinstance(feel.literal, str):
        return Feel(f"date({quoted(_day(feel.literal).isoformat())})", DATE)
    if is_text(feel):
        return called("date", DATE, feel.text)
    raise Untranslatable(
        "un nombre de jours ne devient pas une date", "a number of days does not become a date"
    )


def one_of(feel: Feel, among: tuple[str, ...], *, denied: bool = False) -> Feel:
    """Whether it is one of these texts, or when `denied` none of them."""
    if not among:
        return truth(denied)
    if len(among) == 1:
        sign = "!=" if denied else "="
        return Feel(f"{feel.within(ADDED)} {sign} {quoted(among[0])}", BOOLEAN, COMPARED)
    listed = ", ".join(map(quoted, among))
    found = Feel(f"{feel.within(ADDED)} in ({listed})", BOOLEAN, COMPARED)
    return negated(found) if denied else found


def negated(feel: Feel) -> Feel:
    """The contrary."""
    if feel.text in ("true", "false"):
        return truth(feel.text == "false")
    return called("not", BOOLEAN, feel.text)


def number_of(text: str) -> Decimal:
    """The number that a text writes. Raises Untranslatable."""
    try:
        number = Decimal(text.strip())
    except ArithmeticError:
        raise Untranslatable(f"« {text} » n'est pas un nombre", f"'{text}' is no number") from None
    if not number.is_finite():
        raise Untranslatable(f"« {text} » n'est pas un nombre", f"'{text}' is no number")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Untranslatable(f"« {text} » n'est pas une date", f"'{text}' is no date") from None
