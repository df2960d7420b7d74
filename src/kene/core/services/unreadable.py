"""Why a text is no YAML, in the words of whoever wrote it: what a beginner does, where, and how to
mend it. What is none of these is told as the library tells it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import yaml

from kene.core.lines import lines_of, place_of, starts_of
from kene.core.problems import Kind, Problem, Where, declare

UNREADABLE: Final = declare(
    "S101",
    fr=(
        "Ce fichier n'est pas du YAML lisible : {reason}.",
        "Vérifiez l'indentation et les deux-points.",
    ),
    en=("This file is not readable YAML: {reason}.", "Check the indentation and the colons."),
)
INDENTED: Final = declare(
    "S104",
    fr=("Cette ligne commence par {sign_fr}.", "Mettez des espaces ordinaires à la place."),
    en=("This line begins with {sign_en}.", "Put ordinary spaces instead."),
)
MISALIGNED: Final = declare(
    "S105",
    fr=(
        "Cette ligne n'est pas alignée avec celles de son niveau.",
        "Mettez {spaces} espaces devant, comme à la ligne {line}.",
    ),
    en=(
        "This line is not aligned with those of its level.",
        "Put {spaces} spaces before it, as on line {line}.",
    ),
)
NO_SIGN: Final = declare(
    "S106",
    fr=("Il manque {what_fr} sur cette ligne.", "Écrivez « {line} »."),
    en=("{what_en} is missing on this line.", "Write '{line}'."),
)
UNQUOTED: Final = declare(
    "S107",
    fr=("Sans guillemets, ceci ne se lit pas comme un texte.", "Écrivez « {line} »."),
    en=("Without quotes, this does not read as a text.", "Write '{line}'."),
)
QUOTES: Final = declare(
    "S108",
    fr=(
        "Les guillemets de ce texte ne se ferment pas là où il finit.",
        "Fermez-les à la fin ; un texte qui contient des guillemets ou une apostrophe se met entre "
        'les autres : "l\'âge".',
    ),
    en=(
        "The quotes of this text do not close where it ends.",
        "Close them at its end; a text that has quotes or an apostrophe goes between the others: "
        '"l\'âge".',
    ),
)
BRACES: Final = declare(
    "S109",
    fr=(
        "Entre accolades ou crochets, ceci n'est pas à sa place.",
        "Mettez entre guillemets un texte qui contient « , », « : », « ? » ou « {{ » ; séparez par "
        "des virgules, et fermez par le même signe.",
    ),
    en=(
        "Between braces or brackets, this is out of place.",
        "Put between quotes a text that has ',', ':', '?' or '{{'; separate by commas, and close "
        "with the same sign.",
    ),
)
_SIGNS: Final = {
    "\t": ("une tabulation", "a tab"),
    "\u00a0": ("une espace insécable", "a non-breaking space"),
    "\u202f": ("une espace insécable", "a non-breaking space"),
}
_COLON: Final = re.compile(r":(?:\s|$)")
_INDENT: Final = re.compile(r"(?:\s|-\s)*")
_QUOTED: Final = re.compile(
    r"""(?:\n\s*|:\s+|-\s+|[{\[,]\s*)("(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)"""
)
_AFTER: Final = re.compile(r" *(?:\n|\Z|[,}\]:]| #)")


def unreadable(text: str, file: str, error: yaml.YAMLError) -> Problem:
    """The problem of a text that the library could not read."""
    text = text.removeprefix("\ufeff")
    return _Reading(lines_of(text), starts_of(text), file, error).problem()


@dataclass(frozen=True, slots=True)
class _Reading:
    lines: list[str]
    starts: list[int]
    file: str
    error: yaml.YAMLError

    @property
    def reason(self) -> str:
        return str(getattr(self.error, "problem", "") or self.error)

    def problem(self) -> Problem:
        mark = getattr(self.error, "problem_mark", None)
        if mark is None:
            return self._told(UNREADABLE, 0, 0, reason=self.reason)
        row, column = place_of(self.starts, mark.index)
        found = next(filter(None, (find(self, row, column) for find in _FINDERS)), None)
        return found or self._told(UNREADABLE, row, column, reason=self.reason)

    def invisible(self, row: int, _: int) -> Problem | None:
        """A sign among those that indent a line, which is no space."""
        for at in range(min(row, len(self.lines) - 1), -1, -1):
            line = self.lines[at]
            for column, sign in enumerate(line[: len(line) - len(line.lstrip())]):
                if sign in _SIGNS:
                    fr, en = _SIGNS[sign]
                    return self._told(INDENTED, at, column, sign_fr=fr, sign_en=en)
        return None

    def quotes(self, row: int, _: int) -> Problem | None:
        """Quotes that are still open at the end of their line, or closed before."""
        if "mapping values" in self.reason:
            return None
        text = "\n".join(self.lines[: row + 1])
        for quoted in _QUOTED.finditer(text):
            closed = len(quoted[1]) > 1 and quoted[1][-1] == quoted[1][0]
            if not closed or not _AFTER.match(text, quoted.end()):
                before = text[: quoted.start(1)]
                return self._told(QUOTES, before.count("\n"), len(before.rpartition("\n")[2]))
        return None

    def colon(self, row: int, _: int) -> Problem | None:
        """A line that is neither a key nor a text, since a sign is missing."""
        before = next((at for at in range(row - 1, -1, -1) if self._says(at)), None)
        if not self.reason.startswith(("could not find expected ':'", "mapping values")):
            return None
        if before is None or (_COLON.search(self.lines[before]) and not self._dashed(before)):
            return None
        line = self.lines[before].strip()
        column = len(self.lines[before]) - len(self.lines[before].lstrip())
        what: tuple[str, str]
        if self._dashed(before):
            what, mended = ("une espace après le tiret", "A space after the dash"), f"- {line[1:]}"
        elif ":" in line:
            what = ("une espace après « : »", "A space after ':'")
            mended = line.replace(":", ": ", 1)
        else:
            what, mended = ("« : »", "':'"), ": ".join(line.split(None, 1))
        return self._told(NO_SIGN, before, column, what_fr=what[0], what_en=what[1], line=mended)

    def unquoted(self, row: int, column: int) -> Problem | None:
        """A text that has, or begins with, a sign that YAML reads otherwise."""
        line = self.lines[row] if row < len(self.lines) else ""
        begins = "cannot start any token" in self.reason or "alias" in self.reason
        first = _COLON.search(line)
        if first is None or not (begins or "mapping values" in self.reason):
            return None
        if first.end() > column or self.lines[row].lstrip().startswith("{"):
            return None
        value = line[first.end() :].strip()
        quote = "'" if '"' in value else '"'
        mended = f"{line[: first.start()].strip()}: {quote}{value}{quote}"
        return self._told(UNQUOTED, row, len(line) - len(line[first.end() :].lstrip()), line=mended)

    def braces(self, row: int, column: int) -> Problem | None:
        """What stands between braces or brackets, and cannot."""
        between = "flow" in str(getattr(self.error, "context", ""))
        return self._told(BRACES, row, column) if between else None

    def misaligned(self, row: int, column: int) -> Problem | None:
        """A line that has more or fewer spaces before it than those of its mapping."""
        context = getattr(self.error, "context_mark", None)
        line = self.lines[row] if row < len(self.lines) else ""
        if context is None:
            return None
        first, indent = place_of(self.starts, context.index)
        if line[:column].strip() or indent == column:
            return None
        above = [at for at in range(row - 1, first - 1, -1) if self._says(at)]
        near = min(above, key=lambda at: abs(self._indent(at) - column), default=first)
        details = {"spaces": str(self._indent(near)), "line": str(near + 1)}
        return self._told(MISALIGNED, row, column, **details)

    def _says(self, at: int) -> bool:
        line = self.lines[at].strip()
        return bool(line) and not line.startswith("#")

    def _indent(self, at: int) -> int:
        """Where a line's key or text begins, after its dashes."""
        found = _INDENT.match(self.lines[at])
        return found.end() if found else 0

    def _dashed(self, at: int) -> bool:
        """Whether a line begins with a dash that touches its text."""
        return re.match(r"\s*-[^\s-]", self.lines[at]) is not None

    def _told(self, kind: Kind, row: int, column: int, **details: str) -> Problem:
        return Problem(kind, Where(self.file, row + 1, column + 1), details)


_FINDERS: Final[tuple[Callable[[_Reading, int, int], Problem | None], ...]] = (
    _Reading.invisible,
    _Reading.quotes,
    _Reading.unquoted,
    _Reading.colon,
    _Reading.braces,
    _Reading.misaligned,
)
