"""`python -m bench [NAME…]`: every figure of this folder's modules, as one table.

A module that measures offers `rows()`. A figure is a median; its ratio is to another of the same
run, so that two machines can be compared.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from itertools import chain

import bench
from bench import references
from bench.rows import Row, table

PACKAGES = [module.name for module in pkgutil.iter_modules(bench.__path__)]


def main(wanted: list[str]) -> None:
    """Print the references, then each figure as soon as it is known."""
    for text in table(chain(references.rows(), measured(wanted))):
        print(text, flush=True)


def measured(wanted: list[str]) -> Iterator[Row]:
    """The figures of the modules that are named, or of all."""
    for name in PACKAGES:
        if name in ("__main__", "references", "rows") or (wanted and name not in wanted):
            continue
        yield from getattr(importlib.import_module(f"bench.{name}"), "rows", tuple)()


if __name__ == "__main__":
    main(sys.argv[1:])
