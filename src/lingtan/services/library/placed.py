"""An uploaded file as a path: the readers of files name their places by it, and nothing of it stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["placed"]

_KEPT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


@contextmanager
def placed(name: str, data: bytes) -> Iterator[Path]:
    """The bytes in a folder of their own, under the name they came with; letters outside A–Z, digits and `-_.` become `_`."""
    plain = "".join(letter if letter in _KEPT else "_" for letter in name.replace("\\", "/").rsplit("/", 1)[-1])
    with TemporaryDirectory(prefix="lingtan-upload-") as folder:
        path = Path(folder) / (plain.strip(".")[-120:] or "upload")
        path.write_bytes(data)
        yield path
