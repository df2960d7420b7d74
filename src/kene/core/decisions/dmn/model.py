"""A DMN model with those that it imports: its elements, what each requires, and their logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from kene.core.decisions.dmn.boxed import Boxes
from kene.core.decisions.dmn.items import ItemTypes
from kene.core.decisions.dmn.mistakes import NOT_DMN, UNKNOWN_ELEMENT, UNKNOWN_IMPORT
from kene.core.decisions.dmn.tables import StandardTable
from kene.core.decisions.dmn.xml import Element, read_xml
from kene.core.expressions.scanner import normal
from kene.core.expressions.standard import Run, Vocabulary, compile_tree
from kene.core.expressions.syntax import Converted, Embedded, FunctionLiteral, Node
from kene.core.expressions.types import FeelType
from kene.core.problems import Mistakes, Problem, Where

Key = tuple[str, str]
"""An element: the namespace of its model and its id."""

_KINDS: Final[Mapping[str, ElementKind]] = {
    "inputData": "input",
    "decision": "decision",
    "businessKnowledgeModel": "knowledge",
    "decisionService": "service",
}
ElementKind = Literal["input", "decision", "knowledge", "service"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that an element may name: `prefix` is that of an import, or ""."""

    key: Key
    prefix: str


@dataclass(frozen=True, slots=True)
class DrgElement:
    """An element of the requirements graph. `run` evaluates it in the scope of its requirements.

    `table` is what it runs where that is a decision table.
    """

    key: Key
    kind: ElementKind
    name: str
    requires: tuple[Requirement, ...]
    type: FeelType | None
    run: Run | None = None
    table: StandardTable | None = None
    service: ServiceParts | None = None


@dataclass(frozen=True, slots=True)
class ServiceParts:
    """What a decision service takes and gives, in the order of its parameters."""

    inputs: tuple[Key, ...]
    input_decisions: tuple[Key, ...]
    outputs: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A model, ready to be evaluated. `problems` are those that did not stop it from loading."""

    namespace: str
    name: str
    elements: Mapping[Key, DrgElement]
    imports: Mapping[str, str]
    problems: tuple[Problem, ...] = field(default=())

    def named(self, name: str, *kinds: ElementKind) -> DrgElement | None:
        """An element of the model itself by its name."""
        wanted = normal(name)
        return next(
            (
                one
                for one in self.elements.values()
                if one.key[0] == self.namespace and one.name == wanted and one.kind in kinds
            ),
            None,
        )


def load_model(
    source: str | bytes, *, where: Where, others: Mapping[str, str | bytes] | None = None
) -> Model:
    """The model of a DMN file. Raises Mistakes when it is not one.

    `others` are further files by name, among which imports are found by their namespace. A part
    that cannot be read evaluates to null and is noted in the model's `problems`.
    """
    roots = [_definitions(source, where)]
    for name, other in (others or {}).items():
        roots.append(_definitions(other, Where(name, 1, 1)))
    return _Loading(roots, where).model()


def _definitions(source: str | bytes, where: Where) -> Element:
    root = read_xml(source, where=where)
    if root.tag != "definitions":
        raise Mistakes([Problem(NOT_DMN, where)])
    return root


class _Loading:
    def __init__(self, roots: list[Element], where: Where) -> None:
        self._roots = {root.get("namespace"): root for root in reversed(roots)}
        self._main = roots[0]
        self._where = where
        self._members = frozenset(
            normal(element.get("name")) for root in roots for element in root.walk()
        )
        self._types: dict[str, ItemTypes] = {}
        self._elements: dict[Key, DrgElement] = {}
        self._problems: list[Problem] = []
        self._names = {
            (root.get("namespace"), element.get("id") or element.get("name")): _name_of(element)
            for root in roots
            for element in root.children
            if element.tag in _KINDS
        }

    def model(self) -> Model:
        """The model. Raises Mistakes."""
        for namespace in self._reachable(self._main, ()):
            self._load(self._roots[namespace])
        imports = {normal(name): space for name, space in _imports(self._main).items()}
        return Model(
            self._main.get("namespace"),
            self._main.get("name"),
            self._elements,
            imports,
            tuple(self._problems),
        )

    def _reachable(self, root: Element, before: tuple[str, ...]) -> tuple[str, ...]:
        """The namespaces of a model and of all that it imports, those imported first."""
        found: list[str] = []
        for name, namespace in _imports(root).items():
            if namespace in before:
                continue
            if namespace not in self._roots:
                self._note(UNKNOWN_IMPORT, root, name=name)
                continue
            found += self._reachable(self._roots[namespace], (*before, root.get("namespace")))
        return tuple(dict.fromkeys((*found, root.get("namespace"))))

    def _note(self, kind: object, element: Element, **details: str) -> None:
        at = self._where.moved(element.line, 1)
        self._problems.append(Problem(kind, at, details))  # type: ignore[arg-type]

    def _load(self, root: Element) -> None:
        namespace = root.get("namespace")
        imported = {
            f"{prefix}.{name}" if prefix else name: of
            for prefix, space in _imports(root).items()
            if space in self._types
            for name, of in self._types[space].types.items()
        }
        definitions = root.all("itemDefinition")
        types = ItemTypes(definitions, imported, self._members, self._where)
        self._types[namespace] = types
        for mistakes in types.mistakes:
            self._problems += mistakes.problems
        boxes = Boxes(types, self._where, self._problems)
        for element in root.children:
            if element.tag in _KINDS:
                made = self._element(root, element, boxes)
                self._elements[made.key] = made

    def _element(self, root: Element, element: Element, boxes: Boxes) -> DrgElement:
        key = (root.get("namespace"), element.get("id") or element.get("name"))
        requires = tuple(self._requirements(root, element))
        vocabulary = Vocabulary(
            frozenset(
                requirement.prefix or self._names[requirement.key] for requirement in requires
            ),
            self._members | set(self._names.values()),
            boxes.types.types,
        )
        kind = _KINDS[element.tag]
        variable = element.first("variable")
        logic = boxes.inside(element, vocabulary) if kind == "decision" else None
        return DrgElement(
            key,
            kind,
            _name_of(element),
            requires,
            boxes.type_of(variable) if kind != "knowledge" else None,
            compile_tree(logic, vocabulary)
            if logic
            else self._knowledge(element, boxes, vocabulary),
            _table(logic),
            self._service(root, element) if kind == "service" else None,
        )

    def _knowledge(self, element: Element, boxes: Boxes, vocabulary: Vocabulary) -> Run | None:
        """The function of a business knowledge model; None for another element, or without one."""
        if element.tag != "businessKnowledgeModel":
            return None
        logic = element.first("encapsulatedLogic")
        if logic is None:
            boxes.without_logic(element)
            return None
        vocabulary = vocabulary.with_names((_name_of(element),))  # it may call itself
        function = boxes.function(logic, vocabulary)
        of = boxes.result_type(element.first("variable"))
        if of is not None:
            body = Converted(function.body, of)
            function = FunctionLiteral(function.parameters, body, function.external)
        return compile_tree(function, vocabulary)

    # -- references --------------------------------------------------------------------------

    def _requirements(self, root: Element, element: Element) -> list[Requirement]:
        found: list[Requirement] = []
        tags = ("informationRequirement", "knowledgeRequirement")
        for requirement in element.all(*tags):
            for link in requirement.children:
                if link.tag.startswith("required"):
                    key = self._key(root, link)
                    if key is not None:
                        found.append(Requirement(key, _prefix(root, key[0])))
        return found

    def _key(self, root: Element, link: Element) -> Key | None:
        namespace, _, identity = link.get("href").rpartition("#")
        key = (namespace or root.get("namespace"), identity)
        if key not in self._names:
            self._note(UNKNOWN_ELEMENT, link, name=link.get("href"))
            return None
        return key

    def _keys(self, root: Element, element: Element, tag: str) -> tuple[Key, ...]:
        keys = (self._key(root, link) for link in element.all(tag))
        return tuple(key for key in keys if key is not None)

    def _service(self, root: Element, element: Element) -> ServiceParts:
        return ServiceParts(
            self._keys(root, element, "inputData"),
            self._keys(root, element, "inputDecision"),
            self._keys(root, element, "outputDecision"),
        )


def _table(logic: Node | None) -> StandardTable | None:
    """The decision table that a tree is, converted or not."""
    while isinstance(logic, Converted):
        logic = logic.of
    if isinstance(logic, Embedded) and isinstance(logic.run, StandardTable):
        return logic.run
    return None


def _name_of(element: Element) -> str:
    variable = element.first("variable")
    return normal((variable.get("name") if variable else "") or element.get("name"))


def _imports(root: Element) -> dict[str, str]:
    """The namespaces of imported DMN models by the name of the import."""
    return {
        normal(one.get("name")): one.get("namespace")
        for one in root.all("import")
        if "DMN" in one.get("importType") or "MODEL" in one.get("importType")
    }


def _prefix(root: Element, namespace: str) -> str:
    """The name by which a model knows another, "" for itself and for imports without name."""
    if namespace == root.get("namespace"):
        return ""
    return next((name for name, space in _imports(root).items() if space == namespace), "")
