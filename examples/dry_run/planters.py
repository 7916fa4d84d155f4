"""Planted errors: each takes a consistent pack and spoils one thing, as an honest slip or a careful forger would (sums are kept).

Every planter returns the spoiled pack and the places where a verifier would point; the key is written from that and is read by tests only.
The codes in the key are those that would be a right answer, chosen before looking at what the checks say.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from balance import rebalanced

from lingtan.assurance import EvidencePack, FactorKind, FactorUsed, FreightMode, InventoryLine, SupplierBoundary
from lingtan.evidence import Mark, Stage

__all__ = ["PLANTERS", "Planted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One entry of the key: the error's name, where it sits, and the codes that would name it rightly."""

    name: str
    places: tuple[str, ...]
    codes: tuple[str, ...]


Spoiled = tuple[EvidencePack, tuple[str, ...]]
Planter = Callable[[EvidencePack, random.Random], Spoiled]
PLANTERS: dict[str, tuple[Planter, tuple[str, ...]]] = {}


def _planter(*codes: str) -> Callable[[Planter], Planter]:
    def register(planter: Planter) -> Planter:
        PLANTERS[planter.__name__] = (planter, codes)
        return planter

    return register


def _line(pack: EvidencePack, line_id: str) -> InventoryLine:
    return next(line for line in pack.lines if line.id == line_id)


def _with_line(pack: EvidencePack, line_id: str, **changes: Any) -> EvidencePack:
    return replace(pack, lines=tuple(replace(line, **changes) if line.id == line_id else line for line in pack.lines))


def _at(items: tuple[Any, ...], index: int, **changes: Any) -> tuple[Any, ...]:
    return (*items[:index], replace(items[index], **changes), *items[index + 1 :])


@_planter("ALLOCATION_SUM")
def meter_not_used_up(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A part of the meter's year is allocated to nobody."""
    index = rng.choice([i for i, share in enumerate(pack.energy) if share.to in ("idle", "other", "scrap") and share.kwh > 100])
    share = pack.energy[index]
    return replace(pack, energy=_at(pack.energy, index, kwh=share.kwh * rng.uniform(0.2, 0.97))), (share.meter,)


@_planter("ALLOCATION_UNUSED")
def assembly_kwh_not_the_allocated(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The device's assembly electricity is lower than what the meters give it."""
    kwh = _line(pack, "A1").amount * rng.uniform(0.4, 0.9)
    return rebalanced(_with_line(replace(pack, study=replace(pack.study, electricity_kwh=kwh)), "A1", amount=kwh)), (
        "lines.assembly",
        "study.electricity",
    )


@_planter("ALLOCATION_KEY")
def allocation_key_with_other_units(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The units of another product in the key are not those its kWh were made with."""
    index = rng.choice([i for i, share in enumerate(pack.energy) if share.units and share.to != pack.study.subject])
    share = pack.energy[index]
    return replace(pack, energy=_at(pack.energy, index, units=round(share.units * rng.choice((0.5, 0.9, 1.1, 2))))), (
        f"{share.meter} {share.to}",
    )


@_planter("FACTOR_STALE")
def stale_factor(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """Last year's edition, correctly transcribed, though a newer one was out."""
    used = {line.factor for line in pack.lines if line.stage in (Stage.MATERIALS, Stage.USE)}
    olds = [
        (f, e)
        for f in pack.factors
        if f.id in used
        for e in pack.editions
        if (e.activity, e.kind, e.place, e.year) == (f.activity, f.kind, f.place, f.year - 1)
    ]
    factor, old = rng.choice(olds)
    factors = tuple(replace(f, value=old.value, year=old.year) if f.id == factor.id else f for f in pack.factors)
    return rebalanced(replace(pack, factors=factors)), (factor.id,)


@_planter("FACTOR_VALUE")
def factor_transcribed_wrongly(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """Two digits of a factor are swapped, or one is off."""
    factor = rng.choice([f for f in pack.factors if f.id in ("F board", "F ic", "F magnesium", "F plastic", "F keyboard")])
    value = factor.value * rng.choice((0.9, 0.99, 1.01, 1.1, 0.55))
    return rebalanced(replace(pack, factors=tuple(replace(f, value=value) if f.id == factor.id else f for f in pack.factors))), (factor.id,)


@_planter("FACTOR_CLASS")
def direct_electricity_factor(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A direct-emission factor, made for inventories, on the product's assembly electricity."""
    grid = next(f for f in pack.factors if f.id == "F grid CN")
    direct = replace(grid, id="F grid CN direct", kind=FactorKind.ELECTRICITY_DIRECT, value=round(grid.value * rng.uniform(0.85, 0.97), 4))
    return rebalanced(_with_line(replace(pack, factors=(*pack.factors, direct)), "A1", factor=direct.id)), ("A1",)


@_planter("GREEN_DOUBLE", "GREEN_OVERDRAWN")
def green_certificate_used_twice(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """An attribute that is used up is claimed once more."""
    use = rng.choice(pack.attribute_uses)
    more = replace(use, product=rng.choice((use.product, "Notebook C", "site report")), mwh=rng.choice((use.mwh, 5.0, 40.0)))
    return replace(pack, attribute_uses=(*pack.attribute_uses, more)), (use.attribute,)


@_planter("GREEN_CREDITED")
def green_power_also_sold_as_credit(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The same MWh is registered as a carbon credit project."""
    index = rng.randrange(len(pack.attributes))
    return replace(pack, attributes=_at(pack.attributes, index, credited_as="CCER-SYN-77")), (pack.attributes[index].id,)


@_planter("GREEN_VINTAGE")
def green_power_of_another_year(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A certificate of an earlier or later year."""
    index = rng.randrange(len(pack.attributes))
    vintage = f"{rng.choice((2022, 2023, 2024, 2026))}-{rng.randrange(1, 4):02d}"
    return replace(pack, attributes=_at(pack.attributes, index, vintage=vintage)), (pack.attributes[index].id,)


@_planter("GREEN_OWNER")
def green_power_of_another_owner(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The registry cancelled it for the landlord, or has not cancelled it at all."""
    index = rng.randrange(len(pack.attributes))
    return replace(pack, attributes=_at(pack.attributes, index, cancelled_for=rng.choice(("", "园区物业 Park landlord")))), (
        pack.attributes[index].id,
    )


@_planter("QUANTILE_LABEL", "ROUNDING")
def p95_published_as_mean(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The headline is P95 (or the median) under the name of the mean."""
    value = rng.choice((pack.study.p95_mg, pack.study.p95_mg, pack.study.p50_mg))
    return replace(pack, study=replace(pack.study, published_kg=f"{value / 1e6:.1f}")), ("study.published",)


@_planter("UNIT_SLIP", "MASS_BALANCE")
def unit_slip(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """An amount in another unit than its label says: mm² for cm², g for kg, TB for GB — the part's own mass is right."""
    line_id, ratios = rng.choice(
        (("M1", (100.0, 0.0001)), ("M4", (0.001, 1000.0)), ("M7", (1000.0,)), ("M3", (0.001, 1000.0)), ("M2", (100.0, 0.01)))
    )
    return rebalanced(_with_line(pack, line_id, amount=_line(pack, line_id).amount * rng.choice(ratios))), (line_id,)


@_planter("STAGE_MISSING")
def stage_missing(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """End of life is left out of boundary, lines and figures, with all sums in order."""
    stages = {stage: mg for stage, mg in pack.study.stages_mg.items() if stage is not Stage.END_OF_LIFE}
    boundary = (
        tuple(stage for stage in pack.study.boundary if stage is not Stage.END_OF_LIFE) if rng.random() < 0.5 else pack.study.boundary
    )
    lines = tuple(line for line in pack.lines if line.stage is not Stage.END_OF_LIFE)
    return rebalanced(replace(pack, lines=lines, study=replace(pack.study, stages_mg=stages, boundary=boundary))), ("stages.end_of_life",)


@_planter("GWP_MIXED")
def gwp_sets_mixed(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """One factor is from a database under an older assessment report."""
    factor = rng.choice([f for f in pack.factors if f.id in ("F dram", "F ssd", "F plastic", "F board", "F cable")])
    return replace(pack, factors=tuple(replace(f, gwp_set=rng.choice(("AR4", "AR5"))) if f.id == factor.id else f for f in pack.factors)), (
        factor.id,
    )


@_planter("SUPPLIER_BOUNDARY")
def supplier_boundary(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The supplier's figure is gate-to-gate (or to the grave)."""
    boundary = rng.choice((SupplierBoundary.GATE_TO_GATE, SupplierBoundary.CRADLE_TO_GRAVE))
    return replace(pack, suppliers=_at(pack.suppliers, 0, boundary=boundary)), (pack.suppliers[0].id,)


@_planter("SUPPLIER_NETTED")
def supplier_figure_net_of_offsets(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The supplier subtracted offsets before reporting."""
    figure = pack.suppliers[1]
    kg = round(figure.kg * rng.choice((0.0, 0.3, 0.7)), 3)
    factors = tuple(replace(f, value=kg) if f.id == "F battery supplier" else f for f in pack.factors)
    editions = tuple(replace(e, value=kg) if e.activity == "battery" else e for e in pack.editions)
    suppliers = _at(pack.suppliers, 1, kg=kg, offsets_kg=round(figure.kg - kg, 3))
    return rebalanced(replace(pack, factors=factors, editions=editions, suppliers=suppliers)), (figure.id,)


@_planter("SUPPLIER_EXPIRED")
def supplier_figure_expired(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The supplier's figure was valid for another time."""
    until = date(2024, 12, 31) - timedelta(days=rng.randrange(0, 700))
    return replace(pack, suppliers=_at(pack.suppliers, 0, valid_from=date(2022, 1, 1), valid_until=until)), (pack.suppliers[0].id,)


@_planter("MASS_BALANCE")
def heavy_part_left_out(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A part that is in the device is not in the inventory."""
    heavy = [line for line in pack.lines if line.id in ("M8", "M10") and line.mass_kg > 0.08 * pack.study.device_mass_kg]
    line = rng.choice(heavy)
    return rebalanced(replace(pack, lines=tuple(other for other in pack.lines if other.id != line.id))), ("device",)


@_planter("MASS_NEGATIVE")
def negative_mass(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A small part carries a negative mass, which hides another's."""
    return _with_line(pack, "M9", mass_kg=-round(rng.uniform(0.001, 0.01), 4)), ("M9",)


@_planter("FREIGHT_MODE")
def freight_factor_of_another_mode(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A leg carries the factor of another mode."""
    leg = rng.choice(pack.freight)
    wrong = {FreightMode.AIR: "F freight sea", FreightMode.SEA: "F freight road", FreightMode.ROAD: "F freight sea"}[leg.mode]
    return rebalanced(_with_line(pack, leg.line, factor=wrong)), (leg.line,)


@_planter("FREIGHT_DISTANCE")
def freight_distance_in_another_unit(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """Miles or a lost zero where kilometres are asked for."""
    index = len(pack.freight) - 1
    leg = pack.freight[index]
    km = leg.distance_km * rng.choice((0.1, 10.0, 0.3, 0.4))
    return rebalanced(
        _with_line(replace(pack, freight=_at(pack.freight, index, distance_km=km)), leg.line, amount=leg.mass_kg / 1000 * km)
    ), (leg.line,)


@_planter("USE_YEARS")
def use_years_differ(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The use stage was computed with fewer or more years than declared."""
    years = pack.use.years + rng.choice((-2.0, -1.0, 1.0))
    return rebalanced(_with_line(replace(pack, use=replace(pack.use, years=years)), "U1", amount=pack.use.kwh_per_year * years)), ("use",)


@_planter("USE_FACTOR_PLACE", "USE_PLACE")
def use_in_another_place(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The use stage takes a cleaner country's grid than the place that is declared."""
    other = rng.choice(("NO", "FR", "SE"))
    factor = FactorUsed(
        id=f"F grid {other}",
        activity="electricity",
        kind=FactorKind.ELECTRICITY_LIFE_CYCLE,
        value=round(rng.uniform(0.02, 0.09), 3),
        unit="kWh",
        gwp_set="AR6",
        place=other,
        year=2024,
        source="synthetic",
    )
    return rebalanced(_with_line(replace(pack, factors=(*pack.factors, factor)), "U1", factor=factor.id)), ("U1", "use")


@_planter("OFFSETS_NETTED")
def offsets_netted(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """Credits of the site are subtracted from the product as a line of its own."""
    share = rng.uniform(0.01, 0.2)
    factor = FactorUsed(
        id="F forest project",
        activity="site forest project",
        kind=FactorKind.PROCESS,
        value=-1.0,
        unit="kg",
        gwp_set="AR6",
        place="CN",
        year=2024,
        source="synthetic",
    )
    line = replace(
        _line(pack, "A2"),
        id="A9",
        component="site programme",
        factor=factor.id,
        unit="kg",
        amount=round(pack.study.mean_mg * share / 1e6, 3),
        mark=Mark.DECLARED,
    )
    return rebalanced(replace(pack, factors=(*pack.factors, factor), lines=(*pack.lines, line))), ("A9", "study.offsets")


@_planter("RECYCLING_DOUBLE")
def recycled_input_and_credit(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """Burden-free recycled aluminium in, and a credit for the same aluminium out."""
    factor = FactorUsed(
        id="F aluminium credit",
        activity="aluminium credit",
        kind=FactorKind.END_OF_LIFE,
        value=-round(rng.uniform(3, 9), 2),
        unit="kg",
        gwp_set="AR6",
        place="GLO",
        year=2024,
        source="synthetic",
    )
    line = replace(
        _line(pack, "E1"),
        id="E9",
        component="recovery",
        material="aluminium",
        factor=factor.id,
        amount=round(rng.uniform(0.1, 0.4), 3),
        mass_kg=0.0,
    )
    return rebalanced(replace(pack, factors=(*pack.factors, factor), lines=(*pack.lines, line))), ("aluminium",)


@_planter("METER_GAP")
def month_missing(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A month of a meter is not there; the others are stretched so that the year's sum stands."""
    gone = rng.choice([row for row in pack.meters if row.meter == "ASSY-1"])
    near = next(row for row in pack.meters if row.meter == gone.meter and row.month != gone.month)
    rows = tuple(
        replace(row, kwh=row.kwh + gone.kwh, bill_kwh=row.bill_kwh + gone.bill_kwh) if row is near else row
        for row in pack.meters
        if row is not gone
    )
    return replace(pack, meters=rows), (f"{gone.meter} {gone.month}",)


@_planter("METER_BILL")
def reading_not_the_bill(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A bill says more than the reading."""
    index = rng.randrange(12)
    row = pack.meters[index]
    return replace(pack, meters=_at(pack.meters, index, bill_kwh=round(row.kwh * rng.choice((1.03, 1.1, 1.5))))), (
        f"{row.meter} {row.month}",
    )


@_planter("DOCUMENT_REUSED", "DOCUMENT_COPIED")
def bill_used_twice(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """One bill stands for two months."""
    index = rng.randrange(2, 12)
    row = pack.meters[index]
    return replace(pack, meters=_at(pack.meters, index, document=pack.meters[0].document)), (f"{row.meter} {row.month}",)


@_planter("LINE_DUPLICATE")
def line_twice(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A line is in the inventory twice, under two ids."""
    line = rng.choice([line for line in pack.lines if line.id in ("M2", "M9", "A2")])
    again = replace(line, id=f"{line.id}-b", mass_kg=0.0 if rng.random() < 0.5 else line.mass_kg)
    return rebalanced(replace(pack, lines=(*pack.lines, again))), (again.id,)


@_planter("PRIMARY_OVERSTATED")
def primary_share_overstated(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """More primary data is claimed than the marks bear out."""
    total = sum(abs(line.mg) for line in pack.lines)
    primary = sum(abs(line.mg) for line in pack.lines if line.mark.is_primary)
    share = round(min(0.99, primary / total + rng.uniform(0.05, 0.4)), 3)
    return replace(pack, study=replace(pack.study, primary_data_share=share)), ("study.primary_data_share",)


@_planter("MARK_WITHOUT_EVIDENCE")
def measured_without_document(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A line is called measured with nothing to show for it."""
    line_id = rng.choice(("M5", "M6", "M12"))
    return _with_line(pack, line_id, document=""), (line_id,)


@_planter("CONFIGURATION_DIGEST")
def another_configuration(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The study is of another memory size than its digest says."""
    configuration = dict(pack.study.configuration) | {"memory_gb": rng.choice(("8", "32", "64"))}
    return replace(pack, study=replace(pack.study, configuration=configuration)), ("study.configuration",)


@_planter("DATE_OUTSIDE_PERIOD")
def document_of_another_period(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """The metering report, or a part's specification, covers another year."""
    index, document = rng.choice([(i, d) for i, d in enumerate(pack.documents) if d.id in ("use test", "part covers")])
    year = rng.choice((2021, 2022, 2023))
    return replace(pack, documents=_at(pack.documents, index, period_start=date(year, 1, 1), period_end=date(year, 12, 31))), (document.id,)


@_planter("DOCUMENT_DISAGREES")
def amount_not_as_documented(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A plausible amount that is not the one in the part's own document: only opening the document shows it."""
    line = rng.choice(sorted((line for line in pack.lines if line.id in ("M1", "M5", "M7", "M11")), key=lambda line: -line.mg)[:2])
    return rebalanced(_with_line(pack, line.id, amount=round(line.amount * rng.uniform(0.72, 0.93), 4))), (line.id,)


@_planter("CREDIT_OVERLAP")
def credit_range_twice(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """Two named credit ranges share serials."""
    first = int(pack.credits[0].serial_last) - rng.randrange(0, 500)
    return replace(pack, credits=_at(pack.credits, 1, serial_first=str(first))), (pack.credits[1].id,)


@_planter("STAGE_SUM", "TOTAL_SUM")
def sum_off(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A stage is a few grams off its lines; the mean follows the stage."""
    stage = rng.choice(tuple(pack.study.stages_mg))
    off = rng.choice((-1, 1)) * rng.randrange(1, 5_000_000)
    stages = dict(pack.study.stages_mg) | {stage: pack.study.stages_mg[stage] + off}
    return replace(pack, study=replace(pack.study, stages_mg=stages, mean_mg=pack.study.mean_mg + off)), (f"stages.{stage.value}",)


@_planter("LINE_PRODUCT")
def product_off(pack: EvidencePack, rng: random.Random) -> Spoiled:
    """A line's figure was typed over; stage and mean follow it."""
    line = rng.choice([line for line in pack.lines if line.id in ("M1", "M3", "A2", "E1")])
    off = rng.choice((-1, 1)) * rng.randrange(2, 200_000)
    study = pack.study
    stages = dict(study.stages_mg) | {line.stage: study.stages_mg[line.stage] + off}
    return _with_line(replace(pack, study=replace(study, stages_mg=stages, mean_mg=study.mean_mg + off)), line.id, mg=line.mg + off), (
        line.id,
    )
