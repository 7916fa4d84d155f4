"""Use: the years and the place that were declared, with a factor of that place (METHODS 2)."""

from __future__ import annotations

from collections.abc import Iterator

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack
from lingtan.errors import InputError
from lingtan.quantities import ancestors

__all__ = ["check_use", "covers"]


def covers(factor_place: str, place: str) -> bool:
    """Whether a factor's place contains the place: itself, its grid region, its country, or the world; an unknown one only itself."""
    try:
        return factor_place in ancestors(place)
    except InputError:
        return factor_place == place


def check_use(pack: EvidencePack) -> Iterator[Detected]:
    """`USE_YEARS`, `USE_PLACE`, `USE_FACTOR_PLACE`, `USE_ENERGY` (the line is not kWh a year × years)."""
    study, use = pack.study, pack.use
    line = next((line for line in pack.lines if line.id == use.line), None)
    mg = line.mg if line else 0
    if use.years != study.service_years:
        effect = round(mg * (study.service_years / use.years - 1)) if use.years > 0 else 0
        expected, found = f"{shown(study.service_years)} a", f"{shown(use.years)} a"
        yield Detected(code="USE_YEARS", place="use", expected=expected, found=found, effect_mg=effect, of_rule=True)
    if use.place != study.place_of_use:
        yield Detected(code="USE_PLACE", place="use", expected=study.place_of_use, found=use.place, effect_mg=mg, of_rule=True)
    if line is None:
        yield Detected(code="USE_ENERGY", place=use.line, expected="a line", found="none", of_rule=True)
        return
    factor = next((factor for factor in pack.factors if factor.id == line.factor), None)
    if factor is not None and not covers(factor.place, study.place_of_use):
        yield Detected(code="USE_FACTOR_PLACE", place=line.id, expected=study.place_of_use, found=factor.place, effect_mg=mg, of_rule=True)
    energy = use.kwh_per_year * use.years
    if abs(line.amount - energy) > 1e-9 * max(energy, 1e-12):
        effect = round(mg * (energy / line.amount - 1)) if line.amount > 0 else 0
        yield Detected(
            code="USE_ENERGY", place=line.id, expected=f"{shown(energy)} kWh", found=f"{shown(line.amount)} {line.unit}", effect_mg=effect
        )
