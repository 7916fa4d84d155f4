"""What the measures of a site do in a year: each by itself, those of one end use together, and the heat of all against one demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lingtan.energy import FloatArray
from lingtan.factory.measure import Beside, Combination, Measure
from lingtan.factory.measures.heat_demand import heat_use

__all__ = ["Effect", "Effects", "Shared", "effects_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One measure at full adoption: its end use before and after, heat that it gives, of it used without a tank. [kWh/a]"""

    name: str
    end_use: str
    before_kwh: float
    after_kwh: float
    saved_kwh: float
    heat_kwh: float
    heat_used_kwh: float
    adoption_max_share: float
    beside: Beside
    confidence: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One end use with all measures on it that can stand together: added up one by one, as a set, and what is left. [kWh/a]"""

    end_use: str
    members: tuple[str, ...]
    before_kwh: float
    added_kwh: float
    together_kwh: float
    left_kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All of a site; heat of all measures that can stand together and what of it the site uses, once for all, without and with its tank.

    [kWh/a]
    """

    measures: tuple[Effect, ...]
    shared: tuple[Shared, ...]
    heat_offered_kwh: float
    heat_used_kwh: float
    heat_used_tank_kwh: float


def effects_of(
    measures: Sequence[Measure], combinations: Sequence[Combination], heat_kw: FloatArray, *, tank_kwh: float = 0.0,
    standing_share: float = 0.0,
) -> Effects:  # fmt: skip
    """The effects at full adoption against a heat demand, shape (T,). The order of the measures changes nothing but the order of rows."""
    named = {m.name: m for m in measures}
    rows = tuple(
        Effect(
            name=m.name, end_use=m.end_use or m.name, before_kwh=float(m.before_kw.sum()), after_kwh=float(m.after_kw.sum()),
            saved_kwh=m.saved_kwh, heat_kwh=float(m.heat_kw.sum()), heat_used_kwh=_used(m.heat_kw, heat_kw),
            adoption_max_share=m.adoption_max_share, beside=m.beside, confidence=m.confidence, source=m.source,
        )
        for m in measures
    )  # fmt: skip
    shared, offered = [], np.zeros_like(heat_kw)
    for both in combinations:
        most = max(both.together, key=lambda members: (len(members), sorted(members)), default=None)
        if most is None:
            continue
        together = both.together[most]
        offered = offered + together.heat_kw
        before, saved = float(both.before_kw.sum()), float(together.saved_kw.sum())
        shared.append(
            Shared(
                end_use=both.end_use, members=tuple(sorted(most)), before_kwh=before,
                added_kwh=sum(named[name].saved_kwh for name in sorted(most)), together_kwh=saved, left_kwh=before - saved,
            )
        )  # fmt: skip
    alone = [m for m in measures if not any(m.name in both.members for both in combinations)]
    for measure in sorted(alone, key=lambda m: m.name):
        offered = offered + measure.heat_kw
    return Effects(
        measures=rows, shared=tuple(shared), heat_offered_kwh=float(offered.sum()), heat_used_kwh=_used(offered, heat_kw),
        heat_used_tank_kwh=_used(offered, heat_kw, tank_kwh, standing_share),
    )  # fmt: skip


def _used(offered_kw: FloatArray, demand_kw: FloatArray, tank_kwh: float = 0.0, standing_share: float = 0.0) -> float:
    """Heat used at the hours of the demand; heat that is taken away counts against it in full. [kWh]"""
    taken = float(np.minimum(offered_kw, 0.0).sum())
    return heat_use(np.maximum(offered_kw, 0.0), demand_kw, tank_kwh=tank_kwh, standing_share=standing_share).used_kwh + taken
