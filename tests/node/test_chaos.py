"""A bad day ends with every confirmed declaration as one case, and each message sent once.

`make chaos` drives ten thousand conversations and prints the table of proofs.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from bench.served import Served, free_port

from node.chaos import SETTINGS, Crowd, Person, Tally, bad_gateway, trouble

pytestmark = pytest.mark.slow

LONG = bool(os.environ.get("KENE_CAMPAIGN"))
PEOPLE = int(os.environ.get("KENE_CHAOS_PEOPLE", "10000" if LONG else "60"))
SEED = int(os.environ.get("KENE_CHAOS_SEED", "20261125"))
AT_ONCE = 48 if LONG else 12
DRAIN = 600 if LONG else 15
"""Seconds for what was left in the middle to be taken up again: a task's lease is two minutes, for
which the short form does not wait."""
SETTLED = {("sent", 1), ("unknown", 0), ("unknown", 1)} | (set() if LONG else {("waiting", 0)})
"""How a message may stand in the end, and how often the gateway took it."""


def test_a_bad_day_loses_nothing_and_does_nothing_twice(serve: Callable[..., Served]) -> None:
    port, rng, tally = free_port(), Random(SEED), Tally()
    kannel = f"http://kene:word@127.0.0.1:{port}/cgi-bin/sendsms"
    with bad_gateway(port, SEED, tally) as taken:
        node = serve(KENE_KANNEL=kannel, KENE_PROCESSES="2", **SETTINGS)
        key = node.run("partners", "add", "bureau", "--name", "Bureau", "--rate", "1000000")
        crowd = Crowd(node.port, PEOPLE, AT_ONCE, SEED, tally, key.stdout.strip())
        trouble(node, crowd, tally, rng, lambda: rng.uniform(0.5, 12 if LONG else 5), 2)
        crowd.join()
        _drain(node)
        assert node.stop() == 0
    assert tally.wrong == []
    held = json.loads(node.run(module="tests.node.ledger").stdout)
    _print(tally, held, taken)
    _one_case_each(tally, held)
    _one_message_each(held, taken)
    verified = node.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _drain(node: Served) -> None:
    """Wait until no task waits; what nothing would ever take up again fails below."""
    until = time.monotonic() + DRAIN
    while time.monotonic() < until:
        state = json.loads(node.run("tasks", "--json").stdout)
        if not state["waiting"] + state["running"]:
            return
        time.sleep(2)


def _one_case_each(tally: Tally, held: dict[str, Any]) -> None:
    """Every person was told a number in the end: that of the one case with their child's name."""
    assert len(tally.acknowledged) == PEOPLE
    names = {
        Person(phone, "", None, 0, Random(0), tally).first_name: number  # type: ignore[arg-type]
        for phone, number in tally.acknowledged.items()
    }
    assert {case["name"]: case["number"] for case in held["cases"]} == names
    assert len(held["cases"]) == PEOPLE


def _one_message_each(held: dict[str, Any], taken: Counter[str]) -> None:
    """Each case has its one message, taken once; or marked unknown, and taken once or not."""
    for case in held["cases"]:
        ((reference, key, state),) = case["messages"]
        assert key == "opened"
        assert (state, taken[reference]) in SETTLED, case
    assert taken.keys() <= {case["messages"][0][0] for case in held["cases"]}


def _print(tally: Tally, held: dict[str, Any], taken: Counter[str]) -> None:
    """The table of proofs; `pytest -s` shows it."""
    states = Counter(case["messages"][0][2] for case in held["cases"] if case["messages"])
    lines = {
        "conversations": PEOPLE,
        **dict(sorted(tally.counts.items())),
        "numbers told": len(tally.acknowledged),
        "cases": len(held["cases"]),
        **{f"messages {state}": count for state, count in sorted(states.items())},
        "messages taken more than once": sum(count > 1 for count in taken.values()),
    }
    print()
    for name, value in lines.items():
        print(f"{name:<32}{value:>10,}")
