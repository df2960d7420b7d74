"""Checking, testing, deciding and talking from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.command import ROOT, kene
from core.services.broken_packs import CORPUS, GOOD
from kene.core.screens.encoding import segments
from kene.testing.pack import check_folder
from kene.testing.starter import Wishes, write
from kene.testing.suite import try_pack

NAISSANCE = "packs/naissance"
BIRTH = ["1", "Awa", "Traoré", "1", "15/11/2026", "02-04-18", "Mariam Diarra", "000", "1", "1"]


def written(files: dict[str, bytes], folder: Path) -> Path:
    """A pack in a folder."""
    for name, octets in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
    return folder


def test_the_packs_of_the_house_are_clean() -> None:
    ran = kene("check", NAISSANCE, "packs/reclamation")
    assert ran.code == 0
    assert "packs/naissance : 0 problème" in ran.out
    assert ran.out.splitlines()[-1].startswith("Et maintenant : kene test")


def test_problems_are_printed_as_a_compiler_does_and_without_colour_in_a_pipe(
    tmp_path: Path,
) -> None:
    pack = next(each for each in CORPUS if each.name.startswith("S121-loi"))
    folder = written(pack.files, tmp_path / "carte")
    ran = kene("check", folder)
    assert ran.code == 1
    assert "\x1b" not in ran.out
    line = "refuser: {when: \"droit = 'non'\", because: lois, tell: refusee, to: closed}"
    told = ran.out.splitlines()
    assert told[0] == f"{folder}/service.yaml:33:49 S121"
    assert told[1] == f"   33 |       {line}"
    assert told[2].index("^") == told[1].index("lois")
    assert told[2].count("^") == len("lois")
    assert "« lois » n'est pas un texte de loi" in told[3]
    assert told[4] == "  → Vouliez-vous dire « loi » ?"
    assert told[-1] == f"Corrigez, puis : kene check {folder}"


def test_problems_are_told_in_english_too(tmp_path: Path) -> None:
    pack = next(each for each in CORPUS if each.name.startswith("S121-loi"))
    ran = kene("check", written(pack.files, tmp_path / "carte"), "--lang", "en")
    assert "'lois' is not a law of this service." in ran.out


def test_problems_are_data_for_a_program(tmp_path: Path) -> None:
    pack = next(each for each in CORPUS if each.name.startswith("S130-duree-fausse"))
    folder = written(pack.files, tmp_path / "carte")
    ran = kene("check", folder, NAISSANCE, "--json")
    assert ran.code == 1
    first, second = json.loads(ran.out)
    assert (first["clean"], first["service"]) == (False, None)
    assert second["clean"] and second["service"] == "naissance@2026.1"
    assert first["problems"][0]["code"] == "S130"
    assert first["problems"][0]["line"] == 29


@pytest.mark.parametrize("word", ["check", "test", "talk", "decide"])
def test_a_folder_that_is_no_pack_is_wrong_use(word: str, tmp_path: Path) -> None:
    ran = kene(word, tmp_path, *(["droit"] if word == "decide" else []))
    assert ran.code == 2
    assert "service.yaml" in ran.err


def test_an_unknown_word_is_wrong_use() -> None:
    assert kene("chek").code == 2


def test_the_conversations_of_the_packs_pass() -> None:
    ran = kene("test", NAISSANCE, "packs/reclamation", "--json")
    assert ran.code == 0
    for pack in json.loads(ran.out):
        assert pack["passed"]
        assert len(pack["transcripts"]) >= 4
        assert pack["coverage"]["missed"] == []


def test_a_conversation_that_changed_is_shown_then_accepted(tmp_path: Path) -> None:
    head = "# Une carte.\n# language: fr\n# today: 2026-11-24\n\n"
    files = {**GOOD, "tests/carte.txt": f"{head}> *1#\n« Kɛnɛ\n  1 Autre\n".encode()}
    folder = written(files, tmp_path / "carte")
    wrong = kene("test", folder)
    assert wrong.code == 1
    assert "- 1 Autre" in wrong.out
    assert "+ 1 Carte" in wrong.out
    assert kene("test", "--accept", folder).code == 0
    text = (folder / "tests/carte.txt").read_text()
    assert text == f"{head}> *1#\n« Kɛnɛ\n  1 Carte\n  2 Suivre\n"
    assert kene("test", folder).code == 0


def test_a_conversation_at_random_that_fails_publishes_nothing(tmp_path: Path) -> None:
    never = GOOD["service.yaml"].replace(b'valid: "age >= 15"', b'valid: "age > 200"')
    assert never != GOOD["service.yaml"]
    ran = kene(
        "test", "--random", "3", written({**GOOD, "service.yaml": never}, tmp_path / "carte")
    )
    assert ran.code == 1
    assert "kene publish" not in ran.out
    assert ran.out.splitlines()[-1].startswith("Gardez cette conversation")


def test_an_example_that_the_table_contradicts_is_shown(tmp_path: Path) -> None:
    sheet = "age ; -> outcome ; -> law\n17 ; oui ; loi\n"
    folder = written({**GOOD, "tests/droit.csv": sheet.encode()}, tmp_path / "carte")
    ran = kene("test", folder)
    assert ran.code == 1
    assert "droit.csv:2:1" in ran.out
    assert "attendu « oui », obtenu « non »" in ran.out


def test_a_decision_is_told_in_one_sms() -> None:
    told = kene("decide", NAISSANCE, "delai", "--input", "age_jours=40", "--sms").out.strip()
    assert told.startswith("Délai de déclaration : déclarée hors délai. Jours depuis la naissance")
    assert "CPF art. 133. Contester : tribunal, jusqu'au " in told
    assert segments(told).count == 1


def test_a_decision_is_explained() -> None:
    ran = kene("decide", NAISSANCE, "delai", "--input", "age_jours=40", "--explain")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "hors-delai"
    assert "article 133" in ran.out
    assert "Jours depuis la naissance : 40 ; il faudrait : de 0 à 31." in ran.out
    assert "Avec « Jours depuis la naissance » : 31, le résultat serait" in ran.out


def test_a_decision_is_data_for_a_program() -> None:
    words = ("--input", "date_naissance=2026-11-01", "--input", "today=2026-11-24", "--json")
    explained = json.loads(kene("decide", NAISSANCE, "delai", *words).out)
    assert explained["outcome"] == "dans-le-delai"
    assert explained["fired"] == [{"rule": "1", "laws": ["cpf-delai"]}]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("delay",), "« delai »"),
        (("delai", "--input", "age_jour=3"), "« age_jours »"),
        (("delai", "--input", "age_jours"), "nom=valeur"),
        (("delai", "--input", "age_jours=douze"), "Exemple : 12"),
        (("delai", "--input", "sexe=femme"), "fille, garcon"),
    ],
)
def test_a_decision_that_is_asked_wrongly_says_how(words: tuple[str, ...], hint: str) -> None:
    ran = kene("decide", NAISSANCE, *words)
    assert ran.code == 2
    assert hint in ran.err


def test_a_conversation_can_be_scripted() -> None:
    typed = "\n".join(BIRTH) + "\n"
    ran = kene("talk", NAISSANCE, "--language", "fr", "--today", "2026-11-24", typed=typed)
    assert ran.code == 0
    assert "Demande envoyée." in ran.out
    assert "= case open · naissance@2026.1" in ran.out
    assert "La règle 2 (Code des personnes et de la famille, article 133) ne s'" in ran.out


def test_a_scripted_conversation_is_data_for_a_program() -> None:
    words = ("--language", "fr", "--today", "2026-11-24", "--json")
    answer = json.loads(kene("talk", NAISSANCE, *words, typed="\n".join(BIRTH)).out)
    kinds = [event["public"]["kind"] for event in answer["case"]["events"]]
    assert kinds == ["opened", "decided"]
    assert answer["screens"][0].startswith("Kɛnɛ")


def test_web_and_phone_make_the_same_case() -> None:
    pages = [
        "prenoms=Awa\nnom=Traoré\nsexe=fille\ndate_naissance=15/11/2026\nlieu=02-04-18\n",
        "mere=Mariam Diarra\npere=\n",
        "lien=mere\n",
        "confirmer\n",
    ]
    words = ("--language", "fr", "--today", "2026-11-24", "--json")
    web = json.loads(kene("talk", NAISSANCE, "--channel", "web", *words, typed="".join(pages)).out)
    sms = json.loads(
        kene("talk", NAISSANCE, "--channel", "sms", *words, typed="\n".join(BIRTH)).out
    )
    for case in (web["case"], sms["case"]):
        case["events"][0]["public"].pop("channel")
    assert web["case"] == sms["case"]


def test_a_conversation_that_does_not_end_is_a_problem() -> None:
    assert kene("talk", NAISSANCE, "--language", "fr", typed="1\nAwa\n").code == 1


def test_a_language_that_the_service_has_not_is_wrong_use() -> None:
    ran = kene("talk", NAISSANCE, "--language", "en")
    assert ran.code == 2
    assert "fr, bm" in ran.err


def test_a_new_pack_passes_its_checks_and_its_tests(tmp_path: Path) -> None:
    assert kene("new", "permis", "--in", tmp_path).code == 0
    assert kene("check", tmp_path / "permis").code == 0
    assert kene("test", tmp_path / "permis").code == 0
    assert kene("new", "permis", "--in", tmp_path).code == 2
    assert kene("new", "Permis !", "--in", tmp_path).code == 2


def test_a_text_or_a_stage_that_nobody_visits_can_be_made_to_fail(tmp_path: Path) -> None:
    typed = "> *1#\n> 1\n> Awa\n> 1\n> 30\n> 1\n\n@ agent delivrer\n"
    head = "# Une carte.\n# language: fr\n# today: 2026-11-24\n\n"
    folder = written({**GOOD, "tests/carte.txt": (head + typed).encode()}, tmp_path / "carte")
    accepted = kene("test", "--accept", folder)
    assert accepted.code == 0
    assert "+ 1 Carte" in accepted.out
    assert f"Récrit : {folder}/tests/carte.txt" in accepted.out
    assert kene("test", folder).code == 0
    ran = kene("test", "--all-visited", folder)
    assert ran.code == 1
    assert "étape complement" in ran.out
    assert "fields.age.invalid" in ran.out
    covered = json.loads(kene("test", folder, "--json").out)[0]["coverage"]
    assert "rule droit 2" in covered["missed"]
    assert "messages.refusee" in covered["unsaid"]
    assert "messages.prete" not in covered["unsaid"]


def test_conversations_at_random_are_held_and_the_one_that_fails_is_shown(tmp_path: Path) -> None:
    ran = kene("test", written(GOOD, tmp_path / "good"), "--random", "12")
    assert ran.code == 0
    assert "12 conversations au hasard (--seed 1)" in ran.out
    text = GOOD["service.yaml"].decode().replace('"age >= 15"', '"age > 200"')
    folder = written({**GOOD, "service.yaml": text.encode()}, tmp_path / "carte")
    wrong = kene("test", folder, "--random", "12")
    assert wrong.code == 1
    assert "aucune réponse essayée ne va à la question « age »" in wrong.out
    assert "# channel: " in wrong.out


def test_the_longest_path_is_reported_with_where_its_price_was_read() -> None:
    ran = kene("check", NAISSANCE, "--report")
    assert ran.code == 0
    assert "2 chemins" in ran.out
    assert "inconnu" in ran.out
    assert "10 FCFA par SMS" in ran.out
    assert ran.out.splitlines()[-1].startswith("Et maintenant : kene test")
    [data] = json.loads(kene("check", NAISSANCE, "--report", "--json").out)
    assert {each["channel"] for each in data["report"]["longest"]} == {
        "ussd",
        "sms",
        "voice",
        "web",
    }
    assert data["report"]["tariffs"]["web"]["sure"] is False


def test_a_pack_that_is_watched_is_checked_again_when_a_file_changes(tmp_path: Path) -> None:
    folder = written(GOOD, tmp_path / "carte")
    words = [sys.executable, "-m", "kene.cli", "check", "--watch", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as watching:
        assert watching.stdout is not None
        lines = iter(watching.stdout.readline, "")
        assert next(lines) == f"{folder} : 0 problème, 0 avertissement.\n"
        text = GOOD["service.yaml"].decode().replace("because: loi", "because: lois")
        (folder / "service.yaml").write_text(text)
        told = next(lines)
        assert told == f"{folder}/service.yaml:33:49 S121\n"
        assert "\x1b" not in told
        watching.terminate()


WISHES = {
    "--title": 'Carte de "pêche"',
    "--summary": "Pêcher : ce qu'il faut.",
    "--authority": "Mairie de Kéniéba",
    "--law": "Loi n° 1 : la pêche",
    "--article": "12",
    "--fee": "1500",
    "--languages": "bm,fr",
    "--channels": "sms,web",
}


def test_a_new_pack_says_what_was_wished_and_passes(tmp_path: Path) -> None:
    words = [word for pair in WISHES.items() for word in pair]
    assert kene("new", "peche", "--in", tmp_path, *words).code == 0
    answers = "\n".join(
        ["", "", "-"]  # from nothing, for Mali, without shared parts
        + [*(text for name, text in WISHES.items() if name not in ("--languages", "--channels"))]
        + ["bm,fr", "sms,web", ""]
    )
    assert kene("new", "peche", "--in", tmp_path / "asked", "--ask", typed=answers).code == 0
    files = [path for path in (tmp_path / "peche").rglob("*") if path.is_file()]
    for path in files:
        same = tmp_path / "asked" / path.relative_to(tmp_path)
        assert same.read_bytes() == path.read_bytes()
    for command in ("check", "test"):
        assert kene(command, tmp_path / "peche").code == 0
    assert "authority: mairie-de-kenieba" in (tmp_path / "peche/service.yaml").read_text()
    typed = "bonjour\n1\nAwa\n34\nKati\n1\n1\n"
    shown = kene("talk", tmp_path / "peche", "--channel", "sms", "--language", "fr", typed=typed)
    assert "1500 FCFA" in shown.out.replace("\u202f", "").replace("\u00a0", "").replace(
        "1 500", "1500"
    )


@pytest.mark.parametrize("country", ["ml", "bf", "ne"])
def test_a_new_pack_of_a_country_passes_with_what_it_shares(tmp_path: Path, country: str) -> None:
    used = (country,) if country != "ne" else ()
    folder = tmp_path / "peche"
    write("peche", folder, Wishes(country=country, use=used))
    checked = check_folder(folder)
    assert checked.clean
    assert checked.service is not None
    assert try_pack(checked.service, "").passed
    assert checked.service.contact == ("prevenir" if used else "repondre")


def test_a_new_pack_is_asked_of_what_it_is_made(tmp_path: Path) -> None:
    ran = kene("new", "copie-bf", "--in", tmp_path, "--ask", typed="copie\nbf\n\n")
    assert ran.code == 0
    found = check_folder(tmp_path / "copie/bf")
    assert {problem.code for problem in found.problems if not problem.warning} >= {"S121"}
    ran = kene("new", "x", "--in", tmp_path, "--extends", "copi", "--country", "bf")
    assert ran.code == 2
    assert "Vouliez-vous dire « copie » ?" in ran.err


def test_a_new_pack_in_a_language_that_kene_does_not_speak_is_wrong_use(tmp_path: Path) -> None:
    ran = kene("new", "peche", "--in", tmp_path, "--languages", "fr,xx")
    assert ran.code == 2
    assert "« xx »" in ran.err
