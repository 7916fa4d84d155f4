"""What a plan's demand means for the contract of a two-part tariff: its least, the months above it, and the transformers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.energy import BasicRule
from lingtan.factory import Plan
from lingtan.factory.baseline import monthly_peaks

__all__ = ["ContractView", "contract_view"]

_OVER = 1.05


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractView:
    """The contract of demand that the plan sizes and the least there may be (40 % of the transformers). [kW], [kVA]

    `over_months` (1 to 12) are those whose peak lies above 105 % of the contract and is paid twice there. `peak_kva` is the year's peak at
    the load's own reactive power: above `transformers_kva`, where they are given, it could not be carried. None under another rule.
    """

    contract_kw: float | None
    least_kw: float | None
    is_least: bool
    over_months: tuple[int, ...]
    peak_kva: float
    transformers_kva: float | None
    is_overloaded: bool


def contract_view(made: Plan) -> ContractView:
    """The contract of a plan beside its peaks; without a basic charge only the peak is told."""
    site, basic = made.model.site, made.model.basic
    peaks = monthly_peaks(site, made.import_kw)
    highest = float(peaks.max()) * float(np.hypot(1.0, site.reactive_ratio))
    transformers = float(basic.capacity_kva) if basic is not None and basic.capacity_kva else None
    contract = least = None
    over: tuple[int, ...] = ()
    if basic is not None and basic.rule is BasicRule.CONTRACT:
        contract, least = float(made.solution.of("contract_mw")[0]) * 1000.0, float(basic.least_contract_kw)
        over = tuple(month + 1 for month, peak in enumerate(peaks.tolist()) if peak > _OVER * contract + 0.5)
    return ContractView(
        contract_kw=contract, least_kw=least, is_least=bool(contract is not None and least and contract <= least * (1 + 1e-6)),
        over_months=over, peak_kva=highest, transformers_kva=transformers,
        is_overloaded=transformers is not None and highest > transformers * (1 + 1e-6),
    )  # fmt: skip
