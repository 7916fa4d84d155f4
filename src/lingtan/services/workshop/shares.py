"""`PRODUCT=MWh` of a command line, as watt-hours by product."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lingtan.errors import InputError

__all__ = ["shares_of"]


def shares_of(texts: Sequence[str]) -> dict[str, int]:
    """Watt-hours by product. Raises InputError `SHOP_NUMBER` for a text of no such form."""
    found: dict[str, int] = {}
    for text in texts:
        name, _, amount = text.rpartition("=")
        try:
            mwh = float(amount)
        except ValueError:
            mwh = math.nan
        if not name or not math.isfinite(mwh) or mwh < 0:
            raise InputError("SHOP_NUMBER", place=text, column="PRODUCT=MWh", value=text[:40])
        found[name] = round(mwh * 1e6)
    return found
