"""Lists of forms: options, what narrows them, and files beside the form."""

import datetime
import json

import pytest

from exchange.forms import shown, taken, taken_with, told
from kene.exchange.api import NothingAsked

TODAY = datetime.date(2026, 3, 1)


def test_a_filter_of_choices_becomes_a_constraint_that_admits_the_same_answers() -> None:
    found = taken(
        """
        type              | name   | label    | choice_filter
        select_one region | region | Région ? |
        select_one ville  | ville  | Ville ?  | reg = ${region}
        """,
        """
        list_name | name  | label | reg
        region    | kayes | Kayes |
        region    | segou | Ségou |
        ville     | nioro | Nioro | kayes
        ville     | kita  | Kita  | kayes
        ville     | san   | San   | segou
        """,
    )
    valid = found.service.fields["ville"].valid
    admitted = {
        (region, town)
        for region in ("kayes", "segou")
        for town in ("nioro", "kita", "san")
        if valid.evaluate({"region": region, "ville": town}) is True
    }
    assert admitted == {("kayes", "nioro"), ("kayes", "kita"), ("segou", "san")}
    assert told(found) == [("X201", 3)]


def test_a_filter_of_several_choices_tests_each_of_them() -> None:
    found = taken(
        """
        type | name | label | choice_filter
        select_one z | z | Z ? |
        select_multiple l | m | M ? | zone = ${z}
        """,
        "list_name|name|label|zone\nz|a|A|\nz|b|B|\nl|x|X|a\nl|y|Y|a\nl|w|W|b",
    )
    valid = found.service.fields["m"].valid
    assert valid.evaluate({"z": "a", "m": ["x", "y"]}) is True
    assert valid.evaluate({"z": "a", "m": ["x", "w"]}) is False


def test_a_choice_of_one_option_is_answered_by_yes_or_no() -> None:
    found = taken(
        """
        type | name | label | relevant
        select_multiple l | accord | D'accord ? |
        text | a | A ? | selected(${accord}, 'vu')
        text | b | B ? | ${accord} != 'vu'
        """,
        "list_name|name|label\nl|vu|Lu et approuvé",
    )
    fields = found.service.fields
    assert fields["accord"].type.name == "yes_no"
    assert (fields["a"].when.text, fields["b"].when.text) == ("accord", "not(accord)")


def test_options_that_no_phone_shows_leave_the_service_on_the_web() -> None:
    long = "x" * 200
    found = taken(
        "type|name|label\nselect_one l|c|Lequel ?",
        f"list_name|name|label\nl|a|{long}\nl|b|B",
    )
    assert found.service.channels == ("web",)
    assert told(found) == [("X209", 0)]


def test_lists_in_files_beside_the_form_are_read() -> None:
    villages = b"name;label;Cercle;habitants\nv1;Kati ville;kati;900\nv2;Banamba;banamba;300\n"
    rows = "/".join(["instance('villages')", "root", "item"])
    found = taken_with(
        {"villages.csv": villages, "autre.csv": b"name,label::Wolof (wo)\na,A\n"},
        "type|name|label|choice_filter|calculation\n"
        "text|cercle|Cercle ?||\n"
        "select_one_from_file villages.csv|village|Village ?|Cercle = ${cercle}|\n"
        f"calculate|nom|||{rows}[name = ${{village}}]/label\n"
        "calculate|taille|||number(pulldata('villages', 'habitants', 'name', ${village}))",
    )
    assert found.whole, shown(found)
    village = found.service.fields["village"]
    assert village.type.options == ("v1", "v2")
    assert village.valid.evaluate({"cercle": "kati", "village": "v1"}) is True
    assert village.valid.evaluate({"cercle": "kati", "village": "v2"}) is False
    known = found.service.known({"cercle": "kati", "village": "v1"}, TODAY)
    assert (known["nom"], known["taille"]) == ("Kati ville", 900)


def test_a_column_of_a_list_is_read_however_its_name_is_written() -> None:
    found = taken(
        "type|name|label|choice_filter\nselect_one r|r|R|\nselect_one l|c|C|Region = ${r}",
        "list_name|name|label|Region\nl|a|A|k\nl|b|B|s\nr|k|K|\nr|s|S|",
    )
    assert found.service.fields["c"].valid.evaluate({"r": "k", "c": "a"}) is True


def test_the_lists_of_external_choices_are_in_the_workbook_and_apart() -> None:
    found = taken(
        "type|name|label|choice_filter\nselect_one l|a|A ?|\nselect_one_external l|b|B ?|zone=${a}",
        "list_name|name|label\nl|x|X\nl|y|Y",
        external_choices="list_name|name|label|zone\nl|x1|X un|x\nl|y1|Y un|y",
    )
    assert found.whole, shown(found)
    valid = found.service.fields["b"].valid
    assert valid is not None
    assert valid.text == 'b = "x1" and a = "x" or b = "y1" and a = "y"'


def test_a_filter_on_one_option_alone_refuses_only_its_yes() -> None:
    found = taken(
        "type|name|label|choice_filter\ninteger|n|N ?|\nselect_one seule|v|D'accord ?|zone=${n}",
        "list_name|name|label|zone\nseule|oui|Oui|1",
    )
    assert found.whole, shown(found)
    valid = found.service.fields["v"].valid
    assert valid is not None
    assert valid.evaluate({"v": True, "n": 2}) is False
    assert valid.evaluate({"v": False, "n": 2}) is True
    assert valid.evaluate({"v": True, "n": 1}) is True


def test_a_list_of_places_beside_the_form_is_chosen_from() -> None:
    looked_up = "/".join(["instance('puits')", "root", "item[id=${puits}]", "geometry"])
    survey = f"""type | name | label | calculation
        select_one_from_file puits.geojson | puits | Quel puits ? |
        calculate | lieu | | {looked_up}"""
    one = {
        "type": "Feature",
        "id": "p1",
        "properties": {"title": "Puits du marché"},
        "geometry": {"type": "Point", "coordinates": [-8.0029, 12.6392]},
    }
    two = {**one, "properties": {"id": "p2", "title": "Puits de l'école"}}
    places = json.dumps({"type": "FeatureCollection", "features": [one, two]}).encode()
    found = taken_with({"puits.geojson": places}, survey)
    assert [each.code for each in found.problems] == [], shown(found)
    assert found.service.known({"puits": "p2"}, TODAY)["lieu"] == "12.6392 -8.0029 0 0"
    for broken in (b"{", b'{"features": [1]}', b'{"features": [{"geometry": {"type": "Point"}}]}'):
        with pytest.raises(NothingAsked) as nothing:
            taken_with({"puits.geojson": broken}, survey)
        assert "X101" in {each.code for each in nothing.value.problems}
