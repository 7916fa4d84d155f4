"""What nobody stated: imputed from the class pack as flagged distributions, so that the value of asking falls out of the variance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lingtan.errors import InputError
from lingtan.evidence import Mark, Standing
from lingtan.product.attributes import NUMERIC_ATTRIBUTES, Attributes
from lingtan.product.energy.modes import tec_from_modes
from lingtan.product.pack import ClassPack
from lingtan.product.quantity import Known, evaluate
from lingtan.uncertainty import Parameter, Scope

__all__ = ["CHOICES", "PANEL_AREA", "Completed", "Imputed", "complete", "panel_area_m2"]

#: The choice attributes: each picks an activity, a table entry or a template.
CHOICES: tuple[str, ...] = ("panel", "cpu_class", "memory_generation", "storage_type", "nand", "packaging", "solder")

#: The one derived attribute: active area of the panel from diagonal and aspect ratio. [m2]
PANEL_AREA = "panel_area_m2"

_INCH_M = 0.0254
_DEFAULT_YEAR = 2022


@dataclass(frozen=True, slots=True, kw_only=True)
class Imputed:
    """One attribute that was not stated: the value taken, its spread (GSD; 1 for a choice), the prior's source, and its parameter's key."""

    attribute: str
    value: float | str
    unit: str
    gsd: float
    standing: Standing
    source: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """Every attribute with a value: numbers, choices, the parameters that imputation brought in, and the list of what was imputed."""

    numbers: Mapping[str, Known]
    choices: Mapping[str, str]
    report_year: int
    parameters: tuple[Parameter, ...]
    imputed: tuple[Imputed, ...]


def panel_area_m2(diagonal_in: float, aspect_ratio: float) -> float:
    """Active area of a panel: d²·a/(1 + a²) from the diagonal [in] and width over height [-]. [m2]."""
    return (diagonal_in * _INCH_M) ** 2 * aspect_ratio / (1.0 + aspect_ratio**2)


def complete(attributes: Attributes, pack: ClassPack) -> Completed:
    """The attributes with every gap filled from the pack's priors; a prior is filled after those it scales with, whatever their order.

    An imputed number is a lognormal multiplier of mean 1 with its own key (`imputed/<attribute>`); a derived area is evaluated at the mean
    and carries the multiplier once (first order). A stated attribute the class does not use is kept; a gap without prior counts as 0.
    Raises InputError `PACK_PRIOR_LOOP` when priors scale with one another in a circle, `PACK_ATTRIBUTE_UNKNOWN` for an unknown one.
    """
    year = attributes.report_year or _DEFAULT_YEAR
    filling = _Filling(pack=pack, year=year)
    if attributes.report_year is None:
        filling.imputed.append(_entry("report_year", float(year), 1.0, Standing.ASSUMED, "not stated"))
    for name in NUMERIC_ATTRIBUTES:
        value = getattr(attributes, name)
        if value is not None:
            filling.numbers[name] = Known(value=value, mark=_mark(attributes, name), origin=f"attribute {name}")
    filling.numbers |= _measured(attributes, pack)
    if attributes.mode_power_w and attributes.energy_test is not None:
        tec = tec_from_modes(attributes.energy_test, attributes.device_class, attributes.mode_power_w)
        filling.numbers["tec_kwh"] = Known(value=tec.kwh, mark=_mark(attributes, "mode_power_w"), origin=tec.origin)
    filling.choices = _choices(attributes, pack, year, filling.imputed)
    for name in (*NUMERIC_ATTRIBUTES, PANEL_AREA, *sorted(pack.measures)):
        filling.fill(name)
    return Completed(
        numbers=filling.numbers,
        choices=filling.choices,
        report_year=year,
        parameters=tuple(filling.parameters),
        imputed=tuple(filling.imputed),
    )


@dataclass(slots=True)
class _Filling:
    """Fills one attribute after another, each after what it depends on."""

    pack: ClassPack
    year: int
    numbers: dict[str, Known] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    parameters: list[Parameter] = field(default_factory=list)
    imputed: list[Imputed] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def fill(self, name: str) -> None:
        if name in self.numbers:
            return
        where = f"pack {self.pack.name}: priors.{name}"
        if name in self.open:
            raise InputError("PACK_PRIOR_LOOP", place=where, path=" > ".join((*self.open, name)))
        self.open.append(name)
        if name == PANEL_AREA:
            self.fill("screen_size_in")
            self.fill("aspect_ratio")
            self.numbers[name] = _area(self.numbers)
        elif name in self.pack.priors:
            self._impute(name, where)
        else:
            self.numbers[name] = Known(value=0.0, mark=Mark.DECLARED, origin=f"{name}: not part of the class")
        self.open.pop()

    def _impute(self, name: str, where: str) -> None:
        prior = self.pack.priors[name]
        quantity = prior.quantity
        for needed in (*(scale.by for scale in quantity.scale), *((quantity.attribute,) if quantity.attribute else ())):
            if needed not in NUMERIC_ATTRIBUTES and needed not in self.pack.measures and needed != PANEL_AREA:
                raise InputError("PACK_ATTRIBUTE_UNKNOWN", place=where, field=needed)
            self.fill(needed)
        key = f"imputed/{name}"
        amount = evaluate(quantity, key=key, known=self.numbers, choices=self.choices, report_year=self.year, place=where)
        for parameter in amount.parameters:
            self.parameters.append(replace(parameter, scope=Scope(prior.scope)))
        self.numbers[name] = Known(
            value=amount.value, mark=Mark.IMPUTED, multipliers=amount.multipliers, origin=f"imputed {name}: {quantity.source}"
        )
        unit = self.pack.measures[name].unit if name in self.pack.measures else _unit_of(name)
        self.imputed.append(_entry(name, amount.value, quantity.gsd, quantity.standing, quantity.source, unit=unit))


def _measured(attributes: Attributes, pack: ClassPack) -> dict[str, Known]:
    """The class's own numbers as far as they are stated. Raises InputError `UNKNOWN_ATTRIBUTE` or `ATTRIBUTE_RANGE`."""
    found = {}
    for name, value in attributes.measures.items():
        if name not in pack.measures:
            raise InputError("UNKNOWN_ATTRIBUTE", place=f"attributes.measures.{name}", field=name)
        low, high = pack.measures[name].low, pack.measures[name].high
        if not low <= value <= high:
            raise InputError("ATTRIBUTE_RANGE", place=f"attributes.measures.{name}", field=name, low=low, high=high, value=value)
        found[name] = Known(value=value, mark=_mark(attributes, name), origin=f"attribute {name}")
    return found


def _choices(attributes: Attributes, pack: ClassPack, year: int, imputed: list[Imputed]) -> dict[str, str]:
    choices: dict[str, str] = {}
    known = dict.fromkeys((*CHOICES, *sorted(pack.choices)))
    for name in attributes.options:
        if name not in pack.choices:
            raise InputError("UNKNOWN_ATTRIBUTE", place=f"attributes.options.{name}", field=name)
    for name in known:
        stated = attributes.options.get(name, getattr(attributes, name, None))
        if stated is not None:
            allowed = pack.choices[name].allowed if name in pack.choices else ()
            if allowed and stated not in allowed:
                raise InputError("OPTION_UNKNOWN", place=f"attributes.options.{name}", value=str(stated), known=", ".join(allowed))
            choices[name] = str(stated)
        elif name in pack.choices:
            prior = pack.choices[name]
            years = [start for start in sorted(prior.by_year) if int(start) <= year]
            choices[name] = prior.by_year[years[-1]] if years else prior.value
            imputed.append(_entry(name, choices[name], 1.0, prior.standing, prior.source))
    if attributes.finish is not None:
        choices["finish"] = attributes.finish.value
    return choices


def _entry(name: str, value: float | str, gsd: float, standing: Standing, source: str, *, unit: str | None = None) -> Imputed:
    shown = _unit_of(name) if unit is None else unit
    return Imputed(attribute=name, value=value, unit=shown, gsd=gsd, standing=standing, source=source, key=f"imputed/{name}")


def _unit_of(name: str) -> str:
    return next((text for suffix, text in _UNITS if name.endswith(suffix)), "")


_UNITS: tuple[tuple[str, str], ...] = (
    ("_kwh", "kWh/a"),
    ("_wh", "Wh"),
    ("_kg", "kg"),
    ("_gb", "GB"),
    ("_mm2", "mm2"),
    ("_nm", "nm"),
    ("_in", "in"),
    ("_years", "a"),
    ("adapter_w", "W"),
)


def _area(numbers: Mapping[str, Known]) -> Known:
    size, aspect = numbers["screen_size_in"], numbers["aspect_ratio"]
    value = panel_area_m2(size.value, aspect.value)
    if not math.isfinite(value):
        raise InputError("PACK_NOT_FINITE", place="panel_area_m2", quantity="panel_area_m2")
    return Known(
        value=value, mark=size.mark, multipliers=size.multipliers, origin=f"{size.origin}; panel area from diagonal and aspect ratio"
    )


def _mark(attributes: Attributes, name: str) -> Mark:
    source = attributes.sources.get(name)
    if source is None:
        return Mark.DECLARED
    return {
        Standing.ASSUMED: Mark.ASSUMED,
        Standing.UNVERIFIED: Mark.ASSUMED,
        Standing.COMPUTED: Mark.MODELLED,
        Standing.SYNTHETIC: Mark.SYNTHETIC,
    }.get(source.standing, Mark.DECLARED)
