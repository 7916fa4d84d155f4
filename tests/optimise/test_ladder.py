"""Random programs built around a known point, programs with none, and solvers that say something false."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from lingtan.errors import KernelError
from lingtan.optimise import (
    Answer,
    Clarabel,
    Highs,
    LinearProgram,
    ModelBuilder,
    Piqp,
    Status,
    elastic,
    infeasibility_margin,
    mps_lines,
    solve,
    verify,
)

EACH = [Piqp(), Clarabel(), Highs()]


def known(seed: int, rows: int = 12, columns: int = 9) -> tuple[LinearProgram, float]:
    """A program whose optimum is known by construction: x, y and the slacks are drawn first, c and the bounds follow (complementary)."""
    rng = np.random.default_rng(seed)
    a = np.round(rng.normal(size=(rows, columns)) * (rng.random((rows, columns)) < 0.5), 2)
    x = rng.uniform(0, 5, columns) * (rng.random(columns) < 0.6)
    y = rng.uniform(0.1, 3, rows) * rng.integers(-1, 2, rows)
    activity = a @ x
    low = np.where(y > 0, activity, activity - rng.uniform(0.1, 2, rows))
    high = np.where(y < 0, activity, activity + rng.uniform(0.1, 2, rows))
    both = rng.random(rows) < 0.2
    low, high = np.where(both, activity, low), np.where(both, activity, high)
    reduced = np.where(x > 0, 0.0, rng.uniform(0, 2, columns))
    model = ModelBuilder()
    c = model.columns("x", columns, unit="MW", cost=reduced + a.T @ y)
    r = model.rows("row", rows, unit="MW", lower=low, upper=high)
    model.put(r.at[:, None], c.at[None, :], a)
    return model.build(), float((reduced + a.T @ y) @ x)


@pytest.mark.parametrize("solver", EACH, ids=lambda s: s.name)
@pytest.mark.parametrize("seed", range(12))
def test_the_constructed_optimum_is_found_and_confirmed(solver: object, seed: int) -> None:
    lp, best = known(seed)
    found = solve(lp, [solver])
    assert found.verification.objective == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert found.verification.bound == pytest.approx(best, rel=1e-6, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_the_ladder_never_calls_a_feasible_program_infeasible(seed: int) -> None:
    lp, best = known(seed, rows=7, columns=6)
    found = solve(lp)
    assert found.feasible
    assert found.verification.objective == pytest.approx(best, rel=1e-6, abs=1e-6)


def impossible() -> LinearProgram:
    model = ModelBuilder()
    c = model.columns("x", 2, unit="MW", upper=1.0, cost=1.0)
    r = model.rows("need", 1, unit="MW", lower=3.0)
    model.put(r.at, c.at, 1.0)
    return model.build()


@pytest.mark.parametrize("solver", EACH[1:], ids=lambda s: s.name)
def test_an_infeasible_program_is_proven_so(solver: object) -> None:
    found = solve(impossible(), [solver])
    assert not found.feasible
    assert infeasibility_margin(impossible(), found.y) > 0
    with pytest.raises(KernelError, match="MODEL_INFEASIBLE"):
        found.of("x")


def test_the_elastic_program_says_by_how_much_it_fails() -> None:
    assert solve(elastic(impossible(), ["need"])).verification.objective == pytest.approx(1.0)


class Liar:
    """A solver that says what it was told to."""

    name = "Liar"

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def available(self) -> bool:
        return True

    def solve(self, lp: LinearProgram) -> Answer:
        return self.answer


def test_a_solver_that_calls_a_feasible_program_infeasible_is_not_believed() -> None:
    lp, best = known(3)
    found = solve(lp, [Liar(Answer(solver="Liar", status=Status.INFEASIBLE)), Highs()])
    assert found.verification.objective == pytest.approx(best, rel=1e-6)
    assert found.steps == ("Liar:unconfirmed", "HiGHS:optimal")


def test_a_point_that_is_not_optimal_or_not_feasible_is_not_believed() -> None:
    lp, _ = known(3)
    good = Highs().solve(lp)
    for x, y in ((good.x + 0.5, good.y), (good.x, good.y * 0.5)):
        with pytest.raises(KernelError, match="SOLVERS_FAILED"):
            solve(lp, [Liar(Answer(solver="Liar", status=Status.OPTIMAL, x=x, y=y))])
        assert not verify(lp, x, y).passed


@pytest.mark.parametrize(("off", "passes"), [(1e-7, True), (4e-7, False)])
@pytest.mark.parametrize("what", ["gap", "breach", "price"])
def test_what_is_verified_holds_to_a_ten_millionth(what: str, off: float, passes: bool) -> None:
    """min x + w with x >= 1, z <= 1, w = 0: each number alone is off, relative to 1 + 1, so 2e-7 is the line."""
    model = ModelBuilder()
    c = model.columns("x", 3, unit="MW", lower=-np.inf, cost=[1.0, 0.0, 1.0])
    r = model.rows("row", 3, unit="MW", lower=[1.0, -np.inf, 0.0], upper=[np.inf, 1.0, 0.0])
    model.put(r.at, c.at, 1.0)
    x, y = np.array([1.0, 1.0, 0.0]), np.array([1.0, 0.0, 1.0])
    {"gap": x, "breach": x, "price": y}[what][{"gap": 0, "breach": 1, "price": 2}[what]] += -off if what == "price" else off
    checked = verify(model.build(), x, y)
    assert checked.passed is passes
    assert {"gap": checked.gap_share, "breach": checked.primal_share, "price": checked.dual_share}[what] == pytest.approx(off / 2, rel=1e-3)


def test_an_unbounded_program_is_refused() -> None:
    model = ModelBuilder()
    c = model.columns("x", 1, unit="MW", cost=-1.0)
    model.put(model.rows("any", 1, unit="MW", lower=0.0).at, c.at, 1.0)
    with pytest.raises(KernelError, match="MODEL_UNBOUNDED"):
        solve(model.build())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: m.columns("x", 1, unit="MW"), "MODEL_TWICE"),
        (lambda m: m.columns("y", 1, unit="MW", cost=np.nan), "MODEL_NUMBERS"),
        (lambda m: m.columns("y", 1, unit="MW", lower=2.0, upper=1.0), "MODEL_NUMBERS"),
        (lambda m: m.put(0, 0, np.inf), "MODEL_NUMBERS"),
    ],
)
def test_a_model_with_broken_numbers_is_refused_with_the_block(change: object, code: str) -> None:
    model = ModelBuilder()
    model.put(model.rows("r", 1, unit="MW").at, model.columns("x", 1, unit="MW").at, 1.0)
    with pytest.raises(KernelError, match=code):  # noqa: PT012 - some are refused where they are given, some where all is joined
        change(model)
        model.build()


@pytest.mark.parametrize("seed", range(4))
def test_another_program_reads_the_mps_file_and_finds_the_same(seed: int, tmp_path: object) -> None:
    import highspy

    lp, best = known(seed)
    path = tmp_path / "case.mps"
    path.write_text("\n".join(mps_lines(lp, name="case")) + "\n", "ascii")
    highs = highspy.Highs()
    highs.silent()
    highs.readModel(str(path))
    highs.run()
    assert highs.getInfo().objective_function_value == pytest.approx(best, rel=1e-7, abs=1e-7)
    read = highs.getLp()
    assert list(read.col_names_)[:2] == ["x_1", "x_2"]
    assert sparse.csc_array((read.a_matrix_.value_, read.a_matrix_.index_, read.a_matrix_.start_)).nnz == lp.matrix.nnz
