"""Writing a file so that a reader sees the old one or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lingtan.errors import InputError

__all__ = ["atomic_file", "write_atomic"]


def write_atomic(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write beside the target, flush to the disk, then rename over it. `private` files (keys) are readable by their owner only.

    Raises InputError `FILE_NOT_WRITABLE`; the target is then as it was and nothing is left beside it.
    """
    with atomic_file(path, private=private) as stream:
        stream.write(data)


@contextmanager
def atomic_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A file to write a part at a time: it takes the target's place when the block ends, and is gone when it fails. As `write_atomic`."""
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o600 if private else 0o644)
        os.replace(temporary, path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as exc:
        raise InputError("FILE_NOT_WRITABLE", place=str(path), detail=exc.strerror or str(exc)) from exc
    finally:
        if temporary is not None:
            os.unlink(temporary)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable where the system lets a folder be opened (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
