"""The texts of a language, from the tree of its file, with the amounts that they write drawn.

An amount is written once, `{2500 F}`, and reads as the language says money: in digits on a screen,
in words aloud, which Bambara counts in units of five francs.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal

from kene.core.problems import Problem
from kene.core.services.reading import WANT_TEXT, Reader
from kene.core.services.tree import Branch, Leaf, Listing, Node
from kene.core.values import Money, Setting
from kene.core.wording import Text, Wording, flatten

REVIEWED: Final = "reviewed"
_FRANCS: Final = re.compile(r"\{(\d[\d ]*) F\}")


def read_wording(tree: Branch, language: str, problems: list[Problem]) -> Wording:
    """The wording in a tree; `reviewed: no` says that no speaker read it."""
    reader = Reader()
    reviewed = tree.get(REVIEWED)
    read = True if reviewed is None else reader.yes_no(reviewed)
    problems += reader.problems
    texts = {
        name: _plain(child, problems) for name, (_, child) in tree.items.items() if name != REVIEWED
    }
    drawn = {key: _drawn(text, language) for key, text in flatten(texts).items()}
    return Wording(language, drawn, reviewed=read is not False)


def _drawn(text: Text, language: str) -> Text:
    """The text with its amounts in digits; where it has some, its short form and its spoken one."""
    forms = (text.long, text.short, text.spoken, *text.plural.values())
    if not any(map(_FRANCS.search, forms)):
        return text
    return Text(
        long=_amounts(text.long, language, "screen"),
        short=_amounts(text.short or text.long, language, "short"),
        plural={form: _amounts(each, language, "short") for form, each in text.plural.items()},
        spoken=_amounts(text.spoken or text.long, language, "speech"),
    )


def _amounts(form: str, language: str, manner: Literal["screen", "short", "speech"]) -> str:
    # How an amount reads depends on neither the country nor the day.
    setting = Setting(language, "", date.min, manner)
    return _FRANCS.sub(lambda found: Money().show(int(found[1].replace(" ", "")), setting), form)


def _plain(node: Node, problems: list[Problem]) -> object:
    match node:
        case Leaf(text):
            return text
        case Branch(_, items):
            return {name: _plain(child, problems) for name, (_, child) in items.items()}
        case Listing(where):
            problems.append(Problem(WANT_TEXT, where))
            return ""
