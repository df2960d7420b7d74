"""Other engines in Python: reads a task, checks each engine's answers, then prints its figures.

Runs in `.tools/engines`, without Kene. The task is a JSON object: `cases` are inputs, `expected`
what each of them gives, by rule; `timed` is the case that is timed, `people` how many columns
hold. A line of JSON comes out for each figure, or for what an engine cannot do, with the reason.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

from bench.references import microseconds

Case = dict[str, Any]
Answer = Callable[[Case], Any]
"""What an engine gives for a case; None where no rule matches."""

BORDERS = range(0, 100, 10)


def zen() -> Iterator[tuple[str, Answer]]:
    """Its own language, near to FEEL; the table as a JSON decision model."""
    from zen import ZenDecisionContent, ZenEngine, compile_expression

    for rule, text in {
        "simple": "n > 2",
        "joined": "n >= 1 and n < 100 and lien == 'autre'",
    }.items():
        yield rule, compile_expression(text).evaluate
    # Content that its loader keeps is compiled once: twenty times faster than create_decision.
    content = ZenDecisionContent(json.dumps(_zen_model()))
    decide = ZenEngine({"loader": lambda key: content}).evaluate
    yield "table", lambda case: decide("ten", case)["result"].get("outcome")
    yield (
        "table, traced",
        lambda case: decide("ten", case, {"trace": True})["result"].get("outcome"),
    )


def _zen_model() -> dict[str, Any]:
    rules = [
        {"_id": f"r{i}", "n": f"[{low}..{low + 10})", "lien": "$ != 'mere'", "outcome": f"'r{i}'"}
        for i, low in enumerate(BORDERS)
    ]
    columns = [{"id": name, "name": name, "field": name} for name in ("n", "lien")]
    output = {"id": "outcome", "name": "outcome", "field": "outcome"}
    table = {"hitPolicy": "first", "rules": rules, "inputs": columns, "outputs": [output]}
    nodes = [
        ("in", "inputNode", {}),
        ("ten", "decisionTableNode", table),
        ("out", "outputNode", {}),
    ]
    edges = [("in", "ten"), ("ten", "out")]
    return {
        "nodes": [
            {"id": key, "name": key, "type": kind, "content": content}
            for key, kind, content in nodes
        ],
        "edges": [
            {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in edges
        ],
    }


def cel() -> Iterator[tuple[str, Answer]]:
    """Google's expression language; it has no tables, so the ten rules are nested conditions."""
    import celpy

    rules = "null"
    for low in reversed(BORDERS):
        found = f"n >= {low} && n < {low + 10} && lien != 'mere'"
        rules = f"{found} ? 'r{low // 10}' : ({rules})"
    texts = {
        "simple": "n > 2",
        "joined": "n >= 1 && n < 100 && lien == 'autre'",
        "table": rules,
    }
    kinds = {"n": celpy.celtypes.IntType, "lien": celpy.celtypes.StringType}
    environment = celpy.Environment(annotations=kinds, runner_class=celpy.CompiledRunner)
    for rule, text in texts.items():
        program = environment.program(environment.compile(text))
        yield rule, _cel_answer(program, kinds)


def _cel_answer(program: Any, kinds: dict[str, Any]) -> Answer:
    def answer(case: Case) -> Any:
        found = program.evaluate({name: kinds[name](value) for name, value in case.items()})
        return found if found is None or isinstance(found, str) else bool(found)

    return answer


def pysfeel() -> Iterator[tuple[str, Answer]]:
    """FEEL's simple part; it has no compiled form: each evaluation parses."""
    from pySFeel import SFeelParser

    parser = SFeelParser()

    def answer(text: str) -> Answer:
        def evaluate(case: Case) -> Any:
            parser.sFeelParse(f"n <- {case['n']}")
            parser.sFeelParse(f'lien <- "{case["lien"]}"')
            return parser.sFeelParse(text)[1]

        return evaluate

    yield "simple", answer("n > 2")
    # Without its brackets it gives None.
    yield "joined", answer('(n >= 1) and (n < 100) and (lien = "autre")')


def pydmnrules() -> Iterator[tuple[str, Answer]]:
    """Tables of a workbook, in pySFeel; it always says which rule it executed."""
    from pyDMNrules import DMN

    rules = DMN()
    status = rules.use(_workbook())
    if status.get("errors"):
        raise ValueError(status)

    def answer(case: Case) -> Any:
        status, found = rules.decide(case)
        if "No rules matched" in str(status):
            return None
        return found["Result"]["outcome"]

    yield "table, traced", answer


def _workbook() -> Any:
    """The workbook of the ten rules: double lines part headings, inputs and outputs."""
    from openpyxl import Workbook
    from openpyxl.styles.borders import Border, Side

    book = Workbook()
    glossary, decision = book.active, book.create_sheet("Decision")
    glossary.title = "Glossary"
    names = [["n", "Person", "n"], ["lien", None, "lien"], ["outcome", None, "outcome"]]
    heading = ["Variable", "Business Concept", "Attribute"]
    for row in (["Glossary"], heading, *names):
        glossary.append(row)
    for row in (["Decision"], ["Decisions", "Execute Decision Tables"], ["Ten", "ten"]):
        decision.append(row)
    table = book.create_sheet("ten")
    table.append(["ten"])
    table.append(["U", "n", "lien", "outcome"])
    for i, low in enumerate(BORDERS):
        table.append([i + 1, f"[{low}..{low + 10})", 'not("mere")', f'"r{i}"'])
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            below = "double" if sheet is table and cell.row == 2 else "thin"
            after = "double" if sheet is table and cell.column == 3 and cell.row > 1 else "thin"
            thin = Side(style="thin")
            cell.border = Border(thin, Side(style=after), thin, Side(style=below))
    return book


def openfisca() -> Iterator[tuple[str, Answer]]:
    """A like rule as a formula over columns of people, of one here; it has no tables."""
    calculate = _openfisca()
    yield "table", lambda case: _named(calculate([case["n"]], [case["lien"]], False)[0])
    yield "table, traced", lambda case: _named(calculate([case["n"]], [case["lien"]], True)[0])


def _named(number: Any) -> str | None:
    return None if number < 0 else f"r{number}"


def _openfisca() -> Callable[..., Any]:
    import numpy
    from openfisca_core.entities import build_entity
    from openfisca_core.indexed_enums import Enum
    from openfisca_core.periods import DateUnit, period
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity("person", "persons", "", is_person=True)
    house = build_entity("house", "houses", "", roles=[{"key": "one", "label": ""}])
    links = Enum("Lien", {name: name for name in ("pere", "mere", "autre")})

    def formula(people: Any, when: Any) -> Any:
        n, allowed = people("n", when), people("lien", when) != links.mere
        found = [(n >= low) & (n < low + 10) & allowed for low in BORDERS]
        return numpy.select(found, range(len(BORDERS)), default=-1)

    shared = {"entity": person, "definition_period": DateUnit.MONTH, "label": ""}
    listed = {"value_type": Enum, "possible_values": links, "default_value": links.autre}
    system = TaxBenefitSystem([person, house])
    system.add_variable(type("n", (Variable,), {**shared, "value_type": float}))
    system.add_variable(type("lien", (Variable,), {**shared, **listed}))
    system.add_variable(
        type("outcome", (Variable,), {**shared, "value_type": int, "formula": formula})
    )
    month = period("2026-01")

    def calculate(n: Any, lien: Any, trace: bool) -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, count=len(n))
        simulation.trace = trace
        simulation.set_input("n", month, numpy.asarray(n, dtype=float))
        simulation.set_input("lien", month, numpy.asarray(lien))
        return simulation.calculate("outcome", month)

    return calculate


ENGINES = {
    "zen-engine": zen,
    "cel-python": cel,
    "pySFeel": pysfeel,
    "pyDMNrules": pydmnrules,
    "OpenFisca-Core": openfisca,
}


def figures(name: str, task: Any) -> Iterator[Case]:
    """The figures of one engine, or why it has none."""
    rule = ""
    try:
        for rule, answer in ENGINES[name]():
            found = [answer(dict(case)) for case in task["cases"]]
            expected = task["expected"][rule.partition(",")[0]]
            if found != expected:
                wrong = next(i for i, one in enumerate(found) if one != expected[i])
                case = json.dumps(task["cases"][wrong])
                yield {"rule": rule, "reason": f"gives {found[wrong]!r} for {case}"}
            else:
                yield {"rule": rule, "us": microseconds(lambda: answer(task["timed"]))}  # noqa: B023
        if name == "OpenFisca-Core":
            yield {"rule": "column", "us": _column(task)}
    except ImportError as missing:
        yield {"rule": rule, "reason": f"not installed ({missing.name}): make engines"}
    except Exception as broken:  # what another engine does is a result too
        yield {"rule": rule, "reason": f"{type(broken).__name__}: {broken}"[:160]}


def _column(task: Any) -> float:
    """Microseconds for each person of a column of people."""
    import numpy

    calculate, count = _openfisca(), task["people"]
    n = numpy.arange(count) % 120
    lien = numpy.array(["pere", "mere", "autre"])[numpy.arange(count) % 3]
    return microseconds(lambda: calculate(n, lien, False)) / count


def main() -> None:
    """A line for each figure."""
    task = json.load(sys.stdin)
    for name in ENGINES:
        for figure in figures(name, task):
            known = name if "not installed" in figure.get("reason", "") else _named_version(name)
            print(json.dumps({"engine": known, **figure}), flush=True)


def _named_version(name: str) -> str:
    return f"{name} {version(name)}"


if __name__ == "__main__":
    main()
