"""The yearly energy to expect of a device whose sheet states none, where its attributes say more than the class pack's prior asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lingtan.product.attributes import Attributes
from lingtan.product.impute import complete
from lingtan.product.pack import ClassPack

__all__ = ["EnergyRules", "usual_tec_kwh"]

_DAYS = 365.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyRules:
    """Declared, not fitted. Shares and efficiencies in [-].

    Classes `by_processor` draw `processor_share` of their power in proportion to the number of processors; classes `charged_daily` take
    one battery charge a day through a charger and a cell of `charging_efficiency`; a name with one of `low_power_words` tells a device
    whose energy differs by a fitted factor, the logarithm of which is expected to be `low_power_expected`.
    """

    by_processor: tuple[str, ...]
    processor_share: float
    charged_daily: tuple[str, ...]
    charging_efficiency: float
    low_power_words: tuple[str, ...]
    low_power_expected: float
    source: str

    def is_low_power(self, model: str) -> bool:
        """Whether the name says so."""
        return any(word in model.casefold() for word in self.low_power_words)


def usual_tec_kwh(attributes: Attributes, pack: ClassPack, rules: EnergyRules) -> float:
    """Expected yearly energy of a device of this size, configuration and year, whatever was stated. [kWh/a].

    Charged daily: E = 365 · battery / 1000 / η. By processor: E = prior · (1 - s + s · n / n₀) with n₀ the pack's own number of processors.
    Every other class: the pack's prior. A word in the name is not looked at here.
    """
    silent = replace(attributes, tec_kwh=None)
    numbers = complete(silent, pack).numbers
    prior = numbers["tec_kwh"].value
    if pack.name in rules.charged_daily:
        return _DAYS * numbers["battery_wh"].value / 1000.0 / rules.charging_efficiency
    if pack.name in rules.by_processor:
        usual = complete(replace(silent, cpu_count=None), pack).numbers["cpu_count"].value
        return prior * (1.0 - rules.processor_share + rules.processor_share * numbers["cpu_count"].value / usual)
    return prior
