"""Two devices compared draw by draw: what they share (a background factor) moves both and cancels in the difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtan.errors import KernelError
from lingtan.uncertainty import Summary, summarise
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["PairedComparison", "compare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedComparison:
    """How A compares with B over joint draws. Probabilities [-]; `difference` summarises A − B [kg CO2e]."""

    probability_a_less: float
    probability_equal: float
    difference: Summary


def compare(samples_a: FloatArray, samples_b: FloatArray) -> PairedComparison:
    """The paired comparison of two devices drawn with the same seed and number of draws, shape (draws,).

    Raises KernelError `SAMPLES_NOT_PAIRED` when their numbers differ.
    """
    if samples_a.shape != samples_b.shape:
        raise KernelError("SAMPLES_NOT_PAIRED", first=samples_a.size, second=samples_b.size)
    return PairedComparison(
        probability_a_less=int(np.count_nonzero(samples_a < samples_b)) / samples_a.size,
        probability_equal=int(np.count_nonzero(samples_a == samples_b)) / samples_a.size,
        difference=summarise(samples_a - samples_b),
    )
