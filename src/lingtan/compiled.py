"""How a loop is compiled: IEEE 754 as written, no fastmath, no contraction, no threads of its own; hence the same bits everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from lingtan.errors import KernelError

try:
    import numba
    from numba.core import config
except ModuleNotFoundError as exc:
    raise KernelError("COMPILER_MISSING", place="numba") from exc

__all__ = ["compiled", "laid_in", "lent", "lent_in"]

#: Four draws side by side become one vector operation; each lane's operations stay what they are. (LLVM's SLP pass, off in numba.)
setattr(config, "SLP_VECTORIZE", 1)  # noqa: B010  # numba sets its settings by name, so no checker knows them

#: numba's own switch for its counting of references; it has no public name.
_LENT: dict[str, Any] = {"_nrt": False}

_Loop = TypeVar("_Loop", bound=Callable[..., object])


def compiled(loop: _Loop) -> _Loop:
    """The function as machine code that releases the interpreter lock, kept on disk between runs."""
    return cast("_Loop", numba.njit(nogil=True, error_model="numpy", cache=True)(loop))


def laid_in(loop: _Loop) -> _Loop:
    """The same for a few lines that are called from the innermost loops: no call, and no counting of its arrays, remains."""
    return cast("_Loop", numba.njit(nogil=True, error_model="numpy", cache=True, forceinline=True)(loop))


def lent(loop: _Loop) -> _Loop:
    """As `compiled`, for a function that makes no array: those it is lent are not counted, which takes most of the time of short calls."""
    return cast("_Loop", numba.njit(nogil=True, error_model="numpy", cache=True, **_LENT)(loop))


def lent_in(loop: _Loop) -> _Loop:
    """As `laid_in`, for a function that makes no array and is called from one that is `lent` its own."""
    return cast("_Loop", numba.njit(nogil=True, error_model="numpy", cache=True, forceinline=True, **_LENT)(loop))
