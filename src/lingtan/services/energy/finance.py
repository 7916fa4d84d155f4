"""`lingtan energy finance`: a project's cash flows over years and what follows from them."""

from __future__ import annotations

from pathlib import Path

from lingtan.energy import Returns, finance_file, levelised_cost_after_tax, life_cycle_cost, returns, two_party
from lingtan.evidence import JSON
from lingtan.files import read_toml

__all__ = ["finance_view"]


def finance_view(path: Path) -> dict[str, JSON]:
    """NPV, IRR, payback, life-cycle cost, LCOE and flows of a project file; with an owner, both parties'. Raises InputError as the form."""
    file = finance_file(read_toml(path), place=path.name)
    view: dict[str, JSON] = {
        "currency": file.currency,
        **_shown(returns(file.project)),
        "lcc": round(life_cycle_cost(file.project, file.bill_per_year), 2),
        "lcoe_per_kwh": round(levelised_cost_after_tax(file.project, file.energy_kwh), 6) if file.energy_kwh else None,
    }
    if file.owner is not None:
        made = two_party(file.project, owner_discount_share=file.owner.discount_share, owner_tax_share=file.owner.tax_share)
        view["two_party"] = {
            "net_present_cost": round(made.net_present_cost, 2),
            "payment_per_year": round(made.payment_per_year, 2),
            "developer": _shown(made.developer),
            "host": _shown(made.host),
        }
    return view


def _shown(made: Returns) -> dict[str, JSON]:
    return {
        "npv": round(made.npv, 2),
        "irr_share": None if made.irr_share is None else round(made.irr_share, 6),
        "payback_years": None if made.payback_years is None else round(made.payback_years, 2),
        "flows": [round(flow, 2) for flow in made.flows],
    }
