"""Figures of thousands of points: what stands beside them adds up to what they draw, and each curve keeps its own places."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.figures import Curve, Curves, Gantt, GanttCurve, HourLine, Hours, echarts, summary, table
from lingtan.messages import Language

DAYS = 59  # January and February
TIMES = tuple(f"2023-{1 + (day >= 31):02d}-{day % 31 + 1:02d} {hour:02d}:00" for day in range(DAYS) for hour in range(24))
POWER = st.lists(st.integers(0, 10_000), min_size=len(TIMES), max_size=len(TIMES)).map(lambda values: tuple(map(float, values)))


def hours(values: tuple[float, ...]) -> Hours:
    line = HourLine(name="load", label="load", values=values, colour="ink")
    out = HourLine(name="fed", label="fed", values=values, colour="series-5", is_out=True)
    price = HourLine(name="price", label="price", values=(1.0,) * len(values), colour="series-2")
    return Hours(title="T", unit="kW", source="", times=TIMES, flows=(out,), line=line, under=price, under_unit="yuan/kWh")


@given(POWER)
def test_the_months_beside_a_year_sum_to_its_hours(values: tuple[float, ...]) -> None:
    figure = hours(values)
    _, rows = summary(figure)
    assert [row[0] for row in rows] == ["2023-01", "2023-02"]
    assert sum(float(row[1] or 0) for row in rows) == pytest.approx(sum(values) / 1000)
    assert len(table(figure)[1]) == len(TIMES)


def test_what_flows_out_is_drawn_below_nought_and_exported_as_it_is() -> None:
    figure = hours((5.0,) * len(TIMES))
    drawn = echarts(figure)["series"]
    assert isinstance(drawn, list)
    assert drawn[0]["data"][0] == -5.0
    assert table(figure)[1][0][2] == 5.0
    with pytest.raises(InputError, match="FIGURE_LENGTH"):
        hours((1.0,))


def test_curves_end_where_their_points_end() -> None:
    one = Curve(name="a", label="A", x=(0.0, 10.0), y=(1.0, 2.0))
    two = Curve(name="b", label="B", x=(0.0, 50.0, 80.0), y=(1.0, 1.5, 9.0))
    figure = Curves(title="T", unit="yuan/t", source="", x_label="cut", x_unit="%", series=(one, two))
    assert [row[0] for row in table(figure)[1]] == ["A", "A", "B", "B", "B"]
    with pytest.raises(InputError, match="FIGURE_NOT_FINITE"):
        Curves(title="T", unit="", source="", x_label="", x_unit="", series=(Curve(name="n", label="", x=(0.0,), y=(float("nan"),)),))


def test_blocks_stand_on_the_plants_own_clock_and_lines_sum_to_all() -> None:
    curve = GanttCurve(label="load", unit="kW", colour="ink", values=(1.0, 2.0))
    figure = Gantt(
        title="T", unit="g/kWh", source="", origin=datetime(2026, 11, 30), lines=("L1", "L2"), names=("a", "b"), line=(0, 1),  # noqa: DTZ001
        setup_start_min=(0, 0), setup_min=(0, 20), start_min=(0, 20), end_min=(60, 80), late_min=(0, 5), figures=(400.0, 500.0),
        under=(curve, curve),
    )  # fmt: skip
    assert table(figure, Language.EN)[1][1][:4] == ("b", "L2", "11-30 00:20", "11-30 01:20")
    _, rows = summary(figure)
    assert [row[1:] for row in rows] == [(1, 1.0, 0), (1, 1.0, 1)]
    drawn = echarts(figure)["series"]
    assert isinstance(drawn, list)
    assert [len(one["data"]) for one in drawn[:2]] == [1, 2]  # a set-up, two runs
    assert all("due" not in one for one in drawn[1]["data"])


def test_blocks_whose_due_dates_a_page_may_change_say_them_and_come_with_them() -> None:
    curve = GanttCurve(label="load", unit="kW", colour="ink", values=(1.0, 2.0))
    given: dict[str, Any] = {
        "title": "T", "unit": "g/kWh", "source": "", "origin": datetime(2026, 11, 30), "lines": ("L1",), "names": ("a~1",), "line": (0,),  # noqa: DTZ001
        "setup_start_min": (0,), "setup_min": (0,), "start_min": (0,), "end_min": (60,), "late_min": (0,), "figures": (400.0,),
        "under": (curve, curve),
    }  # fmt: skip
    drawn: Any = echarts(Gantt(**given, orders=("a",), due_min=(90,)))
    one = drawn["series"][1]["data"][0]
    assert (one["order"], one["due"] - one["value"][1]) == ("a", 90 * 60_000)
    assert "11-30 01:30" in one["tip"]
    for orders, due in ((("a",), ()), (("a", "b"), (1, 2))):
        with pytest.raises(InputError, match="FIGURE_LENGTH"):
            Gantt(**given, orders=orders, due_min=due)
