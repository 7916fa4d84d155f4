"""Canonical units. pint reads what a user writes, at the edge; inside there are only these.

convert(45, "g", Unit.KG)          0.045
convert(3.6, "MJ", Unit.KWH)       1.0
convert(2, "t*km", Unit.TKM)       2.0
convert(12, "片", Unit.PIECE)      12.0
"""

from __future__ import annotations

import math
import re
from enum import StrEnum
from functools import cache
from typing import Any

from lingtan.errors import InputError

__all__ = ["Unit", "convert"]


class Unit(StrEnum):
    """The unit an amount is held in after it came through the edge."""

    KG = "kg"
    KWH = "kWh"
    M2 = "m2"
    CM2 = "cm2"
    M3 = "m3"
    M = "m"
    GB = "GB"
    WH = "Wh"
    W = "W"
    TKM = "t*km"
    PIECE = "piece"
    YEAR = "a"


#: How pint spells the canonical units. Pieces and bytes are counts (pint holds both dimensionless), so they never meet pint.
_PINT: dict[Unit, str] = {
    Unit.KG: "kilogram",
    Unit.KWH: "kilowatt_hour",
    Unit.M2: "meter**2",
    Unit.CM2: "centimeter**2",
    Unit.M3: "meter**3",
    Unit.M: "meter",
    Unit.WH: "watt_hour",
    Unit.W: "watt",
    Unit.TKM: "metric_ton*kilometer",
    Unit.YEAR: "year",
}

#: Spellings of sheets that pint does not know or reads as something else.
_SPELLINGS: dict[str, str] = {
    **dict.fromkeys(("千克", "公斤", "KG", "Kg"), "kg"),
    **dict.fromkeys(("克", "G"), "g"),
    **dict.fromkeys(("吨", "t", "tonne", "tonnes"), "metric_ton"),
    **dict.fromkeys(("度", "千瓦时", "kwh", "KWh", "KWH"), "kWh"),
    **dict.fromkeys(("瓦时", "wh", "WH"), "Wh"),
    **dict.fromkeys(("瓦", "w"), "W"),
    **dict.fromkeys(("平方米", "M2", "sqm"), "m2"),
    **dict.fromkeys(("平方厘米", "CM2", "sqcm"), "cm2"),
    **dict.fromkeys(("吨公里", "tkm", "TKM", "ton_km", "tonne.km"), "metric_ton*km"),
    **dict.fromkeys(("年", "a", "yr", "yrs", "years"), "year"),
    **dict.fromkeys(("天", "日"), "day"),
    "毫克": "mg",
    "兆瓦时": "MWh",
    "平方毫米": "mm2",
    "立方米": "m3",
    "升": "liter",
    "米": "m",
    "厘米": "cm",
    "毫米": "mm",
    "kgkm": "kg*km",
    "月": "month",
}

_COUNTED = frozenset(
    {
        "piece",
        "pieces",
        "pc",
        "pcs",
        "ea",
        "each",
        "unit",
        "units",
        "item",
        "items",
        "个",
        "件",
        "台",
        "片",
        "块",
        "只",
        "颗",
        "套",
        "条",
        "张",
    }
)

#: Gigabytes (10⁹ bytes) in one of each. Bits are refused: `Gb` beside `GB` is a slip nobody sees.
_BYTES: dict[str, float] = {
    "byte": 1e-9, "B": 1e-9, "kB": 1e-6, "KB": 1e-6, "MB": 1e-3, "GB": 1.0, "TB": 1e3, "PB": 1e6, "gb": 1.0, "tb": 1e3, "mb": 1e-3,
    "KiB": 2**10 / 1e9, "MiB": 2**20 / 1e9, "GiB": 2**30 / 1e9, "TiB": 2**40 / 1e9,
}  # fmt: skip

_MAX_TEXT = 40
_TOKEN = r"[A-Za-zµμ_]+(?:(?:\^|\*\*)?-?[1-4])?"
_WRITTEN = re.compile(rf"{_TOKEN}(?:[*/]{_TOKEN})*")
_POWER = re.compile(r"([A-Za-zµμ_])(?:\^|\*\*)?(-?[1-4])(?![0-9])")


def convert(value: float, unit_text: str, to: Unit, *, place: str | None = None) -> float:
    """The value, given in the unit a user wrote, in the canonical unit `to`.

    `unit_text` is English or Chinese, with `*`, `/`, `·` and powers (`m2`, `m^2`, `m²`); GB is 10⁹ bytes. `place` is the cell that the
    errors name. Raises InputError `UNIT_VALUE_NOT_FINITE`, `UNIT_UNKNOWN` or `UNIT_NOT_CONVERTIBLE`.
    """
    if not math.isfinite(value):
        raise InputError("UNIT_VALUE_NOT_FINITE", place=place, value=str(value))
    text = unit_text.strip()
    if text == to.value:
        return float(value)
    kind = Unit.PIECE if text.casefold() in _COUNTED else Unit.GB if text in _BYTES else None
    if kind is to:
        return float(value) * _BYTES.get(text, 1.0)
    if kind is not None or to in (Unit.PIECE, Unit.GB):
        if kind is None:
            _factor_source(text, place)
        raise InputError("UNIT_NOT_CONVERTIBLE", place=place, unit=text, to=to.value)
    source = _factor_source(text, place)
    target = _registry().Unit(_PINT[to])
    if source.dimensionality != target.dimensionality:
        raise InputError("UNIT_NOT_CONVERTIBLE", place=place, unit=text, to=to.value)
    return float(_registry().Quantity(float(value), source).to(target).magnitude)


def _factor_source(text: str, place: str | None) -> Any:
    """Pint's unit of the text; only letters, powers, `*` and `/` reach pint."""
    from pint.errors import PintError

    plain = text.replace("²", "2").replace("³", "3").replace("·", "*").replace("⋅", "*").replace("×", "*").replace(" ", "")
    plain = _SPELLINGS.get(plain, plain)
    plain = re.sub(r"(?<![A-Za-z_])t(?![A-Za-z_])", "metric_ton", plain)
    if not plain or len(plain) > _MAX_TEXT or not _WRITTEN.fullmatch(plain):
        raise InputError("UNIT_UNKNOWN", place=place, unit=text)
    try:
        unit = _registry().parse_units(_POWER.sub(r"\1**\2", plain))
    except (PintError, AttributeError, TypeError, ValueError) as exc:
        raise InputError("UNIT_UNKNOWN", place=place, unit=text) from exc
    if unit.dimensionless:
        raise InputError("UNIT_UNKNOWN", place=place, unit=text)
    return unit


@cache
def _registry() -> Any:
    """Pint's registry, imported and built at first use (it is slow, and most commands never meet a foreign unit)."""
    import pint

    return pint.UnitRegistry(cache_folder=None)
