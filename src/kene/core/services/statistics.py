"""Statistics, as a pack declares them: what is counted, by what, and nobody that a figure tells of.

Cases are counted by answers that many share: an option, a yes or no, a wide place, a class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kene.core.decisions import Decision
from kene.core.expressions.syntax import If, Node, Null, String
from kene.core.expressions.types import ANY, BOOLEAN, NUMBER, Enumeration
from kene.core.problems import Problem, declare
from kene.core.services import definition as written
from kene.core.services.mistakes import NAME_TAKEN, unknown
from kene.core.services.model import CHANNEL, Dimension, Statistic
from kene.core.services.questions import Questions
from kene.core.services.reading import Located
from kene.core.services.repeating import INSIDE
from kene.core.services.resolving import Resolver
from kene.core.values import Place
from kene.core.values.gazetteer import LEVELS

FEWEST: Final = 3
"""With two in a figure, each of them would know of the other."""
OWED: Final = "fee"
"""What a case owes, which can be summed where the service has a price."""

UNKNOWN_COUNTED: Final = declare(
    "S171",
    fr=("« {name} » n'est ni un champ, ni un fait, ni une décision de ce service.", "{hint_fr}"),
    en=("'{name}' is no field, fact or decision of this service.", "{hint_en}"),
)
TELLING: Final = declare(
    "S172",
    fr=(
        "Compter par « {name} » ({type}) dirait qui est compté.",
        "Comptez par un choix, un oui ou non, un lieu à un niveau, une décision, ou un fait.",
    ),
    en=(
        "Counting by '{name}' ({type}) would tell who is counted.",
        "Count by a choice, a yes or no, a place at a level, a decision, or a fact.",
    ),
)
NO_LEVEL: Final = declare(
    "S173",
    fr=(
        "« {name} » est un lieu : rien ne dit à quel niveau il est compté.",
        "Écrivez « {{place: {name}, level: region}} ».",
    ),
    en=(
        "'{name}' is a place: nothing says at what level it is counted.",
        "Write '{{place: {name}, level: region}}'.",
    ),
)
NOT_A_PLACE: Final = declare(
    "S174",
    fr=(
        "« {name} » n'a pas de niveau « {level} ».",
        "Donnez un lieu, et un niveau plus large que le sien.",
    ),
    en=(
        "'{name}' has no level '{level}'.",
        "Give a place, and a level that is wider than its own.",
    ),
)
NO_CLASSES: Final = declare(
    "S175",
    fr=(
        "Le fait « {name} » peut prendre n'importe quelle valeur : ce ne sont pas des classes.",
        "Écrivez-les : « if age < 18 then 'mineur' else 'majeur' ».",
    ),
    en=(
        "The fact '{name}' can take any value: these are no classes.",
        'Write them: \'if age < 18 then "minor" else "adult"\'.',
    ),
)
NO_NUMBER: Final = declare(
    "S176",
    fr=("« {name} » n'est pas un nombre.", "Donnez un nombre, un montant, ou enlevez « {key} »."),
    en=("'{name}' is not a number.", "Give a number, an amount, or take '{key}' out."),
)
TOO_FEW: Final = declare(
    "S177",
    fr=(
        "Un nombre de {least} personnes en dit trop sur chacune.",
        "Écrivez 3 ou plus ; 10 est d'usage ici.",
    ),
    en=(
        "A figure of {least} people tells too much of each.",
        "Write 3 or more; 10 is the custom here.",
    ),
)
SUBTRACTED: Final = declare(
    "S178",
    fr=(
        "« {name} » et « {other} » comptent la même chose : un chiffre caché se retrouverait par "
        "soustraction.",
        "Donnez-leur le même « each », et rien en commun dans « by » ; ou faites-en une seule.",
    ),
    en=(
        "'{name}' and '{other}' count the same: a hidden figure could be had by subtraction.",
        "Give them the same 'each', and nothing in common in 'by'; or make one of them.",
    ),
)


def statistics(
    pack: written.PackDefinition,
    resolver: Resolver,
    questions: Questions,
    decisions: Mapping[str, Decision],
) -> Mapping[str, Statistic]:
    """The statistics of a pack. Problems go to the resolver's list."""
    reading = _Reading(pack, resolver, questions, decisions)
    found: dict[str, Statistic] = {}
    for name, each in pack.statistics.items():
        one = reading.statistic(name, each)
        for other in found.values():
            if reading.tell_each_other(one, other):
                details = {"name": name, "other": other.name}
                resolver.problems.append(Problem(SUBTRACTED, each.where, details))
        found[name] = one
    return found


def classes(tree: Node) -> frozenset[str] | None:
    """The texts that an expression may give, where it names each one; None where it may give
    others."""
    match tree:
        case String(value=text):
            return frozenset({text})
        case Null():
            return frozenset()
        case If(then=then, otherwise=otherwise):
            both = classes(then), classes(otherwise)
            return None if both[0] is None or both[1] is None else both[0] | both[1]
        case _:
            return None


@dataclass(frozen=True, slots=True)
class _Reading:
    pack: written.PackDefinition
    resolver: Resolver
    questions: Questions
    decisions: Mapping[str, Decision]

    def statistic(self, name: str, each: written.StatisticDefinition) -> Statistic:
        self.resolver.named(name, each.where)
        if each.at_least < FEWEST:
            self._told(Problem(TOO_FEW, each.where, {"least": str(each.at_least)}))
        by = tuple(self._by(each))
        return Statistic(
            name=name,
            counts=each.count,
            by=by,
            each=each.each,
            purpose=self.resolver.purpose(each.for_),
            sum=self._number("sum", each.sum),
            median=self._number("median", each.median),
            least=each.at_least,
        )

    def tell_each_other(self, one: Statistic, other: Statistic) -> bool:
        """Whether figures of one could be subtracted from those of the other."""
        if one.counts != other.counts:
            return False
        return one.each != other.each or not self._roots(one).isdisjoint(self._roots(other))

    def _by(self, each: written.StatisticDefinition) -> Iterator[Dimension]:
        seen: set[str] = set()
        for by in each.by:
            at = by if isinstance(by, Located) else by.place
            if at.text in seen:
                self._told(Problem(NAME_TAKEN, at.where, {"name": at.text}))
            seen.add(at.text)
            made = self._kind(at) if isinstance(by, Located) else self._place(by)
            if made is not None:
                yield made

    def _kind(self, at: Located) -> Dimension | None:
        """What is counted by, but for places: it has few values, that many share."""
        name = at.text
        if name == CHANNEL and name not in self.questions.names:
            return Dimension(CHANNEL)
        field, of = self.questions.fields.get(name), self._known(at, CHANNEL)
        if field is not None and isinstance(field.type, Place):
            self._told(Problem(NO_LEVEL, at.where, {"name": name}))
        elif name in self.questions.facts and of != BOOLEAN:
            if classes(self.questions.facts[name].tree) is None:
                self._told(Problem(NO_CLASSES, at.where, {"name": name}))
        elif of is not None and of not in (ANY, BOOLEAN) and not isinstance(of, Enumeration):
            kind = field.type.name if field is not None else str(of)
            self._told(Problem(TELLING, at.where, {"name": name, "type": kind}))
        return Dimension(name)

    def _place(self, by: written.DivisionDefinition) -> Dimension | None:
        if self._known(by.place) is None:
            return None
        field = self.questions.fields.get(by.place.text)
        place = field.type if field is not None else None
        if not isinstance(place, Place) or _rank(by.level) > _rank(place.level):
            details = {"name": by.place.text, "level": by.level}
            self._told(Problem(NOT_A_PLACE, by.place.where, details))
        return Dimension(by.place.text, by.level)

    def _number(self, key: str, at: Located | None) -> str:
        if at is None or (at.text == OWED and self.pack.fee != 0):
            return at.text if at else ""
        of = self._known(at)
        if of is not None and of not in (ANY, NUMBER):
            self._told(Problem(NO_NUMBER, at.where, {"name": at.text, "key": key}))
        return at.text

    def _known(self, at: Located, *also: str) -> object:
        """The type of a field, fact or decision; None where there is none of that name, told."""
        names = self.questions.names
        if at.text in names and at.text != "today":
            return names[at.text]
        for group, inside in self.questions.inside.items():
            if at.text in inside:
                self._told(Problem(INSIDE, at.where, {"name": at.text, "group": group}))
                return None
        self._told(unknown(UNKNOWN_COUNTED, at, {*names, *also} - {"today"}))
        return None

    def _roots(self, one: Statistic) -> frozenset[str]:
        """The fields from which all that it is counted by follows."""
        found, waiting = set[str](), [each.name for each in one.by]
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found.add(name)
            waiting += self._read(name)
        return frozenset(found - {"today"})

    def _read(self, name: str) -> frozenset[str]:
        if name in self.questions.facts:
            return self.questions.facts[name].inputs
        return self.decisions[name].inputs if name in self.decisions else frozenset()

    def _told(self, problem: Problem) -> None:
        self.resolver.problems.append(problem)


def _rank(level: str) -> int:
    return LEVELS.index(level)
