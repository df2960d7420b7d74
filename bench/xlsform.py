"""`python -m bench.xlsform`: how much of real, public forms is imported, and what keeps the rest.

Three sets, each counted apart. The spreadsheets and the tables of tests are in packages that others
published; `KENE_XLSFORMS` is the folder where they are, and nothing is downloaded here. What is
missing of `xlsform_corpus.csv`, which names each spreadsheet with its package and digest, is said.
Gather it by the registries' own clients:

    pip download --no-deps --no-binary :all: --dest DIR osm-fieldwork==0.2.0 …
    npm pack cht-conf-test-harness@5.0.4

The questionnaires are in `tests/exchange/questionnaires`: Kene wrote them, with words of its own,
after standard questionnaires of ministries and agencies. A form that pyxform itself refuses is left
out and counted apart. `--list` prints the list of the spreadsheets.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import json
import os
import re
import sys
import tarfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from bench.rows import Row
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

CORPUS = Path(__file__).with_name("xlsform_corpus.csv")
WRITTEN = Path(__file__).parents[1] / "tests" / "exchange" / "questionnaires"
SHEETS, TABLES, QUESTIONNAIRES = "classeurs", "tables de tests", "questionnaires écrits"
NAMES = {
    SHEETS: "XLSForm : classeurs de paquets",
    TABLES: "XLSForm : tables des tests de pyxform",
    QUESTIONNAIRES: "XLSForm : questionnaires écrits d'après d'autres",
}
TOP = 20
_LISTED = re.compile(r"_from_file\s+([\w-]+)\.(csv|geojson)")
_LOOKED = re.compile(r"(?:instance|pulldata)\(\s*['\"’“”]([\w-]+)")
_PULLED = re.compile(r"pulldata\(\s*['\"][\w-]+['\"]\s*,\s*['\"](\w+)['\"]\s*,\s*['\"](\w+)")
_READ = re.compile(r"\]/(\w+)")
_UNSAID = {"geopoint", "geotrace", "geoshape", "gps", "location", "audio", "video", "image", "file"}


@dataclass(frozen=True)
class Form:
    """A form as it is written and as sheets, and the package that it comes from.

    `kind` is how it is written: `.xlsx`, `.xls`, `.csv`, or `.md` for a table of a test.
    """

    name: str
    package: str
    source: bytes
    kind: str
    book: Workbook

    @property
    def digest(self) -> str:
        """What tells it from every other form."""
        return hashlib.sha256(self.source).hexdigest()


@dataclass
class Count:
    """What was imported of a set of forms."""

    forms: int = 0
    whole: int = 0
    listed: int = 0
    spoken: int = 0
    expressions: int = 0
    kept: int = 0
    refused: int = 0
    seconds: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    packages: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Measure each set, and tell what keeps its forms from being whole."""
    if "--list" in sys.argv:
        listing()
        return
    for name, count in counted().items():
        show(name, count)
    for line in missing():
        print(line)


def rows() -> Iterator[Row]:
    """The figures of `make bench`."""
    found = counted()
    for name, count in found.items():
        title = NAMES[name]
        yield Row(title, count.forms, "formulaires", note=f"{count.refused} refusés par pyxform")
        yield Row("… importés entiers", percent(count.whole, count.forms), "%")
        yield Row("… leurs listes étant là", percent(count.listed, count.forms), "%")
        yield Row("… expressions reprises", percent(count.kept, count.expressions), "%")
        yield Row("… temps par formulaire", 1000 * median(count.seconds), "ms")
    for line in missing():
        yield Row("XLSForm : ce qui manque", None, "formulaires", note=line)


def folder() -> Path | None:
    """Where the packages are; None when nobody said."""
    named = os.environ.get("KENE_XLSFORMS", "")
    return Path(named) if named else None


def missing() -> Iterator[str]:
    """What the folder has not, in a sentence."""
    where = folder()
    if where is None:
        yield "KENE_XLSFORMS ne dit pas où sont les paquets : les questionnaires écrits seuls"
        return
    with CORPUS.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    there = {form.digest for form in forms(where)}
    gone = [each for each in listed if each["sha256"] not in there]
    if gone:
        packages = ", ".join(sorted({each["package"] for each in gone}))
        yield f"{len(gone)} classeurs sur {len(listed)} ne sont pas dans {where.name} : {packages}"


def counted() -> dict[str, Count]:
    """The sets that are there, measured."""
    counts = {QUESTIONNAIRES: Count()}
    for path in sorted(WRITTEN.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        form = Form(path.name, "kene", text.encode(), ".md", table(text))
        measure(form, counts[QUESTIONNAIRES], "fr")
    where = folder()
    if where is None:
        return counts
    counts = {SHEETS: Count(), TABLES: Count()} | counts
    for form in forms(where):
        measure(form, counts[TABLES if form.kind == ".md" else SHEETS], "en")
    return counts


def listing() -> None:
    """Print the spreadsheets that pyxform accepts, with their packages and digests."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("package", "form", "sha256"))
    for form in forms(folder() or Path()):
        if form.kind != ".md" and accepted(form):
            out.writerow((form.package, form.name, form.digest))


def forms(where: Path) -> Iterator[Form]:
    """Each form of the packages in a folder once, in the order of their names."""
    seen: set[str] = set()
    for path in sorted(where.iterdir()):
        # Texts come after the workbooks that they may be another writing of.
        for name, octets in sorted(members(path), key=lambda each: each[0].endswith(".csv")):
            digest = hashlib.sha256(octets).hexdigest()
            if digest not in seen:
                seen.add(digest)
                yield from written(path.name, name, octets, seen)


def written(package: str, name: str, octets: bytes, seen: set[str]) -> Iterator[Form]:
    """The forms that a file of a package is, or holds; `seen` are the tables that came before.

    A text that has its workbook beside it is the same form.
    """
    kind = Path(name).suffix.lower()
    if kind in (".xls", ".xlsx"):
        seen.add(Path(name).stem)
        try:
            yield Form(name, package, octets, kind, read(octets))
        except NotASpreadsheet:
            return
    elif kind == ".csv" and "/tests" in name and Path(name).stem not in seen:
        book = sheets(csv.reader(io.StringIO(octets.decode(errors="replace"))))
        if "survey" in book:
            yield Form(name, package, octets, kind, book)
    elif "/tests" in name and kind == ".py":
        for line, text, book in tables(octets.decode()):
            if text not in seen:
                seen.add(text)
                yield Form(f"{name}:{line}", package, text.encode(), ".md", book)


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
    lines = (line.strip() for line in text.splitlines())
    cut = (line.strip("|").split("|") for line in lines if line.startswith("|"))
    return sheets(cells for cells in cut if set("".join(cells)) - {"-", " "})


def sheets(lines: Iterable[list[str]]) -> Workbook:
    """The sheets of lines whose first column names them."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    name = ""
    for first, *others in ([cell.strip() for cell in line] for line in lines if line):
        if first:
            name = first.lower()
            rows.setdefault(name, [])
        if name and any(others):
            rows[name].append(tuple(others))
    return gathered(Sheet(each, tuple(lines)) for each, lines in rows.items())


def measure(form: Form, count: Count, language: str) -> None:
    """Import a form that pyxform accepts; its texts that name no language are in this one."""
    if not accepted(form):
        count.refused += 1
        return
    count.forms += 1
    count.packages[form.package] += 1
    problems: tuple[Problem, ...]
    asked = False
    began = time.perf_counter()
    try:
        found = imported(form.book, Wanted(form.name, language))
    except NothingAsked as nothing:
        problems = nothing.problems
    except NoSurvey:
        problems = ()
    else:
        problems, asked = found.problems, True
        count.whole += found.whole
        count.expressions += found.expressions
        count.kept += found.kept
    count.seconds.append(time.perf_counter() - began)
    lost = {reason(each) for each in problems if is_lost(each)}
    count.listed += asked and not lost_with_lists(form, language)
    count.spoken += asked and all(map(without_words, lost))
    count.reasons.update(lost)


def lost_with_lists(form: Form, language: str) -> bool:
    """Whether something is left out once each list that the form names stands beside it."""
    try:
        return not imported(form.book, Wanted(form.name, language, beside=lists(form))).whole
    except NothingAsked:
        return True


def lists(form: Form) -> dict[str, bytes]:
    """The lists that a form names and its package has not, of two items, with the columns that it
    reads: files of values, or of places."""
    written = " ".join(cell for page in form.book.values() for row in page.rows for cell in row)
    pulled = (name for pair in _PULLED.findall(written) for name in pair)
    columns = dict.fromkeys(("name", "label", "id", "title", *_READ.findall(written), *pulled))
    items = [
        {each: f"lieu{n}" if each in ("name", "id") else f"{each} {n}" for each in columns}
        for n in (1, 2)
    ]
    files: dict[str, bytes] = {}
    for name, kind in _LISTED.findall(written):
        files[f"{name}.{kind}"] = _places(items) if kind == "geojson" else _values(items)
    for name in _LOOKED.findall(written):
        if f"{name}.geojson" not in files:
            files[f"{name}.csv"] = _values(items)
    return files


def _values(items: list[dict[str, str]]) -> bytes:
    return "\n".join(
        ",".join(line) for line in (items[0], *(each.values() for each in items))
    ).encode()


def _places(items: list[dict[str, str]]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {name: value for name, value in each.items() if name != "geometry"},
            "geometry": {"type": "Point", "coordinates": [-8.0029, 12.5 + at]},
        }
        for at, each in enumerate(items)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


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
    print(f"  … leurs listes étant là  {share(count.listed, count.forms)}", file=out)
    print(
        f"  … ou sans leurs positions, sons et images  {share(count.spoken, count.forms)}", file=out
    )
    print(f"  expressions         {share(count.kept, count.expressions)}", file=out)
    print(f"  temps, au milieu    {1000 * median(count.seconds):.1f} ms", file=out)
    for why, times in count.reasons.most_common(TOP):
        print(f"  {times:>5}  {why}", file=out)
    for package, times in count.packages.most_common():
        print(f"  {times:>5}  de {package}", file=out)
    print(out.getvalue(), end="")


def percent(part: int, whole: int) -> float:
    """So many in a hundred."""
    return 100 * part / max(whole, 1)


def share(part: int, whole: int) -> str:
    """`327 sur 379 (86 %)`."""
    return f"{part} sur {whole} ({percent(part, whole):.0f} %)"


if __name__ == "__main__":
    main()
