"""The first line of a CSV: the names of its columns, and what stands between its cells."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass
from glob import iglob
from typing import Final

from kene.batch.mistakes import OTHER_HEADER, SAME_COLUMN
from kene.batch.places import wrong

_MARKS: Final = ";,\t|"
_QUOTED: Final = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and the separator of the cells."""

    names: tuple[str, ...]
    mark: str


def header(line: str, file: str) -> Header:
    """The header that a line is: the mark is the one that is there most often, outside quotes.

    Raises Mistakes where two columns have one name.
    """
    line = line.removeprefix("\ufeff").rstrip("\r\n")
    mark = max(_MARKS, key=_QUOTED.sub("", line).count)
    names = tuple(next(csv.reader([line], delimiter=mark), ()))
    for name in names:
        if names.count(name) > 1:
            wrong(SAME_COLUMN, file, name=name)
    return Header(names, mark)


def header_of_files(pattern: str) -> Header:
    """The header that all files have that answer to a pattern. Raises Mistakes if one differs."""
    files = sorted(iglob(pattern, recursive=True))
    first = header(_line(files[0]), files[0])
    for file in files[1:]:
        if header(_line(file), file) != first:
            wrong(OTHER_HEADER, file, first=files[0])
    return first


def _line(file: str) -> str:
    opener = gzip.open if file.endswith(".gz") else open
    with opener(file, "rb") as lines:
        return bytes(lines.readline()).decode("utf-8", "replace")
