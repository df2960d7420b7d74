"""Why a decision came out as it did, in one SMS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kene.core.decisions.explain import Explanation
from kene.core.decisions.table import Decision
from kene.core.decisions.telling import Names, Reasons, tell
from kene.core.expressions.operations import same
from kene.core.screens.encoding import fit_segments, segments
from kene.core.wording import Wording, bundled


@dataclass(frozen=True, slots=True)
class Recourse:
    """How an outcome is contested: before whom, and the last day, in the reader's words."""

    before: str
    until: str


def brief(
    explained: Explanation,
    decision: Decision,
    names: Names,
    language: str,
    recourse: Recourse | None = None,
) -> str:
    """The outcome, the main reason, its law and how to contest it, as the text of an SMS.

    What the decision is called comes first where one message (160 septets, or 70 letters outside of
    their alphabet) still holds it all. The rest is never cut: `names` should be short. An outcome
    that is undetermined is told by what is missing. Raises FileNotFoundError for another language.
    """
    said = tell(explained, decision, names, language)
    if said.missing:
        return fit_segments(said.missing)
    wording = bundled("kene.core.decisions", language)
    laws = dict.fromkeys(law for fired in explained.fired for law in fired.laws)
    cited = " ; ".join(map(names.law, laws))
    rest = list(_rest(_reason(explained, decision, said), cited, recourse, wording))
    titled = wording.say("used", label=said.title, value=said.outcome)
    texts = [
        fit_segments(" ".join(_sentence(part) for part in (first, *rest)))
        for first in (titled, said.outcome)
    ]
    return min(texts, key=lambda text: segments(text).count)


def _rest(reason: str, cited: str, recourse: Recourse | None, wording: Wording) -> Iterator[str]:
    yield from (part for part in (reason, cited) if part)
    if recourse is not None:
        yield wording.say("contest", before=recourse.before, until=recourse.until)


def _reason(explained: Explanation, decision: Decision, said: Reasons) -> str:
    """The input on which most rules of another outcome failed; else the first that mattered."""
    pairs = zip(decision.rules, decision.constants, strict=True)
    alike = {rule.label for rule, gives in pairs if same(gives, explained.outcome)}
    failed = Counter(over.column for over in explained.passed_over if over.rule not in alike)
    ranked = [failed[used.input] for used in explained.used]
    return said.used[ranked.index(max(ranked))] if ranked else ""


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
