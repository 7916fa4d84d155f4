"""A plan as it is written down and read again: plain JSON, every term apart, times in minutes and by the plant's clock."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import JSON, to_plain
from lingtan.scheduling.claim import Claim, ClaimedOrder
from lingtan.scheduling.energy import LineState, Span
from lingtan.scheduling.lots.split import lots_of
from lingtan.scheduling.objective import Objective
from lingtan.scheduling.planner import Planned
from lingtan.scheduling.replan import LastOrder
from lingtan.scheduling.search import Effort
from lingtan.scheduling.states import Way
from lingtan.scheduling.week import Week
from lingtan.scheduling.why_late import why_late

__all__ = ["claim_of", "last_orders", "record_of"]

_FORMAT = "lingtan-plan-1"
_STAMP = "%Y-%m-%d %H:%M"


def record_of(week: Week, planned: Planned, objective: Objective, *, way: Way, effort: Effort) -> dict[str, JSON]:
    """The plan as JSON. `gap` is of the sequence's objective; energy has no bound and is the optimum of the timing only."""
    problem, timing, energy = week.problem, planned.timed.timing, planned.energy[way]
    total = planned.terms.total(objective)
    terms: dict[str, JSON] = {
        **asdict(planned.terms),
        "energy_kwh": energy.energy_kwh,
        "energy_cost": energy.cost,
        "carbon_kg": energy.carbon_kg,
    }
    sequence: dict[str, JSON] = {problem.lines[k]: [problem.orders[j] for j in orders] for k, orders in enumerate(timing.sequence)}
    return {
        "format": _FORMAT,
        "origin": week.origin.strftime(_STAMP),
        "way": way.value,
        "seed": effort.seed,
        "iterations": effort.iterations,
        "runs": effort.runs,
        "warnings": [to_plain(one) for one in week.warnings],
        "is_energy_assumed": week.is_energy_assumed,
        "terms": terms,
        "weights": asdict(objective),
        "objective": total,
        "bound": planned.bound.total,
        "bounds": {name: value for name, value in asdict(planned.bound).items() if name != "total"},
        "gap": planned.bound.gap_share(total),
        "sequence": sequence,
        "lots": {name: list[JSON](sizes) for name, sizes in lots_of(week).items()},
        "orders": _orders(week, planned),
        "late": [
            {**asdict(late), "causes": list(late.causes), "why": late.why.code, "params": dict(late.why.params)}
            for late in why_late(problem, planned.earliest)
        ],
        "kpis": {name: asdict(kpis) for name, kpis in planned.kpis.items()},
        "energy": {one.value: asdict(totals) for one, totals in planned.energy.items()},
        "energy_before_resequencing": asdict(planned.before) if planned.before else None,
        "states": [
            [problem.lines[s.line], s.state.value, s.start_min, s.end_min, problem.orders[s.order] if s.order >= 0 else ""]
            for s in planned.timed.spans
        ],
    }


def _orders(week: Week, planned: Planned) -> list[JSON]:
    problem, timing = week.problem, planned.timed.timing
    found: list[JSON] = []
    for k, orders in enumerate(timing.sequence):
        for j in orders:
            found.append(
                {
                    "order": problem.orders[j],
                    "line": problem.lines[k],
                    "family": problem.families[problem.family[j]],
                    "quantity": int(week.quantity[j]),
                    "start": week.moment(int(timing.start_min[j])).strftime(_STAMP),
                    "end": week.moment(int(timing.end_min[j])).strftime(_STAMP),
                    "due": week.moment(int(problem.due_min[j])).strftime(_STAMP),
                    "setup_start_min": int(timing.setup_start_min[j]),
                    "setup_min": int(timing.setup_min[j]),
                    "start_min": int(timing.start_min[j]),
                    "end_min": int(timing.end_min[j]),
                    "late_min": max(0, int(timing.end_min[j] - problem.due_min[j])),
                }
            )
    return found


def claim_of(week: Week, record: Any) -> Claim:
    """What a written plan claims. Raises InputError `SCHEDULE_PLAN` where it is no plan, or of another origin."""
    line_of = {name: k for k, name in enumerate(week.problem.lines)}
    number = {name: j for j, name in enumerate(week.problem.orders)}
    try:
        if record["format"] != _FORMAT or record["origin"] != week.origin.strftime(_STAMP):
            raise InputError("SCHEDULE_PLAN", place="plan", detail=f"{record['format']}, {record['origin']}")
        orders = [
            ClaimedOrder(
                order=str(one["order"]),
                line=str(one["line"]),
                **{name: int(one[name]) for name in ("setup_start_min", "setup_min", "start_min", "end_min")},
            )
            for one in record["orders"]
        ]
        spans = [
            Span(line=line_of[line], state=LineState(state), start_min=int(start), end_min=int(end), order=number.get(order, -1))
            for line, state, start, end, order in record["states"]
        ]
        return Claim(orders=orders, terms={str(name): float(value) for name, value in record["terms"].items()}, spans=spans)
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise InputError("SCHEDULE_PLAN", place="plan", detail=f"{type(exc).__name__}: {exc}") from exc


def last_orders(week: Week, record: Any) -> dict[str, LastOrder]:
    """Where a written plan has its orders. Raises InputError as `claim_of`."""
    claim = claim_of(week, record)
    return {one.order: LastOrder(line=one.line, start_min=one.start_min, end_min=one.end_min) for one in claim.orders}
