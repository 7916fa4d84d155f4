"""Uncertain numbers in columns: an amount, a law with up to three fields, the ident of its draws, a row of shared multipliers."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from lingtan.errors import KernelError
from lingtan.lca.scale.streams import Idents
from lingtan.uncertainty.elementary import FloatArray, exp

__all__ = ["Entries", "Law", "entries_from_stats_arrays", "fixed_entries", "lognormal_entries"]


class Law(IntEnum):
    """The distribution of an entry; numbers are the ids of stats_arrays, except that its 0 (undefined) and 1 (certain) are both FIXED."""

    FIXED = 0  # the amount
    LOGNORMAL = 2  # first = signed median, second = σ of the logarithm
    NORMAL = 3  # first = mean, second = standard deviation
    UNIFORM = 4  # first = low, second = high
    TRIANGULAR = 5  # first = low, second = high, third = mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Uncertain numbers, one a position; every array has shape (count,).

    `amount` is the figure at value, in the entry's own unit; `first`, `second`, `third` are read by `law`. Entries of one `ident` share
    their draws. `shared` is a row of the caller's multipliers, which multiplies the draw, or −1.
    """

    amount: FloatArray
    law: npt.NDArray[np.uint8]
    first: FloatArray
    second: FloatArray
    third: FloatArray
    ident: Idents
    shared: npt.NDArray[np.int32]

    def __post_init__(self) -> None:
        sizes = {field.name: len(getattr(self, field.name)) for field in fields(self)}
        for name, size in sizes.items():
            if size != len(self.amount):
                raise KernelError("ARRAYS_UNEQUAL", place=f"entries.{name}", found=size, expected=len(self.amount))
        _check_fields(self)

    def __len__(self) -> int:
        return len(self.amount)

    def take(self, positions: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Entries:
        """The entries at these positions."""
        return Entries(**{field.name: np.ascontiguousarray(getattr(self, field.name)[positions]) for field in fields(self)})


def fixed_entries(amount: npt.ArrayLike, *, shared: npt.ArrayLike = -1) -> Entries:
    """Certain amounts, alone or times a row of shared multipliers."""
    values = np.ascontiguousarray(np.atleast_1d(np.asarray(amount, dtype=np.float64)))
    empty = np.zeros(len(values))
    return Entries(
        amount=values,
        law=np.full(len(values), Law.FIXED, dtype=np.uint8),
        first=values,
        second=empty,
        third=empty,
        ident=np.zeros(len(values), dtype=np.uint64),
        shared=np.array(np.broadcast_to(np.asarray(shared, dtype=np.int32), values.shape)),
    )


def lognormal_entries(amount: npt.ArrayLike, sigma: npt.ArrayLike, ident: Idents, *, amount_is_mean: bool = False) -> Entries:
    """Lognormal entries with σ of the logarithm. [-]. The amount is the median, or, when said so, the mean: median = mean·exp(−σ²/2).

    A σ of 0 is a certain amount. Raises KernelError `ARRAYS_UNEQUAL`, `LAW_FIELDS`.
    """
    values = np.ascontiguousarray(np.asarray(amount, dtype=np.float64))
    spread = np.array(np.broadcast_to(np.asarray(sigma, dtype=np.float64), values.shape))
    median = values * exp(-0.5 * spread * spread) if amount_is_mean else values
    return Entries(
        amount=values,
        law=np.where((spread > 0.0) & (values != 0.0), np.uint8(Law.LOGNORMAL), np.uint8(Law.FIXED)),
        first=np.where(spread > 0.0, median, values),
        second=spread,
        third=np.zeros(len(values)),
        ident=ident,
        shared=np.full(len(values), -1, dtype=np.int32),
    )


def entries_from_stats_arrays(
    amount: npt.ArrayLike, distributions: npt.NDArray[np.void], ident: Idents, *, flip: npt.NDArray[np.bool_] | None = None
) -> Entries:
    """Entries from records of stats_arrays / bw_processing (`uncertainty_type`, `loc`, `scale`, `minimum`, `maximum`, `negative`).

    Lognormal: loc = mean of the logarithm of the absolute value; triangular: loc = mode. `flip` turns the sign (bw_processing's inputs).
    Raises KernelError `LAW_UNKNOWN` for ids other than 0–5, `ARRAYS_UNEQUAL`, `LAW_FIELDS`.
    """
    values = np.ascontiguousarray(np.asarray(amount, dtype=np.float64))
    kinds = np.asarray(distributions["uncertainty_type"])
    unknown = np.nonzero(kinds > Law.TRIANGULAR)[0]
    if unknown.size:
        raise KernelError("LAW_UNKNOWN", place=f"[{int(unknown[0])}]", value=int(kinds[unknown[0]]))
    law = np.where(kinds >= Law.LOGNORMAL, kinds, np.uint8(Law.FIXED)).astype(np.uint8)
    loc, scale = np.asarray(distributions["loc"], np.float64), np.asarray(distributions["scale"], np.float64)
    low, high = np.asarray(distributions["minimum"], np.float64), np.asarray(distributions["maximum"], np.float64)
    first, second, third = values.copy(), np.zeros(len(values)), np.zeros(len(values))
    is_log, is_normal, is_triangle = law == Law.LOGNORMAL, law == Law.NORMAL, law == Law.TRIANGULAR
    is_range = is_triangle | (law == Law.UNIFORM)
    first[is_log] = np.where(distributions["negative"][is_log], -1.0, 1.0) * exp(loc[is_log])
    first[is_normal], second[is_log | is_normal] = loc[is_normal], scale[is_log | is_normal]
    first[is_range], second[is_range], third[is_triangle] = low[is_range], high[is_range], loc[is_triangle]
    turned = np.zeros(len(values), dtype=bool) if flip is None else flip
    both = turned & is_range
    first[both], second[both] = second[both], first[both]
    sign = np.where(turned, -1.0, 1.0)
    second[is_range] *= sign[is_range]
    shared = np.full(len(values), -1, dtype=np.int32)
    return Entries(amount=values * sign, law=law, first=first * sign, second=second, third=third * sign, ident=ident, shared=shared)


def _check_fields(entries: Entries) -> None:
    law, first, second, third = entries.law, entries.first, entries.second, entries.third
    is_finite = np.isfinite(entries.amount) & np.isfinite(first) & np.isfinite(second) & np.isfinite(third)
    is_spread = (law == Law.LOGNORMAL) | (law == Law.NORMAL)
    is_range = (law == Law.UNIFORM) | (law == Law.TRIANGULAR)
    good = is_finite & (~is_spread | (second >= 0.0)) & (~is_range | (second > first))
    good &= (law != Law.LOGNORMAL) | (second <= 12.0)  # beyond it the binary32 exponential overflows
    good &= (law != Law.TRIANGULAR) | ((third >= first) & (third <= second))
    if not good.all():
        at = int(np.argmin(good))
        name = Law(int(law[at])).name.lower()
        raise KernelError("LAW_FIELDS", place=f"[{at}]", law=name, first=float(first[at]), second=float(second[at]), third=float(third[at]))
