"""People for the pack beside this file, as files and tables, and what the core decides of each."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq

from kene.catalogue.packing import read_folder
from kene.core.decisions import decide
from kene.core.expressions import Undetermined
from kene.core.services import Service, load
from kene.core.services.foreseeing import foreseen

AIDE = Path(__file__).parent / "aide"
TODAY = date(2026, 11, 25)
RESULTS = ("outcome", "rule", "undetermined")
Person = Mapping[str, object]

_NAMES = ("Awa", "Ségou; le « vieux »", 'dit "Bɛ"', "", "Ɲa\u00a0Kɛ")
_DAYS = (date(1966, 11, 25), date(1966, 11, 26), date(2000, 2, 29), date(1950, 1, 1))
_INCOMES = (0, 49_999, 50_000, 99_999, 100_000, 149_999, 150_000, 100_000_000)
_RENTS = (Decimal("12500.50"), Decimal("12500.51"), Decimal("0.00"))


def service(**changed: str) -> Service:
    """The pack, whose `service.yaml` or table has a text instead of another: `old=new`."""
    return load(edited(changed))


def edited(changed: Mapping[str, str]) -> dict[str, bytes]:
    """The files of the pack after some texts are replaced."""
    files = read_folder(AIDE)
    for old, new in changed.items():
        assert any(old.encode() in octets for octets in files.values()), old
        files = {name: octets.replace(old.encode(), new.encode()) for name, octets in files.items()}
    return files


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    """A pack's folder."""
    for name, octets in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
    return folder


def crowd(count: int, seed: int = 1) -> list[Person]:
    """So many people; a tenth of each answer is not known."""
    rng = Random(seed)
    return [_person(rng, number) for number in range(count)]


def _person(rng: Random, number: int) -> Person:
    drawn: dict[str, object] = {
        "region": rng.choice(("kayes", "segou", "bamako")),
        "revenu": rng.choice((*_INCOMES, rng.randrange(300_000))),
        "enfants": rng.randrange(8),
        "naissance": rng.choice((*_DAYS, date(1950 + rng.randrange(60), rng.randint(1, 12), 9))),
        "loyer": rng.choice((*_RENTS, Decimal(rng.randrange(3_000_000)).scaleb(-2))),
        "veuve": rng.random() < 0.3,
    }
    known = {name: value if rng.random() < 0.9 else None for name, value in drawn.items()}
    return {"code": f"{number:05}", "nom": rng.choice(_NAMES), **known}


def by_hand(of: Service, decision: str, people: Sequence[Person]) -> dict[str, tuple[object, ...]]:
    """What one person after the other gets, by code: outcome, rule, what is missing."""
    return {str(each["code"]): _decided(of, decision, each) for each in people}


def _decided(of: Service, decision: str, person: Person) -> tuple[object, ...]:
    answers = {name: person[name] for name in of.fields if person[name] is not None}
    taken = decide(of.decisions[decision], foreseen(of, answers, TODAY))
    if isinstance(taken.outcome, Undetermined):
        return None, None, " ".join(sorted(taken.outcome.missing))
    return taken.outcome, " ".join(taken.fired), ""


def parquet(people: Sequence[Person], path: Path) -> Path:
    """A Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(people)), path)
    return path


def sheet(people: Sequence[Person], path: Path) -> Path:
    """A CSV as a French spreadsheet writes it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(people[0])
        lines.writerows([_cell(value) for value in each.values()] for each in people)
    return path


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case date():
            return f"{value.day}/{value.month}/{value.year}"
        case Decimal():
            return str(value).replace(".", ",")
        case int():
            return f"{value:,}".replace(",", " ")
    return str(value)


def table(people: Sequence[Person], database: str) -> str:
    """A table of PostgreSQL; its address."""
    columns = (
        "code text, nom text, region text, revenu bigint, enfants integer, naissance date, "
        "loyer numeric(9, 2), veuve boolean"
    )
    with psycopg.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(f"drop table if exists personnes; create table personnes ({columns})")
        with cursor.copy("copy personnes from stdin") as rows:
            for each in people:
                rows.write_row(tuple(each.values()))
    return f"{database}?table=personnes"
