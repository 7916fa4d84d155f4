"""Keyed draws: every draw of a parameter can be recomputed alone, bit for bit.

Word number i of a stream is word i mod 4 of Philox4x64-10 (Salmon et al. 2011, SC'11) at counter i div 4 + 1 under the key
SHA-256("lingtan.draws.v1|SEED|LENGTH|KEY|STREAM")[:16], little-endian; LENGTH counts the key's bytes, STREAM is the unit's number or
"shared". A word becomes u = (⌊word / 2¹²⌋ + ½) / 2⁵², a number in (0, 1) that is exact in binary64, as is 1 − u. The multiplier is the
inverse distribution function at u, shifted so that its mean is exactly 1.

So a draw depends on (seed, key, draw number, unit number) and nothing else: not on its neighbours, the block, the order or the machine.
Spread and shape are not part of the key: when a GSD is corrected, the same u gives the corrected draw (common random numbers).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from lingtan.errors import InputError
from lingtan.uncertainty.elementary import FloatArray, exp, log, normal_quantile
from lingtan.uncertainty.parameters import Parameter, Scope, Shape

__all__ = ["MAX_DRAW_NUMBER", "draw", "draw_together", "standard_normals", "uniforms", "unit_draws"]

#: Draws are numbered below this, so that counters stay in one machine word.
MAX_DRAW_NUMBER = 2**53

_DOMAIN = b"lingtan.draws.v1"
_BLOCK = 8192  # draws worked on at a time, so that temporaries stay in the processor's cache
_SHARED = "shared"


def draw(parameter: Parameter, *, seed: int, draws: int, start: int = 0) -> FloatArray:
    """Multipliers of mean 1 [-]: draws number start … start + draws − 1 of the parameter; shape (draws,), read-only.

    A per-unit parameter's draws are those of unit 0. Raises InputError `DRAWS_RANGE`.
    """
    return unit_draws(parameter, seed=seed, draws=draws, unit=0, start=start)


def unit_draws(parameter: Parameter, *, seed: int, draws: int, unit: int, start: int = 0) -> FloatArray:
    """The multipliers that device number `unit` meets [-], shape (draws,), read-only.

    For a per-unit parameter each unit has its own independent stream; a common or per-SKU parameter gives every unit the same draws.
    Raises InputError `DRAWS_RANGE`, `UNIT_NUMBER`.
    """
    if unit < 0:
        raise InputError("UNIT_NUMBER", place=parameter.key, value=unit)
    _check_range(parameter.key, start, draws)
    stream = _stream(parameter, unit)
    # What a thousand devices each draw once is not worth remembering; what every device shares is.
    compute = _multipliers_cached if draws <= _BLOCK and stream in (_SHARED, "0") else _multipliers
    return compute(parameter, seed, stream, start, draws)


def draw_together(parameters: Sequence[Parameter], *, seed: int, draws: int, start: int = 0) -> FloatArray:
    """The `draw` of each parameter, bit for bit, many at a time [-], shape (parameters, draws).

    Raises InputError `DRAWS_RANGE`.
    """
    values = np.empty((len(parameters), draws))
    at_a_time = max(1, _BLOCK // draws)
    for shape in Shape:
        rows = [row for row, parameter in enumerate(parameters) if parameter.shape is shape]
        for low in range(0, len(rows), at_a_time):
            part = rows[low : low + at_a_time]
            some = [parameters[row] for row in part]
            u = np.array([uniforms(one.key, seed=seed, draws=draws, start=start, stream=_stream(one, 0)) for one in some])
            values[part] = _transform(shape, np.array([[one.spread] for one in some]), u)
    return values


def uniforms(key: str, *, seed: int, draws: int, start: int = 0, stream: str = _SHARED) -> FloatArray:
    """Uniform numbers in (0, 1) of a stream [-], shape (draws,). Raises InputError `DRAWS_RANGE`."""
    _check_range(key, start, draws)
    words = _words(key, seed, stream, start, draws)
    return np.asarray(((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52, dtype=np.float64)


def standard_normals(key: str, *, seed: int, draws: int, start: int = 0, stream: str = _SHARED) -> FloatArray:
    """Standard normal numbers of a stream: Φ⁻¹ of its uniforms [-], shape (draws,). Raises InputError `DRAWS_RANGE`."""
    return normal_quantile(uniforms(key, seed=seed, draws=draws, start=start, stream=stream))


def _stream(parameter: Parameter, unit: int) -> str:
    return str(unit) if parameter.scope is Scope.UNIT else _SHARED


def _check_range(key: str, start: int, draws: int) -> None:
    if draws < 1 or start < 0 or start + draws > MAX_DRAW_NUMBER:
        raise InputError("DRAWS_RANGE", place=key, start=start, draws=draws)


def _philox_key(key: str, seed: int, stream: str) -> int:
    """128 bits; the lengths keep (key, stream) pairs apart whatever characters they hold."""
    text = key.encode("utf-8")
    digest = hashlib.sha256(b"%s|%d|%d|%s|%s" % (_DOMAIN, seed, len(text), text, stream.encode("ascii"))).digest()
    return int.from_bytes(digest[:16], "little")


def _words(key: str, seed: int, stream: str, start: int, draws: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    first, skip = divmod(start, 4)
    generator = np.random.Philox(key=_philox_key(key, seed, stream), counter=first)
    return np.asarray(generator.random_raw(skip + draws), dtype=np.uint64)[skip:]


def _multipliers(parameter: Parameter, seed: int, stream: str, start: int, draws: int) -> FloatArray:
    values = np.empty(draws, dtype=np.float64)
    for low in range(0, draws, _BLOCK):
        high = min(low + _BLOCK, draws)
        u = uniforms(parameter.key, seed=seed, draws=high - low, start=start + low, stream=stream)
        values[low:high] = _transform(parameter.shape, parameter.spread, u)
    values.flags.writeable = False
    return values


@lru_cache(maxsize=1024)  # at most 1024 × 64 KiB: a portfolio meets the same background parameters again and again
def _multipliers_cached(parameter: Parameter, seed: int, stream: str, start: int, draws: int) -> FloatArray:
    return _multipliers(parameter, seed, stream, start, draws)


def _transform(shape: Shape, spread: FloatArray | float, u: FloatArray) -> FloatArray:
    """The inverse distribution function at u, for mean 1; of one spread, or of one a row."""
    if shape is Shape.LOGNORMAL:
        sigma = log(spread)
        return exp(normal_quantile(u) * sigma - 0.5 * sigma * sigma)
    if shape is Shape.NORMAL:
        return 1.0 + normal_quantile(u) * spread
    if shape is Shape.UNIFORM:
        return 1.0 + (2.0 * u - 1.0) * spread
    side = np.where(u < 0.5, np.sqrt(2.0 * u) - 1.0, 1.0 - np.sqrt(2.0 * (1.0 - u)))
    return np.asarray(1.0 + side * spread, dtype=np.float64)
