"""The functions of XPath and of ODK in FEEL (ODK XForms specification, XPath functions)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import reduce
from typing import Final

from kene.core.expressions.types import (
    BOOLEAN,
    NUMBER,
    STRING,
    Enumeration,
    List,
)
from kene.exchange.xlsform import xpath
from kene.exchange.xlsform.choosing import CHOOSING
from kene.exchange.xlsform.dating import DATING
from kene.exchange.xlsform.feel import (
    ADDED,
    AND,
    COMPARED,
    LOWEST,
    POWER,
    Feel,
    Untranslatable,
    as_boolean,
    as_number,
    as_text,
    called,
    is_text,
    joined,
    literal,
    negated,
    one_of,
    quoted,
    truth,
)
from kene.exchange.xlsform.lookups import counted, pulled
from kene.exchange.xlsform.scope import Arguments, Function, Translation


def function(translator: Translation, call: xpath.Call) -> Feel:
    """A call in FEEL. Raises Untranslatable."""
    known = _FUNCTIONS.get(call.name)
    if known is None:
        raise Untranslatable(
            f"la fonction « {call.name} » n'a pas d'équivalent",
            f"the function '{call.name}' has no equivalent",
        )
    try:
        return known(translator, call.arguments)
    except (IndexError, ValueError) as error:
        if isinstance(error, Untranslatable):
            raise
        raise Untranslatable(
            f"« {call.name} » n'a pas ses arguments", f"'{call.name}' lacks its arguments"
        ) from None


def _numeric(name: str, *, scale: bool = False) -> Function:
    """A function of a number; `scale` when FEEL wants to be told how many decimals."""

    def translated(translator: Translation, arguments: Arguments) -> Feel:
        number = as_number(translator.feel(arguments[0]))
        return called(name, NUMBER, number.text, *(["0"] if scale else []))

    return translated


def _textual(name: str, type_: object = STRING) -> Function:
    """A function of texts."""

    def translated(translator: Translation, arguments: Arguments) -> Feel:
        texts = (as_text(translator.feel(each)).text for each in arguments)
        return called(name, BOOLEAN if type_ is BOOLEAN else STRING, *texts)

    return translated


def _if(translator: Translation, arguments: Arguments) -> Feel:
    test, then, other = arguments
    condition = as_boolean(translator.feel(test))
    if condition.text in ("true", "false"):
        return translator.feel(then if condition.text == "true" else other)
    a, b = _alike(translator.feel(then), translator.feel(other))
    type_ = a.type
    if a.options and b.options:
        type_ = Enumeration(tuple(dict.fromkeys((*a.options, *b.options))))
    elif is_text(a):
        type_ = STRING
    text = f"if {condition.text} then {a.within(AND)} else {b.text}"
    return Feel(text, type_, LOWEST)


def _alike(a: Feel, b: Feel) -> tuple[Feel, Feel]:
    """Two values that may stand for one: of one type, else as texts."""
    if a.type == b.type or (is_text(a) and is_text(b)):
        return a, b
    return as_text(a), as_text(b)


def _coalesce(translator: Translation, arguments: Arguments) -> Feel:
    first, *rest = arguments
    if not rest:
        return translator.feel(first)
    known = translator.named(first)
    if known is None:
        raise Untranslatable(
            "rien en FEEL ne dit qu'une valeur manque", "nothing in FEEL says a value is missing"
        )
    answered = translator.answered(known, wanted=False)
    if answered.text == "false":
        return translator.feel(first)
    a, b = _alike(_coalesce(translator, tuple(rest)), translator.feel(first))
    return Feel(f"if {answered.text} then {a.text} else {b.text}", a.type, LOWEST)


def _concat(translator: Translation, arguments: Arguments) -> Feel:
    texts = [as_text(translator.feel(each)) for each in arguments]
    if not texts:
        return literal("")
    if len(texts) == 1:
        return texts[0]
    return reduce(lambda a, b: joined("+", ADDED, STRING, a, b), texts)


def _join(translator: Translation, arguments: Arguments) -> Feel:
    several = translator.across(arguments[1])
    if several is not None and several.type == List(STRING) and len(arguments) == 2:
        separator = as_text(translator.feel(arguments[0])).text
        return called("string join", STRING, several.text, separator)
    separator, *rest = (as_text(translator.feel(each)).text for each in arguments)
    return called("string join", STRING, f"[{', '.join(rest)}]", separator)


def _regex(translator: Translation, arguments: Arguments) -> Feel:
    left, pattern = translator.feel(arguments[0]), translator.feel(arguments[1])
    if not isinstance(pattern.literal, str):
        raise Untranslatable("le motif n'est pas un texte fixe", "the pattern is no fixed text")
    # A form's pattern matches the whole; FEEL's finds it anywhere.
    whole = quoted(f"^({pattern.literal})$")
    return called("matches", BOOLEAN, as_text(left).text, whole)


def _substr(translator: Translation, arguments: Arguments) -> Feel:
    """`substr(text, start, end)`, from 0 and without its end."""
    text = as_text(translator.feel(arguments[0])).text
    places = [_fixed(translator, each) for each in arguments[1:]]
    if len(places) == 1:
        return called("substring", STRING, text, str(places[0] + 1))
    if places[1] <= places[0]:
        return literal("")
    return called("substring", STRING, text, str(places[0] + 1), str(places[1] - places[0]))


def _fixed(translator: Translation, node: xpath.Node) -> int:
    place = translator.feel(node).literal
    if not isinstance(place, Decimal) or place != int(place) or place < 0:
        raise Untranslatable(
            "cette place n'est pas un nombre fixe", "this place is no fixed number"
        )
    return int(place)


def _string_length(translator: Translation, arguments: Arguments) -> Feel:
    node = arguments[0] if arguments else xpath.Path((xpath.Step("."),))
    return called("string length", NUMBER, as_text(translator.feel(node)).text)


def _round(translator: Translation, arguments: Arguments) -> Feel:
    """To the nearest; of two as near, the greater (XPath 4.4), and not the farther from 0."""
    number = as_number(translator.feel(arguments[0]))
    digits = _fixed(translator, arguments[1]) if len(arguments) > 1 else 0
    half = Decimal(5).scaleb(-digits - 1)
    return called("floor", NUMBER, f"{number.within(ADDED)} + {half:f}", str(digits))


def _power(translator: Translation, arguments: Arguments) -> Feel:
    left, right = (as_number(translator.feel(each)) for each in arguments)
    return Feel(f"{left.within(POWER + 1)} ** {right.within(POWER + 1)}", NUMBER, POWER)


def _extreme(name: str) -> Function:
    def translated(translator: Translation, arguments: Arguments) -> Feel:
        several = translator.across(arguments[0])
        if several is not None and len(arguments) == 1:
            return called(name, NUMBER, several.text)
        numbers = [as_number(translator.feel(each)).text for each in arguments]
        return called(name, NUMBER, *numbers)

    return translated


def _not(translator: Translation, arguments: Arguments) -> Feel:
    (inner,) = arguments
    match inner:
        case xpath.Binary("=" | "!=" as sign, left, right):
            opposite = "!=" if sign == "=" else "="
            return translator.feel(xpath.Binary(opposite, left, right))
    translator.doubt(inner)
    return negated(as_boolean(translator.feel(inner)))


def _count(translator: Translation, arguments: Arguments) -> Feel:
    return counted(translator, arguments[0])


def _pulldata(translator: Translation, arguments: Arguments) -> Feel:
    *named, value = arguments
    name, wanted, key = (each.value for each in named if isinstance(each, xpath.Text))
    return pulled(translator, name.removesuffix(".csv"), wanted, key, translator.feel(value))


def _once(translator: Translation, arguments: Arguments) -> Feel:
    return translator.feel(arguments[0])


def _string(translator: Translation, arguments: Arguments) -> Feel:
    return as_text(translator.feel(arguments[0] if arguments else xpath.Path((xpath.Step("."),))))


def _number(translator: Translation, arguments: Arguments) -> Feel:
    return as_number(translator.feel(arguments[0]))


def _boolean(translator: Translation, arguments: Arguments) -> Feel:
    known = translator.named(arguments[0])
    if known is not None and known.type != NUMBER:
        return translator.answered(known, wanted=True)
    return as_boolean(translator.feel(arguments[0]))


def _boolean_from_string(translator: Translation, arguments: Arguments) -> Feel:
    value = translator.feel(arguments[0])
    if value.type == BOOLEAN:
        return value
    if value.type == NUMBER:
        return Feel(f"{value.within(ADDED)} = 1", BOOLEAN, COMPARED)
    return one_of(as_text(value), tuple(each for each in ("1", "true") if _possible(value, each)))


def _possible(value: Feel, text: str) -> bool:
    return not value.options or text in value.options


def _normalized(translator: Translation, arguments: Arguments) -> Feel:
    text = as_text(translator.feel(arguments[0])).text
    inner = rf'replace({text}, "^\\s+|\\s+$", "")'
    return called("replace", STRING, inner, r'"\\s+"', '" "')


_FUNCTIONS: Final[Mapping[str, Function]] = {
    **CHOOSING,
    **DATING,
    "if": _if,
    "coalesce": _coalesce,
    "once": _once,
    "not": _not,
    "true": lambda translator, arguments: truth(True),
    "false": lambda translator, arguments: truth(False),
    "boolean": _boolean,
    "boolean-from-string": _boolean_from_string,
    "string": _string,
    "number": _number,
    "concat": _concat,
    "join": _join,
    "string-length": _string_length,
    "substr": _substr,
    "substring-before": _textual("substring before"),
    "substring-after": _textual("substring after"),
    "contains": _textual("contains", BOOLEAN),
    "starts-with": _textual("starts with", BOOLEAN),
    "ends-with": _textual("ends with", BOOLEAN),
    "normalize-space": _normalized,
    "regex": _regex,
    "count": _count,
    "pulldata": _pulldata,
    "int": _numeric("round down", scale=True),
    "floor": _numeric("floor"),
    "ceiling": _numeric("ceiling"),
    "abs": _numeric("abs"),
    "sqrt": _numeric("sqrt"),
    "exp": _numeric("exp"),
    "log": _numeric("log"),
    "round": _round,
    "pow": _power,
    "min": _extreme("min"),
    "max": _extreme("max"),
    "sum": _extreme("sum"),
    "pi": lambda translator, arguments: literal(Decimal("3.141592653589793")),
}
"""What has no line here is listed as having no equivalent: chance, places, files, drawing."""
