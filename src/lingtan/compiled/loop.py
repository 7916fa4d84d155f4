"""How a loop is compiled: IEEE 754 as written, no fastmath, no contraction, no threads of its own; hence the same bits everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from lingtan.errors import KernelError

try:
    from numba.core import config, types
    from numba.core.registry import CPUDispatcher
except ModuleNotFoundError as exc:
    raise KernelError("COMPILER_MISSING", place="numba") from exc

from lingtan.compiled.kept import KeptByText
from lingtan.compiled.text import Function

__all__ = ["before_compiling", "compiled", "inner", "lent"]

#: Four draws side by side become one vector operation; each lane's operations stay what they are. (LLVM's SLP pass, off in numba.)
setattr(config, "SLP_VECTORIZE", 1)  # noqa: B010  # numba sets its settings by name, so no checker knows them

_OPTIONS: Mapping[str, Any] = {"nopython": True, "boundscheck": None, "nogil": True, "error_model": "numpy"}
#: numba's own switch for its counting of references; it has no public name.
_LENT: Mapping[str, Any] = {"_nrt": False, "forceinline": True}
#: Without the entries for Python and C, which take a quarter of a small function's compilation.
_INNER: Mapping[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

#: numba's functions have no types.
_unliteral: Any = types.unliteral

_Loop = TypeVar("_Loop", bound=Callable[..., object])
_tellers: list[Callable[[], None]] = []


def before_compiling(tell: Callable[[], None]) -> None:
    """Have it called once, before the first loop is compiled that is not kept: the first use of a version takes half a minute."""
    _tellers.append(tell)


class _Compiled(CPUDispatcher):
    """numba's compiled function, kept by text. A number that is written in a call makes no function of its own of it."""

    def enable_caching(self) -> None:
        self._cache = KeptByText(cast("Function", self.py_func), repr(sorted(self.targetoptions.items())), _tell)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        plain = {name: _unliteral(one) for name, one in kws.items()}
        return super().get_call_template([_unliteral(one) for one in args], plain)


class _Inner(_Compiled):
    """One without an entry for Python, which would read whatever is there."""

    def __call__(self, *args: object) -> object:
        raise TypeError(f"{self.py_func.__name__} is called by loops only; make it `lent`")


def _tell() -> None:
    while _tellers:
        _tellers.pop()()


def _kept(loop: _Loop, options: Mapping[str, Any]) -> _Loop:
    made = _Compiled(py_func=loop, targetoptions={**_OPTIONS, **options})
    made.enable_caching()
    return cast("_Loop", made)


def _inner(loop: _Loop, options: Mapping[str, Any]) -> _Loop:
    return cast("_Loop", _Inner(py_func=loop, targetoptions={**_OPTIONS, **_LENT, **_INNER, **options}))


def compiled(loop: _Loop) -> _Loop:
    """The function as machine code that releases the interpreter lock, kept on disk between runs."""
    return _kept(loop, {})


def lent(loop: _Loop) -> _Loop:
    """As `compiled`, for a function that makes no array: those it is lent are not counted, which takes most of the time of short calls."""
    return _kept(loop, _LENT)


def inner(loop: _Loop) -> _Loop:
    """As `lent`, for a function that only loops call: it is compiled with them and not kept by itself."""
    return _inner(loop, {})
