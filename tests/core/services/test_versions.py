"""What a new version of a service changes for people is said, whatever it is."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.casefile import process_pack
from core.services.broken_packs import GOOD, HERE, RELATIVES
from kene.catalogue.packing import read_folder
from kene.core.decisions import decide
from kene.core.problems import Mistakes
from kene.core.services import Service, load
from kene.core.services.versions import Telling, Topic, differences, texts
from kene.core.services.versions.change import Outcome, Person
from kene.core.wording import bundled

PROCESS = process_pack.files()
VISITS = {
    **GOOD,
    "service.yaml": GOOD["service.yaml"]
    + b"""appointments:
  bureau: {days: [monday], hours: ["08:00-12:00"], every: 30 minutes, places: 2, ahead: 10 days}
call: {opens: 2026-11-20, closes: 2026-11-30, places: 3, law: loi}
holidays: [2026-11-26]
""",
}
RANKED = read_folder(HERE.parents[2] / "packs" / "bourse")
FIRST = {
    **GOOD,
    "decisions/droit.csv": GOOD["decisions/droit.csv"]
    .replace(b"unique", b"first")
    .replace(b"false ", b"-     "),
}
BASES = {"first": FIRST, "good": GOOD, "process": PROCESS, "visits": VISITS, "proches": RELATIVES}
ENDING = re.compile(r"\.(set|unset|changed|added|removed|now|past)$")
EDITS = yaml.safe_load((HERE / "changes.yaml").read_text())


def edited(edit: dict[str, str]) -> tuple[Service, Service]:
    """A pack before an edit and after it."""
    files, name = BASES[edit.get("of", "good")], edit.get("file", "service.yaml")
    written = files[name].decode()
    assert written.count(edit["for"]) == 1, edit
    changed = written.replace(edit["for"], edit["write"])
    return load(files), load({**files, name: changed.encode()})


@pytest.mark.parametrize("files", [GOOD, RELATIVES, PROCESS, VISITS])
def test_a_pack_differs_in_nothing_from_itself(files: dict[str, bytes]) -> None:
    assert differences(load(files), load(files)) == ()
    assert texts(load(files), load(files)) == ()


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["what"])
def test_a_change_is_found_and_said_in_both_languages(edit: dict[str, str]) -> None:
    old, new = edited(edit)
    assert edit["what"] in {change.what for change in differences(old, new)}
    for before, after in ((old, new), (new, old)):
        changes = (*differences(before, after), *texts(before, after))
        assert changes
        for language in ("fr", "en"):
            telling = Telling(before, after, language)
            for change in changes:
                said = telling.sentence(change)
                assert said.strip()
                assert "{" not in said.replace("{number}", "").replace("{due}", "")


def remade() -> Iterator[tuple[Service, Service]]:
    """What no edit of one file makes."""
    good, visits, ranked = load(GOOD), load(VISITS), load(RANKED)
    name = replace(good.fields["nom"], group="autre", purpose="autre")
    yield good, replace(good, country="bf", contact="autre", fields={**good.fields, "nom": name})
    yield good, replace(good, languages=("fr", "bm"), decisions={})
    yield visits, replace(visits, appointments={})
    complement = visits.stages["complement"]
    visit = replace(complement.actions["completer"], appointment="bureau")
    chosen = {**visits.stages, "complement": replace(complement, actions={"completer": visit})}
    yield visits, replace(visits, stages=chosen)
    assert ranked.call is not None
    yield ranked, replace(ranked, call=replace(ranked.call, rank=None))


def test_both_languages_have_the_same_sentences() -> None:
    package = "kene.core.services.versions"
    assert bundled(package, "fr").texts.keys() == bundled(package, "en").texts.keys()


def test_what_matters_most_to_people_comes_first() -> None:
    old, new = load(GOOD), load(PROCESS)
    order = list(Topic)
    places = [order.index(change.topic) for change in differences(old, new)]
    assert places == sorted(places)


@settings(max_examples=40, deadline=None)
@given(was=st.integers(1, 60), now=st.integers(1, 60))
def test_a_rule_that_moves_is_shown_by_a_person_for_whom_it_does(was: int, now: int) -> None:
    """`adulte` begins at an age in one version and at another in the next."""

    def pack(age: int) -> Service:
        rules = f"1 ; >= {age} ; oui ; loi\n2 ; < {age} ; non ; loi\n"
        table = f"unique ; age : number ; droit : choice ; law\n{rules}"
        return load({**GOOD, "decisions/droit.csv": table.encode()})

    old, new = pack(was), pack(now)
    shown = [each for each in differences(old, new) if each.what == "decision.example"]
    visible = max(was, now) > 15 and was != now
    assert bool(shown) == visible
    for change in shown:
        assert isinstance(change.at, Person)
        assert isinstance(change.before, Outcome) and isinstance(change.after, Outcome)
        for service, outcome in ((old, change.before), (new, change.after)):
            known = service.known(change.at.answers, change.at.answers.get("today"))  # type: ignore[arg-type]
            assert decide(service.decisions["droit"], known).outcome == outcome.value


def test_a_pack_that_is_broken_is_not_compared() -> None:
    with pytest.raises(Mistakes):
        edited({"for": "by: agent", "write": "bye: agent"})


def test_every_sentence_is_said_of_some_change() -> None:
    """A value that changes, comes and goes is one: each is said where its edit is undone."""
    pairs = [*(edited(edit) for edit in EDITS), *remade()]
    both = [*pairs, *((new, old) for old, new in pairs)]
    said = {each.what for pair in both for each in (*differences(*pair), *texts(*pair))}
    written = bundled("kene.core.services.versions", "fr").texts
    sentences = {key.removeprefix("change.") for key in written if key.startswith("change.")}
    assert {ENDING.sub("", key) for key in sentences} == {ENDING.sub("", key) for key in said}
    for language in ("fr", "en"):
        own = bundled("kene.core.services.versions", language)
        for key in sentences:
            assert own.say(f"change.{key}", n=2, of="A", before="B", after="C", at="D")
