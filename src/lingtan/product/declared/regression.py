"""Linear regression with stated priors: every coefficient is drawn towards its physical expectation, outlying rows count less.

With y = X b + e, b ~ N(prior mean, prior sd²) and e of scale `residual_sd`, the posterior solves (Xᵀ W X + P) b = Xᵀ W y + P b₀ with
W = w/sd² and P = v/prior sd². The weights w of rows and v of what is a maker's or a class's own follow from Student-t distributions of
`freedom` degrees by iteration (Lange, Little & Taylor 1989): neither an odd row nor an odd maker or class draws what is shared far.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Observation", "Posterior", "Prior", "posterior"]

_ROUNDS = 20
#: Endings of a coefficient's name before its first `/`: a departure of one member from what its group shares.
_OWN = ("_maker", "_class")

#: mean and standard deviation expected of a coefficient before any row is seen
Prior = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One row: y = Σ terms[name] · coefficient[name] + error, counted `weight` times. [-]."""

    terms: Mapping[str, float]
    y: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """Coefficients by name with their covariance, and the priors of those that no row speaks of."""

    names: tuple[str, ...]
    mean: npt.NDArray[np.float64]
    covariance: npt.NDArray[np.float64]
    prior: Callable[[str], Prior]

    def combine(self, terms: Mapping[str, float]) -> tuple[float, float]:
        """Expectation and standard error of Σ terms · coefficients; a term that no row had enters with its prior."""
        index = {name: position for position, name in enumerate(self.names)}
        vector = np.zeros(len(self.names))
        value, variance = 0.0, 0.0
        for name, factor in terms.items():
            if name in index:
                vector[index[name]] = factor
            else:
                mean, sd = self.prior(name)
                value += factor * mean
                variance += (factor * sd) ** 2
        value += float(vector @ self.mean)
        variance += float(vector @ self.covariance @ vector)
        return value, variance**0.5


def posterior(rows: Sequence[Observation], *, prior: Callable[[str], Prior], residual_sd: float, freedom: float) -> Posterior:
    """The posterior of every coefficient that a row names; with no rows at all the priors themselves."""
    names = tuple(sorted({name for row in rows for name, value in row.terms.items() if value != 0.0}))
    if not names:
        return Posterior(names=(), mean=np.zeros(0), covariance=np.zeros((0, 0)), prior=prior)
    position = {name: column for column, name in enumerate(names)}
    design = np.zeros((len(rows), len(names)))
    for index, row in enumerate(rows):
        for name, value in row.terms.items():
            if value != 0.0:
                design[index, position[name]] = value
    y = np.array([row.y for row in rows])
    counted = np.array([row.weight for row in rows])
    expected = np.array([prior(name)[0] for name in names])
    spread = np.array([prior(name)[1] for name in names])
    own = np.array([name.split("/")[0].endswith(_OWN) for name in names])
    precision = np.diag(spread**-2)
    robust = np.ones(len(rows))
    mean = expected
    inverse = precision
    for _ in range(_ROUNDS):
        weight = counted * robust / residual_sd**2
        inverse = precision + design.T @ (design * weight[:, None])
        mean = np.linalg.solve(inverse, precision @ expected + design.T @ (weight * y))
        precision = np.diag(np.where(own, (freedom + 1.0) / (freedom + ((mean - expected) / spread) ** 2), 1.0) * spread**-2)
        robust = (freedom + 1.0) / (freedom + ((y - design @ mean) / residual_sd) ** 2)
    return Posterior(names=names, mean=mean, covariance=np.linalg.inv(inverse), prior=prior)
