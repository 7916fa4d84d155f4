"""How far mixed GWP sets can move a result (METHODS 9): a bound to be shown with it.

A CO2e factor keeps its source's set. Re-expressing its methane share in another set multiplies that share by GWP(to)/GWP(from). Where
the gases are not given apart, the share is bounded: 0.2 of a factor's CO2e (natural gas and coal chains stay below it).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from lingtan.factors.record import GwpLabel
from lingtan.quantities import Gas, GwpSet, gwp100

__all__ = ["METHANE_SHARE_BOUND", "gwp_effect_bound"]

#: Largest methane share of a factor's CO2e that the bound allows for. [-]; the project's judgement.
METHANE_SHARE_BOUND = 0.2


def gwp_effect_bound(kg_by_set: Mapping[GwpLabel, float], to: GwpSet) -> float:
    """Upper bound of |change| of a result when all its parts were expressed in the set `to`. [kg CO2e].

    `kg_by_set` is the result's kg CO2e by the label of the factors behind it. CO2-only parts do not move (what they leave out is a
    matter of completeness); a set that is not stated is taken as the one farthest from `to`.
    """
    return math.fsum(abs(kg) * METHANE_SHARE_BOUND * _relative_change(label, to) for label, kg in kg_by_set.items())


def _relative_change(label: GwpLabel, to: GwpSet) -> float:
    if label is GwpLabel.CO2_ONLY:
        return 0.0
    from_sets = tuple(GwpSet) if label is GwpLabel.NOT_STATED else (GwpSet(label.value),)
    return max(abs(gwp100(Gas.CH4, to) / gwp100(Gas.CH4, s) - 1.0) for s in from_sets)
