"""`python -m bench.xlsform DIR`: how much of real, public forms is imported.

The forms are the test data of packages: spreadsheets, and the tables of pyxform's own tests. They
are downloaded into DIR when it has none, and never kept in the project. A form that pyxform itself
refuses is left out and counted apart.
"""

from __future__ import annotations

import ast
import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from kene.core.problems import Problem
from kene.exchange.api import (
    NoSurvey,
    NotASpreadsheet,
    NothingAsked,
    Wanted,
    Workbook,
    imported,
    is_lost,
    read,
)
from kene.exchange.xlsform.workbook import Sheet, gathered

PYTHON = (
    "pyxform==1.6.0", "pyxform==1.4.0", "pyxform==1.2.0", "pyxform==0.11.5", "pyxform==0.15.1",
    "pmaxform3==0.14.1", "osm-fieldwork==0.10.0", "osm-fieldwork==0.3.3", "osm-fieldwork==0.16.12",
)  # fmt: skip
NODE = ("cht-conf-test-harness@5.0.4",)
TOP = 20
_UNSAID = {"geopoint", "geotrace", "geoshape", "gps", "location", "audio", "video", "image", "file"}


@dataclass(frozen=True)
class Form:
    """A form as it is written and as sheets, and the package that it comes from.

    `kind` is how it is written: `.xlsx`, `.xls`, or `.md` for a table of a test.
    """

    name: str
    package: str
    source: bytes
    kind: str
    book: Workbook


@dataclass
class Count:
    """What was imported of a set of forms."""

    forms: int = 0
    whole: int = 0
    spoken: int = 0
    expressions: int = 0
    kept: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    packages: Counter[str] = field(default_factory=Counter)


def main(folder: Path) -> None:
    """Download where there is nothing, then measure."""
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        download(folder)
    counts = {"classeurs": Count(), "tables de tests": Count()}
    for form in forms(folder):
        measure(form, counts["tables de tests" if form.kind == ".md" else "classeurs"])
    for name, count in counts.items():
        show(name, count)


def download(folder: Path) -> None:
    """The packages, by their registries' own clients."""
    for package in PYTHON:
        words = ["pip", "download", "--quiet", "--no-deps", "--no-build-isolation", "--dest"]
        subprocess.run([sys.executable, "-m", *words, str(folder), package], check=False)
    for package in NODE:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=False)


def forms(folder: Path) -> Iterator[Form]:
    """Each form of the packages in a folder once, in the order of their names."""
    seen: set[str] = set()
    for path in sorted(folder.iterdir()):
        for name, octets in members(path):
            digest = hashlib.sha256(octets).hexdigest()
            if digest in seen:
                continue
            seen.add(digest)
            if name.lower().endswith((".xls", ".xlsx")):
                try:
                    kind = Path(name).suffix.lower()
                    yield Form(name, path.name, octets, kind, read(octets))
                except NotASpreadsheet:
                    continue
            elif "/tests" in name and name.endswith(".py"):
                for line, text, book in tables(octets.decode()):
                    if text not in seen:
                        seen.add(text)
                        yield Form(f"{name}:{line}", path.name, text.encode(), ".md", book)


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a package, by name."""
    if path.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    elif path.suffix in (".gz", ".tgz"):
        with tarfile.open(path) as archive:
            for member in archive.getmembers():
                if member.isfile():
                    opened = archive.extractfile(member)
                    assert opened is not None
                    yield member.name, opened.read()
    elif path.suffix in (".xls", ".xlsx"):
        yield path.name, path.read_bytes()


def tables(source: str) -> Iterator[tuple[int, str, Workbook]]:
    """The forms that a test writes as tables, with their lines and texts."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            book = table(node.value)
            if "survey" in book:
                yield node.lineno, node.value, book


def table(text: str) -> Workbook:
    """The sheets of a Markdown table whose first column names them."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    name = ""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.strip().startswith("|") or set("".join(cells)) <= {"-"}:
            continue
        if cells[0]:
            name = cells[0].lower()
            rows.setdefault(name, [])
        if name and any(cells[1:]):
            rows[name].append(tuple(cells[1:]))
    return gathered(Sheet(each, tuple(lines)) for each, lines in rows.items())


def measure(form: Form, count: Count) -> None:
    """Import a form that pyxform accepts."""
    if not accepted(form):
        count.refused += 1
        return
    count.forms += 1
    count.packages[form.package] += 1
    problems: tuple[Problem, ...]
    asked = False
    try:
        found = imported(form.book, Wanted(form.name, "en"))
    except NothingAsked as nothing:
        problems = nothing.problems
    except NoSurvey:
        problems = ()
    else:
        problems, asked = found.problems, True
        count.whole += found.whole
        count.expressions += found.expressions
        count.kept += found.kept
    lost = {reason(each) for each in problems if is_lost(each)}
    count.spoken += asked and all(map(without_words, lost))
    count.reasons.update(lost)


def accepted(form: Form) -> bool:
    """Whether pyxform makes an XForm of it."""
    try:
        convert(
            xlsform=io.BytesIO(form.source), file_type=form.kind, form_name="essai", validate=False
        )
    except (PyXFormError, ValueError, LookupError, TypeError, AttributeError):
        return False
    return True


def reason(problem: Problem) -> str:
    """Why something is left out, without the names of one form."""
    details = problem.details
    why = details.get("why_en") or details.get("type") or details.get("column") or ""
    return f"{problem.code} {why.split(chr(39))[0] if problem.code == 'X104' else why}"[:70].strip()


def without_words(reason: str) -> bool:
    """Whether what is left out is a position, a sound or a picture: nothing that is said."""
    kind = reason.partition(" ")[2]
    return kind in _UNSAID or kind.startswith("media::")


def show(name: str, count: Count) -> None:
    """One set of forms, as a table."""
    out = io.StringIO()
    print(f"\n{name} : {count.forms} formulaires, {count.refused} refusés par pyxform", file=out)
    print(f"  importés entiers    {share(count.whole, count.forms)}", file=out)
    print(
        f"  … ou sans leurs positions, sons et images  {share(count.spoken, count.forms)}", file=out
    )
    print(f"  expressions         {share(count.kept, count.expressions)}", file=out)
    for why, times in count.reasons.most_common(TOP):
        print(f"  {times:>5}  {why}", file=out)
    for package, times in count.packages.most_common():
        print(f"  {times:>5}  de {package}", file=out)
    print(out.getvalue(), end="")


def share(part: int, whole: int) -> str:
    """`327 sur 379 (86 %)`."""
    return f"{part} sur {whole} ({100 * part / max(whole, 1):.0f} %)"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
