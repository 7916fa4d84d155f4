"""What a compiled function was made from: its instructions, the constants it reads, the functions it calls, the tuples it is given."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numba
import numpy as np

__all__ = ["Function", "text_of"]

Function = FunctionType
_WORD = re.compile(r"[A-Za-z_]\w*")


def text_of(loop: Function, options: str) -> str:
    """SHA-256 of all that decides the machine code but signature and processor. Comments, docstrings, places play no part.

    Raises TypeError for a name whose value cannot be told from another: no code may be kept that misses a change.
    """
    found: dict[str, str] = {}
    _gather(loop, found)
    versions = (sys.version_info[:2], numba.__version__, np.__version__, options)
    return hashlib.sha256(repr((versions, _name(loop), sorted(found.items()))).encode()).hexdigest()


def _gather(loop: Function, found: dict[str, str]) -> None:
    """Into `found`: every function that the loop reaches by its instructions, every value that these name by its text."""
    if _name(loop) in found:
        return
    codes = list(_codes(loop.__code__))
    found[_name(loop)] = repr([_instructions(code) for code in codes])
    words = {word for code in codes for word in code.co_names}
    words.update(*(_WORD.findall(str(one)) for one in loop.__annotations__.values()))
    for word in sorted(words & loop.__globals__.keys()):
        _add(f"{loop.__module__}:{word}", loop.__globals__[word], found)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inside in code.co_consts:
        if isinstance(inside, CodeType):
            yield from _codes(inside)


def _instructions(code: CodeType) -> tuple[Any, ...]:
    """A first constant that is a word is the docstring: no loop makes one."""
    constants = [
        repr(one) for i, one in enumerate(code.co_consts) if not isinstance(one, CodeType) and not (i == 0 and isinstance(one, str))
    ]
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_argcount


def _add(place: str, value: Any, found: dict[str, str]) -> None:
    called = getattr(value, "py_func", value)
    if isinstance(called, FunctionType):
        found[place] = f"{_name(called)} {sorted(getattr(value, 'targetoptions', {}).items())}"
        _gather(called, found)
    elif hasattr(value, "_fields"):
        fields = list(value.__annotations__.items())
        found[place] = f"{_name(value)} {[(name, str(one)) for name, one in fields]}"
        known = vars(sys.modules[value.__module__])
        for word in {word for _, one in fields for word in _WORD.findall(getattr(one, "__forward_arg__", str(one)))} & known.keys():
            _add(f"{value.__module__}:{word}", known[word], found)
    elif isinstance(value, np.ndarray):
        found[place] = f"{value.dtype} {value.shape} {hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()}"
    else:
        found[place] = f"{type(value).__name__} {value!r}"
        if " at 0x" in found[place] or (isinstance(value, ModuleType) and value.__name__.startswith("lingtan")):
            raise TypeError(f"{place}: a loop reads {type(value).__name__}, of which a change cannot be seen")
        if isinstance(value, ModuleType):
            found[place] = value.__name__


def _name(one: Any) -> str:
    return f"{one.__module__}.{one.__qualname__}"
