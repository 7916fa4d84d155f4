"""Units as other programs write them, in the kernel's canonical ones."""

from __future__ import annotations

from functools import lru_cache

from lingtan.errors import InputError
from lingtan.quantities import Unit, convert

__all__ = ["canonical_unit"]

#: What Brightway (ecoinvent's long names) and openLCA's reference data write, where `quantities.convert` reads something else or nothing.
_LONG_NAMES: dict[str, str] = {
    "kilogram": "kg", "gram": "g", "ton": "t", "metric ton": "t", "kilowatt hour": "kWh", "watt hour": "Wh", "megajoule": "MJ",
    "square meter": "m2", "square centimeter": "cm2", "cubic meter": "m3", "litre": "liter", "meter": "m", "metre": "m",
    "kilometer": "km", "ton kilometer": "t*km", "metric ton*km": "t*km", "kilogram kilometer": "kg*km",
    "item(s)": "piece", "number": "piece", "dimensionless": "piece", "gigabyte": "GB", "years": "year",
}  # fmt: skip


@lru_cache(maxsize=1024)
def canonical_unit(text: str, *, place: str) -> tuple[Unit, float]:
    """The canonical unit of a written one, and how much of it one written unit is. [-]. 1 exactly for a unit that is canonical.

    Raises InputError `UNIT_UNKNOWN` for what is a multiple of no canonical unit.
    """
    written = _LONG_NAMES.get(text.strip().casefold(), text.strip())
    for unit in Unit:
        if written == unit.value:
            return unit, 1.0
    for unit in Unit:
        try:
            return unit, convert(1.0, written, unit, place=place)
        except InputError as refused:
            if refused.code != "UNIT_NOT_CONVERTIBLE":
                break
    raise InputError("UNIT_UNKNOWN", place=place, unit=text)
