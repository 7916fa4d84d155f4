"""What must be stated before anything is said of avoided emissions: the reference product, the scenario, and whose the difference is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lingtan.errors import InputError
from lingtan.product.spec import read_record

__all__ = ["Attribution", "AvoidedCase", "Reference", "UseScenario", "case_from_mapping"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The product that would be used instead: its name, as its study names the model, and why it and no other."""

    name: str
    why: str
    market: str

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError("AVOIDED_REFERENCE_UNNAMED", place="reference.name")
        _required(self.why, "reference.why")
        _required(self.market, "reference.market")


@dataclass(frozen=True, slots=True, kw_only=True)
class UseScenario:
    """What is assumed to happen without the product, in which period, and for how many units."""

    description: str
    period_start: date
    period_end: date
    units: int = 1

    def __post_init__(self) -> None:
        _required(self.description, "scenario.description")
        if self.period_end < self.period_start:
            raise InputError("AVOIDED_PERIOD", place="scenario", start=str(self.period_start), end=str(self.period_end))
        if not 1 <= self.units <= 10**9:
            raise InputError("AVOIDED_UNITS", place="scenario.units", value=self.units)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Which share of the difference is claimed [-], by whom, and on what ground the rest of the chain leaves it."""

    share: float
    claimed_by: str
    basis: str

    def __post_init__(self) -> None:
        if not 0.0 < self.share <= 1.0:
            raise InputError("AVOIDED_SHARE", place="attribution.share", value=self.share)
        _required(self.claimed_by, "attribution.claimed_by")
        _required(self.basis, "attribution.basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidedCase:
    """The statements of one account, each in the words of whoever makes it; `synthetic` marks an invented one."""

    reference: Reference
    scenario: UseScenario
    attribution: Attribution
    synthetic: bool = False


def _required(text: str, place: str) -> None:
    if not text.strip():
        raise InputError("REQUIRED_FIELD", place=place, field=place.rpartition(".")[2])


def case_from_mapping(data: Mapping[str, Any], *, place: str) -> AvoidedCase:
    """The case of a TOML file's tables `[reference]`, `[scenario]`, `[attribution]`.

    Raises InputError `AVOIDED_REFERENCE_UNNAMED` where no reference product is named, and as the parts do, with the file as place.
    """
    reference = data.get("reference")
    if not isinstance(reference, Mapping) or not str(reference.get("name", "")).strip():
        raise InputError("AVOIDED_REFERENCE_UNNAMED", place=f"{place}: reference.name")
    scenario = data.get("scenario")
    days = {name: str(value) for name, value in scenario.items() if isinstance(value, date)} if isinstance(scenario, Mapping) else {}
    plain = {**data, "scenario": {**scenario, **days}} if isinstance(scenario, Mapping) else dict(data)
    return read_record(AvoidedCase, plain, place=place)
