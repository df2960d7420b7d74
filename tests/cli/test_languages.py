"""The command speaks one language at a time: French, or English where it is asked for."""

import ast
import re

import pytest
from typer import Context
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from cli.command import ROOT, Ran
from kene.cli.app import app
from kene.core.wording import bundled

FRENCH = re.compile(r"[éèêàçœ«»]|\b(le|la|les|des|une|du|est|pour|dans|sur|aux?|sans|ce|qui)\b")
ENGLISH = re.compile(r"\b(the|of|and|is|are|for|with|this|show|usage:|default:|required|missing)\b")


def kene(*words: str, lang: str = "") -> Ran:
    """`kene` in this process, the language named by the environment."""
    done = CliRunner(env={"KENE_LANG": lang}).invoke(app, words, catch_exceptions=False)
    return Ran(done.exit_code, done.stdout, done.stderr)


def paths(command: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Each word of the command, and each word under a word."""
    if not isinstance(command, TyperGroup):
        return [path]
    below = [paths(each, (*path, name)) for name, each in command.commands.items()]
    return [path, *(each for some in below for each in some)]


WORDS = paths(get_command(app))


@pytest.mark.parametrize("path", WORDS, ids=" ".join)
def test_the_help_of_a_word_is_wholly_in_one_language(path):
    french, english = kene(*path, "--help"), kene(*path, "--help", lang="en")
    assert french.code == english.code == 0
    assert not ENGLISH.findall(french.out.lower())
    assert not FRENCH.findall(english.out.lower())
    assert kene(*path, "--lang", "en", "--help") == kene("--lang=en", *path, "--help") == english


@pytest.mark.parametrize(
    ("words", "french", "english"),
    [
        (("chek",), "la commande « chek » n'existe pas. Vouliez-vous dire check", "did you mean"),
        (("journal", "verif"), "Vouliez-vous dire verify ?", "did you mean verify?"),
        (("decide",), "il manque PACK|FICHIER.dmn", "pack|file.dmn is missing"),
        (("compare", "a", "b"), "il manque --from", "--from is missing"),
        (
            ("demo", "--por", "1"),
            "l'option --por n'existe pas. Vouliez",
            "there is no option --por",
        ),
        (("demo", "--port", "x"), "Écrivez un nombre entier de 1 à 65535", "write a whole number"),
        (("test", "a", "--seed", "x"), "Écrivez un nombre entier.", "write a whole number"),
        (("check", "a", "--ussd-price", "x"), "Écrivez un nombre.", "write a number."),
        (("talk", "a", "--channel", "x"), "Écrivez l'un de : ussd, sms", "write one of: ussd"),
        (("check", "a", "--json=3"), "--json ne prend pas de valeur", "--json takes no value"),
        (("check", "--ussd-price"), "--ussd-price veut une valeur", "--ussd-price wants a value"),
        (("schema", "a", "b"), "en trop : a b", "too much: a b"),
        (("journal", "--lang", "fr"), "il manque une commande", "a command is missing"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_a_wrong_use_is_told_in_one_language(words, french, english):
    told = kene(*words)
    assert (told.code, told.out) == (2, "")
    assert french in told.err
    assert not ENGLISH.findall(told.err.lower())
    if "--lang" in words:
        words = (*words[:-1], "en")
    told = kene(*words, lang="en")
    assert told.code == 2
    assert english in told.err.lower()
    assert not FRENCH.findall(told.err.lower())


def test_every_sentence_of_the_command_is_in_its_wording():
    for path in sorted((ROOT / "src/kene/cli").glob("*.py")):
        tree = ast.parse(path.read_text())
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        sentences = [
            node.value
            for node in texts
            if isinstance(node.value, str) and id(node) not in told and FRENCH.search(node.value)
        ]
        # Without the rest of Kene there is no wording to read.
        assert not sentences or path.name == "__init__.py"


@pytest.mark.parametrize(
    ("words", "french", "english"),
    [
        ("check packs/cm", "n'est pas un service", "is not a service"),
        ("check packs/reclamation", "Et maintenant : kene test", "And now: kene test"),
        ("voice packs/reclamation", "Et maintenant : enregistrez", "And now: record"),
        ("decide packs/naissance delay", "n'est pas une décision de", "is not a decision of"),
        ("decide packs/naissance delai --to x", "vont avec --from", "go with --from"),
        ("decide packs/naissance delai --today x", "n'est pas un jour", "is not a day"),
        ("talk packs/naissance --language it", "ne parle pas « it »", "does not speak 'it'"),
        ("verify absent.pdf", "pas de fichier", "no file"),
        ("new N --no-ask", "ne peut pas être un nom", "cannot be a name"),
        ("export form packs/naissance --to x.pdf --language it", "Langues : ", "Languages: "),
        ("import dmn absent.dmn --to x", "pas un fichier", "is not a file"),
        ("stats --since x", "n'est ni un mois", "neither a month"),
        ("backup x --keys x/y", "ne vont jamais avec", "never go with"),
    ],
)
def test_what_a_command_answers_is_in_the_language_of_the_run(words, french, english):
    told, other = kene(*words.split()), kene(*words.split(), lang="en")
    assert told.code == other.code
    assert french in told.out + told.err
    assert english in other.out + other.err


def test_no_help_is_left_of_a_word_that_is_gone():
    root = get_command(app)
    told = {key for key in bundled("kene.cli", "fr").texts if key.startswith("words.")}
    known = set()
    for path in WORDS:
        command = root
        for name in path:
            command = command.commands[name]
        names = ("help", *(each.name for each in command.get_params(Context(command))))
        known |= {".".join(("words", *path, name)) for name in names}
    assert told <= known
