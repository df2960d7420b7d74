"""The PDF of a document, from a pack's Typst template: PDF/A-2a and PDF/UA-1, for decades.

A template reads the files of its pack and `/kene.typ`, and nothing else: no file of the machine, no
font but Typst's own, no package. The same page, template and time give the same octets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

import typst

from kene.documents import image

STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]
_ROOT: Final = Path(__file__).parent / "typst"
_lock: Final = Lock()
"""Typst's compiler serves one caller at a time."""


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

    Everything is a text for people: `issued` and `expires` are dates in words (`expires` is empty
    when there is no limit), `agent` a name with its quality, `law` the texts relied on.
    """

    title: str
    number: str
    authority: str
    issued: str
    expires: str
    agent: str
    lines: tuple[Line, ...]
    law: tuple[str, ...] = ()
    language: str = "fr"


class BadTemplate(ValueError):
    """A template that Typst refuses: the diagnostic says where and why."""


def compose(template: Template, page: Page, code: str, at: datetime) -> bytes:
    """The PDF of `page` with its `code`, made at `at`. Raises BadTemplate."""
    _refuse_packages(template)
    document = json.dumps({**asdict(page), "code": image.svg(code)}, ensure_ascii=False)
    main = f"#include {json.dumps(template.path, ensure_ascii=False)}"
    try:
        with _lock:
            pdf = _compiler().compile(  # type: ignore[type-var]  # its stub knows no set of files
                {**template.files, "main.typ": main.encode()},
                format="pdf",
                sys_inputs={"document": document},
                pdf_standards=STANDARDS,
                timestamp=int(at.timestamp()),
            )
    except typst.TypstError as error:
        raise BadTemplate(error.diagnostic) from error
    if not isinstance(pdf, bytes):
        raise TypeError("Typst makes one file of a PDF")
    return pdf


def _refuse_packages(template: Template) -> None:
    """Typst would fetch a package from the network when a template names one."""
    for path, source in template.files.items():
        if path.endswith(".typ") and b'"@' in source:
            raise BadTemplate(f"{path}: a template imports files of its pack, never a package")


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(root=_ROOT, font_paths=fonts, ignore_system_fonts=True)
