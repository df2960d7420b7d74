"""The parameters that a pack sets on a type: read as YAML gives them, with every problem named."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from kene.core.problems import Kind, Mistakes, Problem, Where, declare, nearest
from kene.core.values.french import meant
from kene.core.values.gazetteer import COUNTRIES, LEVELS
from kene.core.values.national import NUMBERS
from kene.core.values.numbers import HIGHEST
from kene.core.values.phones import PLANS

UNKNOWN_PARAMETER = declare(
    "V402",
    fr=(
        "Le type « {type} » n’a pas de paramètre « {name} ».",
        "{hint}Possibles : {known}.",
    ),
    en=("The type “{type}” has no parameter “{name}”.", "{hint}Possible: {known}."),
)
MISSING_PARAMETER = declare(
    "V403",
    fr=("Le type « {type} » demande « {name} ».", "Ajoutez « {name}: … » à ce champ."),
    en=("The type “{type}” needs “{name}”.", "Add “{name}: …” to this field."),
)
WANT_WHOLE = declare(
    "V404",
    fr=(
        "« {name} » doit être un nombre entier, et non « {value} ».",
        "Écrivez par exemple 40.",
    ),
    en=("“{name}” must be a whole number, not “{value}”.", "Write for example 40."),
)
WANT_DECIMAL = declare(
    "V405",
    fr=(
        "« {name} » doit être un nombre, et non « {value} ».",
        "Écrivez par exemple 12.5.",
    ),
    en=("“{name}” must be a number, not “{value}”.", "Write for example 12.5."),
)
WANT_YES_NO = declare(
    "V406",
    fr=(
        "« {name} » doit être true ou false, et non « {value} ».",
        "Écrivez true ou false.",
    ),
    en=("“{name}” must be true or false, not “{value}”.", "Write true or false."),
)
WANT_OPTIONS = declare(
    "V407",
    fr=(
        "« {name} » doit être une liste d’au moins deux noms différents, et non « {value} ».",
        "Écrivez par exemple [fille, garcon].",
    ),
    en=(
        "“{name}” must be a list of at least two different names, not “{value}”.",
        "Write for example [fille, garcon].",
    ),
)
WANT_ONE_OF = declare(
    "V408",
    fr=(
        "« {name} » ne peut pas être « {value} ».",
        "{hint}Valeurs possibles : {known}.",
    ),
    en=("“{name}” cannot be “{value}”.", "{hint}Possible values: {known}."),
)
CROSSED = declare(
    "V409",
    fr=(
        "« min » ({low}) dépasse « max » ({high}).",
        "Échangez-les, ou retirez l’un des deux.",
    ),
    en=("“min” ({low}) is over “max” ({high}).", "Swap them, or remove one of them."),
)
OUT_OF_BOUNDS = declare(
    "V410",
    fr=(
        "« {name} » doit être entre {low} et {high}, et non {value}.",
        "Changez ce nombre.",
    ),
    en=(
        "“{name}” must be between {low} and {high}, not {value}.",
        "Change this number.",
    ),
)

_KNOWN: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("place", "level"): LEVELS,
    ("place", "country"): COUNTRIES,
    ("phone", "country"): tuple(PLANS),
    ("national_number", "country"): tuple(NUMBERS),
}
_BOUNDS: Final[Mapping[tuple[str, str], tuple[int, int]]] = {
    ("text", "min"): (1, 10_000),
    ("text", "max"): (1, 10_000),
    ("name", "max"): (1, 200),
    ("decimal", "places"): (0, 9),
    ("choices", "min"): (1, 40),
    ("choices", "max"): (1, 40),
}
_NUMBERS: Final = (-HIGHEST, HIGHEST)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a type: its kind as Python writes it, its default, and what it may be.

    `needed` ones have no default. `known` are the only values, when there are any; `low` and `high`
    bound a number.
    """

    name: str
    kind: str
    needed: bool
    default: object
    known: tuple[str, ...]
    low: int
    high: int


def parameters_of(type_: type) -> dict[str, Parameter]:
    """The parameters that a pack may set on a type: its fields of a kind that YAML can write."""
    name = vars(type_)["name"]
    return {
        each.name: Parameter(
            each.name,
            str(each.type),
            each.default is dataclasses.MISSING,
            None if each.default is dataclasses.MISSING else each.default,
            _KNOWN.get((name, each.name), ()),
            *_BOUNDS.get((name, each.name), _NUMBERS),
        )
        for each in dataclasses.fields(type_)
        if str(each.type) in _READERS
    }


def read_parameters(
    type_: type,
    given: Mapping[str, object],
    where: Where,
    places: Mapping[str, tuple[Where, Where]],
) -> dict[str, object]:
    """The parameters given, read. `places` says where the key of each is and its value, else
    `where`.

    Raises Mistakes with every problem found.
    """
    name, known = vars(type_)["name"], parameters_of(type_)
    read: dict[str, object] = {}
    problems: list[Problem] = []
    missing = [key for key, each in known.items() if each.needed and key not in given]
    strange = [key for key in given if key not in known]
    for key, value in given.items():
        at_key, at_value = places.get(key, (where, where))
        if key not in known:
            near = meant(key, known)
            if not near and len(strange) == len(missing) == 1:
                [near] = missing
            missing = [each for each in missing if each != near]
            problems.append(unknown(UNKNOWN_PARAMETER, key, known, at_key, near, type=name))
            continue
        try:
            read[key] = _read(known[key], value, at_value)
        except Mistakes as mistakes:
            problems += mistakes.problems
    for key in missing:
        problems.append(Problem(MISSING_PARAMETER, where, {"type": name, "name": key}))
    problems += _crossed({**{key: each.default for key, each in known.items()}, **read}, where)
    if problems:
        raise Mistakes(problems)
    return read


def unknown(
    kind: Kind, name: str, known: Iterable[str], where: Where, near: str = "", **details: str
) -> Problem:
    """The problem of a name or a value that is not one of those known, with the one that is `near`,
    or the nearest one."""
    listed = tuple(known)
    near = near or nearest(name, listed)
    hint = f"{near} ? " if near else ""
    return Problem(
        kind,
        where,
        {"name": name, "near": near, "hint": hint, "known": ", ".join(listed) or "-", **details},
    )


def _read(parameter: Parameter, value: object, where: Where) -> object:
    """The value as its kind. Raises Mistakes."""
    reader, kind = _READERS[parameter.kind]
    try:
        read = reader(value)
    except ValueError:
        raise _wrong(kind, parameter, value, where) from None
    if parameter.known and read not in parameter.known:
        near = nearest(str(value), parameter.known)
        raise _wrong(
            WANT_ONE_OF,
            parameter,
            value,
            where,
            near=near,
            hint=f"{near} ? " if near else "",
            known=", ".join(parameter.known),
        )
    if isinstance(read, int | Decimal) and not parameter.low <= read <= parameter.high:
        bounds = {"low": str(parameter.low), "high": str(parameter.high)}
        raise _wrong(OUT_OF_BOUNDS, parameter, value, where, **bounds)
    return read


def _wrong(
    kind: Kind, parameter: Parameter, value: object, where: Where, **details: str
) -> Mistakes:
    shown = {"name": parameter.name, "value": str(value), **details}
    return Mistakes([Problem(kind, where, shown)])


def _crossed(values: Mapping[str, object], where: Where) -> Iterator[Problem]:
    """The problem of a least value over the greatest."""
    match values.get("min"), values.get("max"):
        case (int() | Decimal()) as low, (int() | Decimal()) as high if low > high:
            yield Problem(CROSSED, where, {"low": str(low), "high": str(high)})


def _whole(value: object) -> int:
    if type(value) is not int:
        raise ValueError
    return value


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError from None
    if not number.is_finite():
        raise ValueError
    return number


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _text(value: object) -> str:
    return str(value)


def _options(value: object) -> tuple[str, ...]:
    if (
        not isinstance(value, list | tuple)
        or len(value) < 2
        or len(set(map(str, value))) < len(value)
    ):
        raise ValueError
    if not all(isinstance(each, str) and each.strip() for each in value):
        raise ValueError
    return tuple(value)


_READERS: Final[Mapping[str, tuple[Callable[[object], object], Kind]]] = {
    "int": (_whole, WANT_WHOLE),
    "Decimal": (_decimal, WANT_DECIMAL),
    "bool": (_yes_no, WANT_YES_NO),
    "str": (_text, WANT_ONE_OF),
    "tuple[str, ...]": (_options, WANT_OPTIONS),
}
