"""Where a cursor is in a file that is being typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.broken_packs import GOOD
from kene.core.services.tree import Branch, Leaf, Listing, Node, read
from kene.editor.spot import ITEM, spot

ODD = "# \u2028# \x85# \u2029#\r\n"
"""One line of an editor, which YAML's library and Python cut in four."""
TEXT = ODD + GOOD["service.yaml"].decode()


def leaves(node: Node, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], Leaf]]:
    """Each text of a tree with the keys that lead to it."""
    match node:
        case Leaf():
            return [(path, node)]
        case Listing(_, items):
            return [each for item in items for each in leaves(item, (*path, ITEM))]
        case Branch(_, items):
            return [
                each for key, (_, child) in items.items() for each in leaves(child, (*path, key))
            ]


LEAVES = leaves(read(TEXT, "service.yaml"), ())


@pytest.mark.parametrize("at", range(len(LEAVES)))
def test_each_text_of_a_pack_is_found_by_the_keys_that_lead_to_it(at: int) -> None:
    path, leaf = LEAVES[at]
    quoted = not leaf.plain
    here = spot(TEXT, leaf.where.line - 1, leaf.where.column - 1 + quoted)
    assert (here.path, here.key) == (path, False)


@given(st.sampled_from(LEAVES), st.integers(0, 3))
def test_what_follows_a_cursor_changes_nothing(leaf: tuple[tuple[str, ...], Leaf], cut: int):
    path, text = leaf
    lines = TEXT.split("\n")[: text.where.line]
    column = text.where.column - 1 + (not text.plain)
    lines[-1] = lines[-1][: column + cut]
    here = spot("\n".join(lines), len(lines) - 1, column)
    assert (here.path, here.key) == (path, False)


@pytest.mark.parametrize(
    ("text", "path", "key"),
    [
        ("", (), True),
        ("se", (), True),
        ("process:\n  examen:\n    ", ("process", "examen"), True),
        ("process:\n  examen:\n    by: ", ("process", "examen", "by"), False),
        ("ask:\n- group: a\n  fi", ("ask", ITEM), True),
        ("ask:\n  - ", ("ask", ITEM), True),
        ("ask:\n  - group: a\n    fields:\n      nom: {ty", ("ask", ITEM, "fields", "nom"), True),
        ("a: {b: {c: d}, ", ("a",), True),
        ("a: {b: [c, ", ("a", "b", ITEM), False),
        ('a: {b: "c: {d', ("a", "b"), False),
        ("a: {b: c}\n", (), True),
        ("channels:\n  - us", ("channels", ITEM), True),
    ],
)
def test_an_unfinished_line_is_understood(text: str, path: tuple[str, ...], key: bool) -> None:
    lines = text.split("\n")
    here = spot(text, len(lines) - 1, len(lines[-1]))
    assert (here.path, here.key) == (path, key)


@given(st.text(alphabet="ab:{}[],-'\" \n#", max_size=40), st.integers(0, 5), st.integers(0, 20))
def test_any_text_has_a_spot(text: str, line: int, column: int) -> None:
    spot(text, line, column)
