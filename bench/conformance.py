"""How much of a DMN conformance kit passes: `python -m bench.conformance [DIR] [--page]`.

Reads every folder of the kit (or KENE_TCK), runs every case of every file, and prints for each
level: cases, passed, passed among those whose expected value is not null, the mean of the folders'
shares, and each failure with its reason. No case is skipped: what cannot be loaded has failed.
With `--page`, the report is printed as `docs/reference/conformance.md`, with the speed of the same
rules in Kene and in other engines.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path

from bench import engines, nation
from bench.rows import table
from kene.core.decisions.dmn import Clock, Model, evaluate, invoke_service, load_model
from kene.core.decisions.dmn.xml import Element, read_xml
from kene.core.expressions.functions.conversions import write
from kene.core.expressions.numbers import is_number
from kene.core.expressions.operations import equal, kind_of
from kene.core.expressions.values.text import (
    read_date,
    read_date_time,
    read_duration,
    read_time,
)
from kene.core.problems import Mistakes, Where

LEVELS = ("compliance-level-2", "compliance-level-3")


@dataclass(frozen=True, slots=True)
class Case:
    """One case that ran: where it is from, whether its value is null, and why it failed, if so."""

    level: str
    folder: str
    name: str
    expects_null: bool
    failure: str


# -- reading a case --------------------------------------------------------------------------------


def value_of(element: Element) -> object:
    """The FEEL value of an element that has a `value`, a `list` or `component`s."""
    items = element.first("list")
    if items is not None:
        return [value_of(item) for item in items.all("item")]
    components = element.all("component")
    if components:
        return {one.get("name"): value_of(one) for one in components}
    value = element.first("value")
    if value is None or value.get("nil") == "true":
        return None
    return simple(value.get("type").rpartition(":")[2], value.text)


def simple(kind: str, text: str) -> object:
    """The FEEL value of a text of an XML Schema type."""
    match kind:
        case "boolean":
            return text.strip() == "true"
        case "decimal" | "double" | "integer" | "int" | "long" | "float":
            return Decimal(text.strip())
        case "date":
            return read_date(text.strip())
        case "time":
            return read_time(text.strip())
        case "dateTime":
            return read_date_time(text.strip())
        case "duration" | "dayTimeDuration" | "yearMonthDuration":
            return read_duration(text.strip())
    return text


def agrees(expected: object, found: object) -> bool:
    """Whether a found value is the expected one; numbers to 8 decimals, as the kit's own runner.

    Some of its expected values were computed in binary floating point.
    """
    if isinstance(expected, Decimal) and is_number(found):
        return abs(Decimal(found) - expected) < Decimal("0.5e-8")  # type: ignore[arg-type]
    if isinstance(expected, list) and isinstance(found, list):
        pairs = zip(expected, found, strict=False)
        return len(expected) == len(found) and all(agrees(one, other) for one, other in pairs)
    if isinstance(expected, dict) and isinstance(found, dict):
        same_names = expected.keys() == found.keys()
        return same_names and all(agrees(one, found[name]) for name, one in expected.items())
    return kind_of(expected) == kind_of(found) and equal(expected, found) is True


# -- running ---------------------------------------------------------------------------------------


def run_folder(level: str, folder: Path, clock: Clock) -> Iterator[Case]:
    """Every case of a folder."""
    for tests in sorted(folder.glob("*test*.xml")):
        root = read_xml(tests.read_bytes(), where=Where(tests.name))
        name = root.first("modelName")
        model = _loaded(folder, name.text.strip() if name else "")
        for case in root.all("testCase"):
            yield _ran(level, folder.name, f"{tests.stem}/{case.get('id')}", case, (model, clock))


def _loaded(folder: Path, name: str) -> Model | str:
    """The model of a folder, or why it cannot be loaded."""
    others = {f.name: f.read_bytes() for f in sorted(folder.glob("*.dmn")) if f.name != name}
    try:
        source = (folder / name).read_bytes()
        return load_model(source, where=Where(name, 1, 1), others=others)
    except (Mistakes, OSError) as failure:
        return f"cannot load: {failure}"


def _ran(
    level: str, folder: str, name: str, case: Element, subject: tuple[Model | str, Clock]
) -> Case:
    model, clock = subject
    inputs: dict[str | tuple[str, str], object] = {}
    for node in case.all("inputNode"):
        key = (node.get("namespace"), node.get("name"))
        inputs[key if key[0] else key[1]] = value_of(node)
    failures: list[str] = []
    null = True
    for node in case.all("resultNode"):
        expected_in = node.first("expected")
        expected = None if expected_in is None else value_of(expected_in)
        null = null and expected is None
        found = model if isinstance(model, str) else _found(model, clock, case, node, inputs)
        if isinstance(model, str) or not agrees(expected, found):
            failures.append(f"{node.get('name')}: expected {_shown(expected)}, got {_shown(found)}")
    return Case(level, folder, name, null, "; ".join(failures))


def _found(
    model: Model,
    clock: Clock,
    case: Element,
    node: Element,
    inputs: dict[str | tuple[str, str], object],
) -> object:
    try:
        service = case.get("invocableName")
        if service and case.get("type") == "decisionService":
            value = invoke_service(model, service, inputs, clock=clock)
            if isinstance(value, dict) and node.get("name") in value:
                return value[node.get("name")]  # one of several outputs
            return value
        return evaluate(model, node.get("name"), inputs, clock=clock)
    except Exception as broken:  # a crash is a failed case, and is shown as one
        return f"!! {type(broken).__name__}: {broken}"


def _shown(value: object) -> str:
    try:
        return write(value, inside=True)[:160]
    except TypeError:
        return str(value)[:160]


# -- reporting -------------------------------------------------------------------------------------


def report(cases: list[Case]) -> Iterator[str]:
    """The lines of the report."""
    for level in LEVELS:
        mine = [case for case in cases if case.level == level]
        if not mine:
            continue
        real = [case for case in mine if not case.expects_null]
        folders = sorted({case.folder for case in mine})
        shares = [_share([c for c in mine if c.folder == folder]) for folder in folders]
        yield f"{level}: {len(folders)} folders"
        yield f"  cases                {len(mine):6}"
        yield f"  passed               {_passed(mine):6}  {100 * _share(mine):6.2f} %"
        yield f"  passed, not null     {_passed(real):6}  {100 * _share(real):6.2f} %"
        yield f"  mean of the folders          {100 * sum(shares) / len(shares):6.2f} %"
    for case in cases:
        if case.failure:
            yield f"FAILED {case.folder} {case.name}: {case.failure}"


PAGE = """<!-- Page faite par python -m bench.conformance --page : ne la modifiez pas ici. -->

# Conformité à DMN, et vitesse

La norme DMN a un jeu public de cas d'essai (*Technology Compatibility Kit*). Kene lit ses modèles,
les évalue et compare, sans en sauter un. Le jeu n'est pas dans ce dépôt : `KENE_TCK` dit où il est,
et la page est faite de la partie qui s'y trouve.

    make engines
    KENE_TCK=../shared/tck python -m bench.conformance --page > docs/reference/conformance.md

Par niveau : les cas, ceux qui passent, ceux qui passent parmi ceux dont la valeur attendue n'est
pas `null`, et la moyenne des parts des dossiers. Chaque échec est nommé. Kene n'appelle pas de
méthode d'une classe Java : les cas qui en demandent échouent.

```text
{report}
```
"""
SPEED = """
## Vitesse

Les mêmes règles dans Kene et dans d'autres moteurs, au cours d'une même exécution ; chacun donne
d'abord les réponses de Kene à {cases} cas. Un chiffre est une médiane ; le rapport dit combien de
fois le temps de Kene il faut. `traced` : la règle qui a décidé est dite aussi. *feelin* et
*pySFeel* lisent le texte à chaque évaluation ; *feelin* et *CEL* n'ont pas de tables, et prennent
les dix règles en une expression. *OpenFisca* calcule par colonnes : `on a column` partage un
calcul entre un million de gens. Une machine occupée allonge tous les temps : lisez les rapports.

Puis une population entière, par la requête que Kene écrit et par celle qu'une personne écrirait
pour DuckDB, tour à tour ; `KENE_BENCH_PEOPLE=25000000 python -m bench nation` mesure une nation.

```text
{speed}
```
"""


def _passed(cases: list[Case]) -> int:
    return sum(not case.failure for case in cases)


def _share(cases: list[Case]) -> float:
    return _passed(cases) / len(cases) if cases else 1.0


def cases_of(kit: Path) -> list[Case]:
    """Every case of a kit."""
    clock = Clock(datetime.now(UTC))
    return [
        case
        for level in LEVELS
        for folder in sorted((kit / level).glob("*"))
        if folder.is_dir()
        for case in run_folder(level, folder, clock)
    ]


def main() -> None:
    """Run the kit named by the argument or by KENE_TCK, and print the report."""
    given = [word for word in sys.argv[1:] if word != "--page"]
    named = given[0] if given else os.environ.get("KENE_TCK", "../shared/tck")
    lines = "\n".join(report(cases_of(Path(named))))
    if "--page" in sys.argv:
        print(PAGE.format(report=lines) + speed(), end="")
    else:
        print(lines)


def speed() -> str:
    """The part of the page about speed, measured now."""
    lines = "\n".join(table(chain(engines.rows(), nation.rows())))
    return SPEED.format(speed=lines, cases=len(engines.CASES))


if __name__ == "__main__":
    main()
