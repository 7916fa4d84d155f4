"""From an oven's meter to a certificate and back; plans refused at service, store and bundle; attributes through a house's own books."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from clerk import REPO, inside

from lingtan.attest import BundleKind
from lingtan.errors import LedgerError, LingtanError, MethodError
from lingtan.evidence import Fact, IntensityForecast, canonical_bytes, to_plain
from lingtan.factors import load_library
from lingtan.files import Bundle, bundle_bytes, read_bundle
from lingtan.product import DeviceFootprint
from lingtan.product.workshop.use import WorkshopForecast
from lingtan.services.demo.parties import Stage, clock, set_stage
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.frozen import freeze, thaw
from lingtan.services.footprint.study import freeze_study
from lingtan.services.house.ids import command_id
from lingtan.services.workshop.attributes import import_attributes, list_attributes
from lingtan.services.workshop.cancelling import cancel_attributes, confirm_attributes
from lingtan.services.workshop.intensity import read_uses, shop_intensity, write_intensity
from lingtan.services.workshop.market import draw_for_products, market_of_month
from lingtan.services.workshop.recording import intensities_on_record, latest_intensity, record_intensity
from lingtan.services.workshop.shop import open_shop
from lingtan.services.workshop.synthetic import synthetic_shop, write_synthetic
from lingtan.services.workshop.thread import pull_thread, thread_view

SITE = REPO / "examples" / "factory-board-shop.toml"
X13 = REPO / "examples" / "thinkpad-x13.toml"
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    out = tmp_path_factory.mktemp("thread")
    return set_stage(out, f"sqlite:///{out / 'l.db'}")


@pytest.fixture(scope="module")
def thread() -> Any:
    return pull_thread(synthetic_shop(SITE, seed=1), device_from_file(X13), load_library(), seed=1, draws=400)


@pytest.fixture(scope="module")
def forecast_body(thread: Any) -> dict[str, Any]:
    """A study's body into which somebody put a plan."""
    device: DeviceFootprint = thread.device
    (use,) = device.inventory.spec.workshops
    planned = IntensityForecast(
        workshop=use.intensity.workshop, product=use.intensity.product, process=use.intensity.process, metered=use.intensity.metered,
        intensity_digest=use.intensity.digest, plan_digest="sha256:p", plan_site="S",
        measured_kwh_per_unit=use.intensity.kwh_per_unit, saved_kwh_per_unit={"solder": 0.1},
    )  # fmt: skip
    spec = replace(device.inventory.spec, workshops=(), forecasts=(WorkshopForecast(forecast=planned),))
    return {**freeze(device), "spec": to_plain(spec)}


def refused(act: Any) -> str:
    with pytest.raises(LingtanError) as error:
        act()
    return error.value.code


def test_every_link_of_the_thread_follows_from_the_one_before(thread: Any) -> None:
    view = thread_view(thread, devices=1_000)
    before, after = view["kwh_per_piece"]
    assert view["saving_kwh"] > 2 * view["saving_error_kwh"] > 0
    assert after < before
    (line,) = [s for s in thread.device.figures.lines if s.line.key == "assembly/board_soldering/electricity"]
    change_kg = view["device_kg"][1] - view["device_kg"][0]
    assert change_kg == pytest.approx((after - before) * line.intensity_kg, abs=2e-6)
    assert view["required_g"] == [-(-thread.before_mg * 1_000 // 1_000), -(-thread.device.footprint.mean_mg * 1_000 // 1_000)]
    assert view["required_g"][1] < view["required_g"][0]
    assert view["one_month_refused"] == "SAVING_PERIOD"
    assert view["synthetic"]
    assert thread.device.study.synthetic


def test_without_workshops_the_x13_is_what_it_was(thread: Any) -> None:
    assert thread.estimated_mg == footprint_of(device_from_file(X13), load_library(), seed=1, draws=400).footprint.mean_mg


def test_files_of_a_workshop_lead_to_the_same_intensity(thread: Any, tmp_path: Path) -> None:
    write_synthetic(SITE, tmp_path, seed=1)
    found = shop_intensity(open_shop(tmp_path / "workshop.toml"), load_library())
    assert found.digest == thread.after.digest
    write_intensity(found, tmp_path / "i.json")
    (tmp_path / "two.json").write_bytes(canonical_bytes({"intensity": to_plain(found), "pieces_count": 2.0}))
    one, two = read_uses([tmp_path / "i.json", tmp_path / "two.json"])
    assert (one.intensity.digest, one.pieces_count, two.pieces_count) == (found.digest, 1.0, 2.0)


def test_a_lower_figure_enters_the_record_with_its_saving_only(stage: Stage, thread: Any) -> None:
    house = stage.issuer
    first = record_intensity(house, thread.before, actor="ann", at=AT)
    assert record_intensity(house, thread.before, actor="ann", at=AT) == first
    bare = replace(thread.after, saving=None)
    assert refused(lambda: record_intensity(house, bare, actor="ann", at=AT)) == "INTENSITY_UNPROVEN"
    record_intensity(house, thread.after, actor="ann", at=AT)
    assert [row["digest"] for row in intensities_on_record(house)] == [thread.before.digest, thread.after.digest]
    older = replace(thread.before, good_count=thread.before.good_count - 1)
    assert refused(lambda: record_intensity(house, older, actor="ann", at=AT)) == "INTENSITY_EARLIER"
    said = thread.after
    found = latest_intensity(house, workshop=said.workshop, product=said.product, process=said.process.value)
    assert found is not None
    assert found.digest == said.digest


def test_a_month_of_savings_is_refused_with_its_code(tmp_path: Path) -> None:
    write_synthetic(SITE, tmp_path, seed=1, months=1)
    answer = inside("workshop", "saving", tmp_path / "workshop.toml", "--json")
    assert (answer.code, answer.json["refused"], answer.json["counts"]) == (3, "SAVING_PERIOD", False)
    answer = inside("workshop", "intensity", tmp_path / "workshop.toml", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (3, "SAVING_PERIOD")


def test_a_plan_is_refused_at_service_store_and_bundle(stage: Stage, thread: Any, forecast_body: dict[str, Any]) -> None:
    assert refused(lambda: thaw(forecast_body, place="x")) == "FORECAST_NOT_CERTIFIED"
    fact = Fact(
        id=command_id("t", "forecast"), kind="study", subject="sha256:x", by=stage.issuer.by("ann", AT), asset="product_footprint",
        unit="mg CO2e", body=forecast_body,
    )  # fmt: skip
    with stage.issuer.store() as store:
        assert refused(lambda: store.append(fact)) == "FORECAST_NOT_CERTIFIED"
        assert store.find(fact.id) is None
    planned = replace(thread.device.inventory, spec=thaw_spec(forecast_body))
    assert (
        refused(lambda: freeze_study(stage.issuer, replace(thread.device, inventory=planned), actor="ann", at=AT))
        == "FORECAST_NOT_CERTIFIED"
    )


def thaw_spec(body: dict[str, Any]) -> Any:
    from lingtan.product import spec_from_mapping

    return spec_from_mapping(body["spec"], place="spec.json")


def test_the_forecast_command_needs_a_measured_figure_and_says_what_it_is(thread: Any, tmp_path: Path) -> None:
    plan = {"nature": "forecast", "site": "S", "synthetic": True, "measures": [{"name": "solder", "share": 0.8, "saved_kwh": 900_000.0}]}
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    write_intensity(thread.before, tmp_path / "i.json")
    answer = inside("footprint", X13, "--forecast", tmp_path / "plan.json", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "FORECAST_WITHOUT_INTENSITY")
    answer = inside("footprint", X13, "--intensity", tmp_path / "i.json", "--forecast", tmp_path / "plan.json", "--json")
    assert (answer.code, answer.json["nature"]) == (0, "forecast")
    assert answer.json["expected_kg"] < answer.json["measured_kg"]
    assert "study_digest" not in answer.json


@pytest.fixture(scope="module")
def demo_thread(demo_run: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((demo_run / "out" / "summary.json").read_text("utf-8"))["thread"]
    return found


def test_the_demo_prints_one_chain_to_a_certificate(demo_thread: dict[str, Any]) -> None:
    assert demo_thread["certificate"]["required_g"] == demo_thread["required_g"][1]
    assert demo_thread["certificate"]["meters"] == demo_thread["meters"]
    assert all("SYN-" in meter for meter in demo_thread["meters"])


def test_a_certificates_number_leads_to_the_ovens_meter(demo_thread: dict[str, Any]) -> None:
    answer = inside("explain", demo_thread["certificate"]["bundle"], "policy.requiredG", "--json")

    def walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield node
        for part in node.get("parts", ()):
            yield from walk(part)

    nodes = {node["figure"]: node for node in walk(answer.json)}
    oven = nodes["SYN-AM-R01 reflow ovens"]
    assert oven["unit"] == "Wh"
    assert oven["mark"] == "synthetic"
    assert nodes["mainboard.kwhPerPiece"]["value"] == pytest.approx(demo_thread["kwh_per_piece"][1])


def test_the_metered_bundle_recomputes_and_its_public_half_names_no_meter(demo_thread: dict[str, Any]) -> None:
    full = Path(demo_thread["certificate"]["bundle"])
    assert inside("recompute", full, "--json").json["matches"] is True
    public = full.with_name(full.name.replace(".full.zip", ".public.zip"))
    with zipfile.ZipFile(public) as archive, zipfile.ZipFile(full) as whole:
        said = b"".join(archive.read(name) for name in archive.namelist())
        assert b"SYN-AM-R01" in whole.read("spec.json")
        commitments = len(json.loads(archive.read("commitments.json"))["rows"])
    assert b"SYN-AM" not in said
    assert b"kwh" not in said.lower()
    assert commitments == 2  # the attributes, and the workshop's readings


def test_a_plan_can_be_put_into_no_bundle(demo_thread: dict[str, Any], forecast_body: dict[str, Any]) -> None:
    bundle = read_bundle(Path(demo_thread["certificate"]["bundle"]))
    files = {**bundle.files, "spec.json": canonical_bytes(forecast_body["spec"])}
    forged = Bundle(kind=BundleKind.FULL, number=bundle.number, method_version=bundle.method_version, files=files)
    with pytest.raises(MethodError, match="FORECAST_NOT_CERTIFIED"):
        bundle_bytes(forged)


ROWS = """scheme,plant,month,first,last,generated_mwh,certified_mwh,document
certificate,wind,2025-03,100,102,,,gec.pdf
own,roof,2025-03,,,5.5,4,meter.xlsx
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_attributes_go_through_a_houses_books_to_a_market_based_view(stage: Stage, tmp_path: Path) -> None:
    house = stage.issuer
    import_attributes(house, write(tmp_path / "a.csv", ROWS), actor="ann", at=AT)
    held = {(row["plant"], row["wh"], row["state"]) for row in list_attributes(house)}  # type: ignore[index, call-overload]
    assert held == {("wind", 3_000_000, "held"), ("roof", 1_500_000, "held")}
    twice = write(tmp_path / "b.csv", "scheme,plant,month\ncredited,wind,2025-03\n")
    assert refused(lambda: import_attributes(house, twice, actor="ann", at=AT)) == "ATTRIBUTE_TWO_SCHEMES"
    again = write(tmp_path / "c.csv", "scheme,plant,month,first,last\ncertificate,wind,2025-03,102,102\n")
    assert refused(lambda: import_attributes(house, again, actor="ann", at=AT)) == "RANGE_OVERLAP"
    made = cancel_attributes(house, plant="wind", month="2025-03", wh=2_000_000, actor="ann", at=AT)
    paper = write(tmp_path / "paper.txt", "cancelled")
    confirm: dict[str, Any] = {"reference": "GEC-1", "retired_on": date(2026, 3, 2), "beneficiary_text": house.profile.organisation}
    (retirement,) = made["retirements"]
    assert refused(lambda: confirm_attributes(house, retirement, paper, **confirm, maker="bob", actor="bob", at=AT)) == "FOUR_EYES"
    confirm_attributes(house, retirement, paper, **confirm, maker="ann", actor="bob", at=AT)
    draw_for_products(house, month="2025-03", shares_wh={"X13 board": 1_500_000}, actor="ann", at=AT)
    with house.store() as store:
        assert store.ledger.find_device("X13 board") == ()  # a product that drew green power is no device
    with pytest.raises(LedgerError, match="POOL_EXHAUSTED"):
        draw_for_products(house, month="2025-03", shares_wh={"T14": 500_001}, actor="ann", at=AT)
    view = market_of_month(
        house, load_library(), month="2025-03", used_wh={"X13 board": 2_000_000, "T14": 1_000_000}, place="CN"
    )  # fmt: skip
    assert (view["held_wh"], view["drawn_wh"]) == (2_000_000, 1_500_000)
    by_product = {row["product"]: row for row in view["rows"]}
    assert by_product["X13 board"]["market_kg"] == pytest.approx(500 * 0.6096)  # 2023 is the latest published residual mix
    assert by_product["T14"]["market_kg"] == pytest.approx(1_000 * 0.6096)


def test_credits_of_the_same_megawatt_hours_are_refused_in_either_order(stage: Stage, tmp_path: Path) -> None:
    from lingtan.services.credits.importing import import_credits, list_credits
    from lingtan.services.demo.inputs import write_credits

    house = stage.issuer
    import_attributes(
        house, write(tmp_path / "g.csv", "scheme,plant,month,first,last\ncertificate,191,2021-05,1,9\n"), actor="ann", at=AT
    )  # fmt: skip
    write_credits(tmp_path / "h.csv")  # holds credits of project 191, vintage 2021
    assert refused(lambda: import_credits(house, tmp_path / "h.csv", actor="ann", at=clock(1))) == "ATTRIBUTE_TWO_SCHEMES"
    assert list_credits(house) == []
    assert refused(lambda: import_credits(stage.certifier, tmp_path / "h.csv", actor="ann", at=clock(1))) == "ATTRIBUTE_TWO_SCHEMES"
    other = set_stage(tmp_path / "other", f"sqlite:///{tmp_path / 'other.db'}").issuer
    import_credits(other, tmp_path / "h.csv", actor="ann", at=clock(1))
    late = write(tmp_path / "l.csv", "scheme,plant,month,first,last\ncertificate,191,2021-06,1,9\n")
    assert refused(lambda: import_attributes(other, late, actor="ann", at=AT)) == "ATTRIBUTE_TWO_SCHEMES"
    assert len(list_credits(other)) == 3
