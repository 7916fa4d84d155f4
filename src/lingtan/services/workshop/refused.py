"""What a refusal says: its code, or None where nothing was refused."""

from __future__ import annotations

from collections.abc import Callable

from lingtan.errors import LingtanError

__all__ = ["refused_code"]


def refused_code(act: Callable[[], object]) -> str | None:
    """The code that the act is refused with."""
    try:
        act()
    except LingtanError as error:
        return error.code
    return None
