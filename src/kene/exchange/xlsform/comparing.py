"""Comparisons of XPath 1.0 in FEEL, which compares values of one type alone."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from kene.core.expressions.types import BOOLEAN, DATE, NUMBER, STRING, TIME, List
from kene.exchange.xlsform.feel import (
    ADDED,
    COMPARED,
    Feel,
    Untranslatable,
    as_boolean,
    as_day,
    as_number,
    as_text,
    called,
    negated,
    one_of,
    truth,
)

_TESTS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_YES: Final = frozenset({"true", "ok"})
_NO: Final = frozenset({"false"})


def compared(sign: str, left: Feel, right: Feel) -> Feel:
    """Whether two values compare so. Raises Untranslatable."""
    if left.literal is not None and right.literal is None:
        return compared(_TURNED[sign], right, left)
    if left.options and isinstance(right.literal, Decimal):
        return one_of(left, _options(left, sign, right.literal))
    if sign in ("=", "!="):
        return _equal(sign, left, right)
    return _ordered(sign, left, right)


def _options(left: Feel, sign: str, number: Decimal) -> tuple[str, ...]:
    """The options that compare so with a number, as numbers."""
    found: list[str] = []
    for option in left.options:
        try:
            value = Decimal(option)
        except ArithmeticError:
            # What is no number is different from every number, and compares with none.
            if sign == "!=":
                found.append(option)
            continue
        if _TESTS[sign](value, number):
            found.append(option)
    return tuple(found)


def _equal(sign: str, left: Feel, right: Feel) -> Feel:
    """Whether two values are equal, or not: as truths, else as numbers, else as texts (XPath 3.4).

    A date that is compared to a text is meant as a date.
    """
    denied = sign == "!="
    if left.literal is not None and right.literal is not None:
        return truth((_folded(left) == _folded(right)) is not denied)
    if BOOLEAN in (left.type, right.type):
        return _equal_truths(sign, left, right)
    if DATE in (left.type, right.type):
        whole = NUMBER in (left.type, right.type)
        form = as_number if whole else as_day
        return _compared(sign, form(left), form(right))
    if NUMBER in (left.type, right.type):
        return _compared(sign, as_number(left), as_number(right))
    if TIME in (left.type, right.type):
        raise Untranslatable("une heure se compare à un texte", "a time is compared to a text")
    if left.options and isinstance(right.literal, str):
        among = tuple(each for each in left.options if each == right.literal)
        return one_of(left, among, denied=denied)
    left, right = as_text(left), as_text(right)
    if left.options and right.options and left.type != right.type:
        # FEEL refuses to compare unlike choices, though their options be texts.
        left = called("string", STRING, left.text)
        right = called("string", STRING, right.text)
    return _compared(sign, left, right)


def _equal_truths(sign: str, left: Feel, right: Feel) -> Feel:
    if not isinstance(right.literal, str) or not left.source:
        return _compared(sign, as_boolean(left), as_boolean(right))
    # An acknowledgement is the text OK, a computed yes or no the text true or false.
    word = right.literal.lower()
    if word in _YES or right.literal == left.yes != "":
        return left if sign == "=" else negated(left)
    if word in _NO:
        return negated(left) if sign == "=" else left
    return truth(sign == "!=")


def _ordered(sign: str, left: Feel, right: Feel) -> Feel:
    if left.type == right.type and left.type in (DATE, TIME):
        return _compared(sign, left, right)
    if left.type == DATE and isinstance(right.literal, str):
        raise Untranslatable(
            "une date n'est ni avant ni après un texte : écrivez date('…')",
            "a date is neither before nor after a text: write date('…')",
        )
    if isinstance(left.type, List) or isinstance(right.type, List):
        raise Untranslatable("plusieurs choix ne se comparent pas", "choices have no order")
    a, b = as_number(left), as_number(right)
    if isinstance(a.literal, Decimal) and isinstance(b.literal, Decimal):
        return truth(_TESTS[sign](a.literal, b.literal))
    return _compared(sign, a, b)


def _folded(feel: Feel) -> str | Decimal:
    return feel.literal if isinstance(feel.literal, str) else as_number(feel).text


def _compared(sign: str, left: Feel, right: Feel) -> Feel:
    return Feel(f"{left.within(ADDED)} {sign} {right.within(ADDED)}", BOOLEAN, COMPARED)
