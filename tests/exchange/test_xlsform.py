"""Forms of ODK and Kobo become packs, and what has no place in a pack is told with its row."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from exchange.forms import form, octets, shown, taken, told
from kene.core.expressions.types import NUMBER
from kene.core.values import Coordinates, Position
from kene.exchange.api import NoSurvey, NotASpreadsheet, NothingAsked, Wanted, import_xlsform
from kene.testing.pack import check_folder

TODAY = datetime.date(2026, 3, 1)

HOUSEHOLD = (
    """
    type|name|label::fr|label::en|hint::fr|relevant|constraint|constraint-msg|required|calculation
    start | debut |  |  |  |  |  |  |  |
    note | salut | **Bonjour** <b>!</b> | Hello |  |  |  |  |  |
    begin group | foyer | Le foyer | Household |  |  |  |  |  |
    text | nom | Votre nom ? | Your name? | En entier |  |  |  | yes |
    integer | age | Votre âge ? | Your age? |  |  | . >= 0 and . < 120 | Entre 0 et 119 ans. | yes |
    select_one ouinon | marie | Êtes-vous marié(e) ? | Married? |  | ${age} > 17 |  |  |  |
    select_multiple eau | eau | D'où vient l'eau ? | Water? |  |  | count-selected(.) <= 2 |  |  |
    calculate | decennie |  |  |  |  |  |  |  | int(${age} div 10)
    end group |  |  |  |  |  |  |  |  |
    begin repeat | enfant | Enfant | Child |  | ${marie} = 'oui' |  |  |  |
    text | prenom | Prénom ? | First name? |  |  |  |  | yes |
    date | ne | Né le ? | Born on? |  |  | . <= today() |  |  |
    end repeat |  |  |  |  |  |  |  |  |
    calculate | combien |  |  |  |  |  |  |  | count(${enfant})
    """,
    """
    list_name | name | label::Français (fr) | label::English (en)
    ouinon | oui | Oui | Yes
    ouinon | non | Non | No
    eau | puits | Puits | Well
    eau | fleuve | Fleuve | River
    eau | robinet | Robinet | Tap
    """,
    """
    form_title | form_id | version | default_language | style
    Le ménage | menage | 2024 | Français (fr) | pages
    """,
)


def test_a_form_becomes_a_pack_that_checks_clean(tmp_path: Path) -> None:
    found = import_xlsform(octets(form(*HOUSEHOLD)), Wanted("menage.xlsx"))
    for name, text in found.files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text)
    assert check_folder(tmp_path).clean
    assert found.whole, shown(found)
    assert found.service.reference == "menage@2024"
    assert found.service.languages == ("fr", "en")
    assert found.service.wording("fr").say("title") == "Le ménage"


def test_what_is_left_to_write_is_marked_and_no_law_is_invented() -> None:
    service = taken(*HOUSEHOLD).service
    assert {mark.path for mark in service.marks} >= {"", "purposes.traiter", "process.examen"}
    assert not service.laws


def test_questions_keep_their_types_conditions_and_texts() -> None:
    found = taken(*HOUSEHOLD)
    fields, texts = found.service.fields, found.service.wording("fr").texts
    assert [field.type.name for field in fields.values()] == [
        "text", "whole", "choice", "choices", "text", "date", "items",
    ]  # fmt: skip
    assert fields["marie"].when.text == "age > 17"
    assert fields["eau"].valid.text == "count(eau) <= 2"
    assert fields["nom"].optional is False
    assert fields["marie"].optional is True
    assert fields["enfant"].when.text == 'marie = "oui"'
    assert fields["ne"].valid.text == "ne <= today"
    assert texts["fields.age.invalid"].long == "Entre 0 et 119 ans."
    assert texts["fields.nom.help"].long == "Bonjour ! En entier"


def test_calculations_become_facts_in_the_order_of_what_they_read() -> None:
    found = taken(
        """
        type      | name | label | calculation
        calculate | b    |       | ${a} * 2
        calculate | a    |       | ${n} + 1
        integer   | n    | N ?   |
        """
    )
    facts = found.service.facts
    assert list(facts) == ["a", "b"]
    known = found.service.known({"n": 4}, TODAY)
    assert (known["a"], known["b"]) == (5, 10)
    assert facts["b"].type == NUMBER


def test_metadata_of_the_phone_are_told_and_not_asked() -> None:
    found = taken("type|name|label\ndeviceid|tel|\ntext|nom|Nom ?")
    assert told(found) == [("X301", 2)]
    assert found.whole
    assert list(found.service.fields) == ["nom"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("geotrace|lieu|Où ?|||", "X101"),
        ("select_one_from_file villes.csv|v|Ville ?|||", "X101"),
        ("select_one vide|v|Laquelle ?|||", "X102"),
        ("select_one seule|v|D'accord ?|||", "X217"),
        ("text|v|Quoi ?|${n} >||", "X103"),
        ("text|v|Quoi ?|pulldata('a', 'b', 'c', ${n}) = 1||", "X104"),
        ("text|v|Quoi ?|${absent} = 1||", "X104"),
        ("text|v|Quoi ?|||oui", "X203"),
        ("text|d|Quoi ?||regex(., uuid())|", "X104"),
        ("end group|fin||||", "X109"),
        ("begin group|ouvert||||", "X109"),
        ("note|dit|Attention|${n} > 3||", "X218"),
        ("begin loop over absente|tour|Tour|||", "X101"),
        ("csv-external|villes||||", "X306"),
        ("text|mot-clé|Quoi ?|||", "X206"),
        ("dateTime|quand|Quand ?|||", "X213"),
    ],
)
def test_each_thing_without_equivalent_is_told_with_its_row(row: str, code: str) -> None:
    survey = f"type|name|label|relevant|constraint|default\ninteger|n|N ?|||\n{row}"
    found = taken(survey, "list_name|name|label\nseule|oui|Oui")
    assert (code, 3) in told(found), shown(found)


def test_media_sheets_and_languages_without_equivalent_are_told() -> None:
    found = taken(
        "type|name|label::fr|label::Wolof (wo)|media::image::fr\ntext|n|Nom ?|Naka|photo.png",
        entities="dataset\nfoyers",
        brouillon="à revoir\nceci",
    )
    codes = [code for code, _ in told(found)]
    assert sorted(codes) == ["X106", "X107", "X108", "X305"]


def test_a_picture_becomes_a_paper_to_attach() -> None:
    found = taken(
        """
        type | name | label | relevant
        integer | n | N ? |
        image | toit | Une photo du toit | ${n} > 2
        """
    )
    paper = found.service.evidence["toit"]
    assert (paper.accept, paper.when.text) == (("photo",), "n > 2")
    assert found.service.wording("fr").say("evidence.toit") == "Une photo du toit"
    assert told(found) == [("X216", 3)]


def test_a_name_that_feel_reads_otherwise_is_renamed_everywhere() -> None:
    found = taken(
        "type|name|label|relevant\ninteger|count|Combien ?|\ntext|sum|Quoi ?|${count} > 2"
    )
    fields = found.service.fields
    assert list(fields) == ["count_2", "sum_2"]
    assert fields["sum_2"].when.text == "count_2 > 2"


def test_a_repeated_answer_is_summed_from_outside_and_read_by_name_inside() -> None:
    found = taken(
        """
        type         | name   | label   | relevant | calculation
        begin repeat | champ  | Champ   |          |
        decimal      | aire   | Aire ?  |          |
        text         | pente  | Pente ? | ${aire} > 2 |
        end repeat   |        |         |          |
        calculate    | total  |         |          | sum(${aire})
        """
    )
    assert found.service.facts["total"].text == "sum(champ.aire)"
    assert found.service.fields["pente"].when.text == "aire > 2"


def test_a_file_that_is_no_form_is_refused() -> None:
    with pytest.raises(NotASpreadsheet):
        import_xlsform(b"PK\x03\x04 no", Wanted("x.xlsx"))
    with pytest.raises(NotASpreadsheet):
        import_xlsform(b"type,name", Wanted("x.csv"))
    with pytest.raises(NoSurvey):
        import_xlsform(octets(form("", choices="list_name|name")), Wanted("x.xlsx"))
    with pytest.raises(NothingAsked) as nothing:
        taken("type|name|label\ngeoshape|g|Où ?")
    assert [each.code for each in nothing.value.problems] == ["X101"]


def test_a_note_on_a_condition_is_read_on_that_condition_alone() -> None:
    found = taken(
        "type|name|label|relevant\ninteger|n|N ?|\nnote|dit|Attention|${n} > 3\ntext|v|Quoi ?|"
    )
    assert found.whole, shown(found)
    fields = found.service.fields
    assert list(fields) == ["n", "dit", "v"]
    assert fields["dit"].optional
    when = fields["dit"].when
    assert when is not None
    assert when.text == "n > 3"
    assert found.service.wording("fr").say("fields.dit.ask") == "Attention"


def test_an_order_is_asked_rank_by_rank_and_read_as_a_list() -> None:
    found = taken(
        "type|name|label|relevant\nrank l|r|Classez|\ntext|t|T|selected-at(${r}, 0) = 'a'",
        "list_name|name|label\nl|a|A\nl|b|B",
    )
    fields = found.service.fields
    assert [*fields] == ["r_1", "r_2", "t"]
    assert (fields["r_2"].when.text, fields["r_2"].valid.text) == ("r_1 = r_1", "r_2 != r_1")
    assert fields["t"].when.evaluate({"r_1": "a", "r_2": "b"}) is True
    assert found.service.wording("fr").texts["fields.r_2.ask"].long == "Classez (2/2)"
    assert told(found) == [("X221", 2)]


def test_a_note_without_any_question_is_read_apart() -> None:
    found = taken("type|name|label|calculation\nnote|dit|Attention|\ncalculate|c||1 + 1")
    assert found.service.fields["dit"].type.name == "yes_no"
    assert told(found) == [("X218", 2)]


def test_a_note_at_the_end_of_a_group_that_repeats_stays_in_it() -> None:
    found = taken(
        "type|name|label|relevant\nbegin repeat|enfant|Enfant|\ninteger|age|Âge ?|\n"
        "note|grand|Majeur|${age} > 17\nend repeat|||\ntext|v|Quoi ?|"
    )
    assert found.whole, shown(found)
    assert list(found.service.repeats["enfant"].fields) == ["age", "grand"]


def test_what_the_phone_would_say_is_read_as_empty_and_told() -> None:
    found = taken(
        "type|name|label|relevant\nusername|qui||\ntext|a|A ?|${qui} = ''\n"
        "text|b|B ?|${qui} != 'x' or ${a} = 'y'"
    )
    assert found.whole, shown(found)
    assert [each for each in told(found) if each[0] == "X219"] == [("X219", 3), ("X219", 4)]
    assert found.service.fields["a"].when is None
    assert found.service.fields["b"].when is None


def test_a_loop_asks_the_same_of_each_option() -> None:
    found = taken(
        "type|name|label|constraint\nbegin loop over l|engins||\n"
        "integer|total|Combien de %(label)s ?|\ninteger|bons|En marche ?|. <= ../total\n"
        "end loop|||",
        "list_name|name|label\nl|auto|Autos\nl|moto|Motos",
    )
    assert found.whole, shown(found)
    fields = found.service.fields
    assert list(fields) == ["total_auto", "bons_auto", "total_moto", "bons_moto"]
    valid = fields["bons_moto"].valid
    assert valid is not None
    assert valid.text == "bons_moto <= total_moto"
    said = found.service.wording("fr").say("fields.total_moto.ask")
    assert said == "Combien de Motos ?"


def test_a_position_is_asked_and_its_parts_are_read() -> None:
    found = taken(
        """type | name | label | required | constraint | relevant | calculation
        geopoint | lieu | Où ? | yes | selected-at(., 0) > 10 | | |
        text | nord | Que voit-on au nord ? | | | ${lieu} != '' and selected-at(${lieu}, 1) < 0 | |
        calculate | ouest | | | | | selected-at(${lieu}, 1) + 1""",
    )
    assert told(found) == [("X222", 2)], shown(found)
    lieu, nord = found.service.fields["lieu"], found.service.fields["nord"]
    assert lieu.optional and lieu.type == Position()
    known = found.service.known({"lieu": Coordinates(Decimal("12.5"), Decimal("-8.25"))}, TODAY)
    assert lieu.valid is not None and lieu.valid.evaluate(known) is True
    assert nord.when is not None and nord.when.evaluate(known) is True
    assert known["ouest"] == Decimal("-7.25")


def test_a_moment_is_told_to_become_its_day() -> None:
    found = taken("type | name | label | calculation\ntext | a | A |\ncalculate | t | | now()")
    assert told(found) == [("X223", 3)], shown(found)
    assert found.service.known({}, TODAY)["t"] == TODAY


def test_a_group_that_repeats_waits_for_what_is_computed() -> None:
    found = taken(
        """type | name | label | required | relevant | calculation
        integer | fils | Des fils ? | yes | |
        integer | filles | Des filles ? | yes | |
        calculate | enfants | | | | ${fils} + ${filles}
        begin repeat | naissance | Naissance | | ${enfants} > 0 |
        text | prenom | Prénom ? | yes | |
        end repeat | | | | |"""
    )
    assert told(found) == [], shown(found)
    when = found.service.fields["naissance"].when
    assert when is not None and when.inputs == {"fils", "filles"}
    assert [when.evaluate({"fils": fils, "filles": 0}) for fils in (0, 2)] == [False, True]
