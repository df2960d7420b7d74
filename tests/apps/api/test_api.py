"""What another administration reads from the API, and what it is told when it asks badly."""

import json
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

from apps.town import NOON, PACKS, founded
from kene.catalogue import api as catalogue
from kene.channels.api import neighbours
from kene.channels.sms import africastalking as sms
from kene.channels.sms import kannel
from kene.channels.ussd import africastalking
from kene.core.services import Service
from kene.documents import api as documents
from kene.documents import keys

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _town() -> None:
    founded()


def sealed(service: Service) -> str:
    """The code of a document that the service's authority signed."""
    template = documents.Template("documents/acte.typ", service.files)
    page = documents.Page(
        title="Acte de naissance",
        number="482 915 037 / 1",
        authority="Centre d'état civil",
        requested="20 novembre 2026",
        issued="24 novembre 2026",
        expires="",
        agent="Awa Traoré",
        lines=(documents.Line("nom", "Nom", "Traoré"),),
        law=(),
    )
    issuer = documents.Issuer(service.country, service.authority, "")
    asked = documents.Request(
        "482915037", "acte", issuer, {"nom": "Traoré"}, page, template, expires=None
    )
    return documents.issue(asked, Random(1), NOON).code


def test_a_service_is_told_as_its_pack_says(client: Client) -> None:
    (births, _) = client.get("/api/services").json()
    assert births["title"] == {"fr": "Déclarer une naissance", "bm": "Bange sɛbɛn"}
    told = client.get("/api/services/naissance").json()
    assert [each["name"] for each in told["fields"]] == list(catalogue.named("naissance").fields)
    assert {"text", "article"} == set(told["laws"][0])
    assert told["to_confirm"]
    kinship = next(each for each in told["fields"] if each["name"] == "lien")
    assert [each["key"] for each in kinship["options"]] == ["mere", "pere", "autre"]
    precision = next(each for each in told["fields"] if each["name"] == "lien_precise")
    assert precision["when"] == "lien = 'autre'"


def test_the_text_of_a_code_is_verified(client: Client) -> None:
    code = sealed(catalogue.publish_folder(PACKS / "naissance", NOON))
    said = client.post("/api/verify", {"code": code}, content_type="application/json").json()
    assert said["verdict"] == "valid"
    assert said["document"]["fields"] == {"nom": "Traoré"}
    letter = "B" if code[-9] == "A" else "A"
    forged = {"code": code[:-9] + letter + code[-8:]}
    said = client.post("/api/verify", forged, content_type="application/json").json()
    assert (said["verdict"], said["document"]) == ("altered", None)


def test_the_keys_are_those_that_verifiers_carry(client: Client) -> None:
    answer = client.get("/api/keys")
    assert answer["Content-Type"] == "application/jwk-set+json"
    assert keys.read(answer.content) == documents.public_keys()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("get", "/api/services/inconnu", "", 404),
        ("get", "/api/nulle/part", "", 404),
        ("get", "/api/", "", 404),
        ("get", "/api/verify", "", 405),
        ("post", "/api/verify", "{", 400),
        ("post", "/api/verify", '{"code": 1}', 422),
        ("post", "/api/verify", json.dumps({"code": "x" * 70_000}), 413),
    ],
)
def test_an_error_is_a_problem_with_a_sentence(
    client: Client, method: str, path: str, body: str, status: int
) -> None:
    answer = client.generic(method.upper(), path, body, content_type="application/json")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"].endswith(".")


def test_the_document_tells_the_gateways_addresses_too(client: Client) -> None:
    paths = client.get(reverse("kene_api:openapi-json")).json()["paths"]
    messages = {kannel.PATH, kannel.REPORT, sms.PATH, sms.REPORT}
    described = {neighbours.SMS, neighbours.REPORT, neighbours.AGGREGATED, neighbours.DELIVERY}
    assert messages == described
    assert messages | {
        africastalking.PATH,
        "/healthz",
        "/readyz",
        "/metrics",
        "/api/verify",
    } <= set(paths)


def test_no_page_loads_anything_to_explain_the_api(client: Client) -> None:
    assert client.get("/api/docs").status_code == 404
