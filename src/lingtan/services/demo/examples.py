"""Where the examples lie: inside the installed package, or beside the sources in a working copy."""

from __future__ import annotations

from pathlib import Path

import lingtan
from lingtan.errors import InputError

__all__ = ["example"]


def example(name: str) -> Path:
    """The example file of this name. Raises InputError `EXAMPLE_MISSING`."""
    package = Path(lingtan.__file__).parent
    for root in (package / "examples", package.parents[1] / "examples"):
        if (root / name).exists():
            return root / name
    raise InputError("EXAMPLE_MISSING", place=name)
