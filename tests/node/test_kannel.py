"""A whole service by SMS, through a real Kannel and back."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from bench.served import free_port, served

from node.kannel import BEARERBOX, SMSBOX, Operator, kannel

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (BEARERBOX and SMSBOX), reason="Kannel is not installed"),
]

PHONE = "+22376123456"
COMPLAINT = ("reclamation", "1", "Kati", "1", "Mairie", "Trois visites pour une copie.", "1")


def test_a_complaint_by_sms_opens_a_case_and_its_code_is_delivered(tmp_path: Path) -> None:
    sendsms, port = free_port(), free_port()
    told = {
        "KENE_KANNEL": f"http://kene:secret@127.0.0.1:{sendsms}/cgi-bin/sendsms",
        "KENE_ADDRESS": f"http://127.0.0.1:{port}",
    }
    with served(tmp_path, port=port, **told) as node, kannel(tmp_path, port, sendsms) as centre:
        operator = Operator(centre)
        answers = []
        for text in COMPLAINT:
            operator.sends(PHONE, text)
            answers.append(operator.message())
        told_by_node = [answers.pop(), operator.message()]
        assert _state(node.data) == "delivered", "the operator's report was recorded"
    number = next(text for text in told_by_node if "Numéro" in text)
    code = next(text for text in told_by_node if "Code" in text)
    assert "Motif de la plainte" in answers[0]
    assert "Confirmer" in answers[-1]
    digits = "".join(filter(str.isdigit, number.partition("Réponse")[0]))
    assert digits in "".join(filter(str.isdigit, code))
    assert {phone for phone, _ in operator.received} == {PHONE}


def _state(data: Path) -> str:
    """The state of the only message, once it is final."""
    for _ in range(100):
        with closing(sqlite3.connect(data / "kene.sqlite3")) as base:
            [(state,)] = base.execute("SELECT state FROM kene_casework_message")
        if state == "delivered":
            break
        time.sleep(0.1)
    return str(state)
