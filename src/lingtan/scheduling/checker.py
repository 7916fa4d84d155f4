"""The independent checker: looks at what a plan says, minute by minute, with code of its own. It shares no rule with the planner.

Imports of the room are its types only; a fault of the evaluation cannot hide here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lingtan.messages import Message
from lingtan.scheduling.claim import Claim, ClaimedOrder
from lingtan.scheduling.coupled.checking import wrong_ties
from lingtan.scheduling.energy import LineEnergy, LineState, Span, Supply
from lingtan.scheduling.problem import Problem

__all__ = ["check_plan"]

_MOST = 100


def check_plan(
    problem: Problem, claim: Claim, *, lines: Sequence[LineEnergy] = (), supply: Supply | None = None
) -> tuple[dict[str, float], list[Message]]:
    """The terms recomputed, and everything that is wrong with the plan (the first hundred)."""
    found: list[Message] = []
    number = {name: j for j, name in enumerate(problem.orders)}
    line_number = {name: k for k, name in enumerate(problem.lines)}
    by_line: dict[int, list[tuple[int, ClaimedOrder]]] = {k: [] for k in line_number.values()}
    seen: set[int] = set()
    for one in claim.orders:
        if one.order not in number or one.line not in line_number or number.get(one.order) in seen:
            found.append(Message(code="SCHEDULE_CHECK_ORDER", place=one.order, params={"line": one.line}))
            continue
        seen.add(number[one.order])
        by_line[line_number[one.line]].append((number[one.order], one))
    found += [Message(code="SCHEDULE_CHECK_MISSING", place=name) for j, name in enumerate(problem.orders) if j not in seen]
    changeover = moved = 0
    for k, listed in by_line.items():
        listed.sort(key=lambda pair: (pair[1].start_min, pair[1].end_min))
        found += _line(problem, k, listed)
        changeover += sum(one.setup_min for _, one in listed)
        moved += _moved(problem, k, [j for j, _ in listed])
    found += wrong_ties(problem, {j: (k, one) for k, listed in by_line.items() for j, one in listed})
    last_end: dict[int, int] = {}
    for one in claim.orders:
        if one.order in number:
            whole = int(problem.lot_of[number[one.order]])
            last_end[whole] = max(last_end.get(whole, one.end_min), one.end_min)
    tardy = sum(int(problem.weight[j]) * max(0, end - int(problem.due_min[j])) for j, end in last_end.items())
    terms: dict[str, float] = {
        "weighted_tardiness_min": tardy,
        "changeover_min": changeover,
        "makespan_min": max((one.end_min for one in claim.orders), default=0),
        "moved_count": moved,
    }
    if supply is not None and claim.spans:
        terms |= _energy(problem, lines, supply, claim.spans)
        found += _spans(problem, lines, claim, by_line)
    for name, value in terms.items():
        said = claim.terms.get(name)
        if said is None or abs(said - value) > 1e-6 * max(1.0, abs(value)):
            found.append(Message(code="SCHEDULE_CHECK_TERM", place=name, params={"said": said, "found": value}))
    return terms, found[:_MOST]


def _line(problem: Problem, k: int, listed: Sequence[tuple[int, ClaimedOrder]]) -> list[Message]:
    """Everything wrong on one line, each order against the one before it."""
    found: list[Message] = []
    shut = {t: c.pauses for c in problem.closures if c.line == k for t in range(c.start_min, c.end_min)}
    frozen = {f.order: f for f in problem.frozen}
    free, last, saw_open = int(problem.ready_min[k]), -1, False
    for j, one in listed:
        run = int(problem.run_min[k, j])
        if run < 0:
            found.append(_wrong("SCHEDULE_CHECK_LINE", one, k, -1))
            continue
        if j in frozen:
            fixed = frozen[j]
            if fixed.line != k or one.start_min != fixed.start_min or one.setup_min != 0 or saw_open:
                found.append(_wrong("SCHEDULE_CHECK_FROZEN", one, one.start_min, fixed.start_min))
        else:
            saw_open = True
            found += _open_order(problem, k, j, one, after=(free, last), shut=shut)
        worked = _open_minutes(shut, one.start_min, one.end_min)
        starts_shut = j not in frozen and one.start_min in shut
        if worked != run or (run and (starts_shut or shut.get(one.end_min - 1) is not None)):
            found.append(_wrong("SCHEDULE_CHECK_RUN", one, worked, run))
        free, last = max(free, one.end_min), j
    return found


def _open_order(problem: Problem, k: int, j: int, one: ClaimedOrder, *, after: tuple[int, int], shut: Mapping[int, bool]) -> list[Message]:
    """What is wrong with an order that is not frozen, behind an order (−1: none) that leaves the line free at a minute."""
    found: list[Message] = []
    free, last = after
    family, release = int(problem.family[j]), int(problem.release_min[j])
    needed = int(problem.first_setup_min[k, family] if last < 0 else problem.setup_min[k, int(problem.family[last]), family])
    between = _open_minutes(shut, one.setup_start_min, one.start_min)
    if one.setup_min != needed or (needed and between < needed):
        found.append(_wrong("SCHEDULE_CHECK_SETUP", one, min(one.setup_min, between), needed))
    if one.start_min < free or (needed and one.setup_start_min < free):
        found.append(_wrong("SCHEDULE_CHECK_OVERLAP", one, min(one.start_min, one.setup_start_min), free))
    if one.start_min < release or (needed and not problem.is_setup_before_release and one.setup_start_min < release):
        found.append(_wrong("SCHEDULE_CHECK_RELEASE", one, min(one.start_min, one.setup_start_min), release))
    if any(shut.get(t) is False for t in range(one.start_min, one.end_min)):
        found.append(_wrong("SCHEDULE_CHECK_CLOSED", one, one.start_min, one.end_min))
    return found


def _wrong(code: str, one: ClaimedOrder, got: int, wanted: int) -> Message:
    return Message(code=code, place=f"{one.order} @ {one.line}", params={"got": got, "wanted": wanted})


def _open_minutes(shut: Mapping[int, bool], start: int, end: int) -> int:
    """Minutes of [start, end) in which the line is open."""
    return sum(1 for t in range(start, end) if t not in shut)


def _moved(problem: Problem, k: int, orders: Sequence[int]) -> int:
    frozen = {f.order for f in problem.frozen}
    count = 0
    for place, j in enumerate(orders):
        if j in frozen or problem.home_line[j] < -1:
            continue
        count += 1 if problem.home_line[j] != k else 0
        before = orders[place - 1] if place else -1
        count += 1 if problem.home_previous[j] >= -1 and problem.home_previous[j] != before else 0
    return count


def _energy(problem: Problem, lines: Sequence[LineEnergy], supply: Supply, spans: Sequence[Span]) -> dict[str, float]:
    """Energy, cost and carbon, hour by hour."""
    used = cost = carbon = 0
    for span in spans:
        line = lines[span.line]
        watts = {"off": line.off_w, "warm_up": line.warm_up_w, "idle": line.idle_w, "setup": line.setup_w}.get(span.state.value)
        if watts is None:
            watts = line.run_w[int(problem.family[span.order])]
        t = span.start_min
        while t < span.end_min:
            until = min(span.end_min, (t // 60 + 1) * 60)
            used += watts * (until - t)
            cost += watts * (until - t) * supply.price_milli_per_kwh[t // 60 % len(supply.price_milli_per_kwh)]
            carbon += watts * (until - t) * supply.carbon_g_per_kwh[t // 60 % len(supply.carbon_g_per_kwh)]
            t = until
    return {"energy_kwh": used / 60_000, "energy_cost": cost / 60_000_000, "carbon_kg": carbon / 60_000_000}


def _spans(
    problem: Problem, lines: Sequence[LineEnergy], claim: Claim, by_line: Mapping[int, Sequence[tuple[int, ClaimedOrder]]]
) -> list[Message]:
    """States must follow one another without a gap, warm up after being off for long enough, and run exactly when the orders do."""
    found: list[Message] = []
    for k, listed in by_line.items():
        spans = sorted((s for s in claim.spans if s.line == k), key=lambda s: s.start_min)
        name, last, off_min = problem.lines[k], 0, 0
        for before, span in zip((None, *spans), spans, strict=False):
            was = before.state if before else LineState.IDLE
            bad = span.start_min != last or span.end_min <= span.start_min
            bad |= was is LineState.OFF and span.state not in (LineState.OFF, LineState.WARM_UP)
            bad |= span.state is LineState.WARM_UP and (was is not LineState.OFF or span.end_min - span.start_min != lines[k].warm_up_min)
            off_min = off_min + span.end_min - span.start_min if span.state is LineState.OFF else off_min
            bad |= span.state is LineState.WARM_UP and off_min < lines[k].least_off_min
            off_min = off_min if span.state is LineState.OFF else 0
            if bad:
                found.append(Message(code="SCHEDULE_CHECK_STATE", place=f"{name} @ {span.start_min}", params={"state": span.state.value}))
            last = span.end_min
        shut = {t for c in problem.closures if c.line == k for t in range(c.start_min, c.end_min)}
        runs = {t: s.order for s in spans if s.state is LineState.RUN for t in range(s.start_min, s.end_min)}
        needed = {t: j for j, one in listed for t in range(one.start_min, one.end_min) if t not in shut and t >= 0}
        if runs != needed:
            found.append(Message(code="SCHEDULE_CHECK_STATE", place=name, params={"state": LineState.RUN.value}))
        set_up = sum(s.end_min - s.start_min for s in spans if s.state is LineState.SETUP)
        if set_up != sum(one.setup_min for _, one in listed):
            found.append(Message(code="SCHEDULE_CHECK_STATE", place=name, params={"state": LineState.SETUP.value}))
    return found
