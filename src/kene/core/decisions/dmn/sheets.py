"""A DMN decision table as the sheet of a pack."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kene.core.decisions.dmn.items import text_of
from kene.core.decisions.dmn.tables import policy_of
from kene.core.decisions.dmn.words import Words
from kene.core.decisions.dmn.xml import Element
from kene.core.decisions.hitpolicy import HitPolicy
from kene.core.expressions.printing import printed
from kene.core.expressions.syntax import Boolean, Node, Number, String
from kene.core.problems import Where

_WORD = re.compile(r"[^\W_][\w.-]*")


def sheet(name: str, table: Element, words: Words, where: Where) -> str:
    """The text of the sheet. Raises Mistakes when a cell is no FEEL."""
    results = [
        [words.parsed(text_of(cell), where) for cell in rule.all("outputEntry")]
        for rule in table.all("rule")
    ]
    policy = policy_of(table)
    ordered = policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
    kinds = [
        _kind(one, [row[n] for row in results], ordered=ordered)
        for n, one in enumerate(table.all("output"))
    ]
    law = bool(laws_of(table))
    header = [policy.value]
    for column in table.all("input"):
        expression = column.first("inputExpression")
        text = text_of(expression) if expression else ""
        header.append(words.expression(text, where))
    for output, kind in zip(table.all("output"), kinds, strict=True):
        header.append(f"-> {words.of(output.get('name') or name)} : {kind}")
    lines = [header + ["law"] * law]
    for label, rule, row in zip(_labels(table), table.all("rule"), results, strict=True):
        tests = [words.tested(text_of(cell), where) for cell in rule.all("inputEntry")]
        cells = [_written(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
        lines.append([label, *tests, *cells, *([_law(table, rule)] * law)])
    return "".join(" ; ".join(map(_cell, line)) + "\n" for line in lines)


def laws_of(table: Element) -> tuple[str, ...]:
    """The keys in the annotation called `law`."""
    return tuple(
        dict.fromkeys(key for rule in table.all("rule") for key in _law(table, rule).split())
    )


def _law(table: Element, rule: Element) -> str:
    names = [one.get("name").lower() for one in table.all("annotation")]
    entries = rule.all("annotationEntry")
    if "law" not in names or len(entries) <= names.index("law"):
        return ""
    return text_of(entries[names.index("law")])


def _labels(table: Element) -> list[str]:
    """The rules' descriptions when each has its own, else their numbers."""
    told = [rule.first("description") for rule in table.all("rule")]
    labels = [one.text.strip() if one else "" for one in told]
    if all(labels) and len(set(labels)) == len(labels) and not any("#" in one for one in labels):
        return labels
    return [str(number) for number in range(1, len(labels) + 1)]


def _kind(output: Element, cells: Sequence[Node], *, ordered: bool) -> str:
    """The type of an output as a header writes it: that of its cells, else what the file says."""
    if all(isinstance(cell, String) and _WORD.fullmatch(cell.value) for cell in cells):
        allowed = output.first("outputValues") if ordered else None
        listed = re.findall(r'"([^"]*)"', text_of(allowed)) if allowed else []
        return f"choice [{', '.join(listed)}]" if listed else "choice"
    for node, kind in ((Number, "number"), (Boolean, "boolean"), (String, "string")):
        if all(isinstance(cell, node) for cell in cells):
            return kind
    return re.sub(r"^.*[:.]", "", output.get("typeRef")) or "string"


def _written(cell: Node, kind: str) -> str:
    bare = kind.startswith("choice") and isinstance(cell, String)
    return cell.value if bare and isinstance(cell, String) else printed(cell)


def _cell(text: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if ";" in text else text
