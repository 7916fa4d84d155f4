"""Bills of materials as graphs: totals against linear algebra, what-if against a complete roll-up, loops refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import KernelError
from lingtan.lca import bill_graph, roll_up, what_if

FAST = settings(max_examples=25, deadline=None)


def random_bill(count: int, seed: int):
    """Rows (parent, child, quantity): a part takes parts of higher numbers, so that nothing loops; some stand in several."""
    r = np.random.default_rng(seed)
    parent = r.integers(0, count - 1, 3 * count)
    child = parent + 1 + (r.random(3 * count) * (count - 1 - parent)).astype(int)
    return parent, child, r.integers(1, 5, 3 * count).astype(float), r.lognormal(0.0, 1.0, (count, 4))


@given(st.integers(2, 60), st.integers(0, 1000))
@FAST
def test_totals_solve_the_bills_linear_system(count, seed):
    parent, child, quantity, own = random_bill(count, seed)
    total = roll_up(bill_graph(count, parent, child, quantity), own).total
    takes = np.zeros((count, count))
    np.add.at(takes, (parent, child), quantity)
    np.testing.assert_allclose(total, np.linalg.solve(np.eye(count) - takes, own), rtol=1e-9)


@given(st.integers(2, 60), st.integers(0, 1000))
@FAST
def test_a_what_if_has_the_bits_of_a_complete_roll_up(count, seed):
    parent, child, quantity, own = random_bill(count, seed)
    rollup = roll_up(bill_graph(count, parent, child, quantity), own)
    part = int(np.random.default_rng(seed).integers(0, count))
    before, changed = rollup.total.copy(), own.copy()
    changed[part] = [7.0, 0.0, -1.0, 2.5]
    again = roll_up(rollup.bill, changed).total
    asked = what_if(rollup, part, changed[part])
    np.testing.assert_array_equal(rollup.total, before)
    for number in range(count):
        np.testing.assert_array_equal(asked.get(number, rollup.total[number]), again[number])


@given(st.integers(3, 40), st.integers(0, 1000), st.randoms(use_true_random=False))
@FAST
def test_the_order_in_which_parents_are_listed_leaves_every_bit(count, seed, shuffler):
    parent, child, quantity, own = random_bill(count, seed)
    groups = [np.flatnonzero(parent == p) for p in range(count)]
    shuffler.shuffle(groups)
    rows = np.concatenate(groups)
    first = roll_up(bill_graph(count, parent, child, quantity), own).total
    np.testing.assert_array_equal(roll_up(bill_graph(count, parent[rows], child[rows], quantity[rows]), own).total, first)


def test_levels_count_from_what_is_made_of_nothing():
    bill = bill_graph(4, [0, 1, 0], [1, 2, 2], [1.0, 2.0, 3.0])
    assert bill.level.tolist() == [2, 1, 0, 0]
    assert roll_up(bill, np.array([[1.0], [10.0], [100.0], [5.0]])).total.ravel().tolist() == [511.0, 210.0, 100.0, 5.0]


def test_a_part_made_of_itself_is_refused_and_named():
    with pytest.raises(KernelError) as refused:
        bill_graph(4, [0, 1, 2], [1, 2, 1], [1.0, 1.0, 1.0])
    assert (refused.value.code, refused.value.params["part"] in (1, 2)) == ("PART_LOOP", True)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (([0], [1, 2], [1.0]), "ARRAYS_UNEQUAL"),
        (([0], [1], [1.0, 2.0]), "ARRAYS_UNEQUAL"),
        (([0], [3], [1.0]), "ACTIVITY_NUMBER"),
        (([-1], [1], [1.0]), "ACTIVITY_NUMBER"),
        (([0], [1], [np.inf]), "AMOUNT_NOT_FINITE"),
    ],
)
def test_rows_that_are_no_bill_are_refused(rows, code):
    with pytest.raises(KernelError) as refused:
        bill_graph(3, *rows)
    assert refused.value.code == code


def test_own_quantities_stand_for_every_part():
    bill = bill_graph(3, [0], [1], [1.0])
    with pytest.raises(KernelError) as refused:
        roll_up(bill, np.ones((2, 1)))
    assert refused.value.code == "ARRAYS_UNEQUAL"
    with pytest.raises(KernelError) as refused:
        what_if(roll_up(bill, np.ones((3, 1))), 3, np.ones(1))
    assert refused.value.code == "ACTIVITY_NUMBER"
