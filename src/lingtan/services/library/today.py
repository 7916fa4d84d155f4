"""The library of this installation, read once, and its digest."""

from __future__ import annotations

from functools import cache

from lingtan.factors import FactorLibrary, load_library

__all__ = ["library_digest", "todays_library"]


def todays_library() -> FactorLibrary:
    """The built-in factors of this release; the same object each time."""
    return load_library()


@cache
def library_digest() -> str:
    """The digest of today's library, which a study's record can be compared with."""
    return load_library().digest
