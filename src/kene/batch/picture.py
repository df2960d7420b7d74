"""A reform as a picture: for each group, who loses from the left, who gains from the right.

The two ends of a bar are each on their own line, so that groups are compared at a glance; those who
stay are left pale between them. Patterns do without colour, and every share is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kene.batch.reform import Change, Comparison, Group

MOST: Final = 40
"""How many groups are drawn; those after the largest are drawn as one."""
_WIDTH: Final = 960
_LEFT: Final = 210
_RIGHT: Final = 572
_TOP: Final = 150
_ROW: Final = 40
_BAR: Final = 22
_LABEL: Final = 24
"""How many letters of a group's name are shown."""
_STYLE: Final = """
text{font:15px system-ui,'DejaVu Sans',sans-serif;fill:#1a1a1a}
.title{font-size:22px;font-weight:700}.small{font-size:13px;fill:#444}.n{text-anchor:end}
.head{font-size:13px;font-weight:700}.frame{fill:none;stroke:#1a1a1a;stroke-width:1}
.lose{fill:url(#lose);stroke:#1a1a1a}.gain,.change{fill:#1f4e8c;stroke:#1a1a1a}
.stay{fill:#f1f1ee;stroke:none}.unknown{fill:url(#unknown);stroke:none}
.line{stroke:#ccc}
"""
_PATTERNS: Final = (
    '<pattern id="lose" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/>'
    '<rect width="3.5" height="7" fill="#b3470b"/></pattern>'
    '<pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="1.1" fill="#555"/></pattern>'
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says: its title, the line under it, a word for each change, and others."""

    title: str
    under: str
    changes: Mapping[Change, str]
    whole: str
    others: str
    figure: Mapping[str, str]
    """The texts that numbers are written with: `space`, `mark` and `percent`."""


def picture(comparison: Comparison, words: Words) -> str:
    """The picture of a comparison, as an SVG that stands alone."""
    groups = _drawn(comparison, words)
    ordered = comparison.reform.ordered
    drawing = _Drawing(words, _shown(ordered, groups))
    height = _TOP + _ROW * len(groups) + 46
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        'aria-labelledby="title desc" lang="fr">',
        f'<title id="title">{escape(words.title)}</title>',
        f'<desc id="desc">{escape(" ".join(drawing.told(group) for group in groups))}</desc>',
        f"<style>{_STYLE}</style><defs>{_PATTERNS}</defs>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text class="title" x="24" y="40">{escape(words.title)}</text>',
        f'<text class="small" x="24" y="66">{escape(words.under)}</text>',
        *drawing.legend(),
        *drawing.heads(),
    ]
    for place, group in enumerate(groups):
        lines += drawing.bar(group, _TOP + _ROW * place, strong=place == 0)
    return "\n".join([*lines, "</svg>", ""])


def _drawn(comparison: Comparison, words: Words) -> list[Group]:
    """The whole, then the groups; the smallest of many are put together."""
    whole = Group(words.whole, comparison.whole.counts)
    groups = list(comparison.groups)
    if len(groups) <= MOST:
        return [whole, *groups]
    large = sorted(groups, key=lambda group: -group.people)[: MOST - 1]
    rest = [group for group in groups if group not in large]
    counts = {change: sum(group.counts[change] for group in rest) for change in Change}
    kept = [group for group in groups if group in large]
    return [whole, *kept, Group(f"{words.others} ({len(rest)})", counts)]


def _shown(ordered: bool, groups: Sequence[Group]) -> tuple[Change, ...]:
    """The changes that are drawn, from left to right."""
    some = (Change.LOSE, Change.STAY, Change.UNKNOWN, Change.GAIN)
    kinds = some if ordered else (Change.STAY, Change.UNKNOWN, Change.CHANGE)
    unknown = any(group.counts[Change.UNKNOWN] for group in groups)
    return tuple(kind for kind in kinds if kind is not Change.UNKNOWN or unknown)


@dataclass(frozen=True, slots=True)
class _Drawing:
    words: Words
    kinds: tuple[Change, ...]

    def legend(self) -> Iterator[str]:
        x = 24.0
        for kind in self.kinds:
            text = self.words.changes[kind]
            yield f'<rect class="{kind}" x="{x}" y="84" width="22" height="14"/>'
            yield f'<rect class="frame" x="{x}" y="84" width="22" height="14"/>'
            yield f'<text x="{x + 30}" y="96">{escape(text)}</text>'
            x += 62 + 8.6 * len(text)

    def heads(self) -> Iterator[str]:
        for kind, x in self._columns():
            text = escape(self.words.changes[kind])
            yield f'<text class="head n" x="{x}" y="{_TOP - 14}">{text}</text>'
        yield f'<line class="line" x1="24" x2="{_WIDTH - 24}" y1="{_TOP - 6}" y2="{_TOP - 6}"/>'

    def bar(self, group: Group, y: int, *, strong: bool) -> Iterator[str]:
        """The name, the bar and the figures of one group."""
        weight = ' style="font-weight:700"' if strong else ""
        name = group.name if len(group.name) <= _LABEL else f"{group.name[: _LABEL - 1]}…"
        base = y + _BAR - 5 + 4
        yield f"<g aria-label={quoteattr(self.told(group))}>"
        yield f'<text x="24" y="{base}"{weight}>{escape(name)}</text>'
        x = float(_LEFT)
        for kind in self.kinds:
            width = (_RIGHT - _LEFT) * self._share(group, kind)
            if width:
                yield (
                    f'<rect class="{kind}" x="{x:.2f}" y="{y + 4}" width="{width:.2f}" '
                    f'height="{_BAR}"/>'
                )
            x += width
        yield (
            f'<rect class="frame" x="{_LEFT}" y="{y + 4}" width="{_RIGHT - _LEFT}" '
            f'height="{_BAR}"/>'
        )
        for kind, column in self._columns():
            text = self._percent(group, kind)
            yield f'<text class="n" x="{column}" y="{base}"{weight}>{text}</text>'
        yield "</g>"

    def told(self, group: Group) -> str:
        """A group in one sentence, for who does not see the picture."""
        parts = (
            f"{self.words.changes[kind]} {self._number(group.counts[kind])} "
            f"({self._percent(group, kind)})"
            for kind in self.kinds
        )
        return f"{group.name} : {', '.join(parts)}."

    def _columns(self) -> Iterator[tuple[Change, int]]:
        """The changes with a column of figures, and where it ends."""
        for place, kind in enumerate(reversed(self.kinds)):
            yield kind, _WIDTH - 24 - 98 * place

    def _share(self, group: Group, kind: Change) -> float:
        return group.counts[kind] / group.people if group.people else 0.0

    def _percent(self, group: Group, kind: Change) -> str:
        figure = self.words.figure
        share = 100 * self._share(group, kind)
        some = max(share, 0.1) if group.counts[kind] else 0.0
        return f"{some:.1f}".replace(".", figure["mark"]) + figure["percent"]

    def _number(self, count: int) -> str:
        return f"{count:,}".replace(",", self.words.figure["space"])
