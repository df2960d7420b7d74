"""The letters of a phone: the GSM alphabet, and what is written in place of the others.

Two ways of writing a text differently, and no third:

- `mend` replaces typography by its plain form. A reader loses nothing, so it is always done: curly
  quotes and apostrophes, guillemets with their spaces, dashes, non-breaking spaces, ellipsis, œ,
  arrows and comparison signs. Invisible and control characters go; letters are composed (NFC).
- `fallback` replaces the letters that a 7-bit text has not. A reader guesses the letter, so it is
  done only where the true letters cost a page or a message more.

| written | falls back to | languages |
|---|---|---|
| ɛ ɔ ɲ ŋ | e o ny ng | Bambara, Dogon, Songhay, Soninké, Syenara |
| ɓ ɗ ƴ ƙ | b d y k | Fulfulde, Hausa |
| ǝ ə ɣ ʔ ʕ | e e gh ' ' | Tamasheq in Latin letters |
| ɩ ʋ ɪ ʊ | i u i u | Bomu, Syenara |
| ê ë î ï ô û ç š ẓ ă … | the letter without its mark | French and all |
| tone marks above any letter | nothing | Bambara, Dogon, Bomu |
| ° © ® × and the like | o (c) (r) x | |

Letters of the 7-bit alphabet (é è à ù ì ò ñ ä ö ü å ø æ ß) stay. Other scripts (Tifinagh, N'Ko,
Arabic) have no fallback and stay too. The table is believed, and to be confirmed by speakers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from kene.core.screens.alphabets import STANDARD, Alphabet

_PLAIN: Final = {
    **dict.fromkeys("‘’‚‛′‹›ʼʻˈ`´", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‐‑‒–—―−•‣▪", "-"),
    **dict.fromkeys("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006", " "),
    **dict.fromkeys("\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
    **dict(zip("·×÷", ".x:", strict=True)),
    **dict(zip("…→←≤≥≠", ("...", "->", "<-", "<=", ">=", "<>"), strict=True)),
    "œ": "oe",
    "Œ": "Oe",
}
# Guillemets swallow the space inside them, and a carriage return the line feed that follows it.
# What matches and is not in the table has no place in a text: control characters, soft hyphens,
# joiners of words, marks of direction (a phone finds the direction itself), lone surrogates.
_TYPOGRAPHY: Final = re.compile(
    "«[ \u00a0\u202f]?|[ \u00a0\u202f]?»|\r\n|"
    f"[{re.escape(''.join(_PLAIN))}]|"
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|"
    "[\ud800-\udfff]"
)

_FALLBACK: Final = {
    **dict(zip("ɛƐɔƆɓƁɗƊƴƳƙƘǝƎəƏ", "eEoObBdDyYkKeEeE", strict=True)),
    **dict(zip("ɩƖʋƲɪʊıłŁđĐʔʕ°⁄", "iIuUiuilLdD''o/", strict=True)),
    **dict(zip("ɲƝŋŊɣƔ©®", ("ny", "Ny", "ng", "Ng", "gh", "Gh", "(c)", "(r)"), strict=True)),
}
_MARKS: Final = range(0x300, 0x370)


def mend(text: str) -> str:
    """The text in plain typography; nothing is lost to a reader. Mending twice changes nothing.

    What it returns holds no control character but the line feed, and no lone surrogate.
    """
    composed = unicodedata.normalize("NFC", text)
    # Taking a character out may bring a letter and its mark together.
    return unicodedata.normalize("NFC", _TYPOGRAPHY.sub(_plain, composed))


def fallback(text: str, alphabet: Alphabet = STANDARD) -> str:
    """The text with the nearest letters that a 7-bit alphabet has; see the table above.

    Characters without a nearest letter stay: the text may still need UCS-2.
    """
    return alphabet.beyond.sub(lambda found: _nearest_letter(found[0], alphabet), text)


def _plain(found: re.Match[str]) -> str:
    written = found[0]
    if "«" in written or "»" in written:
        return '"'
    if "\ud800" <= written <= "\udfff":
        return "?"
    return "\n" if written == "\r\n" else _PLAIN.get(written, "")


@lru_cache(maxsize=1024)
def _nearest_letter(letter: str, alphabet: Alphabet) -> str:
    if ord(letter) in _MARKS:
        return ""
    if letter in _FALLBACK:
        return _FALLBACK[letter]
    parts = unicodedata.normalize("NFKD", letter)
    near = "".join(_FALLBACK.get(part, part) for part in parts if ord(part) not in _MARKS)
    return letter if " " in near or alphabet.beyond.search(near) else near
