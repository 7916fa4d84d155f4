"""Instead of "infeasible": the least carbon that can be reached, which limits hold it there, and what each unit of relief buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lingtan.errors import MethodError
from lingtan.factory.model import CAP_ROW, plan_model
from lingtan.factory.site import Basis, Cap, Site
from lingtan.messages import Message
from lingtan.optimise import LADDER, Solver, elastic, solve

__all__ = ["Binding", "Reachable", "reachable"]

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
        """One sentence for a plant engineer."""
        if self.unserved_mwh:
            return Message(code="REACHABLE_UNSERVED", params={"unserved": round(self.unserved_mwh, 1)})
        limits = "; ".join(f"{b.name} {b.bound:.6g} {b.unit} (+1 {b.unit}: −{b.relief_t:.4g} t)" for b in self.binding) or "–"
        code = "REACHABLE_BELOW" if self.cap_t < self.least_t else "REACHABLE_WITHIN"
        return Message(code=code, params={"cap": round(self.cap_t, 1), "least": round(self.least_t, 1), "limits": limits})


def reachable(site: Site, ladder: Sequence[Solver] = LADDER) -> Reachable:
    """The reachable figure: the year's carbon is minimised instead of cost, under all limits but the cap.

    Raises MethodError `REACHABLE_NO_CAP` where the site has no cap to be explained.
    """
    if site.cap is None:
        raise MethodError("REACHABLE_NO_CAP", place=site.name)
    open_site = replace(site, cap=Cap(co2_t=np.inf, basis=site.cap.basis))
    # The form of the basic charge costs money and moves no carbon; only the transformers bound what can be drawn.
    lp = plan_model(open_site, max(site.basics, key=lambda b: b.rule.value != "capacity", default=None)).lp
    carbon = lp.of_row(CAP_ROW)
    least = solve(lp.with_cost(carbon), ladder)
    if least.verification is None:
        short = solve(elastic(lp, ["balance"]), ladder)
        missing = short.verification.objective if short.verification is not None else np.nan
        return Reachable(cap_t=site.cap.co2_t, least_t=np.nan, basis=site.cap.basis, binding=(), unserved_mwh=missing)
    reduced = carbon - lp.matrix.T @ least.y
    found = []
    for block in lp.columns:
        at = block.start
        if block.count == 1 and np.isfinite(lp.upper[at]) and -reduced[at] > _LITTLE:
            stem = block.name.removesuffix("_mwh").removesuffix("_mw").removesuffix("_t")
            found.append(Binding(name=stem, unit=block.unit, bound=float(lp.upper[at]), relief_t=-float(reduced[at])))
    found.sort(key=lambda b: -b.relief_t * max(b.bound, 1.0))
    total = least.verification.objective + site.carbon.direct_t
    return Reachable(cap_t=site.cap.co2_t, least_t=total, basis=site.cap.basis, binding=tuple(found[:_LIMITS]))
