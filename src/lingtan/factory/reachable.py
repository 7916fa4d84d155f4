"""Instead of "infeasible": the least carbon that can be reached, which limits hold it there, and what each unit of relief buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lingtan.energy import FloatArray
from lingtan.errors import MethodError
from lingtan.factory.model import CAP_ROW, plan_model
from lingtan.factory.plan import Plan, made_plan
from lingtan.factory.site import Basis, Cap, Site
from lingtan.factory.solved import solved_model, solved_program
from lingtan.messages import Message
from lingtan.optimise import LADDER, LinearProgram, Solver, elastic, infeasibility_margin, solve

__all__ = ["Binding", "Reachable", "plan_or_reach", "reachable"]

#: Relief below this buys nothing worth a word. [t per unit]
_LITTLE = 1e-6
_LIMITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A limit that binds: its bound, in MW, MWh, t or as a share, and the tonnes that one unit more of it takes away."""

    name: str
    unit: str
    bound: float
    relief_t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """The least carbon a site can reach on the basis of its cap, verified, with the limits that bind, the strongest first. [t CO2/a]

    Where the load itself can't be carried, `unserved_mwh` says how much of it at least, and the carbon is not a number.
    """

    cap_t: float
    least_t: float
    basis: Basis
    binding: tuple[Binding, ...]
    unserved_mwh: float = 0.0

    @property
    def sentence(self) -> Message:
        """One sentence for a plant engineer; its limits are `limits`, to be rendered and joined as the parameter `limits`."""
        if self.unserved_mwh:
            return Message(code="REACHABLE_UNSERVED", params={"unserved": round(self.unserved_mwh, 1)})
        code = "REACHABLE_BELOW" if self.cap_t < self.least_t else "REACHABLE_WITHIN"
        return Message(code=code, params={"cap": round(self.cap_t, 1), "least": round(self.least_t, 1), "limits": ""})

    @property
    def limits(self) -> tuple[Message, ...]:
        """Each binding limit with what one unit more of it takes away; adoption by the percentage point."""
        return tuple(
            Message(code="REACHABLE_SHARE", params={"name": b.name, "bound": f"{b.bound:.0%}", "relief": f"{b.relief_t / 100:.4g}"})
            if b.unit == "1"
            else Message(
                code="REACHABLE_LIMIT", params={"name": b.name, "bound": f"{b.bound:.6g}", "unit": b.unit, "relief": f"{b.relief_t:.4g}"}
            )
            for b in self.binding
        )


def plan_or_reach(site: Site, ladder: Sequence[Solver] = LADDER) -> Plan | Reachable:
    """The least-cost plan, or what can be reached instead; the proof that there is none already holds the reachable figure.

    Raises MethodError `PLAN_INFEASIBLE` where a site without cap can't carry its load.
    """
    answer = solved_model(site, ladder)
    if answer.feasible:
        return made_plan(answer)
    model, found = answer.model, answer.found
    if site.cap is None:
        raise MethodError("PLAN_INFEASIBLE", place=site.name, cap=0.0)
    if found.feasible or site.whole or float(found.price(CAP_ROW)[0]) != -1.0:
        return reachable(site, ladder)
    return _from_prices(site, model.lp, found.y, site.cap.co2_t + infeasibility_margin(model.lp, found.y))


def reachable(site: Site, ladder: Sequence[Solver] = LADDER) -> Reachable:
    """The reachable figure: the year's carbon is minimised instead of cost, under all limits but the cap.

    Raises MethodError `REACHABLE_NO_CAP` where the site has no cap to be explained.
    """
    if site.cap is None:
        raise MethodError("REACHABLE_NO_CAP", place=site.name)
    open_site = replace(site, cap=Cap(co2_t=np.inf, basis=site.cap.basis))
    # The form of the basic charge costs money and moves no carbon; only the transformers bound what can be drawn.
    model = plan_model(open_site, max(site.basics, key=lambda b: b.rule.value != "capacity", default=None))
    lp = model.lp
    clean = replace(model, lp=lp.with_cost(lp.of_row(CAP_ROW)))
    least = solved_program(clean, ladder).found
    if least.verification is None:
        short = solve(elastic(lp, ["balance"]), ladder)
        missing = short.verification.objective if short.verification is not None else np.nan
        return Reachable(cap_t=site.cap.co2_t, least_t=np.nan, basis=site.cap.basis, binding=(), unserved_mwh=missing)
    prices = least.y.copy()
    prices[lp.row(CAP_ROW).slice] = -1.0
    return _from_prices(site, lp, prices, least.verification.objective + site.carbon.direct_t)


def _from_prices(site: Site, lp: LinearProgram, prices: FloatArray, least_t: float) -> Reachable:
    """The limits that bind at the least carbon: prices of the rows with the carbon's own at −1 make the reduced costs of carbon."""
    assert site.cap is not None  # both callers asked
    reduced = -(lp.matrix.T @ prices)
    found = []
    for block in lp.columns:
        at = block.start
        if block.name.removeprefix("measure_") in site.whole:
            continue  # taken or not: there is no more of it
        if block.count == 1 and np.isfinite(lp.upper[at]) and -reduced[at] > _LITTLE:
            stem = block.name.removesuffix("_mwh").removesuffix("_mw").removesuffix("_t").removeprefix("measure_")
            found.append(Binding(name=stem, unit=block.unit, bound=float(lp.upper[at]), relief_t=-float(reduced[at])))
    for row in lp.rows:
        if row.name.startswith("class_") and -prices[row.start] > _LITTLE:
            found.append(Binding(name=row.name, unit=row.unit, bound=float(lp.row_upper[row.start]), relief_t=-float(prices[row.start])))
    found.sort(key=lambda b: -b.relief_t * max(b.bound, 1.0))
    return Reachable(cap_t=site.cap.co2_t, least_t=least_t, basis=site.cap.basis, binding=tuple(found[:_LIMITS]))
