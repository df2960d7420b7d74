"""Names of a form as names of a pack, which FEEL can read."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kene.core.expressions import compile_expression
from kene.core.expressions.functions import BUILTINS
from kene.core.expressions.types import STRING
from kene.core.problems import Mistakes, Where
from kene.core.services.questions import RESERVED
from kene.exchange.xlsform import findings
from kene.exchange.xlsform.draft import Findings
from kene.exchange.xlsform.rows import Row

LONGEST: Final = 40
_OTHER: Final = re.compile(r"[^A-Za-z0-9]+")


class Names:
    """Gives each name of the form one of the pack, and no two the same."""

    def __init__(self) -> None:
        self._taken: set[str] = {*RESERVED, "item"}

    def new(self, wanted: str, otherwise: str = "question") -> str:
        """A free name like the one wanted."""
        plain = clean(wanted, otherwise)
        name, count = plain, 1
        while name in self._taken or not readable(name):
            count += 1
            name = f"{plain[: LONGEST - 4]}_{count}"
        self._taken.add(name)
        return name

    def of(self, row: Row, otherwise: str, found: Findings) -> str:
        """A name for what a row asks or computes; told when it is not the row's own."""
        written = row.cell("name")
        name = self.new(written, otherwise)
        if name != written:
            found.tell(findings.RENAMED, row, name=written or "—", new=name)
        return name


def clean(wanted: str, otherwise: str) -> str:
    """The letters and digits of a name, without accents; its first one a letter."""
    spread = unicodedata.normalize("NFD", wanted)
    bare = "".join(each for each in spread if not unicodedata.combining(each))
    name = _OTHER.sub("_", bare).strip("_")
    if not name:
        return otherwise
    return (name if name[0].isalpha() else f"q_{name}")[:LONGEST].rstrip("_")


def readable(name: str) -> bool:
    """Whether FEEL reads it as a name, and as nothing else."""
    if name in BUILTINS:
        return False
    try:
        read = compile_expression(name, {name: STRING}, where=Where(""))
    except Mistakes:
        return False
    return read.inputs == {name}
