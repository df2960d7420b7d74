"""FEEL's functions on strings (DMN 1.5, 10.3.4.3). Positions count code points, from 1."""

from __future__ import annotations

from kene.core.expressions.functions.declare import feel
from kene.core.expressions.numbers import Numeric
from kene.core.expressions.patterns import compiled, replacement


def whole(number: Numeric) -> int | None:
    """A number as a position, or None when it is not whole."""
    return int(number) if number == int(number) else None


@feel("substring(string: string, start position: number, length?: number) -> string")
def _substring(text: str, start: Numeric, length: Numeric | None = None) -> str | None:
    first = int(start)
    if not first or (length is not None and length < 1):
        return None
    begin = first - 1 if first > 0 else len(text) + first
    if begin < 0 or begin > len(text):
        return None if begin < 0 else ""
    return text[begin:] if length is None else text[begin : begin + int(length)]


@feel("string length(string: string) -> number")
def _string_length(text: str) -> int:
    return len(text)


@feel("upper case(string: string) -> string")
def _upper_case(text: str) -> str:
    return text.upper()


@feel("lower case(string: string) -> string")
def _lower_case(text: str) -> str:
    return text.lower()


@feel("substring before(string: string, match: string) -> string")
def _substring_before(text: str, match: str) -> str:
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@feel("substring after(string: string, match: string) -> string")
def _substring_after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@feel("contains(string: string, match: string) -> boolean")
def _contains(text: str, match: str) -> bool:
    return match in text


@feel("starts with(string: string, match: string) -> boolean")
def _starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@feel("ends with(string: string, match: string) -> boolean")
def _ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


@feel("matches(input: string, pattern: string, flags?: string?) -> boolean")
def _matches(text: str, pattern: str, flags: str | None = None) -> bool | None:
    regex = compiled(pattern, flags or "")
    return None if regex is None else regex.search(text) is not None


@feel("replace(input: string, pattern: string, replacement: string, flags?: string?) -> string")
def _replace(text: str, pattern: str, by: str, flags: str | None = None) -> str | None:
    regex = compiled(pattern, flags or "")
    if regex is None or regex.search("") is not None:
        return None
    literal = "q" in (flags or "")
    substitute = replacement(by, regex.groups, literal=literal)
    return None if substitute is None else regex.sub(substitute, text)


@feel("split(string: string, delimiter: string) -> list<string>")
def _split(text: str, delimiter: str) -> list[str] | None:
    regex = compiled(delimiter, "")
    if regex is None or regex.search("") is not None:
        return None
    parts, start = [], 0
    for found in regex.finditer(text):
        parts.append(text[start : found.start()])
        start = found.end()
    return [*parts, text[start:]]


@feel("string join(list: list<string>, delimiter?: string?) -> string")
def _string_join(parts: list[str | None], delimiter: str | None = None) -> str:
    return (delimiter or "").join(part for part in parts if part is not None)
