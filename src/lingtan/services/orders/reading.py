"""An order file as an order, and the plan of it as it is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lingtan.files import ORDERS, read_table
from lingtan.neutrality import Entity, Order, compare_with_tiers, read_order
from lingtan.services.orders.lots import LotPlan

__all__ = ["order_from_file", "plan_view"]


def order_from_file(path: Path, *, number: str, manufacturer: str, holder: Entity, payer: Entity | None = None) -> Order:
    """The order of an XLSX or CSV file. Raises InputError with the cell."""
    table = read_table(path, ORDERS)
    return read_order(table.rows, number=number, manufacturer=manufacturer, holder=holder, payer=payer)


def plan_view(planned: LotPlan) -> dict[str, Any]:
    """What a lot needs and what it costs, beside the tiered offer. Costs in hundredths of the credits' currency, None without prices."""
    plan = planned.plan
    lot, requirement = plan.lot, plan.requirement
    prices = {pick.block.price_minor_per_t for pick in plan.picks}
    price = prices.pop() if len(prices) == 1 else None
    tiers = compare_with_tiers(planned.device.footprint.mean_mg, count=lot.count, price_minor_per_t=price)
    return {
        "model": lot.model,
        "configuration": lot.configuration,
        "devices": lot.count,
        "years": lot.covered_years,
        "place": lot.place_of_use,
        "statement": planned.statement.number,
        "basis": requirement.policy.basis.value,
        "quantile": requirement.policy.quantile,
        "required_g": requirement.required_g,
        "buffer_g": requirement.buffer_g,
        "carried_in_g": plan.carried_in_g,
        "tonnes": sum(pick.tonnes for pick in plan.picks),
        "credits": [{"serial": pick.serials.text, "tonnes": pick.tonnes, "project": pick.block.project_name} for pick in plan.picks],
        "exact_t": tiers.exact_t,
        "tiered_t": tiers.tiered_t,
        "over_offset_share": tiers.over_offset_share,
        "exact_cost_minor": tiers.exact_cost_minor,
        "tiered_cost_minor": tiers.tiered_cost_minor,
        "serials_root": plan.serials.root,
    }
