"""From a written plan to what is kept of it for its page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lingtan.scheduling import Week, claim_of
from lingtan.scheduling.lots import as_split, whole_of
from lingtan.scheduling.profile import hourly_load_kw, mean_carbon_g_per_kwh
from lingtan.services.weeks.orders import LateRow, MovedRow, OrderBlocks
from lingtan.services.weeks.planned import EnergyRow, KeptSchedule, KpiRow, UnreadRow
from lingtan.services.weeks.settings import WeekSettings

__all__ = ["blocks_of", "kept_of"]


def kept_of(
    record: Mapping[str, Any], last: Mapping[str, Any] | None, *, week: str, plan: str, actor: str, at: datetime, settings: WeekSettings
) -> KeptSchedule:
    """The plan's figures beside the last plan's."""
    kpis = record["kpis"]
    before = last["kpis"]["plan"] if last else {}
    late = tuple(
        LateRow(
            **{name: one[name] for name in ("order", "line", "late_min", "cause")},
            code=one["why"],
            change_min=one["params"]["minutes"],
            before=one["params"]["before"],
        )
        for one in record["late"]
    )
    rows = tuple(
        KpiRow(name=name, last=before.get(name), plan=value, atcs=kpis["atcs"][name], edd=kpis["edd"][name], fifo=kpis["fifo"][name])
        for name, value in kpis["plan"].items()
    )
    energy = tuple(
        EnergyRow(way=way, energy_kwh=one["energy_kwh"], cost=one["cost"], carbon_kg=one["carbon_kg"])
        for way, one in record["energy"].items()
    )
    return KeptSchedule(
        week=week, plan=plan, actor=actor, at=at, settings=settings, terms=record["terms"], objective=record["objective"],
        bound=record["bound"], gap_share=record["gap"], is_energy_assumed=record["is_energy_assumed"], kpis=rows, energy=energy, late=late,
        moved=_moved(record, last), orders_count=len(record["orders"]), begin=record["origin"].replace(" ", "T"),
        warnings=tuple(UnreadRow(**one) for one in record["warnings"]),
    )  # fmt: skip


def _moved(record: Mapping[str, Any], last: Mapping[str, Any] | None) -> tuple[MovedRow, ...]:
    """Orders on another line or at another start than in the last plan, and new ones."""
    if last is None:
        return ()
    before = {one["order"]: one for one in last["orders"]}
    nowhere = {"line": "", "start": ""}
    return tuple(
        MovedRow(order=one["order"], line=one["line"], start=one["start"], line_before=was["line"], start_before=was["start"])
        for one in record["orders"]
        if (was := before.get(one["order"], nowhere))["line"] != one["line"] or was["start"] != one["start"]
    )


def blocks_of(record: Mapping[str, Any], week: Week) -> OrderBlocks:
    """The plan's orders and hours, as its picture takes them."""
    week, orders = as_split(week, record), record["orders"]
    lines = week.problem.lines
    number = {name: k for k, name in enumerate(lines)}
    named = ("order", "setup_start_min", "setup_min", "start_min", "end_min", "late_min")
    columns = {name: tuple(one[name] for one in orders) for name in named}
    due = dict(zip(week.problem.orders, week.problem.due_min.tolist(), strict=True))
    load = hourly_load_kw(week, claim_of(week, record).spans)
    carbon = tuple(round(mean_carbon_g_per_kwh(week.supply, one["start_min"], one["end_min"]), 1) for one in orders)
    hourly = week.supply.carbon_g_per_kwh
    return OrderBlocks(
        origin=week.origin.isoformat(), lines=lines, line=tuple(number[one["line"]] for one in orders), carbon_g_per_kwh=carbon,
        load_kw=tuple(load.round(1).tolist()), hourly_g_per_kwh=tuple(float(hourly[h % len(hourly)]) for h in range(len(load))), **columns,
        whole=tuple(whole_of(one["order"], record["lots"]) for one in orders), due_min=tuple(due[one["order"]] for one in orders),
    )  # fmt: skip
