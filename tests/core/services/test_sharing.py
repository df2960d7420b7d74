"""A pack made of others is the pack written out whole: what it uses, and what it extends."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from core.services.broken_packs import GOOD, RELATIVES
from kene.core.problems import Mistakes
from kene.core.services import Service, load
from kene.core.services.checks import check
from kene.core.services.merging import Merge
from kene.core.services.shared import check_shared
from kene.core.services.tree import Branch, read
from kene.core.wording import flatten

Files = Mapping[str, bytes]
OVERLAY = b"extends: carte\n"
OF_FILES = {"digest", "files", "source"}

SHARED = b"""
kene: 1
shared: ml
country: ml
languages: [fr]
law:
  loi: {text: "Une loi", article: "1"}
  autre: {text: "Une autre loi"}
purposes:
  repondre: {basis: public-task, law: loi, keep: 1 year after close}
authorities:
  mairie: {}
types:
  age: {type: whole, min: 0, max: 120}
"""
WORDING = yaml.safe_load(GOOD["wording/fr.yaml"])
SHARED_TEXTS = {
    "law": {**WORDING["law"], "autre": "Une autre loi"},
    "purposes": WORDING["purposes"],
    "authorities": {"mairie": "La mairie"},
    "types": {"age": WORDING["fields"]["age"]},
    "stages": WORDING["stages"],
}


def meaning(service: Service) -> dict[str, Any]:
    """All that a service is, but for the files that it was read from."""
    return {
        each.name: getattr(service, each.name)
        for each in fields(service)
        if each.name not in OF_FILES
    }


def shown(service: Service) -> dict[str, str]:
    """The same in order, whichever files its rules were read from."""
    return {name: repr(each).replace("use/carte/", "") for name, each in meaning(service).items()}


def below(name: str, files: Files) -> dict[str, bytes]:
    """The files of what a pack is made of."""
    return {f"use/{name}/{path}": octets for path, octets in files.items()}


def part(definition: bytes = SHARED, texts: Mapping[str, Any] = SHARED_TEXTS) -> dict[str, bytes]:
    """A shared part that has what the good pack has."""
    return below("ml", {"shared.yaml": definition, "wording/fr.yaml": dumped(texts)})


def dumped(tree: Mapping[str, Any]) -> bytes:
    """A tree as YAML."""
    return yaml.safe_dump(dict(tree), allow_unicode=True, sort_keys=False).encode()


def using() -> dict[str, bytes]:
    """The good pack, without what the part has."""
    text = GOOD["service.yaml"].decode()
    start, end = text.index("law:\n"), text.index("contact:")
    text = f"{text[:start]}use: [ml]\n{text[end:]}"
    own = {key: node for key, node in WORDING.items() if key not in SHARED_TEXTS}
    own["fields"] = {key: node for key, node in WORDING["fields"].items() if key != "age"}
    text = text.replace("type: whole, min: 0, max: 120", "type: age")
    return {**GOOD, "service.yaml": text.encode(), "wording/fr.yaml": dumped(own)}


def written_out() -> Service:
    """The same, written out whole."""
    texts = {**WORDING, "authority": "La mairie"}
    return load({**GOOD, "wording/fr.yaml": dumped(texts)})


def test_a_pack_that_uses_a_part_is_the_pack_written_out_whole() -> None:
    service = load({**using(), **part()})
    assert meaning(service) == meaning(written_out())
    assert check(service) == ()


@pytest.mark.parametrize("shared", [True, False], ids=["of a part", "of the pack"])
def test_what_agents_enter_may_be_of_a_named_type(shared: bool) -> None:
    def entering(text: str, kind: str) -> bytes:
        enter = f"enter: {{tuteur: {{type: {kind}, max: 99, for: repondre}}}}\nprocess:"
        asked = text.replace("because: loi, tell", "enter: [tuteur], because: loi, tell")
        assert asked != text
        return asked.replace("process:", enter).encode()

    whole = {**GOOD, "service.yaml": entering(GOOD["service.yaml"].decode(), "whole, min: 0")}
    files = {**using(), **part()}
    if shared:
        files["service.yaml"] = entering(files["service.yaml"].decode(), "age")
    else:
        own = whole["service.yaml"].replace(b"type: whole, min: 0, max: 99", b"type: age, max: 99")
        types = b"types: {age: {type: whole, min: 0, max: 120}}\nask:"
        files = {**whole, "service.yaml": own.replace(b"ask:", types, 1)}
    service = load(files)
    assert service.entries == load(whole).entries
    if shared:
        assert service.wording("fr").say("fields.tuteur.ask") == WORDING["fields"]["age"]["ask"]


def test_what_a_pack_defines_itself_wins_and_then_the_first_part() -> None:
    other = SHARED.replace(b'"Une loi"', b'"La loi d\'une autre partie"').replace(
        b"shared: ml", b"shared: aes"
    )
    files = {**using(), **part(), **below("aes", {"shared.yaml": other})}

    def law(use: str, own: str = "") -> str:
        text = files["service.yaml"].decode().replace("use: [ml]\n", f"use: [{use}]\n{own}")
        return load({**files, "service.yaml": text.encode()}).laws["loi"].text

    assert law("ml, aes") == "Une loi"
    assert law("aes, ml") == "La loi d'une autre partie"
    assert law("aes, ml", "law: {loi: {text: La sienne}}\n") == "La sienne"


@pytest.mark.parametrize("files", [GOOD, RELATIVES], ids=["good", "proches"])
def test_an_overlay_of_nothing_is_what_it_extends(files: Files) -> None:
    base, overlay = load(files), load({"service.yaml": OVERLAY, **below("carte", files)})
    assert shown(overlay) == shown(base)
    assert {name: overlay.files[name] for name in files if name != "service.yaml"} == {
        name: octets for name, octets in files.items() if name != "service.yaml"
    }


def test_an_overlay_changes_what_it_says_and_nothing_else() -> None:
    text = b"""
extends: carte
service: carte-bf
country: bf
fee: {amount: 800}
ask:
  demande:
    fields:
      motif: {max: 60}
process: {examen: {actions: {demander: null}}, complement: null}
without: [tests]
"""
    words = b"title: Une carte\nmessages: {completer: null, classee: null}\n"
    files = {"service.yaml": text, "wording/fr.yaml": words}
    files |= below("carte", {**GOOD, "tests/x.txt": b""})
    base, service = load(GOOD), load(files)
    assert (service.name, service.country, service.fee.amount) == ("carte-bf", "bf", 800)
    assert service.fee.law == base.fee.law
    assert list(service.stages) == ["examen"]
    assert list(service.stages["examen"].actions) == ["delivrer", "refuser"]
    assert list(service.fields) == list(base.fields)
    assert service.fields["age"] == base.fields["age"]
    assert service.wording("fr").say("title") == "Une carte"
    assert not service.wording("fr").has("messages.completer")
    assert not any(name.startswith("tests/") for name in service.files)
    before, after = shown(base), shown(service)
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"name", "country", "fee", "fields", "stages", "wordings"}


def test_a_problem_of_what_is_inherited_is_told_where_it_is_written() -> None:
    wrong = {**GOOD, "service.yaml": GOOD["service.yaml"].replace(b"15 days", b"quinze")}
    with pytest.raises(Mistakes) as told:
        load({"service.yaml": OVERLAY, **below("carte", wrong)}, "packs/carte/bf")
    [problem] = told.value.problems
    assert str(problem.where).startswith("packs/carte/bf/use/carte/service.yaml:29:")


def test_what_a_part_has_for_others_does_not_change_a_pack() -> None:
    files = using()
    more = SHARED + b"holidays: []\n"
    more = more.replace(b"  autre:", b"  de-plus: {text: Une loi de plus}\n  autre:")
    texts = {**SHARED_TEXTS, "roles": {"personne": "Personne"}}
    assert load({**files, **part()}).digest == load({**files, **part(more, texts)}).digest


@pytest.mark.parametrize(
    ("definition", "texts"),
    [
        (SHARED.replace(b'"1"', b'"2"'), SHARED_TEXTS),
        (SHARED.replace(b"max: 120", b"max: 110"), SHARED_TEXTS),
        (SHARED.replace(b"1 year", b"2 years"), SHARED_TEXTS),
        (SHARED + b"holidays: [2026-12-24]\n", SHARED_TEXTS),
        (SHARED, {**SHARED_TEXTS, "authorities": {"mairie": "Mairie"}}),
    ],
)
def test_what_a_part_gives_a_pack_is_in_its_digest(
    definition: bytes, texts: Mapping[str, Any]
) -> None:
    files = using()
    assert load({**files, **part()}).digest != load({**files, **part(definition, texts)}).digest


def test_what_is_inherited_is_in_the_digest_but_for_its_tests() -> None:
    def digest(name: str, octets: bytes) -> str:
        return load({"service.yaml": OVERLAY, **below("carte", {**GOOD, name: octets})}).digest

    same = digest("tests/x.txt", b"")
    assert same == digest("tests/x.txt", b"# autre")
    assert same != digest("documents/carte.typ", GOOD["documents/carte.typ"] + b" ")
    assert same != digest("service.yaml", GOOD["service.yaml"].replace(b"500", b"501"))


def test_a_pack_of_its_own_files_keeps_its_digest() -> None:
    assert load(GOOD).digest == ("7a9b6b34772634abfc7191156e1da87e2e00cc748a309d37238ffcf1afe7bbef")


TREES = st.recursive(
    st.text("abc", min_size=1, max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(st.sampled_from("abcd"), TREES, max_size=4)


def branch(tree: Mapping[str, Any]) -> Branch:
    """A tree as it would be read."""
    return read(dumped(tree).decode(), "x.yaml")


def said(tree: Branch) -> object:
    """What a tree says, without places."""
    return [*_said(tree)]


def _said(node: Any, path: str = "") -> Any:
    match node:
        case Branch(_, items):
            yield (path, "{}")
            for key, (_, child) in items.items():
                yield from _said(child, f"{path}.{key}")
        case _:
            yield (path, node.text)


@given(MAPPINGS, MAPPINGS)
@settings(max_examples=50)
def test_merging_twice_is_merging_once_and_merging_nothing_is_nothing(
    under: dict[str, Any], over: dict[str, Any]
) -> None:
    merge = Merge("x")
    once = merge.branches(branch(under), branch(over))
    if not merge.problems:
        assert said(merge.branches(once, branch(over))) == said(once)
    assert said(merge.branches(branch(under), branch({}))) == said(branch(under))
    assert said(merge.branches(branch({}), branch(over))) == said(branch(over))


@given(MAPPINGS, MAPPINGS)
@settings(max_examples=50)
def test_a_text_replaces_a_text_with_all_its_forms(
    under: dict[str, Any], over: dict[str, Any]
) -> None:
    short = {"long": "Long", "short": "Court"}
    merged = Merge("x", wording=True).branches(
        branch({**under, "t": short}), branch({**over, "t": {"long": "Plus long"}})
    )
    [text] = flatten(
        {"t": {key: leaf.text for key, (_, leaf) in merged.get("t").items.items()}}
    ).values()
    assert (text.long, text.short) == ("Plus long", "")


def test_a_part_is_checked_by_itself() -> None:
    files = {path.removeprefix("use/ml/"): octets for path, octets in part().items()}
    assert check_shared(files) == ()
    wrong = {
        "S112": SHARED.replace(b"kene: 1\n", b""),
        "S121": SHARED.replace(b"law: loi", b"law: lois"),
        "S126": SHARED.replace(b"country: ml", b"country: xx"),
        "S130": SHARED.replace(b"1 year after close", b"un an"),
        "S132": SHARED.replace(b"  age:", b"  whole:"),
        "S133": SHARED.replace(b"kene: 1", b"kene: 2"),
        "S140": SHARED + b"holidays: [demain]\n",
        "S120": SHARED.replace(b"[fr]", b"[fr, bm]"),
        "S201": SHARED.replace(b"  mairie: {}", b"  mairie: {}\n  cenou: {}"),
        "S251": SHARED.replace(b"mairie: {}", b"mairie: {unsure: Son nom}"),
        "V401": SHARED.replace(b"type: whole", b"type: entier"),
    }
    for code, definition in wrong.items():
        found = check_shared({**files, "shared.yaml": definition})
        assert code in {problem.code for problem in found}, code
        assert all(problem.where.line for problem in found if problem.code == code)
    texts = {**SHARED_TEXTS, "authorities": {"mairie": "Mairie", "maire": "Maire"}}
    [problem] = check_shared({**files, "wording/fr.yaml": dumped(texts)})
    assert (problem.code, problem.details["key"]) == ("S202", "authorities.maire")
