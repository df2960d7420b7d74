"""The PDF of a document, from a pack's Typst template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from kene.documents import image
from kene.documents.typesetting import typeset


@dataclass(frozen=True, slots=True)
class Template:
    """A Typst file of a pack, `path`, and the pack's `files` that it may import, by path."""

    path: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Line:
    """A field as the document shows it: its name in the pack, its label, its value in words."""

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a template is given: `document` of `/kene.typ` has these names, and `code`.

    Everything is a text for people: `requested`, `issued` and `expires` are dates in words
    (`expires` is empty when there is no limit), `agent` a name with its quality, `law` the texts
    relied on.
    """

    title: str
    number: str
    authority: str
    requested: str
    issued: str
    expires: str
    agent: str
    lines: tuple[Line, ...]
    law: tuple[str, ...] = ()
    language: str = "fr"


def compose(template: Template, page: Page, code: str, at: datetime) -> bytes:
    """The PDF of `page` with its `code`, made at `at`. Raises BadTemplate."""
    data = {**asdict(page), "code": image.svg(code)}
    return typeset(template.path, template.files, data, at)
