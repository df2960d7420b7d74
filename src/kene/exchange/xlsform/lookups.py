"""`instance('list')` and its items under conditions: looking up rows of the choices sheet."""

from __future__ import annotations

from typing import Final

from kene.core.expressions.types import BOOLEAN, NUMBER, STRING, List
from kene.exchange.xlsform import xpath
from kene.exchange.xlsform.comparing import compared
from kene.exchange.xlsform.feel import (
    AND,
    LOWEST,
    Feel,
    Untranslatable,
    as_boolean,
    literal,
    quoted,
    truth,
)
from kene.exchange.xlsform.rows import column
from kene.exchange.xlsform.scope import Item, Known, Translation

_NESTED: Final = 40
"""So many conditions follow one another and are still read; more are set side by side."""
_MOST: Final = 400
_ONE: Final = "chosen_option"
"""What one of several choices is called where each is tested."""


def looked_up(translator: Translation, path: xpath.Path) -> Feel:
    """The column of the first item that its predicates keep; "" when they keep none."""
    wanted = column(path.steps[-1].name)
    if wanted == "label":
        translator.notes.labels = True
    kept = _kept(translator, path, True)
    return _first([(condition, item.get(wanted, "")) for condition, item in kept])


def pulled(translator: Translation, name: str, wanted: str, key: str, value: Feel) -> Feel:
    """`pulldata(name, wanted, key, value)`: a column of the first item whose key has that value."""
    kept: list[tuple[Feel, str]] = []
    for item in _items(translator, name):
        condition = compared("=", value, literal(item.get(column(key), "")))
        if condition.text != "false":
            kept.append((condition, item.get(column(wanted), "")))
    if len(kept) > _MOST:
        raise _too_many()
    return _first(kept)


def _first(kept: list[tuple[Feel, str]]) -> Feel:
    """The value of the first condition that holds; "" when none does."""
    if not kept:
        return literal("")
    if len(kept) > _NESTED:
        return _side_by_side(kept)
    text = '""'
    for condition, value in reversed(kept):
        text = f"if {condition.text} then {quoted(value)} else {text}"
    return Feel(text, STRING, LOWEST)


def _items(translator: Translation, name: str) -> tuple[Item, ...]:
    """The rows of a list of the workbook, or of a file beside it."""
    items = translator.scope.lists.get(name)
    if items is None:
        raise Untranslatable(
            f"la liste « {name} » est celle d'un fichier absent, « {name}.csv » ou un autre",
            f"the list '{name}' is of a file that is not there, '{name}.csv' or another",
        )
    return items


def counted(translator: Translation, node: xpath.Node) -> Feel:
    """How many items the predicates of a path keep; one for a question."""
    if isinstance(node, xpath.Path) and isinstance(node.root, xpath.Call):
        kept = [condition.text for condition, _ in _kept(translator, node, False)]
        ones = (f"if {each} then 1 else 0" for each in kept)
        return Feel(f"sum([{', '.join(ones)}])" if kept else "0", NUMBER)
    several = translator.across(node)
    if several is None:
        raise Untranslatable("ceci n'est pas une liste", "this is no list")
    return Feel(f"count({several.text})", NUMBER)


def allowed(translator: Translation, own: Known, items: tuple[Item, ...], test: xpath.Node) -> Feel:
    """That an answer is among the items that a filter keeps, as a constraint of the question; of
    several choices, that each is."""
    groups: dict[str, list[str]] = {}
    shown: dict[str, Feel] = {}
    for item in items:
        condition = as_boolean(translator.over(item).feel(test))
        groups.setdefault(condition.text, []).append(item["name"])
        shown[condition.text] = condition
    if groups.keys() == {"true"}:
        return truth(True)
    groups.pop("false", None)
    if len(groups) > _MOST:
        raise _too_many()
    name = _ONE if isinstance(own.type, List) else own.name
    parts: list[str] = []
    for text, names in groups.items():
        listed = ", ".join(map(quoted, dict.fromkeys(names)))
        among = f"{name} in ({listed})" if len(names) > 1 else f"{name} = {listed}"
        if own.yes:
            among = name
        parts.append(among if text == "true" else f"{among} and {shown[text].within(AND)}")
    if not parts:
        return truth(False)
    whole = " or ".join(parts)
    if own.yes:
        return Feel(f"not({own.name}) or ({whole})", BOOLEAN, LOWEST)
    if name == _ONE:
        return Feel(f"every {_ONE} in {own.name} satisfies ({whole})", BOOLEAN, LOWEST)
    return Feel(whole, BOOLEAN, LOWEST)


def _kept(translator: Translation, path: xpath.Path, ended: bool) -> list[tuple[Feel, Item]]:
    """The items that the predicates may keep, each with its condition."""
    match path:
        case xpath.Path(steps, xpath.Call("instance", (xpath.Text(name),))):
            pass
        case _:
            raise Untranslatable("cette liste n'est pas nommée", "this list is not named")
    items = _items(translator, name)
    inner = [step.name for step in steps]
    if inner[:2] != ["root", "item"] or len(inner) != (3 if ended else 2):
        raise Untranslatable("ce chemin n'est pas suivi", "this path is not followed")
    kept: list[tuple[Feel, Item]] = []
    for item in items:
        condition = truth(True)
        for predicate in steps[1].predicates:
            if isinstance(predicate, xpath.Number):
                raise Untranslatable("une place dans une liste", "a place in a list")
            found = as_boolean(translator.over(item).feel(predicate))
            condition = found if condition.text == "true" else _both(condition, found)
        if condition.text != "false":
            kept.append((condition, item))
    if len(kept) > _MOST:
        raise _too_many()
    return kept


def _both(a: Feel, b: Feel) -> Feel:
    return Feel(f"{a.within(AND)} and {b.within(AND)}", BOOLEAN, AND)


def _side_by_side(kept: list[tuple[Feel, str]]) -> Feel:
    """At most one condition holds when each asks another value of the same answer."""
    asked = {condition.text.partition(" = ")[0] for condition, _ in kept}
    if len(asked) > 1 or len({condition.text for condition, _ in kept}) < len(kept):
        raise _too_many()
    parts = ", ".join(f'if {each.text} then {quoted(value)} else ""' for each, value in kept)
    return Feel(f'string join([{parts}], "")', STRING)


def _too_many() -> Untranslatable:
    return Untranslatable("la liste est trop longue", "the list is too long")
