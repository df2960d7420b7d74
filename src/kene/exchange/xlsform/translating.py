"""XPath of a form in FEEL, with the types of the pack's fields."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import Final, assert_never

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
    AND,
    COMPARED,
    LOWEST,
    MULTIPLIED,
    OR,
    PRIMARY,
    Feel,
    Untranslatable,
    as_boolean,
    as_number,
    joined,
    literal,
    negated,
    truth,
)
from kene.exchange.xlsform.functions import function
from kene.exchange.xlsform.lookups import looked_up
from kene.exchange.xlsform.passing import emptiness
from kene.exchange.xlsform.rows import column
from kene.exchange.xlsform.scope import Item, Known, Notes, Scope

_LAST_SAVED: Final = "last-saved#"
"""What the form that was filled in before, on the same phone, says."""

_LONGEST: Final = 2_000
"""Conditions that read one another twice would double at each step."""


class Translator:
    """One expression of a form, put into FEEL; its `notes` grow as it goes."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.notes = Notes()
        self._asking: list[str] = []

    def feel(self, node: xpath.Node) -> Feel:
        """The FEEL of a tree. Raises Untranslatable."""
        match node:
            case xpath.Number(value) | xpath.Text(value):
                return literal(value)
            case xpath.Reference(name):
                return self.read(self.known(name))
            case xpath.Path():
                return self._path(node)
            case xpath.Negative(operand):
                number = as_number(self.feel(operand))
                return Feel(f"-{number.within(MULTIPLIED + 1)}", NUMBER, MULTIPLIED)
            case xpath.Binary():
                return self._binary(node)
            case xpath.Call():
                return function(self, node)
            case _:
                assert_never(node)

    def over(self, item: Item) -> Translator:
        """A translator of what is said of one item, whose columns are then known."""
        other = Translator(replace(self.scope, item=item))
        other.notes = self.notes
        return other

    def known(self, name: str) -> Known:
        """What a name of the form is. Raises Untranslatable."""
        known = self.scope.known.get(name)
        if name.startswith(_LAST_SAVED):
            return Known(name, STRING, always=True, untaken=True)
        if known is None:
            raise Untranslatable(
                f"« {name} » n'est pas importé, ou n'existe pas",
                f"'{name}' is not imported, or does not exist",
            )
        if known.repeat and known.repeat != self.scope.repeat:
            raise Untranslatable(
                f"« {name} » se répète, et une seule de ses réponses est lue",
                f"'{name}' repeats, and one of its answers is read",
            )
        return known

    def read(self, known: Known) -> Feel:
        """The answer of a name."""
        if known.untaken:
            self.notes.untaken.append(known.name)
            return literal("")
        binds = LOWEST if known.inline else PRIMARY
        text = known.inline or known.name
        return Feel(text, known.type, binds, source=known.name, yes=known.yes)

    def across(self, node: xpath.Node) -> Feel | None:
        """The list of an answer in all items of a group that repeats, if it is one."""
        name = _last_name(node)
        known = self.scope.known.get(name)
        if known is None or not known.repeat or known.repeat == self.scope.repeat or known.inline:
            return None
        whole = self.scope.within
        if whole.get(known.repeat, known.repeat) == whole.get(self.scope.repeat, self.scope.repeat):
            # The items of one item, which are not told from those of the others.
            return None
        if known.name == known.repeat:
            return Feel(known.name, known.type)
        return Feel(f"{known.repeat}.{known.name}", List(known.type))

    def named(self, node: xpath.Node) -> Known | None:
        """The question that an expression is the answer of, if it is one."""
        match node:
            case xpath.Reference(name):
                return self.known(name)
            case xpath.Call("string" | "normalize-space" | "once", (inner,)):
                return self.named(inner)
            case xpath.Path((*_, xpath.Step(".", ())), None | xpath.Path()):
                return self.scope.current
            case xpath.Path(steps, None | "/" | xpath.Call("current")):
                return self._stepped(steps)
        return None

    def is_current(self, known: Known) -> bool:
        """Whether it is the answer whose constraint is read: a form skips empty ones."""
        return self.scope.constraint and known == self.scope.current

    def answered(self, known: Known, *, wanted: bool) -> Feel:
        """Whether a question has an answer, or has none. Raises Untranslatable."""
        if known.untaken:
            self.notes.untaken.append(known.name)
            return truth(not wanted)
        if self.is_current(known) or (known.always and not known.computed):
            return truth(wanted)
        if known.computed and known.type == STRING:
            return Feel(f'{known.name} {"!=" if wanted else "="} ""', BOOLEAN, COMPARED)
        if known.computed and isinstance(known.type, Enumeration) and "" in known.type.values:
            return Feel(f'{known.name} {"!=" if wanted else "="} ""', BOOLEAN, COMPARED)
        if known.when is not None:
            return self._surely_answered(known, wanted=wanted)
        if wanted:
            # True with an answer; without one it waits, which counts as no.
            return Feel(f"{known.name} = {known.name}", BOOLEAN, COMPARED)
        raise Untranslatable(
            f"rien en FEEL ne dit que « {known.name} » reste sans réponse",
            f"nothing in FEEL says that '{known.name}' has no answer",
        )

    def _surely_answered(self, known: Known, *, wanted: bool) -> Feel:
        """Whether a question that has an answer when it is asked has one, or has none."""
        asked = self._asked(known)
        if known.type == BOOLEAN and not known.computed:
            # No is what a form leaves empty.
            asked = self._logic("and", asked, Feel(known.name, BOOLEAN))
        elif wanted and asked.text != "true":
            asked = self._logic(
                "and", asked, Feel(f"{known.name} = {known.name}", BOOLEAN, COMPARED)
            )
        return asked if wanted else negated(asked)

    def _asked(self, known: Known) -> Feel:
        """Whether all conditions of a question hold. Raises Untranslatable."""
        if known.name in self._asking:
            raise Untranslatable(
                f"« {known.name} » dépend de lui-même", f"'{known.name}' depends on itself"
            )
        self._asking.append(known.name)
        parts = [self._settled(node) for node in known.when or ()]
        self._asking.pop()
        whole = reduce(lambda a, b: self._logic("and", a, b), parts, truth(True))
        if len(whole.text) > _LONGEST:
            raise Untranslatable("ses conditions sont trop longues", "its conditions are too long")
        return whole

    def _settled(self, node: xpath.Node) -> Feel:
        """A condition that does not wait for answers to questions that are not asked."""
        match node:
            case xpath.Binary("and" | "or" as sign, left, right):
                return self._logic(sign, self._settled(left), self._settled(right))
            case xpath.Call("not", (inner,)):
                return negated(self._settled(inner))
        whole = as_boolean(self.feel(node))
        if isinstance(node, xpath.Binary) and emptiness(node) is not None:
            return whole
        for known in self._read_by(node):
            if known.when is not None and self._fails_empty(node):
                whole = self._logic("and", self._asked(known), whole)
            elif known.when != ():
                self.notes.unanswered.append(known.name)
        return whole

    def _fails_empty(self, node: xpath.Node) -> bool:
        """Whether a condition on one answer is false without it: XPath compares nothing, or no
        number, with what is written there."""
        match node:
            case xpath.Binary("=" | "<" | "<=" | ">" | ">=", left, right):
                sides = (left, right), (right, left)
                return any(self.named(a) is not None and _says(b) for a, b in sides)
            case xpath.Call("selected", (_, option)):
                return _says(option)
        return False

    def doubt(self, node: xpath.Node) -> None:
        """Note what, unanswered, makes a form say yes where FEEL waits."""
        for known in self._read_by(node):
            if not known.always and known.when != () and not self.is_current(known):
                self.notes.unanswered.append(known.name)

    def _read_by(self, node: xpath.Node) -> list[Known]:
        match node:
            case xpath.Reference(name):
                return [self.known(name)]
            case xpath.Binary(_, left, right):
                return [*self._read_by(left), *self._read_by(right)]
            case xpath.Call(_, arguments):
                return [known for each in arguments for known in self._read_by(each)]
            case xpath.Negative(operand):
                return self._read_by(operand)
            case xpath.Path():
                found = self.named(node)
                return [found] if found else []
            case _:
                return []

    def _binary(self, node: xpath.Binary) -> Feel:
        sign = node.operator
        if sign in ("or", "and"):
            return self._logic(
                sign, as_boolean(self.feel(node.left)), as_boolean(self.feel(node.right))
            )
        if sign in ("=", "!=", "<", "<=", ">", ">="):
            return self._comparison(node)
        left, right = self.feel(node.left), self.feel(node.right)
        if sign == "-" and left.type == right.type == DATE:
            return Feel(f"days between({right.text}, {left.text})", NUMBER)
        a, b = as_number(left), as_number(right)
        match sign:
            case "+" | "-":
                return joined(sign, ADDED, NUMBER, a, b)
            case "*":
                return joined("*", MULTIPLIED, NUMBER, a, b)
            case "div":
                return joined("/", MULTIPLIED, NUMBER, a, b)
        # XPath's remainder has the sign of what is divided (5.5), FEEL's that of the divisor.
        whole = f"round down({joined('/', MULTIPLIED, NUMBER, a, b).text}, 0)"
        return Feel(f"{a.within(ADDED)} - {b.within(MULTIPLIED)} * {whole}", NUMBER, ADDED)

    def _logic(self, sign: str, left: Feel, right: Feel) -> Feel:
        neutral = "true" if sign == "and" else "false"
        for one, other in ((left, right), (right, left)):
            if one.text == neutral:
                return other
            if one.text in ("true", "false"):
                return one
        if left.text == right.text:
            return left
        level = AND if sign == "and" else OR
        return Feel(f"{left.within(level)} {sign} {right.within(level)}", BOOLEAN, level)

    def _comparison(self, node: xpath.Binary) -> Feel:
        empty = emptiness(node)
        if empty is not None:
            known = self.named(empty)
            if known is not None and (known.when is not None or not isinstance(known.type, List)):
                return self.answered(known, wanted=node.operator in ("!=", ">"))
        if node.operator == "!=":
            self.doubt(node)
        return compared(node.operator, self.feel(node.left), self.feel(node.right))

    def _path(self, node: xpath.Path) -> Feel:
        if isinstance(node.root, xpath.Call) and node.root.name == "instance":
            return looked_up(self, node)
        if self.scope.item is not None and node.root is None and len(node.steps) == 1:
            return literal(self.scope.item.get(column(node.steps[0].name), ""))
        known = self.named(node)
        if known is None:
            raise Untranslatable("ce chemin ne mène à aucune question", "this path leads nowhere")
        return self.read(known)

    def _stepped(self, steps: tuple[xpath.Step, ...]) -> Known | None:
        """The question that a path names last; groups on the way are not told apart."""
        if any(step.predicates for step in steps) or not steps:
            return None
        name = steps[-1].name
        if name in (".", "..", "*") or name not in self.scope.known:
            return None
        return self.known(name)


def _says(node: xpath.Node) -> bool:
    """Whether it is a number, or a text that is not empty."""
    return isinstance(node, xpath.Number) or (isinstance(node, xpath.Text) and bool(node.value))


def _last_name(node: xpath.Node) -> str:
    """The name that a reference or a plain path ends with."""
    match node:
        case xpath.Reference(name):
            return name
        case xpath.Path((*_, xpath.Step(name, ())), None | "/" | xpath.Call("current")):
            return name
    return ""
