"""exp, log and the normal quantile from correctly rounded operations only, so that their bits are the same on every machine.

numpy's own `exp` and `log` (and `power`) choose a SIMD polynomial by processor, and their last bit moves with it. Here every step is
one of + − × ÷ (IEEE 754 rounds them correctly, in any vector width) or exact (`rint`, `frexp`, `ldexp`, a comparison, a selection);
`sqrt` is correctly rounded too. numpy runs one operation per loop, hence nothing is contracted to a fused multiply-add.

Errors measured in `tests/uncertainty/test_elementary.py`: exp and log ≤ 1 ulp, the quantile ≤ 1e-15 relative (absolute near 0).
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError

__all__ = ["EXP_MAX", "EXP_MIN", "FloatArray", "exp", "log", "normal_quantile"]

FloatArray: TypeAlias = npt.NDArray[np.float64]

#: exp is defined here where its result is a normal number, [-].
EXP_MIN, EXP_MAX = -708.0, 709.0

# ln 2 in two parts: the first has 21 trailing zero bits, so that k·LN2_HIGH is exact for |k| < 2^11. fdlibm e_exp.c, e_log.c (Sun, 1993).
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_INVERSE_LN2 = 1.44269504088896338700e00
_SQRT_HALF = 0.70710678118654752440

# Remez coefficients of r·(e^r + 1)/(e^r − 1) = 2 + P1·r² + P2·r⁴ + … on |r| ≤ ln 2 / 2; error below 2^-59. fdlibm e_exp.c.
_EXP = (
    1.66666666666666019037e-01,
    -2.77777777770155933842e-03,
    6.61375632143793436117e-05,
    -1.65339022054652515390e-06,
    4.13813679705723846039e-08,
)

# Remez coefficients of log((1 + s)/(1 − s)) = 2s + s·(L1·s² + L2·s⁴ + …) on √½ ≤ x ≤ √2; error below 2^-58.45. fdlibm e_log.c.
_LOG = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)

# Rational approximations of Wichura 1988, Algorithm AS 241 (PPND16), Applied Statistics 37:477-484, about 1 part in 1e16.
_CENTRE_OVER = (
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
)
_CENTRE_UNDER = (
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
)
_NEAR_OVER = (
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
)
_NEAR_UNDER = (
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)
_FAR_OVER = (
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
)
_FAR_UNDER = (
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)


def _polynomial(coefficients: tuple[float, ...], x: FloatArray) -> FloatArray:
    """Horner's rule from the highest power down; `coefficients` from the lowest power up."""
    value = np.full_like(x, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        value *= x
        value += coefficient
    return value


def _checked(function: str, x: npt.ArrayLike, inside: str, low: float, high: float, *, is_open: bool) -> FloatArray:
    array = np.asarray(x, dtype=np.float64)
    ok = (array > low) & (array < high) if is_open else (array >= low) & (array <= high)
    if not ok.all():
        raise InputError("ELEMENTARY_DOMAIN", place=function, inside=inside, value=float(array[~ok].flat[0]))
    return array


def exp(x: npt.ArrayLike) -> FloatArray:
    """The exponential e^x [-], same shape as `x`, within 1 ulp.

    x = k·ln 2 + r, |r| ≤ ln 2 / 2; e^r = 1 + r + r·c/(2 − c) with c = r − r²·P(r²); the power of two is exact (fdlibm's method).
    Raises InputError `ELEMENTARY_DOMAIN` outside [-708, 709] and for NaN.
    """
    array = _checked("exp", x, f"[{EXP_MIN:g}, {EXP_MAX:g}]", EXP_MIN, EXP_MAX, is_open=False)
    k = np.rint(array * _INVERSE_LN2)
    high = array - k * _LN2_HIGH
    low = k * _LN2_LOW
    r = high - low
    square = r * r
    c = r - square * _polynomial(_EXP, square)
    value = 1.0 - ((low - (r * c) / (2.0 - c)) - high)
    return np.asarray(np.ldexp(value, k.astype(np.int32)), dtype=np.float64)


def log(x: npt.ArrayLike) -> FloatArray:
    """The natural logarithm ln x [-], same shape as `x`, within 1 ulp.

    x = 2^k·(1 + f), √½ ≤ 1 + f < √2; s = f/(2 + f); ln(1 + f) = f − (f²/2 − s·(f²/2 + R(s²))) (fdlibm's method).
    Raises InputError `ELEMENTARY_DOMAIN` unless 0 < x < ∞.
    """
    array = _checked("log", x, "(0, inf)", 0.0, np.inf, is_open=True)
    fraction, exponent = np.frexp(array)
    is_small = fraction < _SQRT_HALF
    f = np.where(is_small, fraction + fraction, fraction) - 1.0
    k = exponent.astype(np.float64) - is_small
    s = f / (2.0 + f)
    square = s * s
    remainder = square * _polynomial(_LOG, square)
    half = 0.5 * f * f
    return np.asarray(k * _LN2_HIGH - ((half - (s * (half + remainder) + k * _LN2_LOW)) - f), dtype=np.float64)


def normal_quantile(p: npt.ArrayLike) -> FloatArray:
    """The standard normal quantile Φ⁻¹(p) [-], same shape as `p`.

    Wichura 1988, AS 241: a rational function of q = p − ½ for |q| ≤ 0.425, of √(−ln min(p, 1 − p)) beyond.
    Raises InputError `ELEMENTARY_DOMAIN` unless 0 < p < 1.
    """
    shaped = _checked("normal_quantile", p, "(0, 1)", 0.0, 1.0, is_open=True)
    array = np.atleast_1d(shaped)
    q = array - 0.5
    r = 0.180625 - q * q
    value = q * (_polynomial(_CENTRE_OVER, r) / _polynomial(_CENTRE_UNDER, r))
    tail = np.nonzero(r < 0.0)
    if tail[0].size:
        p_tail = array[tail]
        depth = np.sqrt(-log(np.minimum(p_tail, 1.0 - p_tail)))
        size = _ratio(_NEAR_OVER, _NEAR_UNDER, depth - 1.6)
        far = np.nonzero(depth > 5.0)
        if far[0].size:
            size[far] = _ratio(_FAR_OVER, _FAR_UNDER, depth[far] - 5.0)
        value[tail] = np.where(q[tail] < 0.0, -size, size)
    return value.reshape(shaped.shape)


def _ratio(over: tuple[float, ...], under: tuple[float, ...], x: FloatArray) -> FloatArray:
    return _polynomial(over, x) / _polynomial(under, x)
