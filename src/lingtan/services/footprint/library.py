"""The factor library a command works with: the built-in packs, and the user's own on top."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lingtan.factors import FactorLibrary, load_library
from lingtan.files import read_factor_pack

__all__ = ["library_with"]


def library_with(packs: Sequence[Path] = ()) -> FactorLibrary:
    """Built-in factors below, then each user pack in the order given. Raises InputError or FactorError with the cell."""
    library = load_library()
    for path in packs:
        factors, sources = read_factor_pack(path, pack=path.stem)
        library = library.with_pack(factors, sources)
    return library
