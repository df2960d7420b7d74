"""`kene verify` and `kene keys`: what a signed code is worth, and the keys that sign."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from kene.cli.options import PROBLEMS, Json
from kene.cli.words import Words

if TYPE_CHECKING:
    from kene.documents.offline import Claims, Verdict

Code = Annotated[str, typer.Argument(metavar="CODE")]
Keys = Annotated[Path | None, typer.Option("--keys")]

_TOO_LONG = 4_096
"""No path is so long."""
_FILES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".txt"})

keys = Words()


def register(app: Words) -> None:
    """Add the words to the command."""
    app.word()(verify)
    app.add_typer(keys, name="keys")


def verify(code: Code, folder: Keys = None, json: Json = False) -> None:
    """Verify a document, without a network: 0 if it is valid, 1 otherwise."""
    from kene.cli import terminal
    from kene.documents import offline

    known = folder or Path(os.environ.get("KENE_DATA", "data"))
    verdict = offline.verify(_given(code), known, datetime.now(UTC))
    valid = isinstance(verdict, offline.Valid)
    sentence, claims = _told(verdict)
    if json:
        shown = {} if claims is None else {"number": claims.number, **claims.fields}
        name = type(verdict).__name__.lower()
        terminal.data({"valid": valid, "verdict": name, "message": sentence, "claims": shown})
    else:
        terminal.say(terminal.colour(sentence, "good" if valid else "problem"))
        for line in _lines(claims):
            terminal.say(line)
    if not valid:
        raise typer.Exit(PROBLEMS)


@keys.word()
def rotate() -> None:
    """Make a new key for each authority; documents issued before stay valid."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        made = _rotated(datetime.now(UTC))
    for authority, key in made:
        terminal.say(f"{authority} : nouvelle clé {key}.")
    if not made:
        terminal.say("Aucun service n'est publié : il n'y a pas de clé à changer.")
        raise typer.Exit(PROBLEMS)
    terminal.say("Sauvegardez le dossier « keys », et redonnez les clés publiques à qui vérifie.")


def _rotated(now: datetime) -> list[tuple[str, str]]:
    """A new key for the authority of each service that is offered."""
    from kene.documents import api as documents
    from kene.site.preparing import issuers

    return [(each.authority, documents.rotate(each, now).identifier.hex()) for each in issuers()]


@keys.word("node")
def rotate_node() -> None:
    """Change the key of the node; what was erased before opens with nothing any more."""
    from kene.cli import terminal
    from kene.cli.django import on_node

    with on_node():
        from kene.privacy import api as privacy

        count = privacy.rotate_node_key()
    wrapped = terminal.counted(count, "clé emballée", "clés emballées")
    terminal.say(f"Nouvelle clé du nœud ; {wrapped} de nouveau. Sauvegardez-la à part.")


def _given(code: str) -> str | bytes:
    """What a file holds, or the code itself. Stops with 2 for a file that is not there."""
    from kene.cli import terminal

    path = Path(code)
    if len(code) < _TOO_LONG and path.is_file():
        return path.read_bytes()
    if path.suffix.lower() in _FILES:
        terminal.wrong(f"Il n'y a pas de fichier {code}.")
    return code


def _told(verdict: Verdict) -> tuple[str, Claims | None]:
    from kene.documents import offline

    match verdict:
        case offline.Valid(claims, issuer):
            return f"Valide : signé par {issuer.name or issuer.authority}.", claims
        case offline.Expired(claims, issuer):
            return f"Expiré : signé par {issuer.name or issuer.authority}.", claims
        case offline.Withdrawn(claims, issuer, since):
            by = issuer.name or issuer.authority
            return f"Retiré le {since.date().isoformat()} par {by}.", claims
        case offline.UnknownKey(key):
            return f"Clé inconnue ({key}) : demandez les clés publiques à l'autorité.", None
        case offline.Altered():
            return "Modifié : ce n'est pas ce que l'autorité a signé.", None
        case offline.Unreadable():
            return "Aucun code de Kene n'est lisible ici.", None
        case _:
            assert_never(verdict)


def _lines(claims: Claims | None) -> list[str]:
    from kene.documents import offline

    if claims is None:
        return []
    fields = [f"  {offline.label(name, 'fr')} : {value}" for name, value in claims.fields.items()]
    return [f"  {claims.title} n° {claims.number}", *fields]
