"""模块目录 The catalogue of workshop modules, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import Standing
from lingtan.messages import Language

__all__ = ["WorkshopModule", "module", "modules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopModule:
    """One module: scope, inputs, what it costs and saves in words, where that is from, prerequisites and conflicts (ids of modules)."""

    id: str
    title: Mapping[Language, str]
    scope: Mapping[Language, str]
    inputs: tuple[str, ...]
    cost: Mapping[Language, str]
    saving: str
    source: str
    standing: Standing
    prerequisites: tuple[str, ...]
    conflicts: tuple[str, ...]


@cache
def modules() -> Mapping[str, WorkshopModule]:
    """Every module by id, in the order of the file."""
    rows = tomllib.loads(files("lingtan.assessment").joinpath("catalogue", "modules.toml").read_text("utf-8"))["module"]
    return {row["id"]: _module(row) for row in rows}


def _module(row: Mapping[str, Any]) -> WorkshopModule:
    def both(name: str) -> Mapping[Language, str]:
        return {language: row[f"{name}_{language.value}"] for language in Language}

    return WorkshopModule(
        id=row["id"], title=both("title"), scope=both("scope"), inputs=tuple(row["inputs"]), cost=both("cost"), saving=row["saving"],
        source=row["source"], standing=Standing(row["standing"]), prerequisites=tuple(row["prerequisites"]),
        conflicts=tuple(row["conflicts"]),
    )  # fmt: skip


def module(name: str, *, place: str) -> WorkshopModule:
    """The module of this id. Raises InputError `MODULE_UNKNOWN` naming those there are."""
    found = modules().get(name)
    if found is None:
        raise InputError("MODULE_UNKNOWN", place=place, name=name, known=", ".join(modules()))
    return found
