"""The figures of one device: certified milligrams by every tag, joint draws summarised, and how good the data behind them are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lingtan.evidence import Mark, Stage
from lingtan.factors import GwpLabel, gwp_effect_bound
from lingtan.lca import (
    Contributions,
    VarianceContribution,
    VarianceShares,
    contribution_to_variance,
    contributions,
    monte_carlo,
    total_by_indicator,
    variance_shares,
)
from lingtan.product.breakdown import ScoredLine, demands_of, outline
from lingtan.product.inventory import Inventory
from lingtan.product.supplier import Replacement
from lingtan.quantities import CLIMATE, GwpSet, Indicator
from lingtan.uncertainty import Summary, summarise

__all__ = ["Figures", "compute_figures", "set_name"]

#: Draws from which the variance is split by scope; the split needs no more.
_SPLIT_DRAWS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is known of one device's footprint. Mappings in mg CO2e each sum to `mean_mg` exactly (`places_kg` to 1e-9).

    `pollutants_mg` stands beside them: what the lines give off on the other indicators (VOC [mg]), without those that nothing gives off.

    `summary` is of the joint draws [kg CO2e]; `monte_carlo_error` how far their mean lies from the certified mean, in standard errors.
    `gwp_kg` is the figure by the GWP set of the factors behind it, `gwp_bound_kg` the most it could move in one set (METHODS 9).
    """

    lines: tuple[ScoredLine, ...]
    mean_mg: int
    stages_mg: Mapping[Stage, int]
    components_mg: Mapping[str, int]
    indicators_mg: Mapping[Indicator, int]
    marks_mg: Mapping[Mark, int]
    pollutants_mg: Mapping[Indicator, int]
    places_kg: Mapping[str, float]
    summary: Summary
    seed: int
    shares: VarianceShares
    drivers: tuple[VarianceContribution, ...]
    monte_carlo_error: float
    primary_data_share: float
    estimate_share: float
    data_quality_rating: float
    gwp_kg: Mapping[GwpLabel, float]
    gwp_bound_kg: float
    replacements: tuple[Replacement, ...]

    @property
    def gwp_set(self) -> str:
        """The GWP sets behind the figure, largest share first: `not stated + AR5`. CO2-only parts fit every set and are not named."""
        labels = sorted((label for label in self.gwp_kg if label is not GwpLabel.CO2_ONLY), key=lambda label: -abs(self.gwp_kg[label]))
        return " + ".join(set_name(label) for label in labels) or set_name(GwpLabel.CO2_ONLY)


def set_name(label: str) -> str:
    """A GWP label as a study names it: `NOT_STATED` → `not stated`."""
    return {GwpLabel.NOT_STATED: "not stated", GwpLabel.CO2_ONLY: "CO2 only"}.get(GwpLabel(label), label)


def compute_figures(inventory: Inventory, *, seed: int, draws: int) -> Figures:
    """All figures of one device. The mean is the score at the means, not a sample; σ and quantiles are of `draws` joint draws of `seed`.

    Raises KernelError as the kernel does, InputError `DRAWS_RANGE`.
    """
    demands = demands_of(inventory)
    outlined = outline(inventory)
    lines, scores, total = outlined.lines, outlined.scores, outlined.mean_mg
    summary = summarise(monte_carlo(inventory.graph, demands, inventory.parameters, seed=seed, draws=draws))
    shares = variance_shares(inventory.graph, demands, inventory.parameters, seed=seed, draws=min(draws, _SPLIT_DRAWS))
    arising = contributions(inventory.graph, demands)
    gwp_kg = _by_gwp(inventory, arising)
    error = abs(summary.mean - total / 1e6) / summary.standard_error_mean if summary.standard_error_mean > 0 else 0.0
    return Figures(
        lines=lines,
        mean_mg=total,
        stages_mg=outlined.stages_mg,
        components_mg=outlined.components_mg,
        indicators_mg=dict(total_by_indicator(outlined.rolled)),
        marks_mg=_marks(lines),
        pollutants_mg=_pollutants(lines),
        places_kg=arising.by_place(),
        summary=summary,
        seed=seed,
        shares=shares,
        drivers=contribution_to_variance(inventory.graph, demands, inventory.parameters),
        monte_carlo_error=error,
        primary_data_share=outlined.primary_data_share,
        estimate_share=outlined.estimate_share,
        data_quality_rating=_rating(inventory, lines),
        gwp_kg=gwp_kg,
        gwp_bound_kg=gwp_effect_bound(gwp_kg, GwpSet.AR6),
        replacements=tuple(
            replace(entry, generic_kg=math.fsum(scores.climate(node) * amount for node, amount in entry.generic_nodes))
            for entry in inventory.replacements
        ),
    )


def _marks(lines: tuple[ScoredLine, ...]) -> dict[Mark, int]:
    sums: dict[Mark, int] = {}
    for scored in lines:
        sums[scored.line.mark] = sums.get(scored.line.mark, 0) + scored.mg
    return sums


def _pollutants(lines: tuple[ScoredLine, ...]) -> dict[Indicator, int]:
    sums: dict[Indicator, int] = {}
    for scored in lines:
        for indicator, amount in scored.other_by_indicator.items():
            sums[indicator] = sums.get(indicator, 0) + amount
    return dict(sorted(sums.items()))


def _rating(inventory: Inventory, lines: tuple[ScoredLine, ...]) -> float:
    """Mean pedigree score of the factors, weighted by |mg|; 1 is best, 5 is worst. Supplier figures count 1 verified, 3 otherwise."""
    weighted: list[float] = []
    weights: list[float] = []
    used = {f"supplier/{entry.part}": 1.0 if entry.verification.value == "verified" else 3.0 for entry in inventory.replacements}
    for scored in lines:
        found = inventory.resolved.get(scored.line.node)
        score = found.factor.pedigree.data_quality_rating if found else used.get(f"supplier/{scored.line.part}", 3.0)
        weighted.append(score * abs(scored.mg))
        weights.append(float(abs(scored.mg)))
    whole = math.fsum(weights)
    return math.fsum(weighted) / whole if whole else 0.0


def _by_gwp(inventory: Inventory, arising: Contributions) -> dict[GwpLabel, float]:
    parts: dict[GwpLabel, list[float]] = {}
    suppliers = {entry.node: entry.gwp_set for entry in inventory.replacements if entry.node}
    for row in arising.rows:
        found = inventory.resolved.get(row.activity)
        label = GwpLabel(found.factor.gwp_set if found else suppliers.get(row.activity, GwpLabel.NOT_STATED))
        if row.indicator in CLIMATE:
            parts.setdefault(label, []).append(row.kg)
    return {label: math.fsum(parts[label]) for label in sorted(parts)}
