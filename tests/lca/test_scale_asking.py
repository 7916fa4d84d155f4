"""Value of information from joint draws: against closed forms, and against the kernel's own variance contributions."""

from __future__ import annotations

import numpy as np
import pytest

from lingtan.errors import InputError, KernelError
from lingtan.lca import Demand, DrawTable, contribution_to_variance, draw_parameters, monte_carlo, what_to_ask_next
from lingtan.uncertainty import Parameter, Scope, Shape, normal_quantile, standard_normals


def table(rows: list[np.ndarray]) -> DrawTable:
    draws = len(rows[0])
    padded = np.zeros((len(rows), -(-draws // 16) * 16))
    padded[:, :draws] = rows
    return DrawTable(values=np.ascontiguousarray(padded.reshape(len(rows), -1, 16).transpose(1, 0, 2)), start=0, draws=draws)


def normals(count: int, draws: int) -> list[np.ndarray]:
    return [1.0 + 0.1 * standard_normals(f"x{i}", seed=3, draws=draws) for i in range(count)]


def test_shares_and_widths_of_a_sum_of_normals_are_those_of_the_closed_form():
    slopes, draws = np.array([10.0, 5.0, 2.0, 0.0]), 20_000
    rows = normals(4, draws)
    samples = sum(s * x for s, x in zip(slopes, rows, strict=True))
    found = {value.key: value for value in what_to_ask_next(samples, table(rows), ["a", "b", "c", "d"])}
    whole = float((slopes**2).sum())
    for key, slope in zip("abcd", slopes, strict=True):
        share = slope * slope / whole
        assert found[key].share == pytest.approx(share, abs=0.02)
        assert found[key].sobol == pytest.approx(share, abs=max(0.03, 3 * found[key].sobol_error))
        # Spearman's ρ of a binormal pair is 6/π·asin(r/2).
        assert found[key].spearman == pytest.approx(6 / np.pi * np.arcsin(np.sqrt(share) / 2), abs=0.03)
        known = 2 * float(normal_quantile(0.95)) * 0.1 * np.sqrt(whole - slope * slope)
        assert found[key].width_known == pytest.approx(known, rel=0.03)
    assert [value.key for value in what_to_ask_next(samples, table(rows), ["a", "b", "c", "d"], top=2)] == ["a", "b"]


def test_a_symmetric_effect_is_seen_by_the_bins_though_not_by_the_ranks():
    rows = normals(2, 8000)
    samples = (rows[0] - 1.0) ** 2 + 0.001 * rows[1]
    seen = {value.key: value for value in what_to_ask_next(samples, table(rows), ["curved", "straight"])}["curved"]
    assert seen.sobol > 0.8  # the outer bins are wide
    assert abs(seen.spearman) < 0.05


def test_it_ranks_as_the_variance_contributions_without_sampling(chain):
    keys = ["board", "panel", "power"]
    demands = [
        Demand(line=key, activity="electricity", amount=a, multipliers=(key,)) for key, a in zip(keys, (30.0, 12.0, 70.0), strict=True)
    ]
    parameters = [
        Parameter(key=key, shape=Shape.LOGNORMAL, spread=spread, scope=Scope.COMMON)
        for key, spread in zip(keys, (1.3, 1.5, 1.1), strict=True)
    ]
    samples = monte_carlo(chain, demands, parameters, seed=2, draws=6000)
    found = {v.key: v for v in what_to_ask_next(samples, draw_parameters(parameters, seed=2, draws=6000), keys)}
    for row in contribution_to_variance(chain, demands, parameters):
        assert found[row.key].share == pytest.approx(row.share, abs=0.04)


def test_samples_and_parameters_belong_together():
    rows = table(normals(2, 64))
    for samples, keys, code in ((np.ones(63), ["a", "b"], "SAMPLES_NOT_PAIRED"), (np.ones(64), ["a"], "ARRAYS_UNEQUAL")):
        with pytest.raises(KernelError) as refused:
            what_to_ask_next(samples, rows, keys)
        assert refused.value.code == code
    with pytest.raises(InputError):
        what_to_ask_next(np.ones(10), table(normals(2, 10)), ["a", "b"])
