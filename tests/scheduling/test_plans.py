"""Times and terms of plans: a worked example, random plans against the independent checker, and plans with something broken."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import InputError
from lingtan.scheduling import Closure, Objective, best_atcs, check_plan, problem_from_arrays, terms_of, timing_of
from lingtan.scheduling.timing import place_work

from .cases import claim, random_plan, small, with_frozen

#: The four jobs with which Pinedo (Scheduling, section 14.2) shows ATCS: sequence 2, 4, 3, 1 with Σ wT = 98, which is optimal.
PINEDO = problem_from_arrays(
    [[13, 9, 13, 10]],
    [[[0, 4, 1, 3], [0, 0, 1, 0], [1, 2, 0, 3], [4, 3, 1, 0]]],
    due_min=[12, 37, 21, 22],
    weight=[2, 4, 2, 5],
    first_setup_min=[[1, 1, 3, 4]],
)


def test_atcs_finds_the_sequence_of_the_textbook_and_no_other_is_better() -> None:
    by_hand = {o: terms_of(PINEDO, timing_of(PINEDO, [o])).weighted_tardiness_min for o in itertools.permutations(range(4))}
    assert min(by_hand, key=lambda o: by_hand[o]) == (1, 3, 2, 0)
    assert by_hand[1, 3, 2, 0] == 98
    assert best_atcs(PINEDO, Objective(per_changeover_min=0)) == ((1, 3, 2, 0),)


@pytest.mark.parametrize(
    ("earliest", "length", "placed"),
    [
        (0, 10, (0, 10)),  # ends as the break begins
        (0, 11, (0, 16)),  # waits over the break
        (12, 5, (15, 20)),  # would begin within it
        (20, 11, (35, 46)),  # may not straddle the maintenance, so begins behind it
        (5, 16, (35, 51)),  # pauses first, then would straddle: begins anew
        (15, 0, (15, 15)),  # no work takes no time
    ],
)
def test_work_pauses_over_breaks_and_never_straddles_a_maintenance(earliest: int, length: int, placed: tuple[int, int]) -> None:
    closures = [Closure(line=0, start_min=10, end_min=15), Closure(line=0, start_min=25, end_min=35, pauses=False)]
    if earliest == 5:
        closures[1] = replace(closures[1], start_min=20)
    assert place_work(closures, earliest, length) == placed


@given(st.integers(0, 2**31), st.integers(0, 2**31))
def test_the_checker_finds_nothing_wrong_with_any_plan_of_ours(seed: int, draw: int) -> None:
    problem = small(seed)
    problem = with_frozen(problem) if seed % 5 == 0 else problem
    timing = timing_of(problem, random_plan(problem, draw))
    terms, wrong = check_plan(problem, claim(problem, timing, terms_of(problem, timing)))
    assert wrong == []
    assert terms["makespan_min"] == timing.end_min.max()


def test_the_checker_rejects_every_plan_with_one_number_moved() -> None:
    missed = []
    for seed in range(150):
        problem = small(seed)
        timing = timing_of(problem, random_plan(problem, seed))
        whole = claim(problem, timing, terms_of(problem, timing))
        one = whole.orders[seed % len(whole.orders)]
        other = next(line for line in problem.lines if line != one.line)
        broken = [
            replace(one, end_min=one.end_min - 1),
            replace(one, start_min=one.start_min + 1),
            replace(one, line=other),
            replace(one, setup_min=one.setup_min + 1),
            replace(one, order="nobody"),
        ]
        for changed in broken:
            orders = [changed if listed is one else listed for listed in whole.orders]
            if not check_plan(problem, replace(whole, orders=orders))[1]:
                missed.append((seed, changed))
        for name in whole.terms:
            if not check_plan(problem, replace(whole, terms={**whole.terms, name: whole.terms[name] + 1}))[1]:
                missed.append((seed, name))
        if not check_plan(problem, replace(whole, orders=whole.orders[1:]))[1]:
            missed.append((seed, "gone"))
    assert missed == []


def test_a_plan_that_says_an_order_starts_within_a_break_is_refused_though_it_works_its_minutes() -> None:
    closures = [Closure(line=0, start_min=10, end_min=15)]
    problem = problem_from_arrays([[10, 5]], np.zeros((1, 2, 2)), closures=closures)
    timing = timing_of(problem, [[0, 1]])
    whole = claim(problem, timing, terms_of(problem, timing))
    assert (timing.start_min[1], check_plan(problem, whole)[1]) == (15, [])
    orders = [replace(one, start_min=14) if one.order == "1" else one for one in whole.orders]
    assert [found.code for found in check_plan(problem, replace(whole, orders=orders))[1]] == ["SCHEDULE_CHECK_RUN"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"run_min": np.full((1, 4), -1)}, "SCHEDULE_NO_LINE"),  # nobody can make them
        ({"due_min": np.zeros(3, np.int64)}, "SCHEDULE_SHAPE"),  # one due date too few
        ({"weight": np.array([1, 1, -1, 1])}, "SCHEDULE_RANGE"),  # a reward for being late
        ({"orders": ("a", "a", "b", "c")}, "SCHEDULE_TWICE"),  # two orders of one name
        ({"closures": (Closure(line=0, start_min=5, end_min=5),)}, "SCHEDULE_CLOSURE"),  # closed for no time
        ({"closures": (Closure(line=0, start_min=5, end_min=9), Closure(line=0, start_min=8, end_min=12))}, "SCHEDULE_CLOSURE"),  # twice
    ],
)
def test_a_problem_that_makes_no_sense_is_refused_where_it_is_built(change: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as caught:
        replace(PINEDO, **change)
    assert caught.value.code == code
