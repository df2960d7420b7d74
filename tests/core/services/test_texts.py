"""What texts may write besides words: amounts, and what the service knows."""

from datetime import date

from core.services.broken_packs import GOOD
from kene.core.conversation import View, begin, show
from kene.core.services import Service, label, load
from kene.core.services.checks import check
from kene.testing.api import play, read_transcript

TODAY = date(2026, 11, 24)
ASKS = "ask: Votre nom ?"
ASKED_AGAIN = f"""# Une carte.
# language: fr
# today: {TODAY}

> *1#
…
> 1
…
> Awa
…
> 1
…
> 30
…
> 1
…
= case open · carte@2026.1
= stage examen, until 2026-12-09
= decision droit: oui (Une loi)
= fee 500
@ agent demander: Lequel ?
= stage complement, until 2026-12-24
= message completer
"""


def asking(text: str, language: str = "fr") -> Service:
    """The good pack, in that language, whose first question is this text."""
    files = {
        **GOOD,
        "wording/fr.yaml": GOOD["wording/fr.yaml"].replace(ASKS.encode(), text.encode()),
    }
    if language != "fr":
        files[f"wording/{language}.yaml"] = files.pop("wording/fr.yaml")
        pack = GOOD["service.yaml"].replace(b"languages: [fr]", f"languages: [{language}]".encode())
        files["service.yaml"] = pack
    return load(files)


def asked(service: Service, language: str, manner: str) -> str:
    """The first question of the service."""
    return show(service, begin(service, language), View(TODAY, manner)).questions[0].text


def test_an_amount_is_written_once_and_read_as_the_language_says_money() -> None:
    french, bambara = (asking('ask: "Nom ? {2 500 F}"', language) for language in ("fr", "bm"))
    assert asked(french, "fr", "screen") == "Nom ? 2\u202f500\u00a0FCFA"
    assert asked(french, "fr", "short") == asked(bambara, "bm", "short") == "Nom ? 2 500 FCFA"
    assert asked(french, "fr", "speech") == "Nom ? deux mille cinq cents francs CFA"
    # Five hundred units of five francs.
    assert asked(bambara, "bm", "speech") == "Nom ? kɛmɛ duuru"


def test_a_text_may_sound_otherwise_than_it_reads() -> None:
    service = asking('ask: {long: "Écrivez, {50 F}", short: "Nom ?", spoken: "Dites, {50 F}"}')
    assert asked(service, "fr", "screen") == "Écrivez, 50\u00a0FCFA"
    assert asked(service, "fr", "short") == "Nom ?"
    assert asked(service, "fr", "speech") == "Dites, cinquante francs CFA"


def test_a_deadline_that_leads_to_another_stage_can_say_until_when_that_one_lasts() -> None:
    process = GOOD["service.yaml"].replace(b"late: {to: closed, tell", b"late: {to: examen, tell")
    texts = GOOD["wording/fr.yaml"].replace(
        b"{number} : class\xc3\xa9e.", b"R\xc3\xa9ponse avant le {due}."
    )
    files = {**GOOD, "service.yaml": process, "wording/fr.yaml": texts}
    assert "S203" not in {problem.code for problem in check(load(files))}
    told = "message classee: Réponse avant le 9/1/2027."
    lines = f"{ASKED_AGAIN}# today: 2026-12-25\n= stage examen, until 2027-01-09\n= {told}\n"
    assert play(read_transcript(lines, "x.txt"), load(files)).passed


def test_without_a_label_an_answer_is_called_as_its_question_without_the_mark() -> None:
    asked_and_called = {
        "Votre nom ?": "Votre nom",
        "I tɔgɔ?": "I tɔgɔ",
        "{long: Quel jour êtes-vous né ?, short: Né(e) le ? Ex. 15/3/1990}": "Né(e) le",
        '"Écrivez votre nom :"': "Écrivez votre nom",
        '"Heure : matin ou soir ?"': "Heure : matin ou soir",
        "ما اسمك؟": "ما اسمك",
        "ߌ ߕߐ߮ ؟": "ߌ ߕߐ߮",
        "𞥟𞤋𞤲𞤣𞤫 𞤥𞤢𞥄 ?": "𞤋𞤲𞤣𞤫 𞤥𞤢𞥄",
        "¿Su nombre?": "Su nombre",
        '"?"': "?",
    }
    for question, called in asked_and_called.items():
        assert label(asking(f"ask: {question}"), "nom", "fr") == called


def test_of_a_text_that_nothing_shows_one_thing_is_told() -> None:
    texts = GOOD["wording/fr.yaml"] + b"\ndecisions.droits.outcomes.autre: 'Votre {age}'\n"
    files = {**GOOD, "wording/fr.yaml": texts}
    (problem,) = (each for each in check(load(files)) if "droits" in str(each))
    assert (problem.code, problem.details["hint_fr"]) == ("S202", "Enlevez-le.")
