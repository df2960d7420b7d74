"""What an expression of a form may read, and what a translation of it offers its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kene.core.expressions.types import FeelType
from kene.exchange.xlsform import xpath
from kene.exchange.xlsform.feel import Feel

Item = Mapping[str, str]
"""A row of the choices sheet: its name, its other columns, and its label in one language."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a name of the form is in the pack.

    `always` says that it has a value whenever something after it reads it; `computed` that it is
    computed: its text may be empty. `labels` are the texts of its options. `repeat` is the group
    that repeats and holds it, or that it is. `inline` is the FEEL to write instead of its name.
    `yes` is the text that a form has for yes. `untaken` says that it is a text of the phone, which
    Kene never takes: a form finds it empty. `when` are the conditions that all hold when, and only
    when, it has a value; None where nothing says so, because it may be passed.
    """

    name: str
    type: FeelType
    always: bool = False
    computed: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""
    inline: str = ""
    yes: str = ""
    untaken: bool = False
    when: tuple[xpath.Node, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may read: the names of the form, its lists, and its own answer (`.`).

    In a `constraint`, the answer itself is there: a form does not test what is empty. `repeat` is
    the group in whose items it is read; `item` the row of a list whose columns it reads. `within`
    is the outermost group of each that repeated inside another one.
    """

    known: Mapping[str, Known]
    lists: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    current: Known | None = None
    constraint: bool = False
    repeat: str = ""
    item: Item | None = None
    within: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Notes:
    """What an expression in FEEL does not quite say as XPath did."""

    unanswered: list[str] = field(default_factory=list)
    untaken: list[str] = field(default_factory=list)
    labels: bool = False


class Translation(Protocol):
    """One expression that is being put into FEEL."""

    scope: Scope
    notes: Notes

    def feel(self, node: xpath.Node) -> Feel:
        """The FEEL of a part. Raises Untranslatable."""

    def known(self, name: str) -> Known:
        """What a name of the form is. Raises Untranslatable."""

    def named(self, node: xpath.Node) -> Known | None:
        """The question that a part is the answer of, if it is one."""

    def answered(self, known: Known, *, wanted: bool) -> Feel:
        """Whether a question has an answer, or has none. Raises Untranslatable."""

    def across(self, node: xpath.Node) -> Feel | None:
        """The list of an answer in all items of a group that repeats, if it is one."""

    def doubt(self, node: xpath.Node) -> None:
        """Note what, unanswered, makes a form say yes where FEEL waits."""

    def over(self, item: Item) -> Translation:
        """The same where the columns of one item are known."""


Arguments = tuple[xpath.Node, ...]
Function = Callable[[Translation, Arguments], Feel]
"""Puts a call with these arguments into FEEL. Raises Untranslatable."""
