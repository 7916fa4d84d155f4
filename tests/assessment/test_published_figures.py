"""Published figures are questions, not targets: what they imply, the bounds of physics, and where two can't both be right."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtan.assessment.published import Fit, Span, assumptions, figures, published_report
from lingtan.errors import InputError

ROOT = Path(__file__).parents[2]
POSITIVE = st.floats(min_value=1e-3, max_value=1e3)


def ordered(pair: tuple[float, float]) -> Span:
    return Span(min(pair), max(pair))


SPANS = st.tuples(POSITIVE, POSITIVE).map(ordered)
INSIDE = st.floats(min_value=0.0, max_value=1.0)


def at(span: Span, share: float) -> float:
    return min(span.low + share * (span.high - span.low), span.high)


@given(SPANS, SPANS, INSIDE, INSIDE)
def test_every_value_inside_two_spans_gives_a_result_inside_the_result(a: Span, b: Span, s: float, t: float) -> None:
    x, y = at(a, s), at(b, t)
    for result, value in ((a + b, x + y), (a - b, x - y), (a * b, x * y), (a / b, x / y), (a.root(), x**0.5), (a.rest(), 1 - x)):
        room = 1e-9 * max(abs(value), abs(result.low), abs(result.high))
        assert result.low - room <= value <= result.high + room


@given(SPANS, SPANS)
def test_two_spans_conflict_exactly_when_they_do_not_meet(a: Span, b: Span) -> None:
    meet = a.low <= b.high and b.low <= a.high
    assert (a.apart(b) == 1.0) is meet
    assert (a.fit(b) is Fit.OUTSIDE) is not meet


def test_ends_that_cross_and_a_division_by_nothing_are_refused() -> None:
    with pytest.raises(InputError):
        Span(2.0, 1.0)
    with pytest.raises(InputError):
        Span(1.0, 2.0) / Span(0.0, 1.0)


def checks() -> dict[str, object]:
    return {check.id: check for check in published_report().checks}


def test_tianjin_needs_green_power_for_its_ninety_per_cent_in_either_reading() -> None:
    found = checks()
    for reading in ("GROSS", "NET"):
        share = found[f"TIANJIN_OWN_SHARE_{reading}"]
        assert share.fit is Fit.OUTSIDE  # green power = 0: own cuts alone reach a quarter to a half, never 90 %
        assert share.implied.high < 0.5
        assert found[f"TIANJIN_GREEN_{reading}"].implied.low > 7_000  # MWh that must be bought


def test_tianjin_roof_is_a_roof_and_its_factor_is_not_the_provinces() -> None:
    found = checks()
    assert found["TIANJIN_PV_YIELD"].implied.low == pytest.approx(5e6 / 30_000)  # 167 kWh/m2
    assert found["TIANJIN_PLAN_YIELD"].implied.low == pytest.approx(131.5)
    assert found["TIANJIN_PV_FACTOR_PROVINCE"].fit is Fit.OUTSIDE
    assert found["TIANJIN_PV_FACTOR_NATION"].fit is Fit.PARTLY
    assert found["TIANJIN_HOURS"].implied.low == pytest.approx(7_500)


def test_wuhan_nitrogen_by_hand() -> None:
    found = checks()
    # 10,000 kWh a day at half: 20,000 kWh a day before, 833 kW; at 60 % and 10,000 it is 694 kW.
    assert found["WUHAN_OLD_STATION"].implied.low == pytest.approx(10_000 / 0.6 / 24)
    assert found["WUHAN_OLD_STATION"].implied.high == pytest.approx(20_000 / 0.5 / 24)
    # 2.2 times the recovery can't come from a station that recovered more than 1 / 2.2.
    assert found["WUHAN_OLD_RECOVERY"].implied.high == pytest.approx(1 / 2.2)
    assert found["WUHAN_NEW_SPECIFIC"].fit is Fit.PARTLY
    assert found["WUHAN_EXPLAINED"].implied.high < 0.2  # the levers with a figure explain less than a fifth


def test_solder_by_hand() -> None:
    found = checks()
    assert found["SOLDER_PLAN_PER_OVEN"].implied.low == pytest.approx(5_956 / 66)
    assert found["SOLDER_DONE_PER_OVEN"].implied.low == pytest.approx(2_466 / 20)
    assert found["SOLDER_CEILING"].implied.high == pytest.approx(70 / 225)
    assert found["SOLDER_CLAIMED_SHARE"].fit is Fit.OUTSIDE
    least = 2_466_000 / 20 / (0.7075 * 1.35 * 8_760 * 70 / 225)
    assert found["SOLDER_DONE_LEAST_KW"].implied.low == pytest.approx(least)  # 47 kW all year, with everything at its best
    assert found["SOLDER_DONE_LEAST_KW"].fit is Fit.OUTSIDE


def test_the_published_conflicts_are_found_and_no_other() -> None:
    conflicts = {clash.id: clash.ratio for clash in published_report().conflicts}
    assert conflicts == {
        "TIANJIN_PV_YIELDS": pytest.approx(5e6 / 30_000 / 131.5),
        "TIANJIN_PV_FACTOR": pytest.approx(0.7041 / 0.6),
        "SOLDER_PER_OVEN": pytest.approx(2_466 / 20 / (5_956 / 66)),
        "SOLDER_DONE_REACHABLE": pytest.approx(2_466 / 20 / (40 * 8_760 * 0.3111 * 1.35 * 0.7075 / 1_000)),
        "SOLDER_PER_UNIT": pytest.approx((10_000 / 45) / (4_000 / 40)),
        "SCHEDULING_FACTOR_PROVINCE": pytest.approx(2_000 / 2_696 * 1_000 / 1_000 / 0.7075),
    }


def test_every_figure_and_assumption_is_used_and_says_where_it_is_from() -> None:
    used = {name for check in published_report().checks for name in check.uses}
    clashes_only = {"factor_tianjin", "factor_anhui"}
    assert (set(figures()) | set(assumptions())) - used - clashes_only == set()
    assert all(row.source.strip() for row in (*figures().values(), *assumptions().values()))


#: Digest of the assumptions as they were committed before anything compared them (a766396).
BEFORE = "8425cb6ad9c5aa0014bc033cb34fcd2545d13bdfeb9d6eb66f685ed9e62d5a80"
FOLDER = "src/lingtan/assessment/published"


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_no_assumption_moved_since_the_comparison() -> None:
    assert hashlib.sha256((ROOT / FOLDER / "assumptions.toml").read_bytes()).hexdigest() == BEFORE


def test_the_assumptions_were_committed_alone_before_what_compares_them() -> None:
    """In a clone with its history; a copy without it is held by the digest above."""
    if not (ROOT / ".git").exists() or git("rev-parse", "--is-shallow-repository") == "true":
        return
    first, code = (git("log", "--format=%H", "--diff-filter=A", "--", f"{FOLDER}/{name}").split()[-1] for name in NAMES)
    assert first != code
    assert git("merge-base", "--is-ancestor", first, code) == ""
    changed = git("show", "--format=", "--name-only", first).split()
    assert all(name.startswith(FOLDER) and name.endswith(".toml") for name in changed)


NAMES = ("assumptions.toml", "checks.py")
