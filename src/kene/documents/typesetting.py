"""Typst files as PDFs that last and that everybody can read: PDF/A-2a and PDF/UA-1.

A template reads the files it is given and those of this room, and nothing else: no file of the
machine, no font but Typst's own, no package. The same files, data and time give the same octets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final, Literal

import typst

STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]
_ROOT: Final = Path(__file__).parent / "typst"
_lock: Final = Lock()
"""Typst's compiler serves one caller at a time."""


class BadTemplate(ValueError):
    """A template that Typst refuses: the diagnostic says where and why."""


def typeset(path: str, files: Mapping[str, bytes], data: object, at: datetime) -> bytes:
    """The PDF, made at `at`, of the template at `path` in `files`.

    `data` is what the template finds as JSON in `sys.inputs.document`. Raises BadTemplate.
    """
    pdf = _compiled(path, files, data, at, "pdf")
    if not isinstance(pdf, bytes):
        raise TypeError("Typst makes one file of a PDF")
    return pdf


def picture(path: str, files: Mapping[str, bytes], data: object, at: datetime) -> bytes:
    """The same as an SVG, of a template that makes one page. Raises BadTemplate."""
    drawn = _compiled(path, files, data, at, "svg")
    if not isinstance(drawn, bytes):
        raise BadTemplate(f"{path}: a picture is one page, and this template makes more")
    return drawn


def _compiled(
    path: str, files: Mapping[str, bytes], data: object, at: datetime, form: Literal["pdf", "svg"]
) -> object:
    _refuse_packages(files)
    main = f"#include {json.dumps(path, ensure_ascii=False)}"
    try:
        with _lock:
            return _compiler().compile(  # type: ignore[type-var]  # its stub knows no set of files
                {**files, "main.typ": main.encode()},
                format=form,
                sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
                pdf_standards=STANDARDS if form == "pdf" else [],
                timestamp=int(at.timestamp()),
            )
    except typst.TypstError as error:
        raise BadTemplate(error.diagnostic) from error


def _refuse_packages(files: Mapping[str, bytes]) -> None:
    """Typst would fetch a package from the network when a template names one."""
    for path, source in files.items():
        if path.endswith(".typ") and b'"@' in source:
            raise BadTemplate(f"{path}: a template imports files of its pack, never a package")


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(root=_ROOT, font_paths=fonts, ignore_system_fonts=True)
