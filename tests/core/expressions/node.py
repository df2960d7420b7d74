"""A node process that runs generated modules, and what it says as Python values."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest

from kene.core.expressions import Undetermined
from kene.core.expressions.numbers import write_number

DRIVER = """
import {createInterface} from "node:readline";
for await (const line of createInterface({input: process.stdin})) {
  const {code, rows} = JSON.parse(line);
  let said;
  try {
    const module = await import("data:text/javascript," + encodeURIComponent(code));
    said = rows.map(row => {
      const {value, ...rest} = module.default(row);
      return {...rest, settled: value !== undefined, value};
    });
  } catch (wrong) { said = String(wrong.stack); }
  console.log(JSON.stringify(said));
}
"""
EPOCH = date(1970, 1, 1).toordinal()


class Node:
    """A process that takes modules and rows, and gives what each row comes to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, code: str, rows: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
        """What a module gives for each row. Raises AssertionError when it fails."""
        assert self._process.stdin is not None and self._process.stdout is not None
        given = [{name: going_in(value) for name, value in row.items()} for row in rows]
        self._process.stdin.write(json.dumps({"code": code, "rows": given}) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        assert isinstance(said, list), said
        return said


def started() -> Iterator[Node]:
    """A node process; the test is skipped where there is none."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is absent")
    process = subprocess.Popen(
        [node, "--input-type=module", "--eval", DRIVER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield Node(process)
    process.stdin.close()
    process.wait()


def going_in(value: object) -> object:
    """A value as JSON for the module: a number as its digits, a day as its number."""
    match value:
        case bool() | str() | None:
            return value
        case int() | Decimal():
            return write_number(value)
        case date():
            return value.toordinal() - EPOCH
        case Undetermined(missing):
            return {"missing": sorted(missing)}
    raise TypeError(value)


def coming_out(value: object) -> object:
    """A value of Python's as a module shows it."""
    if isinstance(value, dict):
        return {name: going_in(each) for name, each in value.items()}
    return going_in(value)
