"""`lingtan template`: an empty table to fill in."""

from __future__ import annotations

from pathlib import Path

from lingtan.files import TemplateKind, write_template

__all__ = ["write"]


def write(kind: str, path: Path) -> None:
    """Write the template of a kind. Raises InputError when the file cannot be written."""
    write_template(path, TemplateKind(kind))
