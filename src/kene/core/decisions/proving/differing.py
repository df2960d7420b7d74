"""Finding a person for whom two tables of one decision come out differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from kene.core.decisions.decide import decide
from kene.core.decisions.proving.axes import Run, TooHard
from kene.core.decisions.proving.citizen import Citizen, Values
from kene.core.decisions.proving.prove import Proof
from kene.core.decisions.proving.search import Search, TooLarge
from kene.core.decisions.proving.world import World
from kene.core.decisions.table import Decision, Rule
from kene.core.expressions import Undetermined
from kene.core.expressions.operations import same

MOST_RUNS: Final = 40
MOST_SAMPLES: Final = 60
"""How many combinations of a rule, and values of each, are tried: one person is enough."""

Taken = tuple[Decision, World]
"""A decision, and where the values of what it reads come from."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A person, by their answers, and what each of two tables gives them."""

    answers: Values
    before: object
    after: object


def differing(old: Taken, new: Taken, changed: tuple[Sequence[Rule], ...]) -> Differing | None:
    """Somebody to whom both tables give an outcome, and not the same; None when none was found.

    `changed` are the rules of the old table and of the new one whose people are looked at.
    """
    for (decision, world), rules in zip((new, old), reversed(changed), strict=True):
        for answers in _people(decision, world, rules):
            before, after = (_outcome(each, answers) for each in (old, new))
            if Undetermined not in (type(before), type(after)) and not same(before, after):
                return Differing(answers, before, after)
    return None


def _outcome(taken: Taken, answers: Values) -> object:
    decision, world = taken
    return decide(decision, Citizen(world, frozenset()).known(answers)).outcome


def _people(decision: Decision, world: World, rules: Sequence[Rule]) -> Iterator[Values]:
    """People that these rules are about; nobody where the table is too hard to take apart."""
    try:
        proof = Proof(decision, world)
        for number in (decision.rules.index(rule) for rule in rules):
            for runs in islice(Search(proof.axes, 1 << number, 0).found(), MOST_RUNS):
                yield from _samples(proof, runs)
    except (TooHard, TooLarge):
        return


def _samples(proof: Proof, runs: Sequence[Run]) -> Iterator[Values]:
    for values in islice(product(*(run.values for run in runs)), MOST_SAMPLES):
        one = [Run(run.rules, (value,)) for run, value in zip(runs, values, strict=True)]
        if (found := proof.example(one)) is not None:
            yield found[0]
