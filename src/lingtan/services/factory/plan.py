"""`lingtan factory plan`: the least-cost plan of a site, or what can be reached instead."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from lingtan.factory import Reachable, measures_effect, plan_or_reach, yields
from lingtan.factory.workshop import adopted_measures
from lingtan.files.plans import write_hours
from lingtan.messages import Language
from lingtan.optimise import give_back_freed
from lingtan.services.factory.bills import bills_view
from lingtan.services.factory.contract import contract_view
from lingtan.services.factory.reach import reach_sentence
from lingtan.services.factory.site import open_site

__all__ = ["plan_view"]


def plan_view(path: Path, language: Language, *, dispatch: Path | None = None) -> dict[str, Any]:
    """The plan as the JSON contract says, its hours written to `dispatch`; where the cap can't be kept, the reachable figure instead."""
    give_back_freed()  # a command's process ends with its plan
    site = open_site(path)
    made = plan_or_reach(site)
    if isinstance(made, Reachable):
        return _reachable_view(made, language)
    checked, found = made.solution.verification, made.solution
    assert checked is not None  # a plan stands on a verified optimum
    basis = site.cap.basis.value if site.cap else "location"
    counted = made.carbon.location_t if basis == "location" else made.carbon.market_t
    basic = made.model.basic
    view: dict[str, Any] = {
        "nature": "forecast",
        "site": site.name, "synthetic": site.synthetic, "objective": made.money.objective_yuan, "capex": made.money.capex_yuan,
        "opex": made.money.opex_yuan, "co2_t": counted, "sizes": dict(made.sizes), "duals": dict(made.duals),
        "verified": {"primal": checked.primal * 1000, "dual": checked.dual, "gap": checked.gap_share, "passed": checked.passed},
        "seconds": {"build": made.build_seconds, "solve": found.solve_seconds, "verify": found.verify_seconds},
        "solver": {"name": found.solver, "steps": list(found.steps)}, "money": asdict(made.money), "carbon": asdict(made.carbon),
        "yields": yields(made), "measures": adopted_measures(made), "measures_saved_kwh": float(measures_effect(made)[0].sum()),
        "selection": asdict(made.selection) if made.selection else None,
        "basis": basis, "cap_t": site.cap.co2_t if site.cap else None, "basic_charge": basic.rule.value if basic else None,
        "bills": bills_view(made), "contract": asdict(contract_view(made)), "factor_year": site.carbon.factor_year,
        "tariff": site.tariff.name, "example_tariff": site.tariff.example,
        "assumptions": [asdict(origin) for origin in site.origins],
    }  # fmt: skip
    if dispatch is not None:
        write_hours(dispatch, made)
    return view


def _reachable_view(answer: Reachable, language: Language) -> dict[str, Any]:
    return {
        "infeasible": {
            "sentence": reach_sentence(answer, language), "cap_t": answer.cap_t, "basis": answer.basis.value,
            "least_t": None if answer.unserved_mwh else answer.least_t, "unserved_mwh": answer.unserved_mwh,
            "binding": [asdict(limit) for limit in answer.binding],
        }
    }  # fmt: skip
