"""Whole forms that others use, compared with JavaRosa: what is asked, admitted and computed is the
same, for the same answers, but where the import told that it is not.

The questionnaires of `tests/exchange` always; the spreadsheets of `bench/xlsform_corpus.csv`, and
the tables of their packages' tests, where `KENE_XLSFORMS` says where the packages are.
"""

import datetime
import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from bench.xlsform import Form, accepted, forms, lists, table

from kene.core.expressions import Expression, Undetermined
from kene.core.services import Field, Service
from kene.core.services.asking import Group, address, count, inside, name_of
from kene.core.values import (
    Choice,
    Choices,
    Coordinates,
    Date,
    DecimalNumber,
    Items,
    Position,
    Text,
    TimeOfDay,
    Value,
    Whole,
    YesNo,
)
from kene.exchange.api import Imported, NoSurvey, NothingAsked, Wanted, imported
from kene.exchange.xlsform import findings
from kene.exchange.xlsform.rows import Row, rows_of
from oracles.javarosa import Told, Unopened, agrees, javarosa, needed, waits

pytestmark = needed

TODAY = datetime.datetime.now(datetime.UTC).date()
WRITTEN = Path(__file__).parents[1] / "exchange" / "questionnaires"
PACKAGES = os.environ.get("KENE_XLSFORMS", "")
TRIES = 20 if os.environ.get("KENE_CAMPAIGN") else 4
CHANGED = (
    findings.DAY_ALONE,
    findings.ONE_LANGUAGE,
    findings.RECOMPUTED,
    findings.SPLIT,
    findings.TEXT_NUMBER,
    findings.UNTAKEN,
    findings.RANKED,
)
"""What the import tells of rows that do not say quite what the form did, whatever is answered."""
TEXTS = ("abc", "5", "Ségou", "3.5", "aab", "Awa Keita")


@dataclass
class Compared:
    """What was compared of forms, and what differs."""

    forms: int = 0
    results: int = 0
    items: int = 0
    unopened: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """One form that is imported whole, and the names of the pack for those of its rows."""

    form: Form
    found: Imported
    rows: dict[str, Row]
    told: frozenset[int]

    @property
    def service(self) -> Service:
        return self.found.service


def cases(found: Iterator[Form], language: str) -> Iterator[Case]:
    """The forms that are imported whole."""
    for form in found:
        if not accepted(form):
            continue
        try:
            taken = imported(form.book, Wanted(form.name, language, beside=lists(form)))
        except (NothingAsked, NoSurvey):
            continue
        # What repeats within an item is asked apart: JavaRosa has no such items.
        if not taken.whole or any(each.kind is findings.NESTED for each in taken.problems):
            continue
        yield Case(form, taken, named(form, taken), told(taken))


def told(taken: Imported) -> frozenset[int]:
    """The rows that do not say quite what the form did."""
    return frozenset(each.where.line for each in taken.problems if each.kind in CHANGED)


def named(form: Form, taken: Imported) -> dict[str, Row]:
    """The row of each field and fact, but for names that rows share."""
    rows: dict[str, list[Row]] = {}
    for row in rows_of(form.book["survey"]):
        rows.setdefault(row.cell("name"), []).append(row)
    new = {
        each.details["name"]: each.details["new"]
        for each in taken.problems
        if "new" in each.details
    }
    return {new.get(name, name): each for name, [each, *others] in rows.items() if not others}


def answered(case: Case, rng: Random) -> dict[str, Value]:
    """Answers at random to all that is asked, in the items of groups that repeat too."""
    service = case.service
    answers: dict[str, Value] = {}
    while True:
        asked = service.asked(answers, TODAY)
        next_ = next((each for each in asked if each.name not in answers), None)
        if next_ is None:
            return answers
        group = service.repeats.get(next_.name)
        if group is None:
            answers[next_.name] = drawn(next_, rng)
            continue
        items = count(group, answers)
        wanted = items or counted(case, group, answers, rng)
        for number in range(items + 1, wanted + 1):
            first = address(group.fields[0], number)
            answers[first] = drawn(service.answerable[first], rng)
        if items == wanted:
            answers[next_.name] = wanted


def counted(case: Case, group: Group, answers: dict[str, Value], rng: Random) -> int:
    """How many items to give: what the form wants, else a few; without any, a form has one."""
    field, known = case.service.fields[group.name], case.service.known(answers, TODAY)
    assert isinstance(field.type, Items)
    if field.valid is None:
        return rng.randint(max(field.type.min, 1), min(field.type.max, 3))
    for number in range(field.type.min, field.type.max + 1):
        held = field.valid.evaluate({**known, group.name: [{}] * number})
        if held is True:
            return number
    return 1


def drawn(asked: Field, rng: Random) -> Value:
    """An answer of the type of a field."""
    match asked.type:
        case Whole(low, high):
            return rng.randint(max(low, -20), min(high, max(low, 0) + 99))
        case DecimalNumber(places, low, high):
            number = Decimal(rng.randint(-200, 2_000)) / 10
            kept = min(max(number, Decimal(low)), Decimal(high))
            return kept.quantize(Decimal(1).scaleb(-places))
        case Date():
            return TODAY - datetime.timedelta(days=rng.randrange(-400, 20_000))
        case TimeOfDay():
            return datetime.time(rng.randrange(24), rng.randrange(60))
        case Choice(options):
            return rng.choice(options)
        case Choices(options, low, high):
            count = rng.randint(max(low, 1), min(high, len(options), 4))
            return tuple(sorted(rng.sample(options, count), key=options.index))
        case YesNo():
            return rng.random() < 0.8
        case Position():
            return Coordinates(Decimal("12.63920"), Decimal("-8.00290"))
        case Text():
            return rng.choice(TEXTS)
    raise TypeError(asked.type.name)


def written(case: Case, name: str, value: Value) -> str:
    """An answer as a form keeps it."""
    match value:
        case True:
            kind = case.rows[name].cell("type")
            return "OK" if not kind.startswith("select") else only_option(case, kind)
        case False:
            return ""
        case tuple():
            return " ".join(value)
        case datetime.time():
            return f"{value:%H:%M}:00.000Z"
        case Coordinates():
            return f"{value.latitude} {value.longitude} 0 0"
        case _:
            return str(value)


def said(case: Case, answers: dict[str, Value]) -> Iterator[tuple[str, str]]:
    """The answers under the names of the form, those of items with their numbers."""
    for at, value in answers.items():
        name = name_of(at)
        row = case.rows.get(name)
        if row is None or row.cell("type") == "note":
            continue
        if name in case.service.repeats:
            yield f"{row.cell('name')}.#", str(value)
        else:
            yield row.cell("name") + at.removeprefix(name), written(case, name, value)


def only_option(case: Case, kind: str) -> str:
    """The one option of a choice that is answered by yes or no."""
    items = rows_of(case.form.book["choices"])
    return next(row.cell("name") for row in items if row.cell("list_name") == kind.split()[1])


def compare(case: Case, answers: dict[str, Value], other: Told, compared: Compared) -> None:
    """What is asked, admitted and computed with these answers, in each item too."""
    known = case.service.known(answers, TODAY)
    for name, row in case.rows.items():
        if row.number in case.told:
            continue
        written_ = row.cell("name")
        for number, scope in scopes(case, name, known):
            element = other.get(address(written_, number) if number else written_)
            if element is None:
                continue
            compared.items += number > 0
            for what, by, agreed in differing(case, name, scope, element):
                if not is_settled(by, scope):
                    continue
                compared.results += 1
                if not agreed:
                    compared.differing.append(
                        f"{case.form.name}: {name} is not {what}: {by.text}, {element}, {answers}"
                    )


def scopes(
    case: Case, name: str, known: dict[str, object]
) -> Iterator[tuple[int, Mapping[str, object]]]:
    """What a name's expressions read: in each item of its group, numbered from 1; 0 outside."""
    group = next((each for each in case.service.repeats.values() if name in each.fields), None)
    if group is None:
        yield 0, known
        return
    for number in range(1, count(group, known) + 1):
        yield number, inside(group, known, number)


def is_settled(by: Expression, scope: Mapping[str, object]) -> bool:
    """Whether an expression has a value, or all that it reads has one.

    What is divided by 0 is a number in XPath: in FEEL, what reads it waits.
    """
    waiting = (type(None), Undetermined)
    known = {name for name, value in scope.items() if not isinstance(value, waiting)}
    return by.inputs <= known or not isinstance(by.evaluate(scope), Undetermined)


def differing(
    case: Case, name: str, scope: Mapping[str, object], element: tuple[bool, bool, str]
) -> Iterator[tuple[str, Expression, bool]]:
    """What a row says, by which expression, and whether JavaRosa agrees."""
    relevant, admitted, value = element
    fact, asked = case.service.facts.get(name), case.service.fields.get(name)
    if fact is not None:
        yield "computed alike", fact, not relevant or agrees(scope[name], value, fact.text)
    if asked is None:
        return
    # A form does not ask whether somebody can answer.
    if asked.when is not None and f"{name}_answered" not in asked.when.inputs:
        alike = (asked.when.evaluate(scope) is True) == relevant
        yield "asked alike", asked.when, alike or waits(asked.when.text)
    row = case.rows[name]
    if asked.valid is not None and row.cell("constraint") and not row.cell("choice_filter"):
        held = asked.valid.evaluate(scope)
        alike = (held is True) == admitted
        yield "admitted alike", asked.valid, alike or isinstance(held, Undetermined)


def ran(found: list[Case], folder: Path) -> Compared:
    """All the forms, each with several sets of answers, in one run."""
    from pyxform.xls2xform import convert

    rng, compared = Random(2026), Compared(forms=len(found))
    asked: list[tuple[Case, dict[str, Value], Path, dict[str, str]]] = []
    for number, case in enumerate(found):
        path = folder / str(number) / "form.xml"
        path.parent.mkdir()
        for name, octets in lists(case.form).items():
            path.with_name(name).write_bytes(octets)
        source = io.BytesIO(case.form.source)
        made = convert(xlsform=source, file_type=case.form.kind, form_name="essai", validate=False)
        # Where the telephone is: outside of one, JavaRosa can't say it.
        path.write_text(re.sub("<odk:setgeopoint[^>]*/>", "", made.xform), encoding="utf-8")
        for _ in range(TRIES):
            answers = answered(case, rng)
            sent = dict(said(case, answers))
            asked.append((case, answers, path, sent))
    for (case, answers, _, _), told_ in zip(
        asked, javarosa((path, sent) for *_, path, sent in asked), strict=True
    ):
        if isinstance(told_, Unopened):
            compared.unopened.append(f"{case.form.name}: {told_}")
        else:
            compare(case, answers, told_, compared)
    return compared


def questionnaires() -> Iterator[Form]:
    """Those that Kene wrote after standard ones."""
    for path in sorted(WRITTEN.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        yield Form(path.name, "kene", text.encode(), ".md", table(text))


def test_questionnaires_ask_admit_and_compute_as_javarosa(tmp_path: Path) -> None:
    compared = ran(list(cases(questionnaires(), "fr")), tmp_path)
    assert compared.differing == []
    assert compared.unopened == []
    assert compared.forms >= 26 and compared.results > 100 * TRIES and compared.items > 10 * TRIES


@pytest.mark.skipif(not PACKAGES, reason="KENE_XLSFORMS ne dit pas où sont les paquets")
def test_spreadsheets_ask_admit_and_compute_as_javarosa(tmp_path: Path) -> None:
    compared = ran(list(cases(forms(Path(PACKAGES)), "en")), tmp_path)
    assert compared.differing == []
    assert compared.results > 60 * TRIES
