"""FEEL's functions on contexts (DMN 1.5, 10.3.4.8)."""

from __future__ import annotations

from kene.core.expressions.functions.declare import feel

_Entries = dict[str, object]


@feel("get value(m: context, key: string) -> any")
def _get_value(entries: _Entries, key: str) -> object:
    return entries.get(key)


@feel("get value(m: context, key: list<string>) -> any")
def _get_value_within(entries: _Entries, keys: list[str]) -> object:
    value: object = entries
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


@feel("get entries(m: context) -> list")
def _get_entries(entries: _Entries) -> list[object]:
    return [{"key": key, "value": value} for key, value in entries.items()]


@feel("context(entries: list) -> context")
def _context(entries: list[object]) -> _Entries | None:
    result: _Entries = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            return None
        key = entry["key"]
        if not isinstance(key, str) or key in result:
            return None
        result[key] = entry["value"]
    return result


@feel("context put(context: context, key: string, value: any) -> context")
def _context_put(entries: _Entries, key: str, value: object) -> _Entries:
    return {**entries, key: value}


@feel("context put(context: context, keys: list<string>, value: any) -> context")
def _context_put_within(entries: _Entries, keys: list[str], value: object) -> _Entries | None:
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    first, *rest = keys
    if not rest:
        return {**entries, first: value}
    inner = entries.get(first)
    if not isinstance(inner, dict):
        return None
    changed = _context_put_within(inner, rest, value)
    return None if changed is None else {**entries, first: changed}


@feel("context merge(contexts: list) -> context")
def _context_merge(contexts: list[object]) -> _Entries | None:
    result: _Entries = {}
    for entries in contexts:
        if not isinstance(entries, dict):
            return None
        result.update(entries)
    return result
