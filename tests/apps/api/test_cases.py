"""What a partner's software is answered when it sends requests: once each, or why not."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from apps.town import NOON, PACKS, founded
from kene.casework import api as casework
from kene.casework.models import Case, Piece
from kene.catalogue import api as catalogue
from kene.exchange import api as exchange
from kene.intake import api as intake
from kene.journal import api as journal
from kene.people import api as people

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])

PATH = "/api/services/naissance/cases"
BIRTH: dict[str, Any] = {
    "prenoms": "Awa",
    "nom": "Traoré",
    "sexe": "fille",
    "date_naissance": "2026-11-20",
    "lieu": "02-04-01",
    "mere": "Fanta Diarra",
    "lien": "mere",
}


class Sender:
    """A partner with its key."""

    def __init__(self, **details: Any) -> None:
        given = {"name": "maternite-kati", "label": "Maternité de Kati", **details}
        self.bearer = people.add_partner(people.Partner(**given), NOON)

    def send(
        self, answers: Any = None, key: str = "demande-1", path: str = PATH, **rest: Any
    ) -> Any:
        body = {"answers": BIRTH if answers is None else answers, **rest}
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return Client().post(
            path, json.dumps(body), content_type="application/json", headers=headers
        )

    def ask(self, path: str) -> Any:
        return Client().get(path, headers=self.headers)

    def picture(self, path: str, octets: bytes) -> Any:
        return Client().post(path, octets, content_type="image/jpeg", headers=self.headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.bearer}"}


@pytest.fixture
def sender(transactional_db: None) -> Sender:
    founded()
    return Sender()


def photo(shade: int = 90) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, 120, 60)).save(drawn, "JPEG")
    return drawn.getvalue()


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["detail"]
    return told


def test_a_request_opens_a_case_and_gives_its_receipt(sender: Sender) -> None:
    answer = sender.send(language="bm")
    assert answer.status_code == 201
    receipt = answer.json()
    case = Case.objects.get()
    assert (receipt["number"], case.channel, case.language) == (case.number, "api", "bm")
    assert casework.secret_digest(case.number, receipt["secret"]) == bytes(case.secret)
    assert receipt["due"]["stage"] == case.stage
    assert sender.ask(answer["Location"]).json() == receipt
    told = [(line.who, line.what) for line in journal.lines_about(case.number)]
    assert ("partner:maternite-kati", "brought") in told
    assert people.names(["partner:maternite-kati"]) == {
        "partner:maternite-kati": "Maternité de Kati"
    }


def test_the_code_goes_to_the_applicant_alone_where_a_message_carries_it(sender: Sender) -> None:
    receipt = sender.send(phone="76 12 34 56").json()
    assert (receipt["secret"], receipt["secret_sent"]) == (None, True)
    [message] = casework.messages(receipt["number"])
    outgoing = casework.outgoing(message.reference)
    assert outgoing is not None
    assert outgoing.to == "+22376123456"


def test_a_key_stands_for_one_request_of_one_partner(sender: Sender) -> None:
    first = sender.send()
    again = sender.send(key='"demande-1"')
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Location"] == first["Location"]
    problem(sender.send({**BIRTH, "prenoms": "Aïssa"}), 422)
    other = Sender(name="mairie", label="Mairie")
    assert other.send().json()["number"] != first.json()["number"]
    problem(other.ask(first["Location"].replace("demande-1", "demande-2")), 404)
    assert Case.objects.count() == 2


def test_what_is_wrong_is_said_with_the_schema_expected_and_burns_no_key(sender: Sender) -> None:
    told = problem(sender.send({**BIRTH, "sexe": "?", "mere": ""}), 422)
    sex, mother = told["errors"]
    service = catalogue.named("naissance")
    assert (sex["pointer"], sex["field"]) == ("/answers/sexe", "sexe")
    assert sex["expected"] == exchange.answer(service, "sexe")
    assert sex["expected"]["enum"] == ["fille", "garcon"]
    assert mother["detail"] == "Cette réponse est nécessaire."
    assert Case.objects.count() == 0
    assert sender.send().status_code == 201


@pytest.mark.parametrize(
    ("rest", "pointer"), [({"language": "xx"}, "/language"), ({"phone": "12"}, "/phone")]
)
def test_a_language_or_a_telephone_that_is_none_is_said(
    sender: Sender, rest: dict[str, str], pointer: str
) -> None:
    [wrong] = problem(sender.send(**rest), 422)["errors"]
    assert wrong["pointer"] == pointer


def test_nothing_is_heard_without_a_key_that_is_open(sender: Sender) -> None:
    problem(Client().post(PATH, json.dumps({"answers": BIRTH}), "application/json"), 401)
    people.close_partner("maternite-kati", NOON)
    problem(sender.send(), 401)
    assert Case.objects.count() == 0


def test_a_key_of_a_request_is_needed_and_plain(sender: Sender) -> None:
    for key in ("", "a b", "x" * 65, "é"):
        problem(sender.send(key=key), 400)


def test_a_partner_sends_to_its_services_alone(sender: Sender) -> None:
    narrow = Sender(name="plaintes", label="Plaintes", services="reclamation")
    problem(narrow.send(), 403)
    problem(sender.send(path="/api/services/inconnu/cases"), 404)


def test_whoever_asks_too_often_is_told_when_to_come_back(sender: Sender) -> None:
    slow = Sender(name="presse", label="Pressé", rate=1)
    answers = [slow.send() for _ in range(3)]  # a minute may end between two of them
    assert answers[0].status_code == 201
    refused = next(each for each in answers if each.status_code != 201)
    problem(refused, 429)
    assert 1 <= int(refused["Retry-After"]) <= 60


@pytest.fixture
def birth(sender: Sender) -> str:
    """The address of a request, of a service that takes the photo of a paper."""
    files = catalogue.read_folder(PACKS / "naissance")
    definition = files["service.yaml"].replace(b"[original]", b"[original, photo]")
    definition = definition.replace(b"version: 2026.1", b"version: 2026.2")
    catalogue.publish({**files, "service.yaml": definition}, NOON)
    answer = sender.send()
    assert [(each["name"], each["photo"]) for each in answer.json()["papers"]] == [
        ("volet-declaration", True)
    ]
    location: str = answer["Location"]
    return location


def test_a_photo_of_a_paper_is_kept_once(sender: Sender, birth: str) -> None:
    path = f"{birth}/evidence/volet-declaration"
    for octets in (photo(), photo(), photo(10), photo()):
        assert sender.picture(path, octets).status_code == 204
    assert Piece.objects.count() == 2
    problem(sender.picture(path, b"not a picture"), 422)
    problem(sender.picture(f"{birth}/evidence/passeport", photo()), 404)
    problem(sender.picture(path.replace("demande-1", "demande-9"), photo()), 404)
    assert Piece.objects.count() == 2


def test_a_photo_too_large_is_refused(sender: Sender, birth: str) -> None:
    path = f"{birth}/evidence/volet-declaration"
    problem(sender.picture(path, b"\0" * (casework.LARGEST + 1)), 413)


def test_a_paper_that_is_shown_at_the_counter_takes_no_photo(sender: Sender) -> None:
    path = f"{sender.send()['Location']}/evidence/volet-declaration"
    problem(sender.picture(path, photo()), 409)


def test_the_document_of_a_service_describes_its_answers_whole(sender: Sender) -> None:
    node = Client().get("/api/openapi.json").json()
    service = catalogue.named("naissance")
    document = exchange.openapi(service, node)
    sent = document["components"]["schemas"]["Sent"]
    assert sent["properties"]["answers"] == {"$ref": "#/components/schemas/Answers"}
    operation = document["paths"]["/api/services/naissance/cases"]["post"]
    assert operation["security"] == [{"Bearer": []}]
    assert document["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    named = {each["name"]: each for each in operation["parameters"]}
    assert named["Idempotency-Key"]["required"]


def test_a_request_may_be_forgotten_once_drafts_are(sender: Sender) -> None:
    location = sender.send()["Location"]
    intake.expire(NOON.replace(year=2099))
    problem(sender.ask(location), 404)
