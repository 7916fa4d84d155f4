"""A resampled background against bw2calc's own Monte Carlo on the same records: all laws, loops, characterisation folded draw by draw."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from lingtan.lca import UncertainSystem, draw_scores, entries_from_stats_arrays, idents_of, mixed, nominal_scores

COUNT, KINDS, FIRST_FLOW = 24, 5, 1001


def records():
    """Inputs and flows of a small system with loops, as bw_processing has them: (row, column), amount, distribution."""
    import bw_processing as bwp

    random = np.random.default_rng(12)
    column = np.repeat(np.arange(COUNT), 3)
    row = (column + random.integers(1, COUNT, len(column))) % COUNT
    pairs = np.unique(np.column_stack([row, column]), axis=0)
    amount = random.uniform(0.02, 0.25, len(pairs))

    def laws(amounts, kinds):
        found = np.zeros(len(amounts), dtype=bwp.UNCERTAINTY_DTYPE)
        for i, (a, kind) in enumerate(zip(amounts, kinds, strict=True)):
            found[i] = {
                0: (0, a, math.nan, math.nan, math.nan, math.nan, False),
                2: (2, math.log(a), 0.3, math.nan, math.nan, math.nan, False),
                3: (3, a, 0.2 * a, math.nan, math.nan, math.nan, False),
                4: (4, math.nan, math.nan, math.nan, 0.5 * a, 1.5 * a, False),
                5: (5, a, math.nan, math.nan, 0.5 * a, 1.8 * a, False),
            }[kind]
        return found

    own = np.column_stack([np.arange(COUNT), np.arange(COUNT)])
    places, amounts = np.concatenate([own, pairs]), np.concatenate([np.ones(COUNT), amount])
    kinds = np.concatenate([np.zeros(COUNT, int), np.resize([2, 3, 4, 5], len(pairs))])
    flow_places = np.column_stack([np.tile(np.arange(2), COUNT) + np.repeat(np.arange(COUNT) % 4, 2), np.repeat(np.arange(COUNT), 2)])
    flows = random.lognormal(0.0, 1.0, 2 * COUNT)
    factor = np.array([1.0, 28.0, 0.3, 5.0, 2.0])
    return (places, amounts, laws(amounts, kinds)), (flow_places, flows, laws(flows, np.resize([2, 5, 0], len(flows)))), factor


@pytest.fixture(scope="module")
def both():
    (places, amounts, laws), (flow_places, flows, flow_laws), factor = records()
    flip = places[:, 0] != places[:, 1]
    keys = tuple(f"p{i}" for i in range(COUNT))
    ident, kind = idents_of(keys), idents_of(f"k{i}" for i in range(KINDS))
    system = UncertainSystem(
        keys=keys,
        inputs=entries_from_stats_arrays(amounts, laws, mixed(ident[places[:, 1]], ident[places[:, 0]]), flip=flip),
        row=places[:, 0].astype(np.int32),
        column=places[:, 1].astype(np.int32),
        flows=entries_from_stats_arrays(flows, flow_laws, mixed(ident[flow_places[:, 1]], kind[flow_places[:, 0]])),
        flow_column=flow_places[:, 1].astype(np.int32),
        flow_weight=factor[flow_places[:, 0]],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bw2calc recommends another solver on import
        import bw2calc
        import bw_processing as bwp
    package = bwp.create_datapackage()

    def add(matrix, rows, columns, data, distributions, flips):
        indices = np.array(list(zip(rows, columns, strict=True)), dtype=bwp.INDICES_DTYPE)
        package.add_persistent_vector(
            matrix=matrix, indices_array=indices, data_array=data, distributions_array=distributions, flip_array=flips
        )

    add("technosphere_matrix", places[:, 0] + 1, places[:, 1] + 501, amounts, laws, flip)
    add("biosphere_matrix", flow_places[:, 0] + FIRST_FLOW, flow_places[:, 1] + 501, flows, flow_laws, np.zeros(len(flows), dtype=bool))
    numbers = np.arange(KINDS) + FIRST_FLOW
    none = np.zeros(KINDS, dtype=bwp.UNCERTAINTY_DTYPE)
    none["loc"] = factor
    add("characterization_matrix", numbers, numbers, factor, none, np.zeros(KINDS, dtype=bool))

    def lca(*, draws: int, row: int) -> np.ndarray:
        one = bw2calc.LCA({row + 1: 1.0}, data_objs=[package], use_distributions=draws > 0, seed_override=5)
        one.lci()
        one.lcia()
        scores = []
        for _ in range(draws):
            next(one)
            scores.append(float(one.score))
        return np.array(scores or [float(one.score)])

    return system, lca


def test_scores_at_value_equal_those_of_bw2calc(both):
    system, lca = both
    found = nominal_scores(system)
    for row in (0, 7, 23):
        assert found[row] == pytest.approx(lca(draws=0, row=row)[0], rel=1e-9)


def test_mean_and_cv_equal_those_of_bw2calcs_monte_carlo(both):
    system, lca = both
    ours, theirs = draw_scores(system, seed=3, draws=8000).of(4), lca(draws=600, row=4)
    assert abs(ours.mean() - theirs.mean()) <= 3 * theirs.std(ddof=1) * math.sqrt(1 / 600 + 1 / 8000)
    kurtosis = (((ours - ours.mean()) / ours.std()) ** 4).mean()
    # The sd of a sample of n scatters by sd·√((kurtosis − 1)/4n).
    ratio = (ours.std(ddof=1) / ours.mean()) / (theirs.std(ddof=1) / theirs.mean())
    assert abs(ratio - 1.0) <= 3 * math.sqrt((kurtosis - 1) / 4 * (1 / 600 + 1 / 8000))
