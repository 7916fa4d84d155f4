"""pyarrow, where it is installed."""

from __future__ import annotations

from typing import Any

from lingtan.errors import InputError

__all__ = ["arrow"]


def arrow(place: str) -> Any:
    """The module. Raises InputError `ARROW_MISSING` for a base installation."""
    try:
        import pyarrow
    except ModuleNotFoundError as exc:
        raise InputError("ARROW_MISSING", place=place) from exc
    return pyarrow
