"""Machine code on disk, named by what it was made from: a fresh checkout or a change elsewhere keeps it, a change in any of it does not."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from io import BufferedWriter
from pathlib import Path
from typing import Any

from numba.core import config
from numba.core.caching import CompileResultCacheImpl, NullCache
from numba.core.serialize import dumps
from numba.misc.appdirs import AppDirs

from lingtan.compiled.text import Function, text_of

if sys.platform != "win32":
    import fcntl

__all__ = ["KeptByText", "folder"]

#: numba's functions have no types.
_appdirs: Any = AppDirs
_dumps: Any = dumps
#: What reading raises of an entry that is broken, or names what is no more.
_UNREADABLE = (OSError, EOFError, ValueError, AttributeError, ImportError, pickle.UnpicklingError)
#: Seconds after which an entry that nobody read is dropped.
_LONG_S = 60 * 86_400
#: Seconds to wait for another process that compiles the same.
_PATIENCE_S = 180


def folder() -> Path:
    """Where code is kept: `compiled` below `NUMBA_CACHE_DIR` where that is set, else below lingtan's folder of the user's caches."""
    return Path(getattr(config, "CACHE_DIR", "") or _appdirs(appname="lingtan", appauthor=False).user_cache_dir) / "compiled"


class _Form(CompileResultCacheImpl):
    """How numba writes code down and reads it again; where it stands is not its matter here."""

    def __init__(self) -> None:
        pass


_FORM: Any = _Form()


class KeptByText(NullCache):
    """Entries of one function, a file for each signature and processor. `tell` is called before something is compiled.

    Of several processes that want the same, one compiles and the others wait. Where the folder can't be written, nothing is kept.
    """

    def __init__(self, loop: Function, options: str, tell: Callable[[], None]) -> None:
        self._loop, self._options, self._tell = loop, options, tell
        self._locks: dict[Path, BufferedWriter] = {}

    @cached_property
    def _text(self) -> str:
        """Read at the first call, when all that the function calls is there."""
        return text_of(self._loop, self._options)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """What is kept for the signature, or None, and then whoever else wants it waits until it is saved."""
        target_context.refresh()
        path = self._path(sig, target_context.codegen())
        found = _read(path, target_context)
        if found is None and path not in self._locks:
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                self._locks[path] = path.with_suffix(".lock").open("wb")
                _wait_for(self._locks[path])
            found = _read(path, target_context)
            if found is None:
                self._tell()
            else:
                self._release(path)
        return found

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep it, whole or not at all."""
        path = self._path(sig, data.codegen)
        if not data.lifted and not data.library.has_dynamic_globals:
            with suppress(OSError):
                whole = path.with_suffix(f".{os.getpid()}")
                whole.write_bytes(_dumps(_FORM.reduce(data)))
                whole.replace(path)
                self._forget()
        self._release(path)

    def _forget(self) -> None:
        """Drop what was kept of the function and nobody has read for long: earlier texts of it."""
        for one in folder().glob(f"{self._loop.__name__}-*.nbc"):
            if one.stat().st_mtime < time.time() - _LONG_S:
                one.unlink()

    def _path(self, sig: Any, codegen: Any) -> Path:
        digest = hashlib.sha256(repr((self._text, sig, codegen.magic_tuple())).encode()).hexdigest()
        return folder() / f"{self._loop.__name__}-{digest[:32]}.nbc"

    def _release(self, path: Path) -> None:
        lock = self._locks.pop(path, None)
        if lock is not None:
            lock.close()
            with suppress(OSError):
                path.with_suffix(".lock").unlink()


def _wait_for(lock: BufferedWriter) -> None:
    """Until nobody else compiles it, but not for ever: who was interrupted within it holds the lock as long as the process lives."""
    until = time.monotonic() + _PATIENCE_S
    while sys.platform != "win32" and time.monotonic() < until:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            time.sleep(0.05)


def _read(path: Path, target_context: Any) -> Any:
    try:
        os.utime(path)
        return _FORM.rebuild(target_context, pickle.loads(path.read_bytes()))
    except _UNREADABLE:
        return None
