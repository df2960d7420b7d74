"""`kene export`: a service as linked data, as an API, and on paper."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kene.cli.options import Lang, Pack, Tongue
from kene.cli.spoken import said

if TYPE_CHECKING:
    from kene.core.services import Service
    from kene.exchange.api import Reach

Target = Annotated[Path | None, typer.Option("--to")]
Base = Annotated[str, typer.Option("--base")]
Language = Annotated[str, typer.Option("--language")]
Sheet = Annotated[Path, typer.Option("--to")]
Conversation = Annotated[Path, typer.Argument(metavar="FILE")]
Drawing = Annotated[Path, typer.Option("--to")]
Code = Annotated[str, typer.Option("--code")]
Address = Annotated[str, typer.Option("--address")]


def export_cpsv_ap(pack: Pack, to: Target = None, base: Base = "", lang: Lang = Tongue.fr) -> None:
    """Write a service in CPSV-AP (RDF, Turtle), for catalogues of public services."""
    from kene.cli import terminal
    from kene.cli.packs import loaded
    from kene.exchange.api import NoRdf, cpsv_ap

    try:
        text = cpsv_ap(loaded(pack, lang), base)
    except NoRdf as missing:
        terminal.wrong(said("export.rdf", missing=missing))
    _written(text, to)


def export_openapi(pack: Pack, to: Target = None, lang: Lang = Tongue.fr) -> None:
    """Write the OpenAPI document of a service: its addresses and the schema of its answers."""
    import json

    from kene.cli.packs import loaded
    from kene.exchange.api import openapi

    service = loaded(pack, lang)
    document = openapi(service, _node())
    _written(json.dumps(document, ensure_ascii=False, indent=2) + "\n", to)


def export_form(
    pack: Pack,
    to: Sheet,
    language: Language = "",
    code: Code = "",
    address: Address = "",
    lang: Lang = Tongue.fr,
) -> None:
    """Write the paper form of a service, for those who have paper alone."""
    from kene.exchange.api import Reach, form

    _printed(_Wish(pack, to, language, lang), Reach(code, address), form)


def export_leaflet(
    pack: Pack,
    to: Sheet,
    language: Language = "",
    code: Code = "",
    address: Address = "",
    lang: Lang = Tongue.fr,
) -> None:
    """Write the leaflet of a service: a page for people, in one language."""
    from kene.exchange.api import Reach, leaflet

    _printed(_Wish(pack, to, language, lang), Reach(code, address), leaflet)


def export_storyboard(
    pack: Pack, conversation: Conversation, to: Drawing, lang: Lang = Tongue.fr
) -> None:
    """Draw a conversation, screen by screen: an SVG, or a PDF to print."""
    from kene.cli import problems, terminal
    from kene.cli.packs import loaded
    from kene.core.problems import Mistakes
    from kene.exchange.api import NoTypesetter
    from kene.testing.storyboard import FORMS, storyboard
    from kene.testing.transcript import read_transcript

    form = next((each for each in FORMS if to.suffix.lower() == f".{each}"), None)
    if form is None:
        terminal.wrong(said("export.drawing", file=to))
    service = loaded(pack, lang)
    try:
        told = read_transcript(conversation.read_text(encoding="utf-8"), str(conversation))
        octets = storyboard(told, service, form, datetime.now(UTC))
    except (OSError, UnicodeDecodeError) as error:
        terminal.wrong(said("export.unreadable", file=conversation, why=error))
    except Mistakes as mistakes:
        problems.tell(mistakes.problems, lang.value)
        raise typer.Exit(1) from None
    except NoTypesetter as missing:
        terminal.wrong(said("export.draw", missing=missing))
    to.write_bytes(octets)
    terminal.say(str(to))


@dataclass(frozen=True, slots=True)
class _Wish:
    """A pack to print, where, and in which language; "" is its first one."""

    pack: Path
    to: Path
    language: str
    lang: Tongue


def _printed(
    wish: _Wish, reach: Reach, draw: Callable[[Service, str, Reach, datetime], bytes]
) -> None:
    from kene.cli import terminal
    from kene.cli.packs import loaded
    from kene.exchange.api import NoTypesetter

    service = loaded(wish.pack, wish.lang)
    language = wish.language or service.languages[0]
    if language not in service.languages:
        known = ", ".join(service.languages)
        terminal.wrong(said("export.language", pack=wish.pack, language=language, known=known))
    try:
        octets = draw(service, language, reach, datetime.now(UTC))
    except NoTypesetter as missing:
        terminal.wrong(said("export.typeset", missing=missing))
    wish.to.write_bytes(octets)
    terminal.say(str(wish.to))


def _node() -> dict[str, Any]:
    """The OpenAPI document that a node of this version serves."""
    import django

    # Nothing is kept nor signed here, but the settings of a node want a secret.
    os.environ.setdefault("KENE_SECRET", secrets.token_urlsafe(64))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kene.site.settings")
    django.setup()
    from kene.channels.api.door import api

    return api.get_openapi_schema(path_prefix="/api/")


def _written(text: str, to: Path | None) -> None:
    from kene.cli import terminal

    if to is None:
        typer.echo(text, nl=False)
        return
    to.write_text(text, encoding="utf-8")
    terminal.say(str(to))
