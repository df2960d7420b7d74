"""Texts that nothing shows, told by the first step of their key that leads nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kene.core.values.french import meant
from kene.core.wording import Text


@dataclass(frozen=True, slots=True)
class Stray:
    """A step of a text's key that leads to no text that is known; `near` is the one that was meant,
    or "", and `told` are the texts that would be there if it had been written. `empty` says that
    nothing is written there."""

    key: str
    near: str
    told: frozenset[str]
    empty: bool


def strays(texts: Mapping[str, Text], known: Collection[str]) -> Iterator[Stray]:
    """What nothing shows of the texts, when these keys are known."""
    unknown = [key for key in texts if key not in known]
    if not unknown:
        return
    steps = {step for key in known for step in _steps(key)}
    said = {step for key in texts for step in _steps(key)}
    groups: dict[str, list[str]] = {}
    for key in unknown:
        first = next((step for step in _steps(key) if step not in steps), key)
        groups.setdefault(first, []).append(key.removeprefix(first))
    for key, inside in groups.items():
        near = _meant(key, inside, steps - said, known)
        told = frozenset(f"{near}{each}" for each in inside) if near else frozenset()
        yield Stray(key, near, told, key in texts and not texts[key].long)


def _meant(key: str, inside: Collection[str], free: Collection[str], known: Collection[str]) -> str:
    """The step beside a stray one that it stands for, by its name or by the texts inside it."""
    parent, _, name = key.rpartition(".")
    beside = [step for step in free if step.rpartition(".")[0] == parent]
    names = {step.rpartition(".")[2]: step for step in beside}
    if near := meant(name, names):
        return names[near]
    if "" in inside:
        return ""
    same = [step for step in beside if all(f"{step}{each}" in known for each in inside)]
    return same[0] if len(same) == 1 else ""


def _steps(key: str) -> Iterator[str]:
    """Each step of a dotted key, whole from its beginning."""
    parts = key.split(".")
    return (".".join(parts[: at + 1]) for at in range(len(parts)))
