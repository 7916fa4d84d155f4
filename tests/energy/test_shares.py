"""Shared out is the meter, to the watt-hour: products + idling + scrap + the rest, and workshops with their utilities."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.energy import Level, Medium, Meter, MeterTree, Produced, Utility, allocate_meter, share_out, workshop_wh
from lingtan.errors import InputError

ELECTRICITY = Medium.ELECTRICITY
SITE = MeterTree(
    meters=(
        Meter(key="main", medium=ELECTRICITY, level=Level.SITE),
        Meter(key="smt", medium=ELECTRICITY, level=Level.WORKSHOP, parent="main"),
        Meter(key="fatp", medium=ELECTRICITY, level=Level.WORKSHOP, parent="main"),
        Meter(key="air", medium=ELECTRICITY, level=Level.EQUIPMENT, parent="main"),
        Meter(key="inner", medium=ELECTRICITY, level=Level.EQUIPMENT, parent="smt"),
        Meter(key="n2", medium=Medium.NITROGEN, level=Level.SITE),
    )
)
READ = {"main": 1_000_000, "smt": 500_000, "fatp": 300_000, "air": 100_001, "inner": 40_000}


def test_a_shared_compressor_station_goes_to_the_workshops_by_the_air_they_took() -> None:
    made = workshop_wh(SITE, READ, [Utility(meter="air", uses={"smt": 3000.0, "fatp": 1000.0})])
    assert made == {"smt": 575_001, "fatp": 325_000}  # 75,000.75 and 25,000.25
    assert sum(made.values()) == 500_000 + 300_000 + 100_001


def test_pieces_take_by_weight_and_scrap_takes_as_much_as_a_good_piece() -> None:
    board, card = Produced(product="board", good_count=95, scrap_count=5, weight=2.0), Produced(product="card", good_count=100)
    made = allocate_meter(350_000, [board, card], idle_wh=40_000, other_wh=10_000)
    assert made.products_wh == {"board": 190_000, "card": 100_000}  # 300,000 Wh over 300 weighed pieces
    assert made.scrap_wh == {"board": 10_000, "card": 0}
    assert (made.idle_wh, made.other_wh) == (40_000, 10_000)


@given(
    st.integers(0, 10**13),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**4), st.floats(1e-3, 1e3)), min_size=1, max_size=9),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_products_idling_scrap_and_the_rest_are_the_meter_exactly(
    meter_wh: int, pieces: list[tuple[int, int, float]], idle: float, other: float
) -> None:
    idle_wh = int(meter_wh * idle)
    other_wh = int((meter_wh - idle_wh) * other)
    made = [Produced(product=f"p{i}", good_count=g + 1, scrap_count=s, weight=w) for i, (g, s, w) in enumerate(pieces)]
    got = allocate_meter(meter_wh, made, idle_wh=idle_wh, other_wh=other_wh)
    assert sum(got.products_wh.values()) + sum(got.scrap_wh.values()) + got.idle_wh + got.other_wh == meter_wh
    assert min(*got.products_wh.values(), *got.scrap_wh.values()) >= 0


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: share_out(5, {"a": 0.0}, place="air"), "SHARE_USES"),  # nobody took anything
        (lambda: share_out(5, {"a": 1.0, "b": -1.0}, place="air"), "SHARE_USES"),
        (lambda: share_out(-5, {"a": 1.0}, place="air"), "SHARE_USES"),
        (lambda: workshop_wh(SITE, READ, [Utility(meter="n2", uses={"smt": 1.0})]), "METER_NOT_READ"),
        (lambda: workshop_wh(SITE, READ | {"n2": 5}, [Utility(meter="n2", uses={"smt": 1.0})]), "SHARE_UTILITY"),  # counts nitrogen
        (lambda: workshop_wh(SITE, READ, [Utility(meter="inner", uses={"fatp": 1.0})]), "SHARE_UTILITY"),  # counted in smt already
        (lambda: workshop_wh(SITE, READ, [Utility(meter="air", uses={"office": 1.0})]), "SHARE_UTILITY"),  # no workshop
        (lambda: workshop_wh(SITE, {"smt": 1}), "METER_NOT_READ"),
        (lambda: allocate_meter(10, [Produced(product="a", good_count=1)], idle_wh=8, other_wh=3), "SHARE_OVER"),
        (lambda: allocate_meter(10, [Produced(product="a", good_count=0)]), "SHARE_USES"),  # nothing made, 10 Wh left
        (lambda: allocate_meter(10, [Produced(product="a", good_count=1)] * 2), "SHARE_TWICE"),
        (lambda: Produced(product="a", good_count=-1), "SHARE_PRODUCED"),
        (lambda: Produced(product="a", good_count=1, weight=0.0), "SHARE_PRODUCED"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(make: Callable[[], object], code: str) -> None:
    with pytest.raises(InputError, match=code):
        make()
