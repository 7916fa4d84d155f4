"""Whether the server can do its work: its database answers and is of this program's version."""

from __future__ import annotations

from lingtan import METHOD_VERSION, __version__
from lingtan.errors import LingtanError
from lingtan.evidence import JSON
from lingtan.services.house.house import House

__all__ = ["health"]


def health(house: House) -> dict[str, JSON]:
    """`ok`, versions, and what the database said."""
    try:
        house.store.database.check_present()
        count = house.store.count("certificate")
    except LingtanError as error:
        return {"ok": False, "version": __version__, "method_version": METHOD_VERSION, "database": str(error)}
    return {"ok": True, "version": __version__, "method_version": METHOD_VERSION, "certificates": count}
