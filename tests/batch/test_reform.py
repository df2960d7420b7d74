"""Comparing two versions of a service: who gains, who loses, counted one by one beside."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from batch.crowd import AIDE, TODAY, by_hand, crowd, edited, parquet, service, written
from batch.running import kene
from cli.command import Ran
from kene.core.services.versions import differences
from kene.core.services.versions.change import Name

PEOPLE = crowd(2_000, seed=3)
NEXT = {
    "version: 2026.1": "version: 2027.0",
    "< 150000        ": "< 90000         ",
    "[50000..100000)": "[50000..140000)",
    "2500 * enfants": "3000 * enfants",
}
UNORDERED = {"aide : choice [entiere, demie, aucune]": "aide : choice"}
RANK = {"aucune": 0, "demie": 1, "entiere": 2}


def compare(old: Path, new: Path, source: Path, *words: str | Path) -> Ran:
    """`kene compare OLD NEW --from …` on the day of the tests."""
    return kene("compare", old, new, "--from", source, "--today", TODAY.isoformat(), *words)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Their file."""
    return parquet(PEOPLE, tmp_path / "people.parquet")


@pytest.fixture
def reform(tmp_path: Path) -> Path:
    """The folder of the next version."""
    return written(edited(NEXT), tmp_path / "aide-2027")


def counted(decision: str, region: str | None) -> dict[str, int]:
    """Who loses, stays and gains in a region, or everywhere."""
    before, after = (by_hand(of, decision, PEOPLE) for of in (service(), service(**NEXT)))
    found: Counter[str] = Counter()
    for each in PEOPLE:
        if region in (None, each["region"] or "—"):
            one, other = before[str(each["code"])][0], after[str(each["code"])][0]
            found[_change(one, other)] += 1
    return {name: found[name] for name in ("lose", "stay", "gain", "unknown")}


def _change(one: object, other: object) -> str:
    if one is None or other is None:
        return "unknown"
    low, high = (RANK.get(each, each) for each in (one, other))  # type: ignore[call-overload]
    return "stay" if low == high else "gain" if high > low else "lose"


@pytest.mark.parametrize("decision", ["aide", "montant"])
def test_those_who_gain_lose_and_stay_are_counted_by_region(
    decision: str, people: Path, reform: Path
) -> None:
    ran = compare(AIDE, reform, people, "--decision", decision, "--by", "region", "--json")
    assert ran.code == 0, ran.out + ran.err
    told = json.loads(ran.out)
    wanted = {name: counted(decision, name) for name in ("bamako", "kayes", "segou", "—")}
    kinds = ("lose", "stay", "gain", "unknown")
    assert {n: {k: g[k] for k in kinds} for n, g in told["groups"].items()} == wanted
    assert {kind: told["whole"][kind] for kind in kinds} == counted(decision, None)
    assert min(told["whole"][kind] for kind in kinds) > 10


def test_amounts_are_summed_over_those_whom_both_versions_decide(
    people: Path, reform: Path
) -> None:
    told = json.loads(compare(AIDE, reform, people, "--decision", "montant", "--json").out)
    before, after = (by_hand(of, "montant", PEOPLE) for of in (service(), service(**NEXT)))
    pairs = [(before[code][0], after[code][0]) for code in before]
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    assert told["whole"]["before"] == sum(one for one, _ in known)  # type: ignore[misc]
    assert told["whole"]["after"] == sum(other for _, other in known)  # type: ignore[misc]


def test_words_without_an_order_change_and_nobody_gains(
    people: Path, reform: Path, tmp_path: Path
) -> None:
    old = written(edited(UNORDERED), tmp_path / "old")
    new = written(edited({**NEXT, **UNORDERED}), tmp_path / "new")
    told = json.loads(compare(old, new, people, "--decision", "aide", "--json").out)
    moved = sum(each["people"] for each in told["moves"])
    assert not told["ordered"]
    assert told["whole"]["change"] == moved > 100
    assert "gain" not in told["whole"]


def test_the_terminal_shows_a_table_and_the_moves(people: Path, reform: Path) -> None:
    ran = compare(AIDE, reform, people, "--decision", "aide", "--by", "region")
    lines = ran.out.splitlines()
    assert lines[0] == "aide, aide : 2026.1 → 2027.0, 2\u202f000 personnes."
    assert lines[2].split() == ["region", "perdent", "restent", "gagnent", "indéterminés"]
    assert [line.split()[0] for line in lines[3:8]] == ["bamako", "kayes", "segou", "—", "ensemble"]
    assert "aucune   demie" in ran.out


def test_the_picture_says_in_words_what_it_draws(
    people: Path, reform: Path, tmp_path: Path
) -> None:
    image = tmp_path / "effet.svg"
    ran = compare(AIDE, reform, people, "--decision", "aide", "--by", "region", "--svg", image)
    assert ran.code == 0
    tree = ElementTree.parse(image)
    svg = "{http://www.w3.org/2000/svg}"
    assert tree.getroot().get("role") == "img"
    assert tree.findtext(f"{svg}title") == "aide, aide : 2026.1 → 2027.0"
    told = tree.findtext(f"{svg}desc") or ""
    assert f"kayes : perdent {counted('aide', 'kayes')['lose']} " in told
    bars = [group.get("aria-label") for group in tree.iter(f"{svg}g")]
    assert len(bars) == 5
    shown = {"".join(text.itertext()) for text in tree.iter(f"{svg}text")}
    assert {"Ensemble", "bamako", "perdent", "restent", "gagnent"} <= shown


def test_a_condition_sets_people_aside_for_both_versions(people: Path, reform: Path) -> None:
    ran = compare(
        AIDE, reform, people, "--decision", "aide", "--where", "region = 'kayes'", "--json"
    )
    assert json.loads(ran.out)["whole"]["people"] == sum(
        each["region"] == "kayes" for each in PEOPLE
    )


def test_versions_that_were_published_are_found_by_name(
    people: Path, reform: Path, tmp_path: Path
) -> None:
    from cli.command import kene as apart

    data = {"KENE_DATA": str(tmp_path / "data"), "KENE_SECRET": "only-for-this-test" * 3}
    for folder in (AIDE, reform):
        published = apart("publish", "--yes", folder, **data)
        assert published.code == 0, published.out + published.err
    words = ("--from", people, "--decision", "aide", "--today", TODAY.isoformat(), "--json")
    ran = apart("compare", "aide@2026.1", "aide@2027.0", *words, **data)
    assert ran.code == 0, ran.out + ran.err
    assert json.loads(ran.out)["whole"]["gain"] == counted("aide", None)["gain"]
    unknown = apart("compare", "aide@2026.1", "aide@2028.0", *words, **data)
    assert unknown.code == 2
    assert "« aide@2028.0 » n'est ni un dossier" in unknown.err


def test_a_person_is_shown_for_each_decision_that_changes() -> None:
    """Whom the middle rule of a table read from the top gives an answer is found too."""
    shown = differences(service(), service(**NEXT))
    examples = [each.of for each in shown if each.what == "decision.example"]
    assert examples == [Name("decision", "aide"), Name("decision", "montant")]


@pytest.mark.parametrize(
    ("words", "code", "answer"),
    [
        ((), 2, "parmi : aide, montant"),
        (("--decision", "droit"), 2, "parmi : aide, montant"),
        (("--decision", "aide", "--by", "regoin"), 1, "Vouliez-vous dire « region » ?"),
    ],
)
def test_what_cannot_be_compared_is_said(
    words: tuple[str, ...], code: int, answer: str, people: Path, reform: Path
) -> None:
    ran = compare(AIDE, reform, people, *words)
    assert ran.code == code
    assert answer in ran.out + ran.err
