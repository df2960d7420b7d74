"""The layout of a requirements graph: inputs below, each decision above all that it requires."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from html import escape
from typing import Final

SPECIFICATION: Final = "https://www.omg.org/spec/DMN/"
DC: Final = "http://www.omg.org/spec/DMN/20180521/DC/"
DI: Final = "http://www.omg.org/spec/DMN/20180521/DI/"
WIDTH: Final = 160
HEIGHT: Final = 60
GAP: Final = 40
"""In the points of DMN's diagrams."""

Requires = Mapping[str, Collection[str]]
Corner = tuple[int, int]


def diagram(inputs: Collection[str], requires: Requires, namespace: str) -> Iterator[str]:
    """The lines of a `DMNDI` element in its namespace.

    Raises ValueError when decisions require each other.
    """
    corners = layout(inputs, requires)
    yield f'  <dmndi:DMNDI xmlns:dmndi="{namespace}" xmlns:dc="{DC}" xmlns:di="{DI}">'
    yield '    <dmndi:DMNDiagram id="diagram">'
    for name, (x, y) in corners.items():
        yield f'      <dmndi:DMNShape id="shape_{escape(name)}" dmnElementRef="_{escape(name)}">'
        yield f'        <dc:Bounds x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}"/>'
        yield "      </dmndi:DMNShape>"
    for name in requires:
        for other in sorted(requires[name]):
            yield from _edge(name, other, corners)
    yield "    </dmndi:DMNDiagram>"
    yield "  </dmndi:DMNDI>"


def requirement_id(name: str, other: str) -> str:
    """The id of what makes a decision require another element."""
    return escape(f"r_{name}_{other}")


def _edge(name: str, other: str, corners: Mapping[str, Corner]) -> Iterator[str]:
    """The line from the top of what is required to the bottom of what requires it."""
    identity = requirement_id(name, other)
    (x, y), (end_x, end_y) = corners[other], corners[name]
    yield f'      <dmndi:DMNEdge id="edge_{identity}" dmnElementRef="{identity}">'
    yield f'        <di:waypoint x="{x + WIDTH // 2}" y="{y}"/>'
    yield f'        <di:waypoint x="{end_x + WIDTH // 2}" y="{end_y + HEIGHT}"/>'
    yield "      </dmndi:DMNEdge>"


def layout(inputs: Collection[str], requires: Requires) -> dict[str, Corner]:
    """The upper left corner of each shape. Raises ValueError when decisions require each other."""
    ranks = dict.fromkeys(sorted(inputs), 0)
    waiting = list(requires)
    while waiting:
        ready = [name for name in waiting if all(other in ranks for other in requires[name])]
        if not ready:
            raise ValueError(f"decisions require each other: {', '.join(waiting)}")
        for name in ready:
            ranks[name] = 1 + max((ranks[other] for other in requires[name]), default=0)
        waiting = [name for name in waiting if name not in ranks]
    top = max(ranks.values(), default=0)
    corners: dict[str, Corner] = {}
    for rank in range(top + 1):
        row = [name for name, own in ranks.items() if own == rank]
        for place, name in enumerate(row):
            corners[name] = (place * (WIDTH + GAP), (top - rank) * (HEIGHT + GAP))
    return corners
