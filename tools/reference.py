"""Write the pages of `docs/reference` that are made from the program, so that they are true.

`python tools/reference.py` writes them; a test compares them with what the program says.
"""

import importlib
import json
import os
import pkgutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from typer import Context
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Page faite par tools/reference.py : modifiez le programme, puis relancez-le. -->"
# Running them does more than declare.
NOT_READ = ("__main__", "migrations", "settings", "wsgi")


def main() -> None:
    """Write each page."""
    os.environ.setdefault("KENE_SECRET", "only-to-read-what-is-declared" * 2)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")
    django = importlib.import_module("django")
    django.setup()
    for name, text in pages().items():
        (ROOT / "docs" / "reference" / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The text of each page by its file's name; Django must be set up."""
    return {
        "variables.md": page(VARIABLES, variables()),
        "problemes.md": page(PROBLEMS, problems()),
        "commandes.md": page(COMMANDS, commands()),
        "feel.md": page(FEEL, feel()),
        "service.schema.json": schema(),
    }


VARIABLES = """# Variables d'environnement

Un nœud ne lit ses réglages que dans son environnement, une fois, quand il démarre. Une variable
vide vaut comme si elle n'était pas donnée."""

PROBLEMS = """# Codes de problème

Ce que `kene check`, `kene test` et les autres commandes trouvent à redire, avec ce qu'il faut
faire. Un code ne change jamais de sens. Un *avertissement* n'empêche pas de publier. Les mots entre
accolades sont remplacés par les détails du problème ; `--lang en` donne les mêmes phrases en
anglais."""

COMMANDS = """# La commande `kene`

Elle est dans `.venv/bin/kene` après `make setup`. Elle rend 0 quand tout va bien, 1 quand elle a
trouvé des problèmes, 2 quand elle est mal employée. En couleurs dans un terminal, en texte simple
dans un tube."""


FEEL = """# Les fonctions de FEEL

FEEL est la langue des règles de la norme DMN. Chaque fonction est montrée avec la façon de
l'appeler (`?` : peut manquer ; `...` : autant qu'on veut), ce qu'elle fait, et un exemple que les
tests lancent, dans un fichier DMN comme dans un service. Dans un service, les types sont vérifiés
avant de lancer, rien n'est `null`, et le jour est l'entrée `today`. Les exemples sont dans
[feel.yaml](feel.yaml)."""

CHAPTERS = {
    "conversions": "Faire une valeur d'une autre",
    "numeric": "Nombres",
    "strings": "Textes",
    "dates": "Dates",
    "lists": "Listes",
    "logic": "Oui et non",
    "ranges": "Intervalles",
    "contexts": "Contextes",
}


def page(introduction: str, lines: Iterator[str]) -> str:
    """An introduction under the mark that says how the page is made, then its lines."""
    return "\n".join([MADE, "", introduction, "", *lines]) + "\n"


def variables() -> Iterator[str]:
    """The table of the environment's variables."""
    from kene.site import configuration

    rows = (
        (f"`{each.name}`", f"`{each.default}`" if each.default else "", each.meaning["fr"])
        for each in configuration.variables()
    )
    yield from table(("variable", "par défaut", "ce qu'elle dit"), rows)


def problems() -> Iterator[str]:
    """The table of the kinds of problem, of every module that declares some."""
    import kene
    from kene.core.problems import kinds

    for module in pkgutil.walk_packages(kene.__path__, "kene."):
        if module.name.split(".")[-1] not in NOT_READ and ".migrations." not in module.name:
            importlib.import_module(module.name)
    rows = (
        (each.code, "avertissement" if each.warning else "", each.message["fr"], each.help["fr"])
        for each in kinds()
    )
    yield from table(("code", "", "ce qui ne va pas", "que faire"), rows)


def commands() -> Iterator[str]:
    """A section for each word of the command, and for each word under a word."""
    from kene.cli.app import app

    yield from words("kene", get_command(app))


def feel() -> Iterator[str]:
    """A section for each group of functions, with an example of each."""
    from kene.core.expressions.functions import BUILTINS, USAGES

    text = (ROOT / "docs" / "reference" / "feel.yaml").read_text(encoding="utf-8")
    examples = yaml.safe_load(text)
    for chapter, title in CHAPTERS.items():
        yield from (f"## {title}", "")
        rows = [
            (
                "<br>".join(f"`{usage}`" for usage in USAGES[name]),
                examples[name][0],
                f"`{examples[name][1]}` → `{examples[name][2]}`",
            )
            for name, function in BUILTINS.items()
            if function.signatures[0].run.__module__.endswith(f".{chapter}")
        ]
        yield from (*table(("fonction", "ce qu'elle fait", "exemple"), iter(rows)), "")


def schema() -> str:
    """The JSON Schema of packs."""
    from kene.core.services.schema import schema as language

    return json.dumps(language(), ensure_ascii=False, indent=2) + "\n"


def words(path: str, command: object) -> Iterator[str]:
    """The sections of a command, and of those below it."""
    match command:
        case TyperGroup():
            for name, each in command.commands.items():
                yield from words(f"{path} {name}", each)
        case TyperCommand():
            yield from word(path, command)


def word(path: str, command: TyperCommand) -> Iterator[str]:
    """The section of one command: what it does, how it is written, its options."""
    pieces = command.collect_usage_pieces(Context(command, info_name=path))
    usage = " ".join(piece.replace("…}...", "…").strip("{}") for piece in pieces)
    yield from (f"## `{path}`", "", (command.help or "").strip(), "", f"    {path} {usage}", "")
    rows = [
        (", ".join(f"`{name}`" for name in each.opts), getattr(each, "help", None) or "")
        for each in command.params
        if each.param_type_name == "option" and each.name != "help"
    ]
    if rows:
        yield from (*table(("option", ""), iter(rows)), "")


def table(headers: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """The lines of a table of Markdown."""
    yield "| " + " | ".join(headers) + " |"
    yield "| " + " | ".join("---" for _ in headers) + " |"
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


if __name__ == "__main__":
    main()
