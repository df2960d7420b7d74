"""Texts of a language by key, with long and short forms, plurals and placeholders.

A YAML file of a language is a tree of texts. A leaf is a string, or a mapping with `long`, `short`
and `spoken`, or plural forms `one` and `other` (CLDR's names; French counts 0 and 1 as `one`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Final

import yaml

FORMS: Final = frozenset({"long", "short", "spoken", "one", "other"})
_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a language: its long form, a short one for small screens when there is, and the
    long one as it is said aloud where that differs."""

    long: str
    short: str = ""
    plural: Mapping[str, str] = field(default_factory=dict)
    spoken: str = ""

    @property
    def aloud(self) -> Text:
        """The text as it is said aloud."""
        return replace(self, long=self.spoken, spoken="") if self.spoken else self

    @property
    def placeholders(self) -> frozenset[str]:
        """The names between braces in any of its forms."""
        forms = (self.long, self.short, self.spoken, *self.plural.values())
        return frozenset(name for form in forms for name in _PLACEHOLDER.findall(form))


@dataclass(frozen=True, slots=True)
class Wording:
    """All texts of one language by dotted key; `reviewed` says whether a speaker read them."""

    language: str
    texts: Mapping[str, Text]
    reviewed: bool = True

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        return key in self.texts

    def say(self, key: str, *, short: bool = False, **details: object) -> str:
        """The text of `key`, its placeholders filled; `n` in the details chooses the plural form.

        Raises KeyError when the key or a placeholder is missing: the checker proves that neither
        happens with a published pack.
        """
        text = self.texts[key]
        form = (text.short or text.long) if short else text.long
        if text.plural:
            form = text.plural[_plural_category(self.language, details["n"])]
        return form.format_map(details) if details else form

    def aloud(self) -> Wording:
        """The same texts as they are said aloud."""
        if not any(text.spoken for text in self.texts.values()):
            return self
        return replace(self, texts={key: text.aloud for key, text in self.texts.items()})

    def merged(self, other: Wording) -> Wording:
        """These texts, and those of `other` over them."""
        texts = {**self.texts, **other.texts}
        return Wording(self.language, texts, self.reviewed and other.reviewed)


def flatten(tree: Mapping[str, object], prefix: str = "") -> dict[str, Text]:
    """The texts of a YAML tree by dotted key."""
    texts: dict[str, Text] = {}
    for name, node in tree.items():
        key = f"{prefix}{name}"
        if isinstance(node, Mapping):
            if node and set(node) <= FORMS and all(isinstance(form, str) for form in node.values()):
                texts[key] = _text(node)
            else:
                texts.update(flatten(node, f"{key}."))
        else:
            texts[key] = Text("" if node is None else str(node))
    return texts


@cache
def bundled(package: str, language: str) -> Wording:
    """The texts in `wording/<language>.yaml` of one of Kene's own packages.

    Raises FileNotFoundError when the package has none in that language.
    """
    source = files(package).joinpath("wording", f"{language}.yaml").read_text(encoding="utf-8")
    tree = yaml.load(source, Loader=yaml.CSafeLoader)
    reviewed = bool(tree.pop("reviewed", True))
    return Wording(language, flatten(tree), reviewed)


def _text(node: Mapping[str, object]) -> Text:
    forms = {name: str(form) for name, form in node.items()}
    if "other" in forms:
        return Text(forms["other"], plural={"one": forms.get("one", forms["other"]), **forms})
    long = forms.get("long", forms.get("short", ""))
    return Text(long, forms.get("short", ""), spoken=forms.get("spoken", ""))


def _plural_category(language: str, n: object) -> str:
    """CLDR: French has `one` for 0 and 1, English for 1 alone, Bambara has no plural forms."""
    count = n if isinstance(n, int) else 2
    if language == "fr":
        return "one" if abs(count) < 2 else "other"
    if language == "en":
        return "one" if count == 1 else "other"
    return "other"
