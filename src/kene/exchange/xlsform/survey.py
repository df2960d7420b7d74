"""The survey sheet as a tree: questions in groups, some of which repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from kene.exchange.xlsform.rows import Row

_SELECT: Final = re.compile(
    r"(?:add\s+)?(?P<kind>select[_ ]?one|select1|select[_ ]multiple|select[_ ]all[_ ]that[_ ]apply"
    r"|rank)(?P<from>[_ ]from[_ ]file)?(?P<apart>[_ ]external)?(?:\s+prompt)?(?:\s+(?:from|using))?"
    r"\s+(?P<list>\S+)(?P<other>\s+or[_ ](?:specify[_ ])?other)?"
)
_EDGE: Final = re.compile(
    r"(?P<edge>begin|end)[_ ]?(?P<kind>group|repeat|lgroup|looped group|loop)\b.*"
)
_KINDS: Final[Mapping[str, Literal["repeat", "loop"]]] = {
    "repeat": "repeat",
    "lgroup": "repeat",
    "looped group": "repeat",
    "loop": "loop",
}
EXTERNAL: Final = "external_choices"
"""The sheet where `select_one_external` has its lists."""
_ALIASES: Final[Mapping[str, str]] = {
    "string": "text",
    "int": "integer",
    "gps": "geopoint",
    "location": "geopoint",
    "photo": "image",
    "datetime": "dateTime",
    "date time": "dateTime",
    "add text prompt": "text",
    "add integer prompt": "integer",
    "add decimal prompt": "decimal",
    "add date prompt": "date",
    "add note prompt": "note",
    "add image prompt": "image",
    "add file prompt": "file",
    "add geopoint prompt": "geopoint",
    "add barcode prompt": "barcode",
    "add calculate prompt": "calculate",
    "q string": "text",
    "trigger": "acknowledge",
    "q acknowledge": "acknowledge",
    "percentage": "integer",
    "number of days in last month": "integer",
    "imei": "deviceid",
    "device id": "deviceid",
    "start time": "start",
    "end time": "end",
    "get today": "today",
    "get phone number": "phonenumber",
    "phone_number": "phonenumber",
    "q note": "note",
    "imageimage": "image",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A row that asks, computes or tells something: its kind, and the list of a choice.

    `file` says that the list is another file's; `other` that another answer may be written.
    """

    row: Row
    kind: str
    list: str = ""
    file: bool = False
    other: bool = False


@dataclass(slots=True)
class Section:
    """A group, a repeat or a loop, with what is in it; the row of the whole form is None."""

    row: Row | None
    kind: Literal["group", "repeat", "loop"] = "group"
    parts: list[Question | Section] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """The whole form, and the rows that close or open a group wrongly."""

    whole: Section
    astray: list[Row]


def survey(rows: Iterable[Row]) -> Survey:
    """The tree of the survey sheet; rows without a type, and disabled ones, are left out."""
    whole = Section(None)
    open_: list[Section] = [whole]
    astray: list[Row] = []
    for row in rows:
        said = " ".join(row.cell("type").split())
        if not said or row.cell("disabled").lower() in ("yes", "true", "true()"):
            continue
        edge = _EDGE.fullmatch(said.lower())
        if edge is None:
            open_[-1].parts.append(_question(row, said))
        elif edge["edge"] == "begin":
            section = Section(row, _KINDS.get(edge["kind"], "group"))
            open_[-1].parts.append(section)
            open_.append(section)
        elif len(open_) > 1:
            open_.pop()
        else:
            astray.append(row)
    astray += [section.row for section in open_[1:] if section.row is not None]
    return Survey(whole, astray)


def _question(row: Row, said: str) -> Question:
    select = _SELECT.fullmatch(said) or _SELECT.fullmatch(said.lower())
    if select is None:
        lowered = said.lower()
        return Question(row, _ALIASES.get(lowered, said if lowered == "datetime" else lowered))
    kind = select["kind"].replace(" ", "_")
    if kind != "rank":
        kind = "select_one" if "one" in kind or kind == "select1" else "select_multiple"
    list_ = apart(select["list"]) if select["apart"] else select["list"]
    if select["from"]:
        list_ = list_of(list_)
    return Question(row, kind, list_, bool(select["from"]), bool(select["other"]))


def apart(name: str) -> str:
    """What a list of the sheet of external choices is called, beside those of the other sheet."""
    return f"{EXTERNAL} {name}"


def list_of(file: str) -> str:
    """What the list of a file beside the form is called: `villages` of `villages.csv`."""
    return file.rpartition("/")[2].rpartition(".")[0] or file
