"""A workshop's meters in a device: measured lines in the place of estimates, and plans that no study takes (METHODS 11, 12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.assurance.checks.metering import check_allocation, check_meters
from lingtan.errors import InputError, LingtanError, MethodError
from lingtan.evidence import (
    Intensity,
    IntensityForecast,
    Mark,
    MeterReading,
    Stage,
    WorkshopProcess,
    from_plain,
    refuse_forecast,
    to_plain,
)
from lingtan.factors import FactorLibrary
from lingtan.product import (
    DeviceSpec,
    assess,
    build_inventory,
    explain_mean,
    load_class_pack,
    mean_mg,
    outline,
    spec_from_mapping,
    starting_pack,
)
from lingtan.product.workshop.forecast import forecast_study
from lingtan.product.workshop.measured import line_of
from lingtan.product.workshop.use import WorkshopForecast, WorkshopUse

PACK = load_class_pack("laptop")
SOLDERING = line_of(WorkshopProcess.BOARD_SOLDERING)


def intensity(kwh: float = 0.8, *, months: int = 12, **changes: Any) -> Intensity:
    """10,000 pieces a month in two halls' meters of 2021."""
    borne = round(kwh * 1000 * 10_000)
    readings = [
        MeterReading(meter=meter, month=f"2021-{month:02d}", metered_wh=wh)
        for month in range(1, months + 1)
        for meter, wh in (("OVENS", borne // 2), ("STATION", borne - borne // 2 + 1_000_000))
    ]
    ends = (date(2021, 12, 31), date(2021, 1, 31))
    said: dict[str, Any] = {
        "organisation": "Maker", "workshop": "Hall 3", "product": "board", "process": WorkshopProcess.BOARD_SOLDERING,
        "metered": ("electricity", "nitrogen"), "place": "CN-TJ", "period_start": date(2021, 1, 1),
        "period_end": ends[0] if months == 12 else ends[1], "readings": tuple(readings), "good_count": 10_000 * months, "scrap_count": 0,
        "product_wh": borne * months, "other_products_wh": 0, "scrap_wh": 0, "idle_wh": 0, "other_wh": 1_000_000 * months,
        "borne_wh": borne * months, "standard_error_share": 0.01, "factor_id": "f", "factor_class": "electricity_life_cycle",
        "factor_year": 2021, "factor_kg_per_kwh": 0.6, "method_version": "1",
    }  # fmt: skip
    return Intensity(**(said | changes))


def with_use(spec: DeviceSpec, *uses: Intensity, pieces: float = 1.0) -> DeviceSpec:
    return replace(spec, workshops=tuple(WorkshopUse(intensity=one, pieces_count=pieces) for one in uses))


def forecast(measured: Intensity, saved: float = 0.2) -> IntensityForecast:
    return IntensityForecast(
        workshop=measured.workshop, product=measured.product, process=measured.process, metered=measured.metered,
        intensity_digest=measured.digest, plan_digest="sha256:p", plan_site="Site", measured_kwh_per_unit=measured.kwh_per_unit,
        saved_kwh_per_unit={"solder": saved},
    )  # fmt: skip


def test_a_device_without_workshops_has_the_bytes_it_always_had(laptop: DeviceSpec) -> None:
    plain = to_plain(laptop)
    assert isinstance(plain, dict)
    assert set(plain) == {"attributes", "bom", "synthetic"}
    assert "metering_months" not in (to_plain(PACK) or {})  # type: ignore[operator]


def test_the_measured_line_is_pieces_times_kwh_and_the_rest_stays(laptop: DeviceSpec, library: FactorLibrary) -> None:
    estimated = {line.key: line for line in build_inventory(laptop, PACK, library).lines}
    inventory = build_inventory(with_use(laptop, intensity(0.8), pieces=2.0), PACK, library)
    lines = {line.key: line for line in inventory.lines}
    assert lines[SOLDERING].amount == pytest.approx(1.6)
    assert lines[SOLDERING].mark is Mark.MEASURED
    assert lines[SOLDERING].stage is Stage.ASSEMBLY
    assert "assembly/soldering/reflow" in estimated
    assert "assembly/soldering/reflow" not in lines  # electricity and nitrogen were all of it
    placement = inventory.graph.activities[lines["assembly/soldering/placement"].node]
    assert placement.exchanges == ()
    assert sum(placement.flows.values()) == pytest.approx(0.1)  # fluxes and cleaning are on no meter
    untouched = set(estimated) - {"assembly/soldering/reflow", "assembly/soldering/placement"}
    assert {key: lines[key] for key in untouched} == {key: estimated[key] for key in untouched}


def test_a_station_that_is_on_no_meter_stays_estimated(laptop: DeviceSpec, library: FactorLibrary) -> None:
    inventory = build_inventory(with_use(laptop, intensity(metered=("electricity",))), PACK, library)
    (reflow,) = [line for line in inventory.lines if line.key == "assembly/soldering/reflow"]
    assert [exchange.activity.split("@")[0] for exchange in inventory.graph.activities[reflow.node].exchanges] == ["nitrogen"]


@settings(max_examples=25, deadline=None)
@given(kwh=st.floats(0.01, 50.0), pieces=st.floats(0.01, 20.0))
def test_a_saved_kilowatt_hour_lowers_the_device_by_its_factor(
    laptop: DeviceSpec, library: FactorLibrary, kwh: float, pieces: float
) -> None:
    """The thread's arithmetic: Δdevice = Δ(kWh a piece) × pieces × kg/kWh, to the rounding of one line; higher figures count as well."""
    low, high = (with_use(laptop, intensity(value), pieces=pieces) for value in (kwh, kwh + 1.0))
    scores = outline(build_inventory(low, PACK, library))
    (line,) = [scored for scored in scores.lines if scored.line.key == SOLDERING]
    change = mean_mg(build_inventory(high, PACK, library)) - scores.mean_mg
    measured = intensity(kwh + 1.0).kwh_per_unit - intensity(kwh).kwh_per_unit
    assert change == pytest.approx(measured * pieces * line.intensity_kg * 1e6, abs=2)


def test_hours_shifted_within_the_year_change_nothing(laptop: DeviceSpec, library: FactorLibrary) -> None:
    """METHODS 12: under annual factors only saved kWh reach the product."""
    base = intensity()
    first, *rest = base.readings
    last = rest[-2]
    moved = replace(
        base,
        readings=(
            replace(first, metered_wh=first.metered_wh - 1_000), *rest[:-2], replace(last, metered_wh=last.metered_wh + 1_000), rest[-1],
        ),
    )  # fmt: skip
    assert moved.digest != base.digest
    assert mean_mg(build_inventory(with_use(laptop, moved), PACK, library)) == mean_mg(
        build_inventory(with_use(laptop, base), PACK, library)
    )


def test_the_study_freezes_reads_back_and_recomputes_from_its_excerpt(laptop: DeviceSpec, library: FactorLibrary) -> None:
    spec = with_use(laptop, intensity())
    made = assess(spec, PACK, library, seed=1, draws=400)
    again = assess(spec_from_mapping(to_plain(spec), place="spec.json"), PACK, made.library, seed=1, draws=400)  # type: ignore[arg-type]
    assert again.study.digest == made.study.digest
    (note,) = made.study.workshops
    assert (note.kwh_per_unit, note.months_count, note.intensity_digest) == (0.8, 12, intensity().digest)
    assert made.study.primary_data_share > 0
    assert not made.study.synthetic


def test_invented_meters_make_a_synthetic_study(laptop: DeviceSpec, library: FactorLibrary) -> None:
    made = assess(with_use(laptop, intensity(synthetic=True)), PACK, library, seed=1, draws=400)
    assert made.study.synthetic
    (line,) = [scored for scored in made.figures.lines if scored.line.key == SOLDERING]
    assert (line.line.mark, line.estimated) == (Mark.SYNTHETIC, True)
    assert made.study.primary_data_share == 0


def test_the_walk_goes_from_the_mean_to_the_meters(laptop: DeviceSpec, library: FactorLibrary) -> None:
    made = assess(with_use(laptop, intensity(), pieces=2.0), PACK, library, seed=1, draws=400)
    walk = explain_mean(made)
    line = walk.find(SOLDERING)
    assert line is not None
    device, factor = line.parts
    assert device.value == pytest.approx(1.6)
    assert factor.unit == "kg CO2e/kWh"
    assert line.value == round(device.value * factor.value * 1e6)
    borne = walk.find("board.borneWh")
    assert borne is not None
    assert [(meter.figure, meter.unit) for meter in borne.parts] == [("OVENS", "Wh"), ("STATION", "Wh")]
    assert sum(meter.value for meter in borne.parts) == intensity().metered_wh


def test_a_verifier_is_given_meters_that_are_shared_out_whole(laptop: DeviceSpec, library: FactorLibrary) -> None:
    made = assess(with_use(laptop, intensity()), PACK, library, seed=1, draws=400)
    period = (date(2021, 1, 1), date(2021, 12, 31))
    pack = starting_pack(made, name="EP", organisation="Maker", period=period, as_of=date(2022, 3, 1))
    assert len(pack.meters) == 12
    assert [*check_meters(pack), *check_allocation(pack)] == []
    tampered = replace(pack, energy=(replace(pack.energy[0], kwh=pack.energy[0].kwh * 0.9), *pack.energy[1:]))
    assert {found.code for found in check_allocation(tampered)} >= {"ALLOCATION_SUM", "ALLOCATION_KEY"}


@pytest.mark.parametrize(
    ("uses", "changes", "kind", "code"),
    [
        ((intensity(months=1),), {}, MethodError, "INTENSITY_PERIOD"),  # one month
        ((intensity(), intensity(0.7)), {}, InputError, "INTENSITY_TWICE"),  # two figures for one step
        ((intensity(place="DE"),), {}, MethodError, "INTENSITY_PLACE"),  # a workshop elsewhere
    ],
)
def test_an_intensity_that_does_not_fit_is_refused(
    laptop: DeviceSpec, library: FactorLibrary, uses: tuple[Intensity, ...], changes: dict[str, Any], kind: type[LingtanError], code: str
) -> None:
    with pytest.raises(kind) as refused:
        build_inventory(replace(with_use(laptop, *uses), **changes), PACK, library)
    assert refused.value.code == code


def test_a_step_that_the_device_does_not_take_is_refused(library: FactorLibrary) -> None:
    said = {"device_class": "packaged_snack", "manufacturer": "M", "model": "S", "configuration": "c", "place_of_use": "GB"}
    snack = spec_from_mapping({"attributes": said}, place="x")
    with pytest.raises(LingtanError) as refused:
        build_inventory(with_use(snack, intensity(place="GB")), load_class_pack("packaged_snack"), library)
    assert refused.value.code == "INTENSITY_PROCESS"


@pytest.mark.parametrize("pieces", [0.0, -1.0, float("nan"), float("inf")])
def test_pieces_of_a_device_are_a_number_above_zero(pieces: float) -> None:
    with pytest.raises(InputError, match="INTENSITY_PIECES"):
        WorkshopUse(intensity=intensity(), pieces_count=pieces)


def test_a_pack_may_ask_for_fewer_months(laptop: DeviceSpec, library: FactorLibrary) -> None:
    early = replace(PACK, metering_months=1)
    assert mean_mg(build_inventory(with_use(laptop, intensity(months=1)), early, library)) > 0


def test_a_plan_gives_a_forecast_and_no_study(laptop: DeviceSpec, library: FactorLibrary) -> None:
    measured = intensity()
    spec = with_use(laptop, measured)
    found = forecast_study(spec, PACK, library, (forecast(measured),))
    assert found.nature == "forecast"
    assert found.expected_mg - found.measured_mg == found.difference_mg < 0
    assert found.measured_mg == mean_mg(build_inventory(spec, PACK, library))
    assert [(step.measured_kwh, round(step.expected_kwh, 9)) for step in found.steps] == [(0.8, 0.6)]
    holding = replace(laptop, forecasts=(WorkshopForecast(forecast=forecast(measured)),))
    with pytest.raises(MethodError, match="FORECAST_NOT_CERTIFIED"):
        assess(holding, PACK, library, seed=1, draws=400)
    for record in (to_plain(holding), {"spec": to_plain(holding), "study": {}}, to_plain(found), {"spec": {}, "study": to_plain(found)}):
        with pytest.raises(MethodError, match="FORECAST_NOT_CERTIFIED"):
            refuse_forecast(record, place="x")  # type: ignore[arg-type]
    refuse_forecast(to_plain(spec), place="x")


def test_a_forecast_starts_from_what_the_device_holds(laptop: DeviceSpec, library: FactorLibrary) -> None:
    with pytest.raises(InputError, match="FORECAST_WITHOUT_INTENSITY"):
        forecast_study(laptop, PACK, library, (forecast(intensity()),))


def test_a_forecast_is_no_intensity_to_any_reader() -> None:
    with pytest.raises(InputError, match="BAD_RECORD"):
        from_plain(Intensity, to_plain(forecast(intensity())))
    with pytest.raises(InputError, match="BAD_RECORD"):
        from_plain(WorkshopUse, {"intensity": to_plain(forecast(intensity()))})
