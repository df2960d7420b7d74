"""How long a service is on each channel: really walked, and paid by the tariffs of the country."""

from datetime import date
from decimal import Decimal

import pytest

from architecture.tree import ROOT
from core.services.broken_packs import GOOD
from kene.catalogue.packing import read_folder
from kene.core.screens.encoding import octets
from kene.core.services import load
from kene.core.values.tariffs import tariffs
from kene.testing.measure import report
from kene.testing.paths import paths
from kene.testing.rendering import drawn
from kene.testing.visitor import BUDGETS

TODAY = date(2026, 11, 24)
CARD = load(GOOD)
BIRTH = load(read_folder(ROOT / "packs" / "naissance"))


def test_paths_are_as_many_as_the_truth_of_the_conditions_makes() -> None:
    asked = [tuple(end.answers) for end in paths(CARD, TODAY).ends]
    assert sorted(asked) == [("nom", "sorte", "age"), ("nom", "sorte", "age", "motif")]
    many = "".join(f"      q{n}: {{type: yes_no, for: repondre}}\n" for n in range(30))
    texts = "".join(f"  q{n}: {{ask: Et {n} ?}}\n" for n in range(30))
    wider = load(
        {
            **GOOD,
            "service.yaml": GOOD["service.yaml"].replace(b"facts:", f"{many}facts:".encode()),
            "wording/fr.yaml": GOOD["wording/fr.yaml"].replace(
                b"purposes:", f"{texts}purposes:".encode(), 1
            ),
        }
    )
    found = paths(wider, TODAY)
    assert found.whole
    assert len(found.ends) == 2


def test_an_option_that_brings_a_question_is_on_the_longest_path() -> None:
    for each in report(BIRTH, TODAY).longest:
        assert each.answers["lien"] == "autre"
        assert {"lien_precise", "declarant"} <= each.answers.keys()


def test_each_channel_and_language_is_measured_by_the_tariffs() -> None:
    longest = report(BIRTH, TODAY).longest
    assert {(each.channel, each.language) for each in longest} == {
        (channel, language)
        for channel in ("ussd", "sms", "voice", "web")
        for language in ("fr", "bm")
    }
    for each in longest:
        match each.channel:
            case "ussd":
                assert each.fcfa is None
                assert each.screens > len(each.answers)
            case "sms":
                assert each.fcfa == 10 * each.sent
            case "voice":
                assert each.fcfa == round(Decimal(81) * each.seconds / 60, 2)
                assert 5 * each.screens < each.seconds < 30 * each.screens
            case "web":
                assert each.screens < len(each.answers)
        assert each.seconds > each.screens


def test_a_price_that_nobody_knows_can_be_tried() -> None:
    tried = report(BIRTH, TODAY, Decimal(20))
    assert {each.fcfa for each in tried.longest if each.channel == "ussd"} == {Decimal(20)}
    assert not tried.tariffs["ussd"].sure


@pytest.mark.parametrize("country", ["ml", "bf", "ne"])
def test_each_tariff_says_where_it_was_read_and_a_guess_says_so(country: str) -> None:
    known = tariffs(country)
    assert known.keys() == {"ussd", "sms", "voice", "web"}
    for each in known.values():
        assert each.source
        assert each.price is not None or not each.sure
    assert not tariffs("fr")


@pytest.mark.parametrize("service", [CARD, BIRTH], ids=lambda service: service.name)
def test_each_screen_of_each_path_fits_each_channel(service) -> None:
    shown = list(drawn(service, 200))
    for each in shown:
        assert all(octets(page.text) <= BUDGETS[each.channel] for page in each.pages)
    questions = {each.screen.question.field for each in shown if each.screen.question}
    assert questions == {*service.fields}
    assert {(each.channel, each.language) for each in shown} == {
        (channel, language) for channel in BUDGETS for language in service.languages
    }
    assert "summary" in {each.screen.kind for each in shown}
