"""LMDI-I: no residual, symmetric in time, indifferent to order, and a case written out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.errors import KernelError
from lingtan.lca.decomposition import decompose

FACTORS = ("volume", "mix", "intensity")
POSITIVE = st.floats(1e-6, 1e6)
ITEMS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(POSITIVE, POSITIVE, POSITIVE), max_size=6)


def total(items: dict[str, tuple[float, ...]]) -> float:
    return math.fsum(math.prod(factors) for factors in items.values())


def test_a_worked_case_by_hand() -> None:
    """Two sectors of industry, V = Q·S·I: the parts written out with L and ln."""
    before = {"a": (60.0, 50 / 60, 1.2), "b": (60.0, 10 / 60, 2.0)}
    after = {"a": (100.0, 80 / 100, 1.0), "b": (100.0, 20 / 100, 0.5)}

    def mean(one: float, other: float) -> float:
        return (one - other) / math.log(one / other)

    weights = {"a": mean(80.0, 60.0), "b": mean(10.0, 20.0)}
    found = decompose(FACTORS, before, after)
    volume = (weights["a"] + weights["b"]) * math.log(100 / 60)
    mix = weights["a"] * math.log(0.8 / (50 / 60)) + weights["b"] * math.log(0.2 / (10 / 60))
    intensity = weights["a"] * math.log(1.0 / 1.2) + weights["b"] * math.log(0.5 / 2.0)
    assert found.by_factor == pytest.approx((volume, mix, intensity), rel=1e-12)
    assert found.change == pytest.approx(10.0, rel=1e-12)


@given(ITEMS, ITEMS)
def test_the_parts_leave_no_residual(before: dict[str, tuple[float, ...]], after: dict[str, tuple[float, ...]]) -> None:
    found = decompose(FACTORS, before, after)
    scale = total(before) + total(after)
    assert math.fsum(found.by_factor) == pytest.approx(found.change, abs=1e-12 * scale)
    for item, parts in found.by_item.items():
        own = math.prod(after.get(item, (0.0,))) - math.prod(before.get(item, (0.0,)))
        assert math.fsum(parts) == pytest.approx(own, abs=1e-12 * scale)


@given(ITEMS, ITEMS)
def test_going_back_is_the_same_with_the_other_sign(before: dict[str, tuple[float, ...]], after: dict[str, tuple[float, ...]]) -> None:
    there, back = decompose(FACTORS, before, after), decompose(FACTORS, after, before)
    scale = total(before) + total(after)
    assert there.by_factor == pytest.approx([-part for part in back.by_factor], abs=1e-9 * scale)


@given(st.permutations(FACTORS), ITEMS, ITEMS)
def test_the_order_of_the_factors_does_not_matter(
    names: list[str], before: dict[str, tuple[float, ...]], after: dict[str, tuple[float, ...]]
) -> None:
    turned = [[{item: tuple(x[FACTORS.index(n)] for n in names) for item, x in side.items()}] for side in (before, after)]
    there, other = decompose(FACTORS, before, after), decompose(names, turned[0][0], turned[1][0])
    scale = total(before) + total(after)
    assert dict(zip(names, other.by_factor, strict=True)) == pytest.approx(
        dict(zip(FACTORS, there.by_factor, strict=True)), abs=1e-9 * scale
    )


def test_what_did_not_change_has_no_part() -> None:
    found = decompose(FACTORS, {"a": (10.0, 0.5, 3.0)}, {"a": (10.0, 0.5, 4.0)})
    assert found.by_factor == (0.0, 0.0, 5.0)


def test_a_product_that_comes_or_goes_is_mix_alone() -> None:
    """Its share is zero on one side; its footprint is known on both."""
    found = decompose(FACTORS, {"a": (10.0, 1.0, 3.0), "b": (10.0, 0.0, 5.0)}, {"a": (10.0, 0.0, 3.0), "b": (10.0, 1.0, 5.0)})
    assert found.by_item == {"a": (0.0, -30.0, 0.0), "b": (0.0, 50.0, 0.0)}


def test_several_zeros_share_alike() -> None:
    assert decompose(("x", "y"), {"a": (0.0, 0.0)}, {"a": (2.0, 3.0)}).by_item == {"a": (3.0, 3.0)}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ({"a": (1.0, 2.0)}, {"a": (1.0, 2.0, 3.0)}, "DECOMPOSITION_SHAPE"),  # a factor is missing
        ({"a": (1.0, -2.0, 3.0)}, {"a": (1.0, 2.0, 3.0)}, "DECOMPOSITION_SIGN"),  # no logarithm
        ({"a": (1.0, math.inf, 3.0)}, {"a": (1.0, 2.0, 3.0)}, "DECOMPOSITION_SIGN"),  # no number
        ({"a": (1.0, math.nan, 3.0)}, {"a": (1.0, 2.0, 3.0)}, "DECOMPOSITION_SIGN"),
    ],
)
def test_what_cannot_be_decomposed_is_refused(before: dict[str, tuple[float, ...]], after: dict[str, tuple[float, ...]], code: str) -> None:
    with pytest.raises(KernelError) as refused:
        decompose(FACTORS, before, after)
    assert (refused.value.code, refused.value.place) == (code, "a")
