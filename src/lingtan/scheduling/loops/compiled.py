"""How the room's loops are compiled: no fastmath, no threads of their own; small ones are laid into their callers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from lingtan.errors import KernelError

try:
    import numba
except ModuleNotFoundError as exc:
    raise KernelError("COMPILER_MISSING", place="scheduling") from exc

__all__ = ["compiled", "laid_in"]

_Loop = TypeVar("_Loop", bound=Callable[..., object])


def compiled(loop: _Loop) -> _Loop:
    """The function as machine code that releases the interpreter lock, kept on disk between runs."""
    return cast("_Loop", numba.njit(nogil=True, error_model="numpy", cache=True)(loop))


def laid_in(loop: _Loop) -> _Loop:
    """The same for a few lines that are called from the innermost loops: no call, and no counting of its arrays, remains."""
    return cast("_Loop", numba.njit(nogil=True, error_model="numpy", cache=True, forceinline=True)(loop))
