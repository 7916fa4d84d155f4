"""TOML and JSON files in, with the line of what is wrong and the key of each value; tables out as TOML."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from lingtan.errors import InputError
from lingtan.files.table import read_bytes

__all__ = ["flat_tree", "parse_json", "read_json", "read_toml", "toml_text", "tree_of"]


def read_toml(path: Path) -> Mapping[str, Any]:
    """The tables of a TOML file. Raises InputError `TOML_BROKEN` with its line, `TOML_NOT_UTF8`, or `TOML_NOT_FINITE` with the key."""
    data = read_bytes(path)
    try:
        tables = tomllib.loads(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        raise InputError("TOML_NOT_UTF8", place=f"{path.name}:{line}") from exc
    except tomllib.TOMLDecodeError as exc:
        raise InputError("TOML_BROKEN", place=path.name, detail=str(exc)) from exc
    _check_finite(tables, path.name, "")
    return tables


def _check_finite(value: object, name: str, key: str) -> None:
    """TOML can write `nan` and `inf`; no quantity of ours may be one."""
    if isinstance(value, dict):
        for inner, child in value.items():
            _check_finite(child, name, f"{key}.{inner}" if key else str(inner))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            _check_finite(child, name, f"{key}[{index}]")
    elif isinstance(value, float) and not math.isfinite(value):
        raise InputError("TOML_NOT_FINITE", place=f"{name}: {key}", value=str(value))


def flat_tree(value: object, path: str = "") -> list[tuple[str, str]]:
    """Every leaf of plain JSON with its path (`0.intensity.readings.3.meter`), the leaf as JSON: numbers and text keep what they are."""
    if isinstance(value, Mapping) and value:
        return [leaf for name, child in value.items() for leaf in flat_tree(child, f"{path}.{name}" if path else str(name))]
    if isinstance(value, list) and value:
        return [leaf for at, child in enumerate(value) for leaf in flat_tree(child, f"{path}.{at}" if path else str(at))]
    return [(path, json.dumps(value, ensure_ascii=False))]


def tree_of(leaves: Iterable[tuple[str, str, str]]) -> Any:
    """Plain JSON of leaves with their paths and places, as `flat_tree` wrote them; a level of numbers only is a list.

    Raises InputError `JSON_BROKEN` at a leaf that is none, or whose path another leaf has already taken.
    """
    root: dict[str, Any] = {}
    for path, text, place in leaves:
        *way, last = path.split(".")
        node: Any = root
        for name in way:
            node = node.setdefault(name, {}) if isinstance(node, dict) else None
        if not isinstance(node, dict) or last in node:
            raise InputError("JSON_BROKEN", place=place, detail=path)
        node[last] = parse_json(text.encode(), place=place)
    return _lists(root)


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    found = {name: _lists(child) for name, child in node.items()}
    return [found[name] for name in sorted(found, key=int)] if found and all(name.isdigit() for name in found) else found


def read_json(path: Path) -> Any:
    """The value in a UTF-8 JSON file. Raises InputError `JSON_BROKEN` with its line, for a name given twice and for NaN too."""
    return parse_json(read_bytes(path), place=path.name)


def parse_json(data: bytes, *, place: str) -> Any:
    """The value of UTF-8 JSON. Raises InputError `JSON_BROKEN` as `read_json`."""

    def refuse(detail: str, where: str = place) -> NoReturn:
        raise InputError("JSON_BROKEN", place=where, detail=detail)

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        names = [name for name, _ in pairs]
        return refuse(f"{next(name for name in names if names.count(name) > 1)!r} stands twice in one object")

    try:
        return json.loads(data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"), object_pairs_hook=members, parse_constant=refuse)
    except UnicodeDecodeError as exc:
        return refuse("not UTF-8", f"{place}:{data[: exc.start].count(10) + 1}")
    except json.JSONDecodeError as exc:
        return refuse(exc.msg, f"{place}:{exc.lineno}:{exc.colno}")
    except RecursionError:
        return refuse("nested too deeply")


def toml_text(tables: Mapping[str, Any], *, head: str = "") -> str:
    """The tables as TOML; `head` becomes comment lines above them. What `tomllib` reads from it equals the tables."""
    lines = [f"# {line}".rstrip() for line in head.splitlines()]
    lines += _toml_body(tables, ())
    return "\n".join(lines).strip() + "\n"


def _toml_body(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {name: value for name, value in table.items() if not _has_heading(value)}
    lines = [f"{_toml_key(name)} = {_toml_value(value)}" for name, value in plain.items()]
    for name, value in table.items():
        where = ".".join(_toml_key(part) for part in (*path, name))
        if isinstance(value, Mapping):
            lines += ["", f"[{where}]", *_toml_body(value, (*path, name))]
        elif _has_heading(value):
            for item in value:
                lines += ["", f"[[{where}]]", *_toml_body(item, (*path, name))]
    return lines


def _has_heading(value: Any) -> bool:
    """Whether a value gets a heading of its own: a table, or a list of tables."""
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _toml_key(name: str) -> str:
    bare = name.replace("_", "").replace("-", "")
    return name if bare.isalnum() and bare.isascii() else json.dumps(name, ensure_ascii=False)


def _toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_toml_key(name)} = {_toml_value(item)}" for name, item in value.items()) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml_value(item) for item in value) + "]"
    return repr(value)
