"""What standards judge and nobody measures: totals and shares, as ratios of sums over the measured quantities.

Written as forms with coefficients, so that the verdict, the worth of a missing meter and the route to a grade use the same arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["FORMS", "Form", "Ratio", "derived", "ratios"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """constant + Σ coefficient × quantity."""

    constant: float = 0.0
    terms: Mapping[str, float] = field(default_factory=dict)

    def value(self, quantities: Mapping[str, float]) -> float:
        """The sum. Every quantity of the form must be there."""
        return self.constant + sum(coefficient * quantities[name] for name, coefficient in self.terms.items())

    def plus(self, other: Form, times: float = 1.0) -> Form:
        """This form plus `times` the other."""
        names = {*self.terms, *other.terms}
        terms = {name: self.terms.get(name, 0.0) + times * other.terms.get(name, 0.0) for name in names}
        return Form(constant=self.constant + times * other.constant, terms=terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A derived fact: one form over another, or a form alone (`below` is then 1)."""

    above: Form
    below: Form = field(default_factory=lambda: Form(constant=1.0))

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the quantities that it takes, sorted."""
        return tuple(sorted({*self.above.terms, *self.below.terms}))


#: Decimals of a derived fact: below what any meter knows, above what binary fractions leave of a round number.
_DIGITS = 12
#: Names of the derived facts.
FORMS = (
    "location_t", "residual_t", "own_reduction_share", "renewable_share", "own_renewable_share", "residual_covered_share",
    "residual_removed_share", "product_footprint_share",
)  # fmt: skip


def ratios(*, location_kg_per_kwh: float, market_kg_per_kwh: float) -> Mapping[str, Ratio]:
    """The derived facts at a grid's factors. [kg CO2/kWh]

    location_t = direct + heat + (electricity − own) × location factor
    residual_t = direct + heat + (electricity − own − green power − certificates) × residual-mix factor
    own_reduction_share = 1 − location_t / baseline; bought attributes and credits are no own reduction
    renewable_share = (own + green power + certificates) / electricity
    residual_covered_share = (offsets + removals) / residual_t; residual_removed_share = removals / residual_t
    """
    other = {"direct_t": 1.0, "heat_t": 1.0}
    location, market = location_kg_per_kwh / 1000, market_kg_per_kwh / 1000
    grid = {"electricity_kwh": location, "own_renewable_kwh": -location}
    bought = {"own_renewable_kwh": -market, "green_power_kwh": -market, "certificates_kwh": -market}
    total = Form(terms={**other, **grid})
    residual = Form(terms={**other, "electricity_kwh": market, **bought})
    baseline, electricity = Form(terms={"baseline_t": 1.0}), Form(terms={"electricity_kwh": 1.0})
    renewable = Form(terms={"own_renewable_kwh": 1.0, "green_power_kwh": 1.0, "certificates_kwh": 1.0})
    return {
        "location_t": Ratio(above=total),
        "residual_t": Ratio(above=residual),
        "own_reduction_share": Ratio(above=baseline.plus(total, -1.0), below=baseline),
        "renewable_share": Ratio(above=renewable, below=electricity),
        "own_renewable_share": Ratio(above=Form(terms={"own_renewable_kwh": 1.0}), below=electricity),
        "residual_covered_share": Ratio(above=Form(terms={"offsets_t": 1.0, "removals_t": 1.0}), below=residual),
        "residual_removed_share": Ratio(above=Form(terms={"removals_t": 1.0}), below=residual),
        "product_footprint_share": Ratio(above=Form(terms={"footprints_count": 1.0}), below=Form(terms={"main_products_count": 1.0})),
    }


def derived(forms: Mapping[str, Ratio], quantities: Mapping[str, float]) -> Mapping[str, float]:
    """Each derived fact whose quantities are all there. Where nothing remains to be covered, its covered share is 1."""
    found: dict[str, float] = {}
    for name, ratio in forms.items():
        if all(need in quantities for need in ratio.needs):
            above, below = ratio.above.value(quantities), ratio.below.value(quantities)
            if below > 0:
                found[name] = round(above / below, _DIGITS)
            elif name.startswith("residual_"):
                found[name] = 1.0
    return found
