"""`lingtan doctor`: what this installation and this workspace can be relied upon for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from lingtan import METHOD_VERSION, __version__
from lingtan.documents import FONT_SHA256, qr_svg
from lingtan.errors import LingtanError
from lingtan.evidence import JSON
from lingtan.factors import load_library
from lingtan.product import available_packs
from lingtan.services.house.workspace import open_workspace

__all__ = ["examine"]


def examine(home: Path, *, db: str | None = None) -> list[dict[str, JSON]]:
    """Each check with its code, whether it holds, and what was seen."""
    checks: dict[str, Callable[[], str]] = {
        "DOCTOR_PYTHON": lambda: f"{sys.version.split()[0]}, lingtan {__version__}, {METHOD_VERSION}",
        "DOCTOR_FACTORS": _factors,
        "DOCTOR_PACKS": lambda: ", ".join(available_packs()),
        "DOCTOR_DOCUMENTS": lambda: f"{FONT_SHA256[:16]}…, {len(qr_svg('lingtan'))} bytes QR",
    }
    if (home / "workspace.json").exists():
        checks["DOCTOR_WORKSPACE"] = lambda: open_workspace(home, db=db).key.did
        checks["DOCTOR_BOOKS"] = lambda: _books(home, db)
    return [_run(code, check) for code, check in checks.items()]


def _run(code: str, check: Callable[[], str]) -> dict[str, JSON]:
    try:
        return {"code": code, "ok": True, "detail": check()}
    except LingtanError as error:
        return {"code": code, "ok": False, "detail": str(error)}


def _factors() -> str:
    library = load_library()
    return f"{len(library.factors)} factors, {len(library.sources)} sources, {library.digest}"


def _books(home: Path, db: str | None) -> str:
    """Rebuild the books from the append-only rows, and walk the chain."""
    with open_workspace(home, db=db).store() as store:
        report, heads = store.audit(), store.verify_chain()
        return f"{report}; " + ", ".join(f"{head.organisation} #{head.seq}" for head in heads)
