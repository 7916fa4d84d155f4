"""The stream of anonymous entries: published vectors, its error, and that a draw depends on seed, ident and number only."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lingtan.errors import KernelError
from lingtan.lca import Entries, Law, draw_entries, entries_from_stats_arrays, fixed_entries, idents_of, lognormal_entries, mixed
from lingtan.lca.scale.loops import draws as loops
from lingtan.lca.scale.streams import stream_key
from lingtan.uncertainty import exp, normal_quantile

FAST = settings(max_examples=15, deadline=None)


def words_of(ident: int, block: int, k0: int, k1: int) -> list[int]:
    room = loops.scratch()
    loops.words(np.array([ident], dtype=np.uint64), 0, 1, np.uint64(block), np.uint64(k0), np.uint64(k1), room[0])
    return [int(word) + 2**31 for word in room[0][:4]]


@pytest.mark.parametrize(
    ("counter", "key", "out"),
    [  # Random123 1.14.0, tests/kat_vectors, philox4x32 10 rounds
        ((0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((2**64 - 1, 2**64 - 1), (2**32 - 1, 2**32 - 1), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x85A308D3243F6A88, 0x0370734413198A2E),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_words_are_those_published_with_philox(counter, key, out):
    assert words_of(*counter, *key) == list(out)


def normals_of(words: np.ndarray) -> np.ndarray:
    room = loops.scratch()
    found = np.empty(len(words))
    for low in range(0, len(words), 2048):
        part = words[low : low + 2048]
        room[0][: len(part)] = (part - 2**31).astype(np.int32)
        loops.normals(len(part), room)
        found[low : low + len(part)] = room[1][: len(part)]
    return found


def test_the_quantile_is_that_of_uncertainty_to_six_parts_in_ten_million():
    random = np.random.default_rng(1)
    near_ends = np.exp(random.random(20_000) * math.log(2**31)).astype(np.int64)
    words = np.concatenate([random.integers(0, 2**32, 50_000), near_ends, 2**32 - 1 - near_ends, [0, 1, 2**31 - 1, 2**31, 2**32 - 1]])
    z = normals_of(words)
    np.testing.assert_allclose(z, normal_quantile((words + 0.5) / 2**32), atol=6e-7, rtol=0)
    np.testing.assert_array_equal(normals_of(2**32 - 1 - words), -z)


def entries(law: Law, first: float, second: float, third: float = 0.0, count: int = 6) -> Entries:
    def column(value: float) -> np.ndarray:
        return np.full(count, value)

    return Entries(
        amount=column(first),
        law=np.full(count, law, dtype=np.uint8),
        first=column(first),
        second=column(second),
        third=column(third),
        ident=idents_of(f"e{i}" for i in range(count)),
        shared=np.full(count, -1, dtype=np.int32),
    )


@pytest.mark.parametrize(
    ("made", "reference", "tolerance"),
    [
        (entries(Law.LOGNORMAL, 2.0, 0.3), stats.lognorm(s=0.3, scale=2.0), 1e-6),
        (entries(Law.LOGNORMAL, 2.0, 12.0), stats.lognorm(s=12.0, scale=2.0), 1e-5),  # the widest that is accepted
        (entries(Law.NORMAL, -1.0, 0.2), stats.norm(loc=-1.0, scale=0.2), 1e-6),
        (entries(Law.UNIFORM, -1.0, 3.0), stats.uniform(loc=-1.0, scale=4.0), 1e-14),
        (entries(Law.TRIANGULAR, 1.0, 5.0, 2.0), stats.triang(c=0.25, loc=1.0, scale=4.0), 1e-13),
        (entries(Law.TRIANGULAR, 1.0, 5.0, 1.0), stats.triang(c=0.0, loc=1.0, scale=4.0), 1e-13),  # mode at an end
    ],
)
def test_draws_are_inverse_distribution_functions_of_keyed_words(made, reference, tolerance):
    draws = draw_entries(made, seed=3, draws=40)
    key = [int(k) for k in stream_key(3)]
    for row in (0, 5):
        words = [word for block in range(10) for word in words_of(int(made.ident[row]), block, *key)]
        np.testing.assert_allclose(draws.of(row), reference.ppf((np.array(words) + 0.5) / 2**32), rtol=tolerance, atol=1e-7 * tolerance)


@given(st.permutations(range(40)), st.integers(0, 4), st.integers(1, 70))
@FAST
def test_a_draw_does_not_depend_on_its_company(order, blocks, draws):
    made = lognormal_entries(np.linspace(-2.0, 3.0, 40), np.linspace(0.0, 0.5, 40), idents_of(f"x{i}" for i in range(40)))
    whole = draw_entries(made, seed=9, draws=160)
    part = draw_entries(made.take(np.array(order)[:7]), seed=9, draws=draws, start=16 * blocks, workers=2)
    for row, original in enumerate(order[:7]):
        np.testing.assert_array_equal(part.of(row), whole.of(original)[16 * blocks : 16 * blocks + draws])


def test_the_mean_of_a_lognormal_multiplier_of_mean_one_is_one():
    made = lognormal_entries(np.ones(200), 0.3, idents_of(f"m{i}" for i in range(200)), amount_is_mean=True)
    drawn = draw_entries(made, seed=1, draws=4000).values.reshape(-1, 16)
    assert drawn.mean() == pytest.approx(1.0, abs=4 * math.sqrt(math.expm1(0.09) / drawn.size))
    assert np.log(drawn).std() == pytest.approx(0.3, rel=0.005)


def test_records_of_stats_arrays_are_read_with_their_signs():
    import bw_processing

    records = np.zeros(7, dtype=bw_processing.UNCERTAINTY_DTYPE)
    for i, record in enumerate(
        [
            (0, 2.0, math.nan, math.nan, math.nan, math.nan, False),
            (1, 2.0, math.nan, math.nan, math.nan, math.nan, False),
            (2, math.log(2.0), 0.1, math.nan, math.nan, math.nan, True),
            (3, 4.0, 0.5, math.nan, math.nan, math.nan, False),
            (4, math.nan, math.nan, math.nan, 1.0, 3.0, False),
            (5, 2.5, math.nan, math.nan, 1.0, 3.0, False),
            (5, 2.5, math.nan, math.nan, 1.0, 3.0, False),
        ]
    ):
        records[i] = record
    flip = np.array([False, True, True, True, True, False, True])
    made = entries_from_stats_arrays([2.0, 2.0, -2.0, 4.0, 2.0, 2.5, 2.5], records, idents_of("abcdefg"), flip=flip)
    assert made.amount.tolist() == [2.0, -2.0, 2.0, -4.0, -2.0, 2.5, -2.5]
    assert made.first[2] == pytest.approx(2.0)
    low_high_mode = [(made.first[i], made.second[i], made.third[i]) for i in (4, 5, 6)]
    assert low_high_mode == [(-3.0, -1.0, pytest.approx(made.third[4], nan_ok=True)), (1.0, 3.0, 2.5), (-3.0, -1.0, -2.5)]
    drawn = draw_entries(made, seed=1, draws=64)
    assert (drawn.of(3) < 0).all()
    assert set(drawn.of(1)) == {-2.0}
    records["uncertainty_type"][3] = 6  # Bernoulli
    with pytest.raises(KernelError) as refused:
        entries_from_stats_arrays(np.ones(7), records, idents_of("abcdefg"))
    assert (refused.value.code, refused.value.params["value"]) == ("LAW_UNKNOWN", 6)


@pytest.mark.parametrize(
    ("law", "first", "second", "third"),
    [
        (Law.LOGNORMAL, 1.0, -0.1, 0.0),  # a negative σ
        (Law.LOGNORMAL, 1.0, 13.0, 0.0),  # beyond what binary32 can raise
        (Law.NORMAL, 1.0, -0.1, 0.0),
        (Law.UNIFORM, 1.0, 1.0, 0.0),  # no width
        (Law.TRIANGULAR, 1.0, 3.0, 3.5),  # mode outside
        (Law.NORMAL, math.nan, 0.1, 0.0),
    ],
)
def test_fields_that_no_law_can_have_are_refused(law, first, second, third):
    with pytest.raises(KernelError) as refused:
        entries(law, first, second, third)
    assert refused.value.code == "LAW_FIELDS"


def test_columns_of_unequal_length_and_unaligned_starts_are_refused():
    with pytest.raises(KernelError) as refused:
        lognormal_entries(np.ones(3), 0.1, idents_of("ab"))
    assert refused.value.code == "ARRAYS_UNEQUAL"
    with pytest.raises(KernelError) as refused:
        draw_entries(fixed_entries(np.ones(2)), seed=1, draws=4, start=8)
    assert refused.value.code == "DRAWS_ALIGNED"


def test_idents_of_pairs_are_ordered_and_spread():
    first, second = idents_of(f"a{i}" for i in range(300)), idents_of(f"b{i}" for i in range(300))
    pairs = mixed(np.repeat(first, 300), np.tile(second, 300))
    assert len(np.unique(pairs)) == 90_000
    assert (mixed(first, second) != mixed(second, first)).all()
    assert exp(0.0) == 1.0
