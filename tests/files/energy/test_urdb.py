"""Rates of the Utility Rate Database, in the form of REopt.jl's test/scenarios (leap_year.json, multi_tier_urdb_response.json)."""

from __future__ import annotations

import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingtan.energy import Calendar, rate_bill
from lingtan.errors import InputError
from lingtan.files.energy import read_urdb, urdb_rate

ALWAYS = [[0] * 24] * 12
#: Months 5 to 10 in period 1, the others in 2; demand 24.368 to 100 kW and 17.031 above: multi_tier_urdb_response.json.
SUMMER = [[2] * 24] * 4 + [[1] * 24] * 6 + [[2] * 24] * 2
RECORD: dict[str, Any] = {
    "label": "multi",
    "energyweekdayschedule": SUMMER,
    "energyweekendschedule": SUMMER,
    "energyratestructure": [[{"rate": 0, "unit": "kWh"}], [{"rate": 0.078891, "unit": "kWh"}], [{"rate": 0.061731, "unit": "kWh"}]],
    "demandratestructure": [[{"rate": 0, "unit": "kW"}], [{"rate": 24.368, "max": 100.0, "unit": "kW"}, {"rate": 17.031, "unit": "kW"}]],
    "demandweekdayschedule": [[1] * 24] * 12,
    "demandweekendschedule": [[1] * 24] * 12,
    "flatdemandstructure": [[{"rate": 1.5, "adj": 0.25}]],
    "flatdemandmonths": [0] * 12,
    "lookbackpercent": 0.0,
    "fixedchargefirstmeter": 24.878,
    "fixedchargeunits": "$/day",
}


def test_a_record_becomes_a_bill(tmp_path: Path) -> None:
    path = tmp_path / "rate.json"
    path.write_text(json.dumps({"items": [RECORD]}), "utf-8")
    calendar = Calendar(year=2023, zone="Etc/GMT+8")
    bill = rate_bill(read_urdb(path), calendar, np.full(calendar.hours, 150.0))
    assert round(bill.energy[0], 6) == 150 * 744 * Decimal("0.061731")
    assert round(bill.energy[6], 6) == 150 * 744 * Decimal("0.078891")
    assert bill.by_period[0] == 100 * Decimal("24.368") + 50 * Decimal("17.031")
    assert bill.facility[0] == 150 * Decimal("1.75")
    assert sum(bill.fixed) == 365 * Decimal("24.878")


def test_a_lookback_is_read_in_either_spelling() -> None:
    for name in ("lookbackPercent", "lookbackpercent"):
        record = {**RECORD, "lookbackRange": 6}
        record.pop("lookbackpercent")
        read = urdb_rate({**record, name: 0.75}, place="rate.json")
        assert read.lookback is not None
        assert (read.lookback.share, read.lookback.reach) == (Decimal("0.75"), 6)


def test_a_rate_that_sells_pays_feed_in_by_its_period() -> None:
    """As URDB_customer_generation.json: tiers that have a `sell` and no rate."""
    record = changed(energyratestructure=[[{"sell": 0.0}], [{"sell": 0.05}], [{"sell": 0.03}]])
    calendar = Calendar(year=2023, zone="Etc/GMT+8")
    fed = np.zeros(calendar.hours)
    fed[[0, 24 * 181]] = 100.0  # in January, period 2, and in July, period 1
    bill = rate_bill(urdb_rate(record, place="rate.json"), calendar, np.ones(calendar.hours), fed, installed_kw=Decimal(500))
    assert bill.feed_in == 8


def without(field: str) -> dict[str, Any]:
    return {name: value for name, value in RECORD.items() if name != field}


def changed(**fields: Any) -> dict[str, Any]:
    return {**deepcopy(RECORD), **fields}


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ([], "URDB_FIELD"),  # a list
        (without("energyratestructure"), "URDB_FIELD"),  # no price
        (without("energyweekendschedule"), "URDB_FIELD"),
        (changed(energyweekdayschedule=[[0.5] * 24] * 12), "URDB_FIELD"),  # half a period
        (changed(energyweekdayschedule=SUMMER[:11]), "RATE_SCHEDULE"),  # eleven months
        (changed(energyratestructure=[[{"rate": "cheap"}]] * 3), "URDB_FIELD"),
        (changed(energyratestructure=[[]] * 3), "URDB_FIELD"),  # a period without tier
        (changed(energyratestructure=[[{"rate": 1, "unit": "kWh/kW"}]] * 3), "URDB_UNIT"),  # as label 6272e4ae7eb76766c247d469
        (changed(energyratestructure=[[{"rate": 1}]]), "RATE_PERIOD"),  # period 2 has no price
        (changed(fixedchargeunits="$/lamp"), "URDB_UNIT"),
    ],
)
def test_a_record_that_cannot_be_billed_is_refused(record: Any, code: str) -> None:
    with pytest.raises(InputError, match=code):
        urdb_rate(record, place="rate.json")
