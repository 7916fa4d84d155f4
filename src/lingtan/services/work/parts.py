"""Parts of a long answer: written once by a job, read by the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from lingtan.evidence import from_plain, to_plain
from lingtan.files import write_atomic

__all__ = ["read_part", "write_part"]

T = TypeVar("T")


def write_part(folder: Path, name: str, part: Any) -> None:
    """Write one part."""
    write_atomic(folder / name, json.dumps(to_plain(part)).encode(), private=True)


def read_part(kind: Callable[..., T], path: Path) -> T:
    """A part as it was written; parts are never changed, so that one read is enough."""
    return _read(kind, path)  # type: ignore[return-value]  # the cache forgets the type


@lru_cache(maxsize=64)
def _read(kind: Any, path: Path) -> object:
    return from_plain(kind, json.loads(path.read_bytes()), place=path.name)
