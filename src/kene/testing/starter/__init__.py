"""A first pack that passes its checks and its tests, to be changed into a real one."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Final

from kene.core.services import load
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

    `fee` is in whole francs. Texts of another language than French begin as the French ones, marked
    as not reviewed.
    """

    title: str = ""
    authority: str = ""
    law: str = ""
    article: str = ""
    fee: int = 0
    languages: tuple[str, ...] = ("fr",)
    channels: tuple[str, ...] = ("ussd", "sms", "web")


def starter(name: str, wishes: Wishes | None = None) -> Mapping[str, bytes]:
    """The files of a first pack of that name, by path. Raises ValueError when it can't be one."""
    if not NAME.fullmatch(name):
        raise ValueError(name)
    wished = wishes or Wishes()
    texts: dict[str, str] = {}
    _gather(files("kene.testing.starter").joinpath("pack"), "", texts)
    marks = _marks(name, wished)
    texts = {path: Template(text).safe_substitute(marks) for path, text in texts.items()}
    for language in wished.languages:
        if language != "fr":
            texts[f"wording/{language}.yaml"] = f"reviewed: no\n{texts[_FRENCH]}"
    if "fr" not in wished.languages:
        del texts[_FRENCH]
    return {path: text.encode() for path, text in _played(texts, wished).items()}


def write(name: str, folder: Path, wishes: Wishes | None = None) -> tuple[Path, ...]:
    """Write a first pack in a new folder, and tell its files.

    Raises ValueError when it can't be a name, and FileExistsError when the folder is there.
    """
    contents = starter(name, wishes)
    folder.mkdir(parents=True)
    paths = tuple(folder / path for path in contents)
    for path, octets in zip(paths, contents.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets)
    return paths


def _marks(name: str, wishes: Wishes) -> dict[str, str]:
    """What stands for each mark of the files."""
    title = wishes.title or f"Demander {name}"
    article = f"article: {_quoted(wishes.article)}" if wishes.article else _unsure(wishes)
    return {
        "service": name,
        "title": _quoted(title),
        "short": _quoted(title if wishes.title and len(title) <= _SHORT else name),
        "authority": _slug(wishes.authority) or "mairie",
        "named": f"\nauthority: {_quoted(wishes.authority)}" if wishes.authority else "",
        "law": _quoted(wishes.law or LAW),
        "article": article,
        "fee": f"{{amount: {wishes.fee}, law: texte}}" if wishes.fee else "0",
        "languages": ", ".join(wishes.languages),
        "channels": ", ".join(wishes.channels),
    }


def _unsure(wishes: Wishes) -> str:
    what = "L'article qui est cité." if wishes.law else "Le titre du texte et son article."
    return f"unsure: {_quoted(what)}"


def _quoted(text: str) -> str:
    """The text as YAML writes it between quotes, which is as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _slug(text: str) -> str:
    """`mairie-de-kenieba` for `Mairie de Kéniéba`."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if sign.isascii())
    return "-".join(re.findall("[a-z][a-z0-9]*", plain.lower()))[:40].strip("-")


def _played(texts: dict[str, str], wishes: Wishes) -> dict[str, str]:
    """The files, with the conversation as it goes with these wishes."""
    service = load({path: text.encode() for path, text in texts.items()})
    spoken = f"# language: {wishes.languages[0]}\n"
    talk = texts[_TALK].replace("# language: fr\n", spoken)
    accepted = play(read_transcript(talk, _TALK), service).accepted
    return {**texts, _TALK: write_transcript(accepted)}


def _gather(at: Traversable, prefix: str, texts: dict[str, str]) -> None:
    for child in sorted(at.iterdir(), key=lambda each: each.name):
        path = f"{prefix}{child.name}"
        if child.is_dir():
            _gather(child, f"{path}/", texts)
        else:
            texts[path] = child.read_text(encoding="utf-8")
