"""Decision tables after the DMN standard (version 1.5), each outcome with its explanation.

`load_table` reads a spreadsheet's text, `decide` decides one case, `tell` says why, `brief` says it
in one SMS. Depends on nothing but the standard library and, for its sentences, PyYAML.
"""

from kene.core.decisions.brief import Recourse, brief
from kene.core.decisions.decide import Decided, decide
from kene.core.decisions.explain import Explanation, Fired, PassedOver, Used
from kene.core.decisions.hitpolicy import HitPolicy
from kene.core.decisions.load import load_table
from kene.core.decisions.nearby import Change, smallest_changes
from kene.core.decisions.table import Decision, Input, Output, Rule
from kene.core.decisions.telling import Names, Reasons, row, tell

__all__ = [
    "Change",
    "Decided",
    "Decision",
    "Explanation",
    "Fired",
    "HitPolicy",
    "Input",
    "Names",
    "Output",
    "PassedOver",
    "Reasons",
    "Recourse",
    "Rule",
    "Used",
    "brief",
    "decide",
    "load_table",
    "row",
    "smallest_changes",
    "tell",
]
