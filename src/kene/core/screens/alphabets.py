"""The 7-bit alphabets of phones: the default one, and those of nations where a gateway has them.

3GPP TS 23.038 lets a network replace the basic table (a *locking* shift) or the extension table (a
*single* shift). Few networks do, and a phone that lacks them shows other letters: an alphabet other
than `STANDARD` is used only where a gateway declares it. Of the tables of annex A, those with the
letters of French are here; none has the letters of Bambara.

In an SMS each table that is named takes three octets of the header (TS 23.040, 9.2.3.24.15-16); in
a USSD string it is agreed with the gateway and takes none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet of 3GPP TS 23.038, 6.2.1, in order but for the escape: one septet each."""

EXTENSION: Final = "\f^{}\\[~]|€"
"""Its extension table, 6.2.1.1: an escape and a second septet each."""

_TURKISH: Final = BASIC.translate(str.maketrans("èìÇØøÆæ¡¿", "€ıÇĞğŞşİç"))
_PORTUGUESE: Final = (
    "@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó|ÂâÊÉ !\"#º%&'()*+,-./0123456789:;<=>?"
    "ÍABCDEFGHIJKLMNOPQRSTUVWXYZÃÕÚÜ§~abcdefghijklmnopqrstuvwxyzãõ`üà"
)


class Alphabet:
    """A basic table, an extension table, and how many of both an SMS has to name."""

    __slots__ = ("_all", "_basic", "_beyond", "_extended", "basic", "extension", "named")

    def __init__(self, basic: str, extension: str, named: int = 0) -> None:
        self.basic = basic
        # What the basic table has is never written with an escape.
        self.extension = "".join(letter for letter in extension if letter not in basic)
        self.named = named
        self._basic = re.compile(f"[{re.escape(self.basic)}]*")
        self._all = re.compile(f"[{re.escape(self.basic + self.extension)}]*")
        self._extended = re.compile(f"[{re.escape(self.extension)}]")
        self._beyond = re.compile(f"[^{re.escape(self.basic + self.extension)}]")

    def septets(self, text: str) -> int | None:
        """The septets of a text; None when it has a character that this alphabet has not."""
        if self._basic.fullmatch(text):
            return len(text)
        if self._all.fullmatch(text):
            return len(text) + len(self._extended.findall(text))
        return None

    @property
    def beyond(self) -> re.Pattern[str]:
        """One character that this alphabet has not."""
        return self._beyond


STANDARD: Final = Alphabet(BASIC, EXTENSION)
"""The default alphabet and its extension, which every phone has."""

ALPHABETS: Final[Mapping[str, Alphabet]] = {
    "standard": STANDARD,
    "turkish": Alphabet(_TURKISH, EXTENSION + "ĞİŞçğış", 2),
    "turkish-single": Alphabet(BASIC, EXTENSION + "ĞİŞçğış", 1),
    "spanish-single": Alphabet(BASIC, EXTENSION + "çÁÍÓÚáíóú", 1),
    "portuguese": Alphabet(_PORTUGUESE, EXTENSION + "êçÔôÁáΦΓΩΠΨΣΘÊÀÍÓÚÃÕÂíóúãõâ", 2),
    "portuguese-single": Alphabet(BASIC, EXTENSION + "êçÔôÁáΦΓΩΠΨΣΘÊÀÍÓÚÃÕÂíóúãõâ", 1),
}
"""By the name that a gateway's setting gives: a nation's both tables, or its single shift alone."""
