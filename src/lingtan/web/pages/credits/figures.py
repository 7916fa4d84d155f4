"""Tonnes in hand by programme and vintage, and grams of confirmed retirements by beneficiary, as figures."""

from __future__ import annotations

from lingtan.figures import Bars, BarSeries
from lingtan.services.credits.overview import CreditsView
from lingtan.services.credits.pools import PoolsView
from lingtan.web.frame.chart import Chart, Say

__all__ = ["HOLDINGS", "POOLED"]

_COLOURS = {"held": "series-1", "reserved": "series-2", "retired": "series-6"}


def _holdings(view: CreditsView, say: Say) -> Bars | None:
    if not view.totals:
        return None
    series = tuple(
        BarSeries(
            name=state, label=say(f"CREDITS_STATE_{state.upper()}"), values=tuple(float(getattr(one, f"{state}_t")) for one in view.totals),
            colour=colour,
        )
        for state, colour in _COLOURS.items()
    )  # fmt: skip
    return Bars(
        title=say("CREDITS_HOLDINGS"), unit="t CO₂e", source=say("CREDITS_SOURCE"), series=series, stacked=True, horizontal=True,
        categories=tuple(f"{one.programme} {one.vintage}" for one in view.totals),
    )  # fmt: skip


def _pooled(view: PoolsView, say: Say) -> Bars | None:
    if not view.pools:
        return None
    tonnes = {part: tuple(getattr(one, f"{part}_g") / 1e6 for one in view.pools) for part in ("allocated", "remaining")}
    allocated = BarSeries(name="allocated", label=say("CREDITS_ALLOCATED"), values=tonnes["allocated"], colour="series-6")
    remaining = BarSeries(name="remaining", label=say("CREDITS_REMAINING"), values=tonnes["remaining"], colour="series-1")
    return Bars(
        title=say("CREDITS_POOLED"), unit="t CO₂e", source=say("CREDITS_SOURCE"), series=(allocated, remaining), stacked=True,
        categories=tuple(f"{one.retirement.order} · {one.retirement.reference}" for one in view.pools), horizontal=True,
    )  # fmt: skip


HOLDINGS = Chart(name="holdings", title="CREDITS_HOLDINGS", figure=_holdings)
POOLED = Chart(name="pooled", title="CREDITS_POOLED", figure=_pooled)
