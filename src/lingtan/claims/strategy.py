"""The 4·3·2·1·0 code: five nodes, what was published about each item, and what can be shown live beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lingtan.evidence import Standing, from_plain

__all__ = ["PublishedItem", "StrategyItem", "StrategyNode", "strategy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedItem:
    """A figure as somebody published it: never ours, and never used to compute anything."""

    code: str
    value: str
    year: int
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyItem:
    """One item of a node. `room` names what can put a live figure beside it; `later` means that nothing can yet."""

    code: str
    room: str
    figure: tuple[PublishedItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyNode:
    """A digit of the code with its items."""

    digit: int
    code: str
    item: tuple[StrategyItem, ...]


@cache
def strategy() -> tuple[StrategyNode, ...]:
    """The five nodes, 4 to 0."""
    plain: Any = tomllib.loads(files("lingtan.claims").joinpath("strategy.toml").read_text("utf-8"))
    return from_plain(tuple[StrategyNode, ...], plain["node"], place="strategy.toml")
