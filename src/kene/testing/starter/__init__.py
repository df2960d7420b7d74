"""A first pack that passes its checks and its tests, to be changed into a real one."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Final

import yaml

from kene.catalogue.packing import gathered, parts_around
from kene.core.services import load
from kene.core.services.composing import SHARED
from kene.core.values import Place
from kene.core.values.gazetteer import COUNTRIES as PLACED
from kene.testing.play import play
from kene.testing.transcript import read_transcript, write_transcript

NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
LAW: Final = "Le texte de loi qui fonde ce service"
_SHORT: Final = 24
"""Letters of a title that stand beside others on a basic phone's menu."""
_FRENCH: Final = "wording/fr.yaml"
_TALK: Final = "tests/accordee.txt"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is known already of the service to be written; "" is for later.

    `fee` is in whole francs; `use` are shared parts, of which it takes what it can name. With
    `extends`, it is that pack for another country, and says only what differs. Texts of another
    language than French begin as the French ones, marked as not reviewed.
    """

    title: str = ""
    summary: str = ""
    authority: str = ""
    law: str = ""
    article: str = ""
    fee: int = 0
    languages: tuple[str, ...] = ("fr",)
    channels: tuple[str, ...] = ("ussd", "sms", "web")
    country: str = "ml"
    use: tuple[str, ...] = ()
    extends: str = ""


def starter(name: str, folder: Path, wishes: Wishes | None = None) -> Mapping[str, bytes]:
    """The files of a first pack of that name, by path, for a folder beside the parts that it uses.

    Raises ValueError when it can't be one.
    """
    if not NAME.fullmatch(name):
        raise ValueError(name)
    wished = wishes or Wishes()
    if wished.extends:
        return _overlay(name, wished)
    found = {each: parts_around(folder).get(each) for each in wished.use}
    parts = [_sections(each) for each in found.values() if each is not None]
    texts: dict[str, str] = {}
    _gather(files("kene.testing.starter").joinpath("pack"), "", texts)
    marks = _marks(name, wished, parts)
    texts = {path: Template(text).safe_substitute(marks) for path, text in texts.items()}
    for language in wished.languages:
        if language != "fr":
            texts[f"wording/{language}.yaml"] = f"reviewed: no\n{texts[_FRENCH]}"
    if "fr" not in wished.languages:
        del texts[_FRENCH]
    return {path: text.encode() for path, text in _played(texts, wished, folder).items()}


def write(name: str, folder: Path, wishes: Wishes | None = None) -> tuple[Path, ...]:
    """Write a first pack in a new folder, and tell its files.

    Raises ValueError when it can't be a name, and FileExistsError when the folder is there.
    """
    contents = starter(name, folder, wishes)
    folder.mkdir(parents=True)
    paths = tuple(folder / path for path in contents)
    for path, octets in zip(paths, contents.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
    return paths


def _overlay(name: str, wishes: Wishes) -> dict[str, bytes]:
    """What begins a service of another country: what its shell is, and nothing that is not known.

    It has to be checked, and completed."""
    titled = f"title: {_quoted(wishes.title)}\n" if wishes.title else ""
    lines = (
        f"# Ce qui diffère de « {wishes.extends} ». « kene check » dit ce qu'il manque.",
        "kene: 1",
        f"service: {name}",
        "version: 2026.1",
        f"extends: {wishes.extends}",
        "without: [tests]",
        f"use: [{', '.join(wishes.use)}]",
        f"country: {wishes.country}",
        f"languages: [{', '.join(wishes.languages)}]",
        f'unsure: "Ce que « {wishes.extends} » dit d\'un autre pays."',
        "",
    )
    files = {"service.yaml": "\n".join(lines).encode()}
    if titled:
        files |= {f"wording/{language}.yaml": titled.encode() for language in wishes.languages}
    return files


def _sections(part: Path) -> Mapping[str, object]:
    """What a shared part has, by section."""
    tree = yaml.load((part / SHARED).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tree if isinstance(tree, dict) else {}


def _has(parts: Sequence[Mapping[str, object]], section: str, name: str) -> bool:
    named = (part.get(section) for part in parts)
    return any(isinstance(each, dict) and name in each for each in named)


def _marks(name: str, wishes: Wishes, parts: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """What stands for each mark of the files."""
    title = wishes.title or f"Demander {name}"
    # Where parts name authorities, one that is not theirs has to be named.
    authority = wishes.authority or ("Mairie" if wishes.use else "")
    # A place says which authority answers; a text has to be of some use to an agent.
    placed = wishes.country in PLACED
    article = f"article: {_quoted(wishes.article)}" if wishes.article else _unsure(wishes)
    return {
        "service": name,
        "title": _quoted(title),
        "short": _quoted(title if wishes.title and len(title) <= _SHORT else _written(name)),
        "summary": _quoted(wishes.summary or f"{title} : la demande se fait ici."),
        "authority": _slug(authority) or "mairie",
        "named": f"\nauthority: {_quoted(authority)}" if authority else "",
        "law": _quoted(wishes.law or LAW),
        "article": article,
        "fee": f"{{amount: {wishes.fee}, law: texte}}" if wishes.fee else "0",
        "country": wishes.country,
        "use": f"\nuse: [{', '.join(wishes.use)}]" if wishes.use else "",
        "contact": "prevenir" if _has(parts, "purposes", "prevenir") else "repondre",
        "commune": _commune(parts, placed=placed),
        "again": "nom, age" if placed else "nom, age, commune",
        "languages": ", ".join(wishes.languages),
        "channels": ", ".join(wishes.channels),
    }


def _commune(parts: Sequence[Mapping[str, object]], *, placed: bool) -> str:
    """How a commune is asked: as the country's parts say, from its list of places, or written."""
    if _has(parts, "types", "commune"):
        return "type: commune"
    return "type: place, level: commune" if placed else "type: text, max: 40"


def _unsure(wishes: Wishes) -> str:
    what = "L'article qui est cité." if wishes.law else "Le titre du texte et son article."
    return f"unsure: {_quoted(what)}"


def _quoted(text: str) -> str:
    """The text as YAML writes it between quotes, which is as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _written(name: str) -> str:
    """`Carte eau` for `carte-eau`."""
    return name[:1].upper() + name[1:].replace("_", " ").replace("-", " ")


def _slug(text: str) -> str:
    """`mairie-de-kenieba` for `Mairie de Kéniéba`."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if sign.isascii())
    return "-".join(re.findall("[a-z][a-z0-9]*", plain.lower()))[:40].strip("-")


def _played(texts: dict[str, str], wishes: Wishes, folder: Path) -> dict[str, str]:
    """The files, with the conversation as it goes with these wishes."""
    service = load(gathered(folder, {path: text.encode() for path, text in texts.items()}))
    spoken = f"# language: {wishes.languages[0]}\n"
    talk = texts[_TALK].replace("# language: fr\n", spoken)
    if not isinstance(service.fields["commune"].type, Place):
        before, _, after = talk.partition("« Choisissez")
        talk = before + after.partition("> 1\n")[2]
    accepted = play(read_transcript(talk, _TALK), service).accepted
    return {**texts, _TALK: write_transcript(accepted)}


def _gather(at: Traversable, prefix: str, texts: dict[str, str]) -> None:
    for child in sorted(at.iterdir(), key=lambda each: each.name):
        path = f"{prefix}{child.name}"
        if child.is_dir():
            _gather(child, f"{path}/", texts)
        else:
            texts[path] = child.read_text(encoding="utf-8")
