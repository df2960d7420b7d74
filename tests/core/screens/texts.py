"""Texts as people, packs and attackers write them."""

import string

from hypothesis import strategies as st

FRENCH = string.ascii_letters + string.digits + "éèàùêëîïôûçœŒÉÇ’«»–…°€,;:?!()-'\u00a0\u202f"
BAMBARA = string.ascii_lowercase + "ɛɔɲŋƐƆƝŊ" + "\u0300\u0301\u030c" + ".,?'"
TIFINAGH = "ⴰⴱⴳⴷⴹⴻⴼⴽⵀⵃⵄⵅⵇⵉⵊⵍⵎⵏⵓⵔⵕⵖⵙⵚⵛⵜⵟⵡⵢⵣⵥⵯ"
FULFULDE = string.ascii_lowercase + "ɓɗƴŋñ"
SONGHAY = string.ascii_letters + "ŋɲãõšžẽ" + ".,?!'-"
TAMASHEQ = string.ascii_lowercase + "ăǝəɣḍḷṣṭẓšžŋ" + ".,?'-"
ENGLISH = string.ascii_letters + string.digits + "’“”–…£$ .,;:?!()-'"
HOSTILE = "\x00\x1b\r\n\t\f`{}[]^~|\\€😀👩🏽\u200d\u202e\ud800\udfff\u0301ﷺÇ@\u2028"

ALPHABETS = (FRENCH, BAMBARA, FULFULDE, SONGHAY, TAMASHEQ, TIFINAGH, ENGLISH, HOSTILE)


def words(longest: int = 14) -> st.SearchStrategy[str]:
    """One word of one alphabet."""
    return st.sampled_from(ALPHABETS).flatmap(
        lambda letters: st.text(st.sampled_from(letters), min_size=1, max_size=longest)
    )


def sentences(most: int = 30, longest: int = 14) -> st.SearchStrategy[str]:
    """A sentence whose words may be of several alphabets; it may be empty."""
    return st.lists(words(longest), max_size=most).map(" ".join)


def anything() -> st.SearchStrategy[str]:
    """Any text at all, lone surrogates and control characters too."""
    return st.text(st.characters(), max_size=300) | sentences()
