"""`lingtan assess workshop FILE`: a workshop's boundary, its modules, and what its pilots allow."""

from __future__ import annotations

from pathlib import Path

from lingtan.assessment import WorkshopView, workshop, workshop_file
from lingtan.files.trees import read_toml

__all__ = ["workshop_view"]


def workshop_view(path: Path) -> WorkshopView:
    """The workshop of a file. Raises InputError as its reader."""
    return workshop(workshop_file(read_toml(path), place=path.name))
