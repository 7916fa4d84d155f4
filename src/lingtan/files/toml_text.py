"""Tables as TOML text, for files that a person goes on with: plain values, lists, tables and lists of tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

__all__ = ["toml_text"]


def toml_text(tables: Mapping[str, Any], *, head: str = "") -> str:
    """The tables as TOML; `head` becomes comment lines above them. What `tomllib` reads from it equals the tables."""
    lines = [f"# {line}".rstrip() for line in head.splitlines()]
    lines += _body(tables, ())
    return "\n".join(lines).strip() + "\n"


def _body(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {name: value for name, value in table.items() if not _is_block(value)}
    lines = [f"{_key(name)} = {_value(value)}" for name, value in plain.items()]
    for name, value in table.items():
        where = ".".join(_key(part) for part in (*path, name))
        if isinstance(value, Mapping):
            lines += ["", f"[{where}]", *_body(value, (*path, name))]
        elif _is_block(value):
            for item in value:
                lines += ["", f"[[{where}]]", *_body(item, (*path, name))]
    return lines


def _is_block(value: Any) -> bool:
    """Whether a value gets a heading of its own: a table, or a list of tables."""
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _key(name: str) -> str:
    bare = name.replace("_", "").replace("-", "")
    return name if bare.isalnum() and bare.isascii() else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items()) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return repr(value)
