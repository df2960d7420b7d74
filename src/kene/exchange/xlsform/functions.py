"""The functions of XPath and of ODK in FEEL (ODK XForms specification, XPath functions)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import reduce
from typing import Final

from kene.core.expressions.types import (
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    Enumeration,
    List,
)
from kene.exchange.xlsform import xpath
from kene.exchange.xlsform.comparing import compared
from kene.exchange.xlsform.feel import (
    ADDED,
    LOWEST,
    POWER,
    Feel,
    Untranslatable,
    as_boolean,
    as_day,
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
from kene.exchange.xlsform.lookups import counted
from kene.exchange.xlsform.scope import Translation

Arguments = tuple[xpath.Node, ...]
Function = Callable[[Translation, Arguments], Feel]

_PADDED: Final = {"m": "month", "d": "day", "H": "hour", "M": "minute", "S": "second"}
_PLAIN: Final = {"Y": "year", "n": "month", "e": "day", "h": "hour"}


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
    text = f"if {condition.text} then {a.within(ADDED - 2)} else {b.text}"
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


def _selected(translator: Translation, arguments: Arguments) -> Feel:
    left, right = translator.feel(arguments[0]), as_text(translator.feel(arguments[1]))
    wanted = right.literal.strip() if isinstance(right.literal, str) else None
    if left.type == BOOLEAN:
        return compared("=", left, right)
    if left.options:
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
    return Feel(f"string({left.text}) = string({right.text})", BOOLEAN, ADDED - 1)


def _count_selected(translator: Translation, arguments: Arguments) -> Feel:
    left = translator.feel(arguments[0])
    if not isinstance(left.type, List):
        raise Untranslatable("ceci n'est pas un choix multiple", "this is no multiple choice")
    return called("count", NUMBER, left.text)


def _selected_at(translator: Translation, arguments: Arguments) -> Feel:
    left, at = translator.feel(arguments[0]), as_number(translator.feel(arguments[1]))
    if not isinstance(left.type, List):
        raise Untranslatable("ceci n'est pas un choix multiple", "this is no multiple choice")
    place = str(at.literal + 1) if isinstance(at.literal, Decimal) else f"{at.within(ADDED)} + 1"
    return Feel(f"{left.text}[{place}]", STRING)


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
    number = as_number(translator.feel(arguments[0])).text
    digits = _fixed(translator, arguments[1]) if len(arguments) > 1 else 0
    return called("round half up", NUMBER, number, str(digits))


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


def _today(translator: Translation, arguments: Arguments) -> Feel:
    return Feel("today", DATE)


def _now(translator: Translation, arguments: Arguments) -> Feel:
    return Feel("today", DATE, moment=True)


def _date(translator: Translation, arguments: Arguments) -> Feel:
    day = as_day(translator.feel(arguments[0]))
    return Feel(day.text, DATE, day.binds, source=day.source)


def _days(translator: Translation, arguments: Arguments) -> Feel:
    day = translator.feel(arguments[0])
    if day.moment:
        raise Untranslatable("l'heure n'est pas connue", "the time of the day is not known")
    return as_number(as_day(day))


def _format_date(translator: Translation, arguments: Arguments) -> Feel:
    day, form = as_day(translator.feel(arguments[0])), translator.feel(arguments[1]).literal
    if not isinstance(form, str):
        raise Untranslatable("la forme n'est pas un texte fixe", "the form is no fixed text")
    parts: list[Feel] = []
    for index, piece in enumerate(form.split("%")):
        if not index:
            parts += [literal(piece)] if piece else []
            continue
        parts.append(_part(day, piece[:1]))
        parts += [literal(piece[1:])] if piece[1:] else []
    if not parts:
        return literal("")
    first, *rest = parts
    first = first if rest or not first.options else literal(str(first.literal))
    return reduce(lambda a, b: joined("+", ADDED, STRING, a, b), rest, first)


def _part(day: Feel, letter: str) -> Feel:
    name = _PADDED.get(letter) or _PLAIN.get(letter)
    if name is None or name in ("hour", "minute", "second"):
        raise Untranslatable(
            f"« %{letter} » n'est pas une partie d'une date", f"'%{letter}' is no part of a date"
        )
    part = f"{day.within(POWER + 1)}.{name}"
    if letter in _PLAIN:
        return called("string", STRING, part)
    return called("substring", STRING, f"string(100 + {part})", "2")


def _not(translator: Translation, arguments: Arguments) -> Feel:
    (inner,) = arguments
    match inner:
        case xpath.Binary("=" | "!=" as sign, left, right):
            opposite = "!=" if sign == "=" else "="
            return translator.feel(xpath.Binary(opposite, left, right))
    translator.doubt(inner)
    return negated(as_boolean(translator.feel(inner)))


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


def _count(translator: Translation, arguments: Arguments) -> Feel:
    return counted(translator, arguments[0])


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
        return Feel(f"{value.within(ADDED)} = 1", BOOLEAN, ADDED - 1)
    return one_of(as_text(value), tuple(each for each in ("1", "true") if _possible(value, each)))


def _possible(value: Feel, text: str) -> bool:
    return not value.options or text in value.options


def _normalized(translator: Translation, arguments: Arguments) -> Feel:
    text = as_text(translator.feel(arguments[0])).text
    inner = rf'replace({text}, "^\\s+|\\s+$", "")'
    return called("replace", STRING, inner, r'"\\s+"', '" "')


_FUNCTIONS: Final[Mapping[str, Function]] = {
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
    "selected": _selected,
    "count-selected": _count_selected,
    "selected-at": _selected_at,
    "jr:choice-name": _choice_name,
    "count": _count,
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
    "today": _today,
    "now": _now,
    "date": _date,
    "date-time": _date,
    "decimal-date-time": _days,
    "decimal-date": _days,
    "format-date": _format_date,
    "format-date-time": _format_date,
}
"""What has no line here is listed as having no equivalent: chance, places, files, drawing."""
