"""A week changed in the middle of a plan, and the load of a plan by the hour."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.scheduling import LastOrder, LineState, Shape, Span, Supply, synthetic_week, totals_of
from lingtan.scheduling.changes import Rush, with_due, with_pins, with_rush
from lingtan.scheduling.profile import hourly_load_kw, mean_carbon_g_per_kwh

WEEK = synthetic_week(Shape(orders_count=12, lines_count=3, families_count=3, days_count=2), origin=datetime(2026, 11, 30))  # noqa: DTZ001
ORDERS = WEEK.problem.orders


def rush(**changed: object) -> Rush:
    family = WEEK.problem.families[int(WEEK.problem.family[0])]
    given: dict[str, object] = {"order": "R", "family": family, "quantity": 10, "release_min": 60, "due_min": 900, "weight": 5}
    return Rush(**{**given, **changed})  # type: ignore[arg-type]  # named by the table of cases


def test_a_rush_order_runs_at_its_familys_rate_where_its_family_may() -> None:
    changed = with_rush(WEEK, rush(quantity=int(WEEK.quantity.max()) * 2)).problem
    made = np.flatnonzero(WEEK.problem.family == changed.family[-1])
    like = int(made[np.argmax(WEEK.quantity[made])])
    assert (changed.run_min[:, -1] < 0).tolist() == (WEEK.problem.run_min[:, like] < 0).tolist()
    able = changed.run_min[:, like] >= 0
    assert (changed.run_min[able, -1] >= changed.run_min[able, like]).all()
    assert (changed.due_min[-1], changed.weight[-1], changed.release_min[-1]) == (900, 5, 60)


def test_other_due_dates_and_pins_touch_only_their_orders() -> None:
    changed = with_due(WEEK, {ORDERS[3]: 77}).problem.due_min
    assert changed[3] == 77
    assert np.delete(changed, 3).tolist() == np.delete(WEEK.problem.due_min, 3).tolist()
    line = int(np.argmax(WEEK.problem.run_min[:, 2] >= 0))
    last = {ORDERS[2]: LastOrder(line=WEEK.problem.lines[line], start_min=300, end_min=400)}
    held = with_pins(WEEK, [ORDERS[2]], last).problem.frozen
    assert [(one.order, one.line, one.start_min) for one in held] == [(2, line, 300)]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: with_due(WEEK, {"nobody": 1}), "SCHEDULE_UNKNOWN"),  # an order that is not there
        (lambda: with_pins(WEEK, [ORDERS[0]], {}), "SCHEDULE_UNKNOWN"),  # the last plan did not have it
        (lambda: with_rush(WEEK, rush(order=ORDERS[0])), "SCHEDULE_TWICE"),
        (lambda: with_rush(WEEK, rush(family="unheard of")), "SCHEDULE_UNKNOWN"),
    ],
)
def test_what_the_week_does_not_know_is_refused(act: object, code: str) -> None:
    with pytest.raises(InputError, match=code):
        act()  # type: ignore[operator]  # a case of the table


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 900), st.integers(1, 500)), min_size=1, max_size=12))
@settings(max_examples=50)
def test_the_hours_load_sums_to_the_energy_of_the_spans(drawn: list[tuple[int, int, int]]) -> None:
    spans = [Span(line=line, state=LineState.IDLE, start_min=start, end_min=start + length) for line, start, length in drawn]
    energy = totals_of(WEEK.problem, WEEK.lines, WEEK.supply, spans).energy_kwh
    assert float(hourly_load_kw(WEEK, spans).sum()) == pytest.approx(energy)


def test_the_intensity_of_a_run_is_the_mean_of_its_minutes() -> None:
    supply = Supply(price_milli_per_kwh=(1, 1), carbon_g_per_kwh=(400, 600))
    assert mean_carbon_g_per_kwh(supply, 30, 90) == 500
    assert mean_carbon_g_per_kwh(supply, 0, 60) == 400
