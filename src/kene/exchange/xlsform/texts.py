"""The texts of a form in the languages of the pack, plain and without references."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kene.core.services import LANGUAGES
from kene.exchange.xlsform.rows import UNTRANSLATED, Row

Texts = Mapping[str, str]
"""A text by language of the pack."""

_CODE: Final = re.compile(r".*\(\s*([a-zA-Z]{2,3})(?:[-_][\w-]+)?\s*\)\s*")
_NAMES: Final[Mapping[str, str]] = {
    "french": "fr",
    "francais": "fr",
    "fra": "fr",
    "fre": "fr",
    "bambara": "bm",
    "bamanankan": "bm",
    "bam": "bm",
    "english": "en",
    "anglais": "en",
    "eng": "en",
}
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->")
_MARKDOWN: Final = re.compile(r"\*\*|__|^#{1,6}\s+|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", re.MULTILINE)
_REFERENCE: Final = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_ENTITIES: Final = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Which languages of the form are which of the pack, first the one without a name.

    `languages` are the pack's; `unknown` are the form's that Kene does not speak.
    """

    codes: Mapping[str, str]
    languages: tuple[str, ...]
    unknown: tuple[str, ...]

    def texts(self, row: Row, column: str) -> Texts:
        """What a column says in the pack's languages."""
        said = row.texts.get(column, {})
        found: dict[str, str] = {}
        for language, text in said.items():
            code = self.codes.get(language)
            if code is not None and text not in ("-", "–"):
                found.setdefault(code, text)
        return found


def spoken(rows: Iterable[Row], default: str, asked: str) -> Spoken:
    """The languages of the rows; `asked` is that of texts which name none.

    A form that speaks none of Kene's languages is taken in one of its own, as `asked`.
    """
    names: dict[str, None] = {}
    for row in rows:
        for column, texts in row.texts.items():
            if column in ("label", "hint"):
                names.update(dict.fromkeys(texts))
    own = _code(default) if default and default != "default" else None
    codes = {name: code for name in names if (code := _code(name)) is not None}
    if UNTRANSLATED in names or not names:
        codes[UNTRANSLATED] = own or asked
    elif not codes:
        first = default if default in names else next(iter(names))
        codes[first] = codes[UNTRANSLATED] = asked
    else:
        named = tuple(codes.values())
        codes[UNTRANSLATED] = next((each for each in (own, asked) if each in named), named[0])
    languages = tuple(each for each in LANGUAGES if each in codes.values())
    return Spoken(codes, languages, tuple(each for each in names if each not in codes))


def _code(name: str) -> str | None:
    written = _CODE.fullmatch(name)
    code = written[1].lower() if written else _plain_name(name)
    code = _NAMES.get(code, code)
    return code if code in LANGUAGES else None


def _plain_name(name: str) -> str:
    spread = unicodedata.normalize("NFD", name.strip().lower())
    return "".join(each for each in spread if not unicodedata.combining(each))


def references(text: str) -> tuple[str, ...]:
    """The names of the answers that a text repeats."""
    return tuple(_REFERENCE.findall(text))


def plain(text: str, named: Callable[[str], str]) -> str:
    """A text without marks of presentation, an answer in it called by its name."""
    text = _TAG.sub(" ", text)
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    text = _REFERENCE.sub(lambda found: f"« {named(found[1])} »", text)
    text = _MARKDOWN.sub("", text).replace("{", "(").replace("}", ")")
    return " ".join(text.split())
