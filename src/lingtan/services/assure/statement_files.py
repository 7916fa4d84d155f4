"""A signed statement as files: the record, and a PDF in each language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lingtan.attest import credential_bytes
from lingtan.documents import render_statement
from lingtan.files import write_atomic
from lingtan.messages import Language

__all__ = ["write_statement"]


def write_statement(document: dict[str, Any], folder: Path) -> list[str]:
    """Write a signed statement as JSON and as PDF in two languages; returns the paths."""
    number = str(document["credentialSubject"]["number"])
    files = {f"{number}.json": credential_bytes(document)}
    files |= {f"{number}.{language.value}.pdf": render_statement(document, language.value) for language in Language}
    for name, data in files.items():
        write_atomic(folder / name, data)
    return [str(folder / name) for name in files]
