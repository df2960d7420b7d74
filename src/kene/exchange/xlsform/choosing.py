"""Functions of choices: of XPath in ODK, in FEEL."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from kene.core.expressions.types import BOOLEAN, NUMBER, STRING, Context, Enumeration, List
from kene.exchange.xlsform import xpath
from kene.exchange.xlsform.comparing import compared
from kene.exchange.xlsform.feel import (
    ADDED,
    COMPARED,
    LOWEST,
    PRIMARY,
    Feel,
    Untranslatable,
    as_number,
    as_text,
    called,
    one_of,
    quoted,
    truth,
)
from kene.exchange.xlsform.scope import Arguments, Function, Translation


def _selected(translator: Translation, arguments: Arguments) -> Feel:
    left, right = translator.feel(arguments[0]), as_text(translator.feel(arguments[1]))
    wanted = right.literal.strip() if isinstance(right.literal, str) else None
    if left.type == BOOLEAN:
        return compared("=", left, right)
    if isinstance(left.literal, str) and wanted is None:
        among = (
            each for each in left.literal.split() if not right.options or each in right.options
        )
        return one_of(right, tuple(among))
    if left.options and not any(" " in each for each in left.options):
        if wanted is not None:
            return one_of(left, tuple(each for each in left.options if each == wanted))
        return _same(left, right)
    if isinstance(left.type, List):
        known = left.type.of.values if isinstance(left.type.of, Enumeration) else ()
        if wanted is not None and known and wanted not in known:
            return truth(False)
        return called("list contains", BOOLEAN, left.text, right.text)
    return called("list contains", BOOLEAN, f'split({as_text(left).text}, " ")', right.text)


def _same(left: Feel, right: Feel) -> Feel:
    return Feel(f"string({left.text}) = string({right.text})", BOOLEAN, COMPARED)


def _count_selected(translator: Translation, arguments: Arguments) -> Feel:
    left = translator.feel(arguments[0])
    if not isinstance(left.type, List):
        raise Untranslatable("ceci n'est pas un choix multiple", "this is no multiple choice")
    return called("count", NUMBER, left.text)


def _selected_at(translator: Translation, arguments: Arguments) -> Feel:
    left, at = translator.feel(arguments[0]), as_number(translator.feel(arguments[1]))
    if isinstance(left.type, Context) and at.literal in (0, 1):
        part = "longitude" if at.literal else "latitude"
        return Feel(f"{left.within(PRIMARY)}.{part}", NUMBER)
    if not isinstance(left.type, List):
        raise Untranslatable("ceci n'est pas un choix multiple", "this is no multiple choice")
    place = str(at.literal + 1) if isinstance(at.literal, Decimal) else f"{at.within(ADDED)} + 1"
    return Feel(f"{left.text}[{place}]", STRING)


def _choice_name(translator: Translation, arguments: Arguments) -> Feel:
    value = translator.feel(arguments[0])
    named = arguments[1]
    reference = named.value.strip("${} ") if isinstance(named, xpath.Text) else ""
    known = translator.known(reference.rsplit("/", 1)[-1])
    if not known.labels or not value.options:
        raise Untranslatable("le texte de cette option n'est pas connu", "its label is not known")
    translator.notes.labels = True
    text = '""'
    for option in reversed(value.options):
        text = f"if {value.text} = {quoted(option)} then {quoted(known.labels[option])} else {text}"
    return Feel(text, STRING, LOWEST)


CHOOSING: Final[Mapping[str, Function]] = {
    "selected": _selected,
    "count-selected": _count_selected,
    "selected-at": _selected_at,
    "jr:choice-name": _choice_name,
}
"""The functions of choices, by name."""
