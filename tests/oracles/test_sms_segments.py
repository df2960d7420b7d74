"""Segments and septets counted by Kene and by two packages of others are the same.

`split-sms` and Twilio's `sms-segments-calculator` are looked for in `.tools/node`, or where
KENE_NODE_TOOLS points. Two known differences are kept out of the texts: Twilio's counts in
graphemes, and so takes a carriage return with its line feed for one character outside the 7-bit
alphabet, and keeps a letter and its marks in one segment.
"""

import json
import os
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.screens.texts import ALPHABETS
from kene.core.screens.encoding import fit_segments, mend, segments

TOOLS = Path(os.environ.get("KENE_NODE_TOOLS", Path(__file__).parents[2] / ".tools" / "node"))
PACKAGES = ("split-sms", "sms-segments-calculator")

COUNT = """
const {split} = require('split-sms');
const {SegmentedMessage} = require('sms-segments-calculator');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map((text) => {
  const one = split(text), other = new SegmentedMessage(text);
  const gsm = one.characterSet === 'GSM';
  return {
    'split-sms': [gsm, one.parts.length, gsm ? one.bytes : one.bytes / 2],
    'sms-segments-calculator': [
      other.getEncodingName() === 'GSM-7', other.segmentsCount, other.messageSize / (gsm ? 7 : 16),
    ],
  };
})));
"""

SEVEN_BIT = (
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà"
    "^{}\\[~]|€"
)
ACCENTED = "aeiou êëîïôûç œ’«»–…° ɛɔɲŋ ɓɗƴ"
OTHERS = "ⴰⵣⵓⵍ ߒߞߏ سلام 漢字 😀🚜𞤀𞤁"
LETTERS = ("a€", "ɔ😀", SEVEN_BIT, SEVEN_BIT + ACCENTED, SEVEN_BIT + ACCENTED + OTHERS)
PIECES = st.one_of(
    *(st.text(st.sampled_from(letters), min_size=1, max_size=80) for letters in LETTERS),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, categories=["L", "N", "P"])),
)
# Repeated, for Hypothesis seldom draws a text as long as two messages.
TEXTS = st.builds(lambda piece, times: (piece * times)[:600], PIECES, st.integers(1, 100))
EDGES = [
    letter * length
    for letter in ("a", "€", "ɔ", "😀")
    for length in (
        0,
        1,
        33,
        34,
        35,
        66,
        67,
        68,
        69,
        70,
        71,
        76,
        77,
        80,
        81,
        133,
        134,
        135,
        152,
        153,
    )
] + ["a" * length for length in (159, 160, 161, 305, 306, 307, 459, 460)]


def ours(text: str) -> list[Any]:
    """Whether it is 7-bit, its segments, and its septets or code units."""
    found = segments(text)
    return [found.encoding == "gsm-7", found.count, found.units]


def theirs(texts: list[str]) -> list[dict[str, list[Any]]]:
    """The same by each of the others."""
    found: list[dict[str, list[Any]]] = json.loads(
        subprocess.run(
            [str(shutil.which("node")), "-e", COUNT],
            input=json.dumps(texts),
            env={"NODE_PATH": str(TOOLS / "node_modules"), "PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
    )
    return found


needs_packages = pytest.mark.skipif(
    not shutil.which("node")
    or not all((TOOLS / "node_modules" / name).exists() for name in PACKAGES),
    reason=f"needs node and {' and '.join(PACKAGES)} in {TOOLS}",
)


def compare(texts: list[str]) -> None:
    for text, counted in zip(texts, theirs(texts), strict=True):
        for package in PACKAGES:
            assert (package, counted[package]) == (package, ours(text)), text


@needs_packages
def test_the_edges_of_segments_are_where_others_see_them() -> None:
    compare(EDGES)


@needs_packages
@settings(max_examples=10)
@given(st.lists(TEXTS, min_size=50, max_size=100))
def test_random_texts_are_counted_as_others_count_them(texts: list[str]) -> None:
    compare([text for text in texts if not any(map(unicodedata.combining, text))])


@needs_packages
@settings(max_examples=5)
@given(
    st.lists(
        st.sampled_from(ALPHABETS[:-1]).flatmap(
            lambda letters: st.text(st.sampled_from(letters + " "), max_size=400)
        ),
        min_size=50,
        max_size=100,
    )
)
def test_each_language_as_it_is_sent_is_counted_as_others_count_it(texts: list[str]) -> None:
    sent = [form for text in texts for form in (mend(text), fit_segments(text))]
    compare([text for text in sent if not any(map(unicodedata.combining, text))])
