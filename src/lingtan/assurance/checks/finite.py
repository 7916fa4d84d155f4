"""Numbers that are numbers: a NaN passes every comparison, so nothing else is checked before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from lingtan.assurance.detected import Detected
from lingtan.assurance.pack import EvidencePack
from lingtan.evidence import to_plain

__all__ = ["check_finite"]


def _numbers(value: Any, place: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, float):
        yield place, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _numbers(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            name = item.get("id", index) if isinstance(item, Mapping) else index
            yield from _numbers(item, f"{place}[{name}]")


def check_finite(pack: EvidencePack) -> Iterator[Detected]:
    """`NOT_FINITE`: a NaN or an infinity anywhere in the pack."""
    for place, value in _numbers(to_plain(pack), ""):
        if not math.isfinite(value):
            yield Detected(code="NOT_FINITE", place=place, expected="a finite number", found=str(value), of_rule=True)
