"""`lingtan exchange check`: what is read is written and read again, and nothing may have changed."""

from __future__ import annotations

from lingtan.evidence import JSON
from lingtan.files.exchange import ExchangeKind, files_of, system_of_files
from lingtan.lca.exchange import differences
from lingtan.services.exchange.opened import Opened

__all__ = ["round_trips"]

#: Datapackages hold distributions in binary32. [-]
_SPREAD_TOLERANCE = {ExchangeKind.BRIGHTWAY: 2e-7, ExchangeKind.OPENLCA: 1e-12}


def round_trips(opened: Opened, *, method: str = "") -> dict[str, JSON]:
    """By format, the parts of the system that come back different (none: every amount has the same bits). Writes no file."""
    found: dict[str, JSON] = {}
    for kind in ExchangeKind:
        files = files_of(opened.system, kind, name="check", method=method, fallbacks=opened.leaves)
        back = system_of_files(files, kind, place=f"check.{kind.value}")
        found[kind.value] = list(differences(opened.system, back, spread_tolerance=_SPREAD_TOLERANCE[kind]))
    return found
