"""What can be taken back, what a device's history shows, and devices that are in use already."""

from __future__ import annotations

import dataclasses
import json

import pytest

from lingtan.errors import LingtanError
from lingtan.files import ORDERS, SheetOut, write_csv
from lingtan.product import Variant, apply_variant
from lingtan.services.certificates.history import device_history
from lingtan.services.certificates.issuing import issue
from lingtan.services.certificates.publication import Publication
from lingtan.services.credits.importing import import_credits, list_credits
from lingtan.services.credits.withdrawal import withdraw
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.examples import example
from lingtan.services.demo.inputs import BLOCKS, write_credits
from lingtan.services.demo.orders import certify_order, demo_order
from lingtan.services.demo.parties import HOLDER, MANUFACTURER, clock, set_stage
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.orders.choose import choices
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.reading import order_from_file
from lingtan.services.orders.release import release
from lingtan.services.orders.reserve import reserve_order

CHOICES = choices(None, "credits-voluntary")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    out = tmp_path_factory.mktemp("house")
    stage = set_stage(out, f"sqlite:///{out / 'lingtan.db'}")
    write_credits(out / "holdings.csv")
    import_credits(stage.issuer, out / "holdings.csv", actor="credit-manager", at=clock(0))
    device = footprint_of(device_from_file(example("thinkpad-x13.toml")), library_with(), seed=3, draws=400)
    verify_study(stage, device, name="X13", minute=1)
    return stage, device


def states(stage):
    return {row["serial"]: row["state"] for row in list_credits(stage.issuer)}


def test_a_released_reservation_gives_its_credits_back_and_cannot_be_confirmed(house):
    stage, device = house
    held = sum(row["tonnes"] for row in list_credits(stage.issuer) if row["state"] == "held")
    order = demo_order(stage, device, "SYN-RELEASED", devices=8)
    (cancellation,) = reserve_order(stage.issuer, order, CHOICES, actor="credit-manager", at=clock(30))
    assert sum(row["tonnes"] for row in list_credits(stage.issuer) if row["state"] == "held") < held
    release(stage.issuer, cancellation.number, reason="the customer withdrew", actor="credit-manager", at=clock(31))
    assert sum(row["tonnes"] for row in list_credits(stage.issuer) if row["state"] == "held") == held
    with pytest.raises(LingtanError):
        instruct(stage.issuer, cancellation.number, actor="credit-manager", at=clock(32))


def test_a_block_imported_by_mistake_is_withdrawn_by_two_people(house):
    stage, _ = house
    serial = BLOCKS[2][6]
    with pytest.raises(LingtanError) as one_pair:
        withdraw(stage.issuer, serial, reason="typed twice", maker="clerk", actor="clerk", at=clock(33))
    assert one_pair.value.code == "FOUR_EYES"
    before = states(stage)
    withdraw(stage.issuer, serial, reason="typed twice", maker="clerk", actor="checker", at=clock(34))
    assert set(before) - set(states(stage)) == {serial}
    with pytest.raises(LingtanError) as gone:
        withdraw(stage.issuer, serial, reason="again", maker="clerk", actor="other", at=clock(35))
    assert gone.value.code == "BLOCK_NOT_HELD"


def test_a_device_shows_its_certificate_and_a_stranger_nothing(house):
    stage, device = house
    certified = certify_order(stage, device, "SYN-HISTORY", 2, None, minute=40)
    number = certified.document["credentialSubject"]["number"]
    steps = device_history(stage.issuer, MANUFACTURER, "SYN-HISTORY-00002")
    assert (steps[-1]["kind"], steps[-1]["subject"], steps[-1]["state"]) == ("certificate", number, "live")
    assert device_history(stage.issuer, MANUFACTURER, "SYN-NOBODY") == []


def test_a_device_in_use_is_certified_for_the_years_that_remain(house):
    stage, device = house
    spec = device.inventory.spec
    shorter = apply_variant(spec, Variant(configuration=spec.attributes.configuration, set_attributes={"service_years": 1.5}))
    path = stage.out / "in-use.csv"
    cells = {"serial": "SYN-USED-1", "model": spec.attributes.model, "configuration": spec.attributes.configuration}
    cells |= {"service_years": 4, "place_of_use": "CN-BJ", "delivery": "in_use", "remaining_years": 1.5}
    rows = [[column.en for column in ORDERS.columns], [cells.get(column.name) for column in ORDERS.columns]]
    write_csv(path, SheetOut(title=ORDERS.sheet, rows=rows))
    order = order_from_file(path, number="SYN-USED", manufacturer=MANUFACTURER, holder=HOLDER)
    with pytest.raises(LingtanError) as unverified:  # the four-year study does not speak of a year and a half
        reserve_order(stage.issuer, order, CHOICES, actor="credit-manager", at=clock(60))
    assert unverified.value.code == "STUDY_FOR_ORDER"
    remaining = footprint_of(shorter, library_with(), seed=3, draws=400)
    verify_study(stage, remaining, name="X13-REMAINING", minute=61)
    (cancellation,) = reserve_order(stage.issuer, order, CHOICES, actor="credit-manager", at=clock(70))
    instruct(stage.issuer, cancellation.number, actor="credit-manager", at=clock(71))
    confirm_lines(stage, cancellation, minute=72)
    document = issue(stage.issuer, cancellation.number, Publication(), actor="issuer", at=clock(74))
    subject = json.loads(json.dumps(document))["credentialSubject"]
    assert subject["product"]["serviceYears"] == 1.5
    assert subject["claim"]["periodEnd"] == "2027-12-07"
    whole, part = device.footprint.stages_mg, remaining.footprint.stages_mg
    assert part["use"] == pytest.approx(whole["use"] * 1.5 / 4, abs=1)
    assert {stage: mg for stage, mg in part.items() if stage != "use"} == {stage: mg for stage, mg in whole.items() if stage != "use"}
    assert dataclasses.replace(remaining.footprint, stages_mg=part).mean_mg == subject["footprint"]["meanMg"]
