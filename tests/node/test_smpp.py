"""A whole service by SMS over SMPP: a real Kannel, and a centre that speaks SMPP 3.4 behind it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from bench.served import Served, free_port, served

from kene.core.screens.encoding import segments
from node.kannel import BEARERBOX, SHORT, SMPP, SMSBOX, kannel
from node.smpp import UCS_2, Centre, Submitted, read, write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (BEARERBOX and SMSBOX), reason="Kannel is not installed"),
]

PHONE = "+22376123456"
REASON = "Trois visites payées."
LONG = " ".join([REASON] * 8)
COMPLAINT = ("reclamation", "1", "Kati", "1", "Mairie", REASON, "1")


@dataclass
class Line:
    """A node, its Kannel, and the operator's centre."""

    node: Served
    centre: Centre

    def asks(self, text: str) -> list[Submitted]:
        """A phone sends a message: the parts of the answer."""
        self.centre.sends(PHONE, SHORT, text)
        return self.centre.message()

    def says(self, text: str) -> str:
        """A phone sends a message: the text of the answer."""
        return "".join(each.text for each in self.asks(text))


@contextmanager
def linked(folder: Path) -> Iterator[Line]:
    """A node that talks to an operator over SMPP."""
    sendsms, port, operator = free_port(), free_port(), free_port()
    centre = Centre(operator)
    told = {
        "KENE_KANNEL": f"http://kene:secret@127.0.0.1:{sendsms}/cgi-bin/sendsms",
        "KENE_ADDRESS": f"http://127.0.0.1:{port}",
    }
    try:
        with (
            served(folder, port=port, **told) as node,
            kannel(folder, port, sendsms, SMPP, operator),
        ):
            centre.wait_bound()
            yield Line(node, centre)
    finally:
        centre.close()


def test_a_complaint_over_smpp_opens_a_case_and_its_code_is_delivered(tmp_path: Path) -> None:
    with linked(tmp_path) as line:
        answers = [line.says(text) for text in COMPLAINT[:-1]]
        line.centre.sends(PHONE, SHORT, COMPLAINT[-1])
        told = ["".join(each.text for each in line.centre.message()) for _ in range(2)]
        assert _state(line.node.data, "delivered") == "delivered"
        assert line.centre.binds == ["transceiver"]
    assert "Motif de la plainte" in answers[0]
    assert "Confirmer" in answers[-1]
    number = next(text for text in told if "Numéro" in text)
    code = next(text for text in told if "Code" in text)
    digits = "".join(filter(str.isdigit, number.partition("Réponse")[0]))
    assert digits in "".join(filter(str.isdigit, code))


def test_long_messages_are_joined_on_the_way_in_and_split_on_the_way_out(tmp_path: Path) -> None:
    assert segments(LONG).count == 2
    with linked(tmp_path) as line:
        for text in COMPLAINT[:-2]:
            line.says(text)
        parts = line.asks(LONG)
    whole = "".join(each.text for each in parts)
    assert LONG in whole, "both parts make one answer"
    assert len(parts) == segments(whole).count > 1
    assert [each.part[1:] for each in parts if each.part] == [
        (len(parts), number) for number in range(1, len(parts) + 1)
    ]
    assert len({each.part[0] for each in parts if each.part}) == 1
    assert all(each.length <= 140 for each in parts)
    assert all(each.length >= 139 for each in parts[:-1]), "no part is left half empty"


def test_bambara_letters_are_split_between_letters(tmp_path: Path) -> None:
    with linked(tmp_path) as line:
        for text in COMPLAINT[:-2]:
            line.says(text)
        parts = line.asks("Ŋ ka ɲɛɲini ɛ ɔ, 😀. " * 3)
    whole = "".join(each.text for each in parts)
    assert "ɲɛɲini ɛ ɔ, 😀." in whole
    assert {each.coding for each in parts} == {UCS_2}
    assert len(parts) == segments(whole).count > 1
    assert all(each.length <= 140 and not len(each.octets) % 2 for each in parts)


def test_what_the_centre_has_no_time_for_is_sent_again_and_once(tmp_path: Path) -> None:
    with linked(tmp_path) as line:
        line.centre.throttles = 2
        assert "Motif" in line.says("reclamation")
        assert line.centre.refused == 2
        with pytest.raises(TimeoutError):
            line.centre.message(seconds=3)


def test_a_link_that_fell_is_bound_again_and_what_waited_comes(tmp_path: Path) -> None:
    with linked(tmp_path) as line:
        line.says("reclamation")
        line.centre.cut()
        line.centre.wait_bound(2)
        assert "commune" in line.says("1").lower()


def test_a_link_is_asked_whether_it_lives(tmp_path: Path) -> None:
    with linked(tmp_path) as line:
        for _ in range(100):
            if line.centre.enquiries:
                break
            time.sleep(0.1)
        assert line.centre.enquiries


@pytest.mark.parametrize("text", ["Numéro : 1€ [a]{b}~|^\\", "Nɔnɔ ɲini ŋ ɛ", "😀 ok"])
def test_the_centre_reads_what_it_writes(text: str) -> None:
    octets, coding = write(text)
    assert read(octets, coding) == text
    assert (coding == UCS_2) == ("ɲ" in text or "😀" in text)


def _state(data: Path, wanted: str) -> str:
    """The state of the only message, once it is the one that is waited for."""
    state = ""
    for _ in range(150):
        with closing(sqlite3.connect(data / "kene.sqlite3")) as base:
            [(state,)] = base.execute("SELECT state FROM kene_casework_message")
        if state == wanted:
            break
        time.sleep(0.1)
    return state
