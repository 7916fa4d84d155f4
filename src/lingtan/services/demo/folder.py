"""The demo's folder: new, empty, or one that an earlier demo wrote; never anybody's own files."""

from __future__ import annotations

import shutil
from pathlib import Path

from lingtan.errors import StoreError
from lingtan.files import write_atomic

__all__ = ["prepare"]

_MARK = ".lingtan-demo"


def prepare(out: Path) -> None:
    """Make the folder ready; an earlier demo in it is removed. Raises StoreError `DEMO_FOLDER` when anything else lies there."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / _MARK).is_file())):
        raise StoreError("DEMO_FOLDER", place=str(out))
    if out.exists():
        for entry in out.iterdir():
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    write_atomic(out / _MARK, b"Written by lingtan demo; the next demo may remove everything in this folder.\n")
