"""FEEL's own functions, by name."""

from types import MappingProxyType
from typing import Final

from kene.core.expressions.functions import (  # noqa: F401 # importing declares the functions
    contexts,
    conversions,
    dates,
    lists,
    logic,
    numeric,
    ranges,
    strings,
)
from kene.core.expressions.functions.declare import functions, usages

BUILTINS: Final = MappingProxyType(functions())
USAGES: Final = MappingProxyType(usages())
