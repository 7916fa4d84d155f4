"""Eligibility is judged at the day of cancellation, by a pack whose version stays with the verdict."""

from __future__ import annotations

from datetime import date

import pytest

from lingtan.errors import MethodError
from lingtan.evidence import from_plain, to_plain
from lingtan.neutrality import Eligibility, assess, read_holdings, require_eligible
from lingtan.rules import Result, load_pack


@pytest.fixture
def block(cases):
    return read_holdings([cases.credit_row()], on=cases.today)[0]


def results(eligibility):
    return {verdict.rule: verdict.result for verdict in eligibility.verdicts}


def test_a_credit_in_the_window_is_eligible_and_names_its_pack(block):
    found = assess(block, load_pack("credits-voluntary"), cancelled_on=date(2026, 11, 20))
    assert found.eligible
    assert found.pack == load_pack("credits-voluntary").reference
    assert found.pack_digest == load_pack("credits-voluntary").digest
    require_eligible(found)
    assert from_plain(Eligibility, to_plain(found)) == found


def test_a_vintage_expires_with_the_day_of_cancellation_not_of_acquisition(block):
    pack = load_pack("credits-voluntary")
    assert assess(block, pack, cancelled_on=date(2031, 12, 31)).eligible
    late = assess(block, pack, cancelled_on=date(2032, 1, 1))
    assert not late.eligible
    with pytest.raises(MethodError) as caught:
        require_eligible(late)
    assert caught.value.code == "CREDIT_NOT_ELIGIBLE"
    assert caught.value.params["rule"] == "vintage-window"


def test_a_cancellation_before_issuance_is_not_eligible(block):
    assert results(assess(block, load_pack("credits-voluntary"), cancelled_on=date(2023, 2, 28)))["issued"] is Result.NOT_MET


def test_a_missing_ccp_label_is_shown_but_does_not_decide(cases):
    (plain,) = read_holdings([cases.credit_row(labels=None)], on=cases.today)
    found = assess(plain, load_pack("credits-voluntary"), cancelled_on=cases.today)
    assert results(found)["ccp-label"] is Result.NOT_MET
    assert found.eligible


def test_iso_14068_needs_the_period_and_never_assesses_what_is_not_public(block):
    pack = load_pack("credits-iso14068")
    unknown = assess(block, pack, cancelled_on=date(2026, 11, 20))
    assert results(unknown)["retired-in-time"] is Result.NOT_ASSESSABLE
    assert not unknown.eligible
    timely = assess(block, pack, cancelled_on=date(2026, 11, 20), period_end=date(2025, 11, 20))
    assert timely.eligible
    assert results(timely)["five-credit-criteria"] is Result.NOT_ASSESSABLE
    assert not assess(block, pack, cancelled_on=date(2026, 11, 21), period_end=date(2025, 11, 20)).eligible


@pytest.mark.parametrize(
    ("changes", "vintage_ok"),
    [
        ({"vintage_year": 2021, "issued_on": date(2024, 6, 1)}, Result.MET),  # the new mechanism
        ({"vintage_year": 2019, "issued_on": date(2024, 6, 1)}, Result.NOT_MET),  # reductions before 2020-09-22
        ({"vintage_year": 2016, "issued_on": date(2017, 1, 10)}, Result.MET),  # old stock: the rule does not apply
    ],
)
def test_ccer_of_the_new_mechanism_comes_from_reductions_since_2020(cases, changes, vintage_ok):
    parts = {"programme": "CCER", "serial": None, "serial_prefix": "CCER-1", "serial_first": "1", "serial_last": "60"}
    (ccer,) = read_holdings([cases.credit_row(**parts, **changes)], on=cases.today)
    assert results(assess(ccer, load_pack("credits-ccer"), cancelled_on=cases.today))["new-mechanism-vintage"] is vintage_ok


def test_old_ccer_stock_is_barred_from_compliance_after_2024_but_not_from_voluntary_use(cases):
    parts = {"programme": "CCER", "serial": None, "serial_prefix": "CCER-1", "serial_first": "1", "serial_last": "60"}
    (old,) = read_holdings([cases.credit_row(**parts, vintage_year=2016, issued_on=date(2017, 1, 10))], on=cases.today)
    pack = load_pack("credits-ccer")
    assert assess(old, pack, cancelled_on=date(2025, 1, 1)).eligible
    assert assess(old, pack, cancelled_on=date(2024, 12, 31), purpose="ets_compliance").eligible
    assert not assess(old, pack, cancelled_on=date(2025, 1, 1), purpose="ets_compliance").eligible


def test_a_verra_credit_is_no_ccer(block):
    assert results(assess(block, load_pack("credits-ccer"), cancelled_on=date(2026, 11, 20)))["programme"] is Result.NOT_MET
