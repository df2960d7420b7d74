"""Loading a decision table of a pack from a spreadsheet's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from kene.core.decisions import mistakes
from kene.core.decisions.compiled import compiled
from kene.core.decisions.hitpolicy import HitPolicy, hit_policy
from kene.core.decisions.sheet import Cell, rows
from kene.core.decisions.spelling import as_feel, rightly, said
from kene.core.decisions.table import Decision, Input, Output, Rule
from kene.core.expressions.check import Checker
from kene.core.expressions.expression import malformed, parser_vocabulary
from kene.core.expressions.parser import Malformed, Parser
from kene.core.expressions.scanner import IDENTIFIER
from kene.core.expressions.syntax import (
    INPUT,
    Anything,
    Boolean,
    Node,
    Number,
    String,
    Tests,
    free_names,
)
from kene.core.expressions.types import (
    BOOLEAN,
    NUMBER,
    STRING,
    Context,
    Enumeration,
    FeelType,
    List,
    conforms,
    joined,
    named_type,
    plain,
)
from kene.core.problems import Kind, Mistakes, Problem, Where, nearest

LONGEST: Final = 1_000_000
_WORD: Final = re.compile(r"[^\W_][\w.-]*")
_TYPES: Final[Mapping[str, FeelType]] = {
    **dict.fromkeys(("choice", "text", "name", "place", "phone"), STRING),
    **dict.fromkeys(("whole", "decimal", "money"), NUMBER),
    "yes_no": BOOLEAN,
}
_OUTPUT_HEADER: Final = re.compile(r"(->\s*)?([^:]+?)\s*:\s*([^\[]+?)\s*(?:\[(.*)\])?")
Names = Mapping[str, FeelType]
_Read = Callable[[Parser], Node]


@dataclass(frozen=True, slots=True)
class _Header:
    policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    law: bool

    @property
    def width(self) -> int:
        return 1 + len(self.inputs) + len(self.outputs) + self.law


def load_table(
    name: str, text: str, *, where: Where, names: Names, laws: Collection[str]
) -> Decision:
    """The decision table that a spreadsheet's text writes. Raises Mistakes with every problem.

    The first row is `hit policy ; input : type ; … ; output : type ; law`, the others a rule each:
    its label, FEEL unary tests, outputs, keys of `laws`. `names` are what inputs may read. An
    output is one word that is none of `names` (or `-> word`); one of type `choice` has bare words.
    """
    return _Loading(name, where, names, frozenset(laws)).decision(text)


class _Loading:
    """One loading of one table."""

    def __init__(self, name: str, where: Where, names: Names, laws: frozenset[str]) -> None:
        self._name = name
        self._file = where
        self._names = names
        self._laws = laws
        self._vocabulary = parser_vocabulary(names)
        self._problems: list[Problem] = []

    def decision(self, text: str) -> Decision:
        """The table. Raises Mistakes."""
        if len(text) > LONGEST:
            raise Mistakes([self._problem(mistakes.TOO_LARGE, self._file, limit=str(LONGEST))])
        lines = rows(text)
        if not lines:
            raise Mistakes([self._problem(mistakes.EMPTY, self._file)])
        header = self._header(lines[0])
        if header is None:
            raise Mistakes(self._problems)
        rules = [rule for line in lines[1:] if (rule := self._rule(line, header)) is not None]
        if len(lines) == 1:
            self._report(mistakes.NO_RULE, lines[0][0])
        self._labels(rules)
        if self._problems:
            raise Mistakes(self._problems)
        return self._made(header, tuple(rules))

    # -- problems ----------------------------------------------------------------------------

    def _problem(self, kind: Kind, where: Where, **details: str) -> Problem:
        return Problem(kind, where, {"name": self._name, **details})

    def _at(self, cell: Cell) -> Where:
        return self._file.moved(cell.line, cell.column)

    def _report(self, kind: Kind, cell: Cell, **details: str) -> None:
        self._problems.append(self._problem(kind, self._at(cell), **details))

    def _unknown(self, kind: Kind, cell: Cell, word: str, known: Collection[str]) -> None:
        near = nearest(word, known)
        listed = ", ".join(sorted(known)[:12])
        self._report(
            kind,
            cell,
            word=word,
            near=near,
            nearest=f"Vouliez-vous dire « {near} » ?" if near else f"Connus : {listed}.",
            nearest_en=f"Did you mean “{near}”?" if near else f"Known: {listed}.",
        )

    # -- the header --------------------------------------------------------------------------

    def _header(self, cells: tuple[Cell, ...]) -> _Header | None:
        policy = hit_policy(cells[0].text)
        if policy is None:
            known = ", ".join(one.value for one in HitPolicy)
            self._report(mistakes.UNKNOWN_POLICY, cells[0], word=cells[0].text, known=known)
        law = cells[-1].text.lower() == "law"
        inputs: list[Input] = []
        outputs: list[Output] = []
        for cell in cells[1 : len(cells) - law]:
            if self._is_output(cell):
                self._add_output(outputs, cell)
            elif outputs:
                self._report(mistakes.INPUT_AFTER_OUTPUT, cell, name=cell.text)
            else:
                self._add_input(inputs, cell)
        if not outputs and not self._problems:
            self._report(mistakes.NO_OUTPUT, cells[0])
        if policy is None or self._problems:
            return None
        self._aggregate(policy, outputs, cells[0])
        return _Header(policy, tuple(inputs), tuple(outputs), law)

    def _is_output(self, cell: Cell) -> bool:
        name = cell.text.rpartition(":")[0].strip() or cell.text
        plain_word = IDENTIFIER.fullmatch(name) or re.fullmatch(r"[\w-]+", name)
        return name.startswith("->") or (plain_word is not None and name not in self._names)

    def _add_input(self, inputs: list[Input], cell: Cell) -> None:
        text, colon, type_name = cell.text.rpartition(":")
        if not colon or "{" in text:
            text, type_name = cell.text, ""
        text = text.strip()
        typed = self._typed(text, cell, lambda parser: parser.whole_expression(), self._names)
        if typed is None:
            return
        declared = self._type(type_name.strip(), cell) if type_name.strip() else typed.type
        if declared is not None and not conforms(typed.type, declared):
            checker = Checker(self._at(cell))
            checker.expect(typed, declared)
            self._problems += checker.problems
        inputs.append(Input(text, typed))

    def _add_output(self, outputs: list[Output], cell: Cell) -> None:
        found = _OUTPUT_HEADER.fullmatch(cell.text)
        if found is None:
            self._type(cell.text, cell)
            return
        _, name, type_name, listed = found.groups()
        if name in self._names:
            self._report(mistakes.OUTPUT_KNOWN, cell, word=name)
        if any(output.name == name for output in outputs):
            self._report(mistakes.SAME_OUTPUT, cell, word=name)
        of = self._type(type_name, cell)
        order = tuple(word.strip() for word in listed.split(",")) if listed else ()
        if of is not None:
            of = Enumeration(order) if type_name == "choice" else of
            outputs.append(Output(name, of, order, declared=bool(order)))

    def _type(self, name: str, cell: Cell) -> FeelType | None:
        of = _TYPES.get(name) or named_type(name)
        if of is None:
            known = ", ".join(self._known_types())
            self._report(mistakes.UNKNOWN_TYPE, cell, word=name, known=known)
        return of

    def _known_types(self) -> list[str]:
        return ["choice", "number", "string", "boolean", "date"]

    def _aggregate(self, policy: HitPolicy, outputs: list[Output], cell: Cell) -> None:
        if not policy.aggregates or policy is HitPolicy.COUNT:
            return
        if len(outputs) != 1 or plain(outputs[0].type) != NUMBER:
            self._report(mistakes.NO_AGGREGATE, cell, word=policy.value)

    # -- rules -------------------------------------------------------------------------------

    def _rule(self, cells: tuple[Cell, ...], header: _Header) -> Rule | None:
        if len(cells) < header.width or any(cell.written for cell in cells[header.width :]):
            wanted, given = str(header.width), str(len(cells))
            self._report(mistakes.CELLS, cells[0], given=given, wanted=wanted)
            return None
        inputs = len(header.inputs)
        tested = list(zip(header.inputs, cells[1 : 1 + inputs], strict=True))
        tests = [self._tests(cell, column) for column, cell in tested]
        results = cells[1 + inputs : 1 + inputs + len(header.outputs)]
        outputs = [self._output(c, of) for of, c in zip(header.outputs, results, strict=True)]
        laws = self._cited(cells[header.width - 1]) if header.law else ()
        if any(part is None for part in (*tests, *outputs)):
            return None
        return Rule(
            label=cells[0].text or str(cells[0].line),
            tests=tuple(test for test in tests if test is not None),
            test_texts=tuple(as_feel(cell.text, column.type) for column, cell in tested),
            outputs=tuple(output for output in outputs if output is not None),
            laws=laws,
            where=self._at(cells[0]),
        )

    def _tests(self, cell: Cell, column: Input) -> Tests | None:
        text = cell.feel if plain(column.type) == STRING else cell.text
        if text in ("", "-"):
            return Tests((Anything(),), answering=(False,))
        names = {**self._names, INPUT: column.type}
        if self._ill_spelt(cell, column.type):
            return None
        answer = said(cell.text, column.type)
        tests = Tests((answer,)) if answer else self._bare_options(cell.text, column.type)
        if tests is None:
            typed = self._typed(text, cell, lambda parser: parser.whole_tests(), names)
        else:
            typed = self._checked(tests, cell, names)
        return typed if isinstance(typed, Tests) else None

    def _bare_options(self, text: str, of: FeelType) -> Tests | None:
        """Tests that are options without quote marks, of which one at least is known."""
        if not isinstance(of, Enumeration):
            return None
        negation = re.fullmatch(r"not\s*\((.*)\)", text)
        words = [word.strip() for word in (negation.group(1) if negation else text).split(",")]
        if not all(_WORD.fullmatch(word) and word not in self._names for word in words):
            return None
        return Tests(tuple(String(word) for word in words), negated=negation is not None)

    def _output(self, cell: Cell, output: Output) -> Node | None:
        if not cell.text:
            self._report(mistakes.NO_OUTCOME, cell)
            return None
        if isinstance(output.type, Enumeration):
            return self._choice(cell, output)
        if self._ill_spelt(cell, output.type):
            return None
        if (answer := said(cell.text, output.type)) is not None:
            return self._checked(answer, cell, self._names)
        text = cell.feel if plain(output.type) == STRING else cell.text
        typed = self._typed(text, cell, lambda parser: parser.whole_expression(), self._names)
        if typed is not None:
            checker = Checker(self._at(cell))
            checker.expect(typed, output.type)
            self._problems += checker.problems
        return typed

    def _ill_spelt(self, cell: Cell, of: FeelType) -> bool:
        text = cell.feel if plain(of) == STRING else cell.text
        right = rightly(text, of)
        if right != text:
            self._report(mistakes.SPELLING, cell, word=text, right=right)
        return right != text

    def _choice(self, cell: Cell, output: Output) -> Node | None:
        word = cell.text.strip("\"'")
        if not _WORD.fullmatch(word):
            self._report(mistakes.NOT_A_WORD, cell, word=word)
            return None
        if output.order and word not in output.order:
            self._unknown(mistakes.UNKNOWN_CHOICE, cell, word, output.order)
        return String(word, type=Enumeration((word,)))

    def _cited(self, cell: Cell) -> tuple[str, ...]:
        keys = tuple(key for key in re.split(r"[,\s]+", cell.text) if key not in ("", "-"))
        for key in keys:
            if key not in self._laws:
                self._unknown(mistakes.UNKNOWN_LAW, cell, key, self._laws)
        return keys

    def _labels(self, rules: list[Rule]) -> None:
        seen: set[str] = set()
        for rule in rules:
            if rule.label in seen:
                problem = self._problem(mistakes.SAME_LABEL, rule.where, word=rule.label)
                self._problems.append(problem)
            seen.add(rule.label)

    # -- FEEL --------------------------------------------------------------------------------

    def _typed(self, text: str, cell: Cell, read: _Read, names: Names) -> Node | None:
        try:
            written = read(Parser(text, *self._vocabulary))
        except Malformed as mistake:
            self._problems.append(malformed(mistake, self._at(cell)))
            return None
        return self._checked(written, cell, names)

    def _checked(self, written: Node, cell: Cell, names: Names) -> Node | None:
        checker = Checker(self._at(cell))
        typed = checker.typed(written, names)
        self._problems += checker.problems
        return None if checker.problems else typed

    # -- the decision ------------------------------------------------------------------------

    def _made(self, header: _Header, rules: tuple[Rule, ...]) -> Decision:
        outputs = tuple(
            _settled(output, [rule.outputs[index] for rule in rules])
            for index, output in enumerate(header.outputs)
        )
        nodes = [column.expression for column in header.inputs]
        nodes += [part for rule in rules for part in (*rule.tests, *rule.outputs)]
        inputs = frozenset[str]().union(*map(free_names, nodes)) & frozenset(self._names)
        constants = tuple(_constant(rule, outputs) for rule in rules)
        return Decision(
            name=self._name,
            hit_policy=header.policy,
            columns=header.inputs,
            outputs=outputs,
            rules=rules,
            inputs=inputs,
            type=_type_of(header.policy, outputs),
            fire=compiled(header.inputs, rules, {name: self._names[name] for name in inputs}),
            constants=constants,
            direct=header.policy.single and None not in constants,
            priorities=tuple(_priority(rule, outputs) for rule in rules),
        )


def _settled(output: Output, cells: list[Node]) -> Output:
    """An output column whose words, if it is a choice, are those that the rules use."""
    if not isinstance(output.type, Enumeration) or output.order:
        return output
    of = joined(cell.type for cell in cells)
    return Output(output.name, of, of.values if isinstance(of, Enumeration) else ())


def _type_of(policy: HitPolicy, outputs: tuple[Output, ...]) -> FeelType:
    one = (
        outputs[0].type if len(outputs) == 1 else Context(tuple((o.name, o.type) for o in outputs))
    )
    if policy.single:
        return one
    return NUMBER if policy.aggregates else List(one)


def _constant(rule: Rule, outputs: tuple[Output, ...]) -> object:
    if not all(isinstance(cell, String | Number | Boolean) for cell in rule.outputs):
        return None
    values = [cell.value for cell in rule.outputs if isinstance(cell, String | Number | Boolean)]
    if len(outputs) == 1:
        return values[0]
    return {output.name: value for output, value in zip(outputs, values, strict=True)}


def _priority(rule: Rule, outputs: tuple[Output, ...]) -> tuple[int, ...]:
    return tuple(
        output.order.index(cell.value) if isinstance(cell, String) and output.order else 0
        for cell, output in zip(rule.outputs, outputs, strict=True)
    )
