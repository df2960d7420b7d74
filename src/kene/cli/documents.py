"""`kene verify` and `kene keys`: what a signed code is worth, and the keys that sign."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from kene.cli.options import PROBLEMS, Json
from kene.cli.spoken import said
from kene.cli.words import Words
from kene.site.spoken import language

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
        terminal.say(said("documents.rotated", authority=authority, code=key))
    if not made:
        terminal.say(said("documents.nobody"))
        raise typer.Exit(PROBLEMS)
    terminal.say(said("documents.save"))


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
    terminal.say(said("documents.node", n=count))


def _given(code: str) -> str | bytes:
    """What a file holds, or the code itself. Stops with 2 for a file that is not there."""
    from kene.cli import terminal

    path = Path(code)
    if len(code) < _TOO_LONG and path.is_file():
        return path.read_bytes()
    if path.suffix.lower() in _FILES:
        terminal.wrong(said("documents.fileless", file=code))
    return code


def _told(verdict: Verdict) -> tuple[str, Claims | None]:
    from kene.documents import offline

    match verdict:
        case offline.Valid(claims, issuer):
            return said("documents.valid", by=issuer.name or issuer.authority), claims
        case offline.Expired(claims, issuer):
            return said("documents.expired", by=issuer.name or issuer.authority), claims
        case offline.Withdrawn(claims, issuer, since):
            by = issuer.name or issuer.authority
            return said("documents.withdrawn", day=since.date().isoformat(), by=by), claims
        case offline.UnknownKey(key):
            return said("documents.unknown", code=key), None
        case offline.Altered():
            return said("documents.altered"), None
        case offline.Unreadable():
            return said("documents.unreadable"), None
        case _:
            assert_never(verdict)


def _lines(claims: Claims | None) -> list[str]:
    from kene.documents import offline

    if claims is None:
        return []
    fields = (
        said("documents.field", label=offline.label(name, language()), value=value)
        for name, value in claims.fields.items()
    )
    paper = said("documents.paper", title=claims.title, number=claims.number)
    return [f"  {line}" for line in (paper, *fields)]
