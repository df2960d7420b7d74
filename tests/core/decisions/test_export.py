"""Tables written as DMN: another reader of the file decides the same."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from kene.core.decisions import Decision, decide, load_table
from kene.core.decisions.dmn import Clock, Exported, evaluate, export_model, load_model
from kene.core.decisions.dmn.xml import read_xml
from kene.core.expressions import Undetermined, compile_expression
from kene.core.expressions.types import DATE, NUMBER, Enumeration, FeelType
from kene.core.problems import Where

NAMES: dict[str, FeelType] = {
    "naissance": DATE,
    "today": DATE,
    "lien": Enumeration(("pere", "mere", "l'autre & <lui>")),
    "age_jours": NUMBER,
}
WHERE = Where("x", 1, 1)
CLOCK = Clock(datetime(2026, 3, 15, tzinfo=UTC))
FACT = compile_expression("days between(naissance, today)", NAMES, where=WHERE)


def written(text: str) -> tuple[Decision, str]:
    table = load_table("delai", text, where=WHERE, names=NAMES, laws=("cpf-133",))
    whole = Exported("n", "https://example.ml/n", NAMES, {"age_jours": FACT}, [table])
    return table, export_model(whole)


_test = st.sampled_from(["-", "[0..31]", "> 31", "< 0", "not(4)", "1, 2, 40"])
_lien = st.sampled_from(["-", "pere", "mere, pere", "not(mere)", '"l\'autre & <lui>"'])
_rules = st.lists(st.tuples(_test, _lien, st.sampled_from("abc")), min_size=1, max_size=5)
_policy = st.sampled_from(["unique", "any", "first", "priority", "rule order", "collect count"])


@given(_policy, _rules, st.integers(-2, 60), st.sampled_from(["pere", "mere", "l'autre & <lui>"]))
@settings(max_examples=100, deadline=None)
def test_an_exported_table_decides_the_same(
    policy: str, rules: list[tuple[str, str, str]], age: int, lien: str
) -> None:
    lines = [f"{n};{test};{link};{word};cpf-133" for n, (test, link, word) in enumerate(rules)]
    text = "\n".join([f"{policy};age_jours;lien;delai_:choice;law", *lines])
    table, xml = written(text)
    model = load_model(xml, where=WHERE)
    assert not model.problems
    today = date(2026, 3, 15)
    born = date.fromordinal(today.toordinal() - age)
    given_ = {"naissance": born, "today": today, "lien": lien}
    found = evaluate(model, "delai", given_, clock=CLOCK)
    outcome = decide(table, {"age_jours": age, "lien": lien}).outcome
    if isinstance(outcome, Undetermined) or outcome == []:
        assert found is None
    elif outcome == 0:
        assert found in (None, 0)
    else:
        assert found == outcome


def test_every_shape_of_the_diagram_shows_an_element() -> None:
    _, text = written("unique;age_jours;d:choice;law\n1;> 3;a;cpf-133")
    root = read_xml(text, where=WHERE)
    ids = {element.get("id") for element in root.walk()}
    shown = {e.get("dmnElementRef") for e in root.walk() if e.get("dmnElementRef")}
    assert shown <= ids
    assert {"_delai", "_age_jours", "_naissance", "_today"} <= shown
