"""Uncertainty: parameters as multipliers of mean 1, keyed counter-based draws, machine-independent functions, summaries."""

from lingtan.uncertainty.elementary import exp, log, normal_quantile
from lingtan.uncertainty.moments import log_sd, multiplier_variance
from lingtan.uncertainty.parameters import Parameter, Scope, Shape
from lingtan.uncertainty.streams import draw, draw_together, standard_normals, uniforms, unit_draws
from lingtan.uncertainty.summaries import Summary, exact_mean, exact_sd, quantile, quantile_standard_error, summarise

__all__ = [
    "Parameter",
    "Scope",
    "Shape",
    "Summary",
    "draw",
    "draw_together",
    "exact_mean",
    "exact_sd",
    "exp",
    "log",
    "log_sd",
    "multiplier_variance",
    "normal_quantile",
    "quantile",
    "quantile_standard_error",
    "standard_normals",
    "summarise",
    "uniforms",
    "unit_draws",
]
