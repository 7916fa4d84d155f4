"""Life cycle assessment: process graph → adjoint scores → certified lines, contributions, joint draws, batches."""

from lingtan.lca.adjoint import Scores, certified_scores
from lingtan.lca.allocation import CoProduct, allocate, shares_by_mass, shares_by_value
from lingtan.lca.arrays import SystemArrays, adjoint_scores, fast_scores, to_arrays
from lingtan.lca.batch import BatchMethod, BatchQuantile, BatchSamples, batch_quantile, batch_samples, lognormal_quantile, split_batch
from lingtan.lca.comparison import PairedComparison, compare
from lingtan.lca.contribution import Contribution, Contributions, Term, contributions, contributions_by_tag, terms
from lingtan.lca.decomposition import Decomposition, apportion, decompose
from lingtan.lca.graph import Activity, Demand, Exchange, ProcessGraph
from lingtan.lca.montecarlo import GroupSamples, VarianceShares, monte_carlo, monte_carlo_by_group, variance_shares
from lingtan.lca.rollup import LineScore, milligrams, rollup, total_by_indicator, total_mg
from lingtan.lca.sampling import Parameters
from lingtan.lca.scaling import certified_scaling
from lingtan.lca.sensitivity import VarianceContribution, contribution_to_variance
from lingtan.lca.structure import parameters_met_twice

__all__ = [
    "Activity",
    "BatchMethod",
    "BatchQuantile",
    "BatchSamples",
    "CoProduct",
    "Contribution",
    "Contributions",
    "Decomposition",
    "Demand",
    "Exchange",
    "GroupSamples",
    "LineScore",
    "PairedComparison",
    "Parameters",
    "ProcessGraph",
    "Scores",
    "SystemArrays",
    "Term",
    "VarianceContribution",
    "VarianceShares",
    "adjoint_scores",
    "allocate",
    "apportion",
    "batch_quantile",
    "batch_samples",
    "certified_scaling",
    "certified_scores",
    "compare",
    "contribution_to_variance",
    "contributions",
    "contributions_by_tag",
    "decompose",
    "fast_scores",
    "lognormal_quantile",
    "milligrams",
    "monte_carlo",
    "monte_carlo_by_group",
    "parameters_met_twice",
    "rollup",
    "shares_by_mass",
    "shares_by_value",
    "split_batch",
    "terms",
    "to_arrays",
    "total_by_indicator",
    "total_mg",
    "variance_shares",
]
