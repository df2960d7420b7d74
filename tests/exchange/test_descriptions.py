"""Services described for other programs: CPSV-AP by its shapes, and OpenAPI by its schemas."""

import os
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from exchange.forms import taken
from exchange.packs import PACKS, ROOT, service
from kene.exchange.api import cpsv_ap, openapi
from kene.exchange.openapi import answers

SHAPES = (
    Path(os.environ.get("KENE_ORACLES", ROOT.parent / "shared" / "oracles"))
    / "cpsv-ap/cpsv-ap-3.2.0-shapes.ttl"
)
MANDATORY = (
    "http://purl.org/dc/terms/identifier",
    "http://purl.org/dc/terms/title",
    "http://purl.org/dc/terms/description",
    "http://data.europa.eu/m8g/hasCompetentAuthority",
)


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_a_pack_is_valid_by_the_shapes_of_cpsv_ap(folder: Path) -> None:
    pyshacl = pytest.importorskip("pyshacl")
    rdflib = pytest.importorskip("rdflib")
    if not SHAPES.exists():
        pytest.skip("the shapes of CPSV-AP are not here: set KENE_ORACLES")
    graph = rdflib.Graph().parse(data=cpsv_ap(service(folder)))
    valid, _, told = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES))
    assert valid, told


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_what_cpsv_ap_asks_of_a_service_is_all_there(folder: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    pack = service(folder)
    graph = rdflib.Graph().parse(data=cpsv_ap(pack, "https://example.ml/"))
    node = rdflib.URIRef(f"https://example.ml/service/{pack.name}")
    for link in MANDATORY:
        assert list(graph.objects(node, rdflib.URIRef(link)))
    titles = {each.language for each in graph.objects(node, rdflib.URIRef(MANDATORY[1]))}
    assert titles == set(pack.languages)
    laws = rdflib.URIRef("http://data.europa.eu/m8g/hasLegalResource")
    assert len(set(graph.objects(node, laws))) == len(pack.laws)


def test_the_shapes_refuse_a_service_without_authority() -> None:
    pyshacl = pytest.importorskip("pyshacl")
    rdflib = pytest.importorskip("rdflib")
    if not SHAPES.exists():
        pytest.skip("the shapes of CPSV-AP are not here: set KENE_ORACLES")
    graph = rdflib.Graph().parse(data=cpsv_ap(service(PACKS[0])))
    graph.remove((None, rdflib.URIRef(MANDATORY[3]), None))
    assert not pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(SHAPES))[0]


def typical() -> dict[str, object]:
    """A value of each type, by the name of the field that asks it below."""
    return {
        "t": "Ségou",
        "n": 12,
        "d": Decimal("2.500000"),
        "j": date(2026, 3, 1),
        "h": time(9, 5),
        "k": True,
        "c": "a",
        "m": ("a", "b"),
    }


FORM = (
    """
    type | name | label | required
    text | t | T ? | yes
    integer | n | N ? | yes
    decimal | d | D ? |
    date | j | J ? |
    time | h | H ? |
    acknowledge | k | K ? |
    select_one l | c | C ? |
    select_multiple l | m | M ? |
    begin repeat | r | R |
    text | x | X ? | yes
    end repeat | | |
    """,
    "list_name | name | label\nl | a | Alpha\nl | b | Bêta",
)


def test_the_schema_of_answers_takes_what_kene_keeps_and_nothing_else() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    pack = taken(*FORM).service
    schema = answers(pack)
    kept = {name: pack.fields[name].type.encode(value) for name, value in typical().items()}
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid({**kept, "r": [{"x": "Ali"}]})
    assert not validator.is_valid({**kept, "r": [{}]})
    assert not validator.is_valid({**kept, "c": "z"})
    assert not validator.is_valid({**kept, "autre": 1})
    assert not validator.is_valid({name: each for name, each in kept.items() if name != "t"})


def test_the_document_of_a_service_keeps_its_own_addresses_and_what_they_reach() -> None:
    node = {
        "openapi": "3.1.0",
        "paths": {
            "/api/services/{name}": {
                "get": {
                    "operationId": "service",
                    "parameters": [{"name": "name", "in": "path"}, {"name": "x", "in": "query"}],
                    "responses": {"200": {"schema": {"$ref": "#/components/schemas/A"}}},
                }
            },
            "/api/keys": {"get": {"operationId": "keys"}},
        },
        "components": {
            "schemas": {"A": {"items": {"$ref": "#/components/schemas/B"}}, "B": {}, "C": {}}
        },
    }
    pack = service(PACKS[0])
    document = openapi(pack, node)
    ((path, operations),) = document["paths"].items()
    assert path == f"/api/services/{pack.name}"
    assert [each["name"] for each in operations["get"]["parameters"]] == ["x"]
    assert set(document["components"]["schemas"]) == {"A", "B", "Answers"}
    assert document["info"]["version"] == pack.version
    assert node["paths"].keys() == {"/api/services/{name}", "/api/keys"}
