"""FEEL, the expression language of the DMN standard (version 1.5), compiled to Python.

`compile_expression` is the dialect of packs: typed inputs, no null, and a result that is
`Undetermined` where an input is missing. Depends on nothing but the standard library.
"""

from kene.core.expressions.expression import Expression, Traced, compile_expression
from kene.core.expressions.undetermined import Undetermined

__all__ = ["Expression", "Traced", "Undetermined", "compile_expression"]
