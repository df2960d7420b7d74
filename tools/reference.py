"""Write the pages of `docs/reference` that are made from the program, so that they are true.

`python tools/reference.py` writes them; a test compares them with what the program says.
"""

import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

import yaml
from typer import Context
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Page faite par tools/reference.py : modifiez le programme, puis relancez-le. -->"
# Running them does more than declare.
NOT_READ = ("__main__", "migrations", "settings", "asgi")


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
anglais.

Chaque problème d'un service est montré par la plus petite faute qui le fait, dans un service qui
est juste par ailleurs : « - » ce qui était juste, « + » ce qui ne l'est plus. Ces exemples sont
ceux des tests."""

FAMILIES = {
    "B": "Traiter en masse",
    "D1": "Les tables de décision, telles qu'elles sont écrites",
    "D2": "Les fichiers DMN",
    "D3": "Ce qui est prouvé des tables : chacun a une réponse, et une seule",
    "F1": "Les conditions, telles qu'elles sont écrites",
    "F2": "Les noms et les types des conditions",
    "F3": "Les conditions écrites dans un autre langage",
    "K": "Vérifier un document",
    "M": "Passer d'une version à la suivante",
    "S10": "Les fichiers YAML",
    "S11": "Les clés et la forme de leurs valeurs",
    "S1": "Les noms qui mènent d'un endroit à un autre",
    "S20": "Les textes",
    "S21": "Ce qui est demandé, calculé, cité ou gardé pour rien",
    "S22": "Les refus : une loi, un recours, un message",
    "S23": "Les étapes et les actions",
    "S24": "Les écrans et les messages",
    "S25": "Ce qui reste à confirmer ou à relire",
    "S26": "Les codes signés des documents",
    "S2": "L'argent, les appels, les rendez-vous",
    "T": "Les conversations et les exemples de test",
    "V": "Les types et leurs paramètres",
    "X": "Ce qui vient d'ailleurs et ce qui y va",
    "": "Autres",
}
"""What the codes that begin so are about; the longest beginning comes first."""
WHY = {
    "D1": "Une table est un texte que tout tableur ouvre : sa première ligne dit ce qui est "
    "regardé et ce qui est décidé, chaque ligne suivante est une règle.",
    "D3": "Une décision répond à chacun, une fois. Ce qui manque est montré par une personne à qui "
    "cela arriverait.",
    "F1": "Une condition s'écrit en FEEL, la langue des règles de la norme DMN.",
    "F2": "Une condition ne lit que ce que le service demande, calcule ou décide, et ne compare "
    "que ce qui se compare : un nom mal écrit serait sinon une règle qui ne vaut pour personne.",
    "M": "Un dossier ouvert reste sur sa version. Il ne passe à la suivante que si le service dit "
    "comment, et si rien de ce qui fut promis au demandeur ne devient moins bon sans être permis.",
    "S10": "Les fichiers d'un service sont du YAML : une clé, deux-points, une valeur ; "
    "l'indentation dit ce qui est dans quoi.",
    "S11": "Une clé inconnue n'est jamais ignorée : elle serait une intention perdue.",
    "S1": "Ce qui est nommé à un endroit est déclaré à un autre : une loi, une étape, un document.",
    "S20": "Tout ce qu'une personne lit est dans les textes de chaque langue, sans un de moins.",
    "S21": "Ne demander que ce qui sert, dire pourquoi, et ne pas garder plus que la loi ne "
    "permet : c'est ce que la loi sur les données personnelles demande.",
    "S22": "Qui est refusé sait par quelle loi, et devant qui le contester.",
    "S23": "Une demande finit toujours, à temps, et quelqu'un répond de chaque étape.",
    "S24": "Chaque écran est vraiment dessiné, dans chaque langue, comme chaque canal le porte.",
    "S25": "Ce que personne n'a confirmé est dit à qui lit le service.",
    "S26": "Un téléphone simple lit un code carré de peu de modules : on signe le nécessaire.",
    "T": "Les tests d'un service sont des textes qu'un officier peut relire ; une faute y est dite "
    "comme dans le service.",
    "V": "Un type lit ce que les personnes écrivent ; ses paramètres disent jusqu'où.",
}
"""Why the problems of a family are problems."""
LONG = 6
WIDE = 110
HEADERS = ("---", "+++", "@@")

COMMANDS = """# La commande `kene`

Elle est dans `.venv/bin/kene` après `make setup`. Elle rend 0 quand tout va bien, 1 quand elle a
trouvé des problèmes, 2 quand elle est mal employée. En couleurs dans un terminal, en texte simple
dans un tube. Elle parle français, et anglais avec `--lang en` ou `KENE_LANG=en` dans
l'environnement."""


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
    """A section for each kind of problem, of every module that declares some, by families."""
    import kene
    from kene.core.problems import kinds

    for module in pkgutil.walk_packages(kene.__path__, "kene."):
        if module.name.split(".")[-1] not in NOT_READ and ".migrations." not in module.name:
            importlib.import_module(module.name)
    shown = examples()
    told = ""
    for kind in kinds():
        family = next(each for each in FAMILIES if kind.code.startswith(each))
        if family != told:
            told = family
            yield from (f"## {FAMILIES[family]}", "")
            yield from (WHY[family], "") if family in WHY else ()
        said = f"**{kind.message['fr']}** {kind.help['fr']}"
        yield from (
            f"### {kind.code}",
            "",
            said + (" *Avertissement.*" if kind.warning else ""),
            "",
        )
        yield from shown.get(kind.code, ())


def examples() -> dict[str, list[str]]:
    """For each problem of a pack, the smallest of the edits that tests make, as a difference."""
    sys.path.insert(0, str(ROOT / "tests"))
    corpus = importlib.import_module("core.services.broken_packs")
    found: dict[str, list[str]] = {}
    for pack in (*corpus.CORPUS, *corpus.MOVES):
        lines = example(pack.title, pack.before, pack.files)
        if pack.code not in found or len("".join(lines)) < len("".join(found[pack.code])):
            found[pack.code] = lines
    return found


def example(title: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """The lines that an edit of a pack changes, file by file."""
    lines = [f"Par exemple : {title[0].lower()}{title[1:]}", ""]
    for name in sorted({*before, *after}):
        old, new = (files.get(name, b"").decode().splitlines() for files in (before, after))
        if old != new:
            compared = unified_diff(old, new, n=0, lineterm="")
            changed = [line for line in compared if not line.startswith(HEADERS)]
            cut = [line if len(line) < WIDE else f"{line[:WIDE]}…" for line in changed[:LONG]]
            more = [f"  … et {len(changed) - LONG} lignes"] if len(changed) > LONG else []
            lines += [f"`{name}`", "", "```diff", *(line.rstrip() for line in cut), *more]
            lines += ["```", ""]
    return lines


def commands() -> Iterator[str]:
    """A section for each word of the command, and for each word under a word."""
    from kene.cli.app import app

    yield from words((), get_command(app))


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


def words(path: tuple[str, ...], command: object) -> Iterator[str]:
    """The sections of a command, and of those below it."""
    match command:
        case TyperGroup():
            for name, each in command.commands.items():
                yield from words((*path, name), each)
        case TyperCommand():
            yield from word(path, command)


def word(path: tuple[str, ...], command: TyperCommand) -> Iterator[str]:
    """The section of one command: what it does, how it is written, its options."""
    from kene.cli.spoken import help_of

    name = " ".join(("kene", *path))
    context = Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f"## `{name}`", "", help_of(path), "", f"    {name} {usage}", "")
    rows = [
        (", ".join(f"`{name}`" for name in each.opts), help_of(path, each.name))
        for each in command.get_params(context)
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
