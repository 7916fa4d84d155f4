"""力调电费: how a bill moves with the month's power factor.

Source: 《功率因数调整电费办法》, (83)水电财字第215号, tables 1 to 3 for the standards 0.90, 0.85 and 0.80, as practitioners copy them. The
notice itself was not read here: unverified until it is.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from lingtan.errors import InputError

__all__ = ["PowerFactorStandard", "adjustment_percent", "power_factor"]


class PowerFactorStandard(StrEnum):
    """The standard a customer is held to: 0.90 industry above 160 kVA at high voltage, 0.85 other industry, 0.80 farming and trade."""

    P90 = "0.90"
    P85 = "0.85"
    P80 = "0.80"


#: Above the standard: per hundredth the first rate up to the knee, then the second, and no more beyond the cap. [%], [hundredths]
_REWARD = {"0.90": ("0.15", 5, "0", 5), "0.85": ("0.10", 5, "0.15", 9), "0.80": ("0.10", 10, "0.15", 12)}


def power_factor(active_kwh: Decimal, reactive_kvarh: Decimal) -> Decimal:
    """The month's mean power factor, to two decimals. Raises InputError `POWER_FACTOR` without active energy."""
    if active_kwh <= 0 or reactive_kvarh < 0:
        raise InputError("POWER_FACTOR", place="power_factor", value=str(active_kwh))
    apparent = (active_kwh * active_kwh + reactive_kvarh * reactive_kvarh).sqrt()
    return (active_kwh / apparent).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def adjustment_percent(actual: Decimal, standard: PowerFactorStandard = PowerFactorStandard.P90) -> Decimal:
    """Percent that is added to the bill (taken off when negative). [%]

    Below the standard 0.5 % for each hundredth over twenty hundredths, then 1 % over five, then 2 %. Above it the reward of the table.
    Raises InputError `POWER_FACTOR` outside (0, 1].
    """
    if not 0 < actual <= 1:
        raise InputError("POWER_FACTOR", place="power_factor", value=str(actual))
    steps = int((actual.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) - Decimal(standard.value)) * 100)
    if steps >= 0:
        first, knee, second, cap = _REWARD[standard.value]
        return -(min(steps, knee) * Decimal(first) + max(min(steps, cap) - knee, 0) * Decimal(second))
    short = -steps
    return Decimal("0.5") * min(short, 20) + max(min(short, 25) - 20, 0) + 2 * Decimal(max(short - 25, 0))
