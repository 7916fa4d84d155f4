"""A SYNTHETIC evidence pack of one notebook, from a seed: consistent in every figure, so that a check that objects to it is wrong.

Nothing here is a measurement. Company, plants, suppliers, bills and figures are invented; the two Chinese life-cycle electricity values
(0.6205 for 2023, 0.5777 kg CO2e/kWh for 2024) are published ones, used so that a stale factor looks like one.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date

from balance import rebalanced
from invented import AS_OF, COMPANY, END, FACTORS, HEFEI, MARKETS, MONTHS, PARTS, SHANGHAI, START

from lingtan.assurance import (
    AttributeUse,
    CreditUse,
    Document,
    EnergyShare,
    EvidencePack,
    FactorEdition,
    FactorKind,
    FactorUsed,
    FreightLeg,
    FreightMode,
    GreenAttribute,
    InventoryLine,
    MeterMonth,
    ReferenceBand,
    StudyClaims,
    SupplierBoundary,
    SupplierFigure,
    UseAssumption,
    great_circle_km,
)
from lingtan.evidence import Mark, Stage, digest_bytes, digest_json

__all__ = ["clean_pack", "document_contents"]

LC, GATE = FactorKind.ELECTRICITY_LIFE_CYCLE, FactorKind.CRADLE_TO_GATE


def _digest(*parts: object) -> str:
    return digest_bytes("|".join(map(str, parts)).encode())


def _documents(names: dict[str, str], seed: int) -> tuple[Document, ...]:
    return tuple(
        Document(id=name, kind=kind, issued_on=date(2026, 1, 20), period_start=START, period_end=END, digest=_digest(seed, name))
        for name, kind in names.items()
    )


def _meters(rng: random.Random) -> tuple[MeterMonth, ...]:
    rows = []
    for meter, level in (("SMT-1", rng.uniform(150e3, 400e3)), ("ASSY-1", rng.uniform(60e3, 200e3))):
        for index, month in enumerate(MONTHS):
            kwh = round(level * (1 + 0.15 * math.cos(2 * math.pi * (index - 6) / 12)) * rng.uniform(0.96, 1.04))
            rows.append(
                MeterMonth(
                    meter=meter, month=month, kwh=kwh, bill_kwh=round(kwh * rng.uniform(0.997, 1.003)), document=f"bill {meter} {month}"
                )
            )
    return tuple(rows)


def _energy(meters: tuple[MeterMonth, ...], subject: str, rng: random.Random) -> tuple[EnergyShare, ...]:
    shares = []
    for meter in ("SMT-1", "ASSY-1"):
        total = math.fsum(row.kwh for row in meters if row.meter == meter)
        rest = total
        for to, share, units in (
            (subject, rng.uniform(0.2, 0.4), rng.randrange(60_000, 200_000)),
            ("Notebook B", rng.uniform(0.2, 0.4), rng.randrange(50_000, 150_000)),
        ):
            per_unit = round(total * share / units, 4)
            shares.append(EnergyShare(meter=meter, to=to, units=units, kwh_per_unit=per_unit, kwh=units * per_unit))
            rest -= units * per_unit
        for to, share in (("idle", 0.6), ("scrap", 0.1)):
            shares.append(EnergyShare(meter=meter, to=to, units=0, kwh_per_unit=0.0, kwh=round(rest * share, 3)))
        used = math.fsum(item.kwh for item in shares if item.meter == meter)
        shares.append(EnergyShare(meter=meter, to="other", units=0, kwh_per_unit=0.0, kwh=total - used))
    return tuple(shares)


def _freight(market: str, mass_kg: float, rng: random.Random) -> tuple[FreightLeg, ...]:
    goal, _ = MARKETS[market]
    stops = (
        ((FreightMode.ROAD, HEFEI, goal),)
        if market == "CN-BJ"
        else ((FreightMode.ROAD, HEFEI, SHANGHAI), (rng.choice((FreightMode.AIR, FreightMode.SEA)), SHANGHAI, goal))
    )
    detour = {FreightMode.ROAD: (1.15, 1.4), FreightMode.AIR: (1.02, 1.15), FreightMode.SEA: (1.6, 2.2)}
    return tuple(
        FreightLeg(
            line=f"T{index + 1}",
            mode=mode,
            origin=origin,
            destination=destination,
            mass_kg=mass_kg,
            distance_km=round(great_circle_km(origin, destination) * rng.uniform(*detour[mode])),
        )
        for index, (mode, origin, destination) in enumerate(stops)
    )


def _green(subject: str, seed: int) -> tuple[tuple[GreenAttribute, ...], tuple[AttributeUse, ...]]:
    held = tuple(
        GreenAttribute(id=f"GEC-SYN-{seed}-{index:03d}", vintage=MONTHS[index], mwh=40.0, owner=COMPANY, cancelled_for=COMPANY)
        for index in range(8)
    )
    uses = tuple(
        AttributeUse(attribute=attribute.id, product=product, mwh=20.0) for attribute in held for product in (subject, "Notebook B")
    )
    return held, uses


def clean_pack(seed: int) -> EvidencePack:
    """A consistent synthetic pack; another seed is another product, market, plant load and set of amounts."""
    rng = random.Random(seed)
    subject = f"Example Book {13 + seed % 4} (synthetic)"
    market = sorted(MARKETS)[seed % len(MARKETS)]
    _, grid = MARKETS[market]
    years = float(rng.choice((3, 4, 5)))
    configuration = {"cpu": "synthetic-8c", "memory_gb": "16", "storage_gb": "512", "screen_inch": str(13 + seed % 4)}
    use_value = {"CN": 0.5777, "DE": 0.41, "US": 0.44}[grid]
    factors = [
        FactorUsed(
            id=f"F {name}", activity=name, kind=kind, value=value, unit=unit, gwp_set="AR6", place="GLO", year=2024, source="synthetic"
        )
        for name, (kind, value, unit) in FACTORS.items()
    ]
    factors += [
        FactorUsed(
            id="F grid CN",
            activity="electricity",
            kind=LC,
            value=0.5777,
            unit="kWh",
            gwp_set="AR6",
            place="CN",
            year=2024,
            source="published value",
        ),
        FactorUsed(
            id="F display supplier",
            activity="display",
            kind=GATE,
            value=round(rng.uniform(18, 34), 3),
            unit="piece",
            gwp_set="AR6",
            place="CN",
            year=2025,
            source="S1",
        ),
        FactorUsed(
            id="F battery supplier",
            activity="battery",
            kind=GATE,
            value=round(rng.uniform(4, 8), 3),
            unit="piece",
            gwp_set="AR6",
            place="CN",
            year=2025,
            source="S2",
        ),
    ]
    if grid != "CN":
        factors.append(
            FactorUsed(
                id=f"F grid {grid}",
                activity="electricity",
                kind=LC,
                value=use_value,
                unit="kWh",
                gwp_set="AR6",
                place=grid,
                year=2024,
                source="synthetic",
            )
        )
    editions = [
        FactorEdition(
            activity=f.activity, kind=f.kind, place=f.place, year=f.year, value=f.value, unit=f.unit, published_on=date(2025, 12, 1)
        )
        for f in factors
    ]
    for old in [edition for edition in editions if edition.activity in ("electricity", "freight road", "dram", "ssd", "aluminium")]:
        earlier = 0.6205 if (old.activity, old.place) == ("electricity", "CN") else round(old.value * rng.uniform(1.06, 1.2), 4)
        editions.append(replace(old, year=old.year - 1, value=earlier, published_on=date(2024, 12, 1)))
    names = {"bom": "bill of materials"}
    lines: list[InventoryLine] = []
    for index, (component, activity, median, unit, mass, mark, gsd) in enumerate(PARTS):
        amount = median if component in ("dram", "ssd", "adapter") else round(median * math.exp(rng.uniform(-0.3, 0.3)), 4)
        document = "" if mark in (Mark.IMPUTED, Mark.LITERATURE) else f"part {component}"
        if document:
            names[document] = "part specification"
        recycled = 0.3 if component == "enclosure" else 0.0
        lines.append(
            InventoryLine(
                id=f"M{index + 1}",
                stage=Stage.MATERIALS,
                component=component,
                material=activity,
                place="CN",
                amount=amount,
                unit=unit,
                factor=f"F {activity}",
                allocation=1.0,
                mg=0,
                mark=mark,
                gsd=gsd,
                mass_kg=amount * mass,
                recycled_share=recycled,
                document=document,
            )
        )
    for index, (component, mass) in enumerate((("display", 0.22), ("battery", 0.21))):
        names[f"certificate {component}"] = "supplier footprint"
        lines.append(
            InventoryLine(
                id=f"S{index + 1}",
                stage=Stage.MATERIALS,
                component=component,
                material=component,
                place="CN",
                amount=1.0,
                unit="piece",
                factor=f"F {component} supplier",
                allocation=1.0,
                mg=0,
                mark=Mark.SUPPLIER,
                gsd=1.2,
                mass_kg=mass,
                document=f"certificate {component}",
            )
        )
    device = math.fsum(line.mass_kg for line in lines if not line.component.startswith("packaging"))
    packaging = math.fsum(line.mass_kg for line in lines if line.component.startswith("packaging"))
    meters = _meters(rng)
    energy = _energy(meters, subject, rng)
    per_device = math.fsum(share.kwh_per_unit for share in energy if share.to == subject)
    names |= {row.document: "electricity bill" for row in meters} | {"metering report": "metering report", "use test": "energy test"}
    common = {"place": "CN", "allocation": 1.0, "mg": 0, "material": ""}
    lines.append(
        InventoryLine(
            id="A1",
            stage=Stage.ASSEMBLY,
            component="assembly electricity",
            amount=per_device,
            unit="kWh",
            factor="F grid CN",
            mark=Mark.MEASURED,
            gsd=1.1,
            document="metering report",
            **common,
        )
    )
    lines.append(
        InventoryLine(
            id="A2",
            stage=Stage.ASSEMBLY,
            component="assembly gas",
            amount=round(rng.uniform(0.1, 0.4), 3),
            unit="m3",
            factor="F assembly gas",
            mark=Mark.MEASURED,
            gsd=1.2,
            document="metering report",
            **common,
        )
    )
    freight = _freight(market, round(device + packaging + 0.05, 3), rng)
    lines += [
        InventoryLine(
            id=leg.line,
            stage=Stage.TRANSPORT,
            component="freight",
            amount=leg.mass_kg / 1000 * leg.distance_km,
            unit="t*km",
            factor=f"F freight {leg.mode.value}",
            mark=Mark.MODELLED,
            gsd=1.4,
            **common,
        )
        for leg in freight
    ]
    kwh_year = round(rng.uniform(16, 34), 2)
    use = UseAssumption(line="U1", kwh_per_year=kwh_year, years=years, place=market)
    lines.append(
        InventoryLine(
            id="U1",
            stage=Stage.USE,
            component="use electricity",
            amount=kwh_year * years,
            unit="kWh",
            factor=f"F grid {grid}",
            mark=Mark.MODELLED,
            gsd=1.3,
            document="use test",
            **(common | {"place": market}),
        )
    )
    lines.append(
        InventoryLine(
            id="E1",
            stage=Stage.END_OF_LIFE,
            component="shredding",
            amount=(device + packaging) * 0.8,
            unit="kg",
            factor="F shredding",
            mark=Mark.ASSUMED,
            gsd=1.5,
            mass_kg=(device + packaging) * 0.8,
            **common,
        )
    )
    lines.append(
        InventoryLine(
            id="E2",
            stage=Stage.END_OF_LIFE,
            component="landfill",
            amount=(device + packaging) * 0.2,
            unit="kg",
            factor="F landfill",
            mark=Mark.ASSUMED,
            gsd=1.5,
            mass_kg=(device + packaging) * 0.2,
            **common,
        )
    )
    attributes, attribute_uses = _green(subject, seed)
    suppliers = tuple(
        SupplierFigure(
            id=f"S{index + 1}-PCF",
            supplier=f"示例供应商 {index + 1} (synthetic)",
            line=f"S{index + 1}",
            kg=next(f.value for f in factors if f.id == f"F {component} supplier"),
            boundary=SupplierBoundary.CRADLE_TO_GATE,
            gwp_set="AR6",
            offsets_kg=0.0,
            biogenic=False,
            valid_from=date(2025, 3, 1),
            valid_until=date(2027, 2, 28),
            document=f"certificate {component}",
        )
        for index, component in enumerate(("display", "battery"))
    )
    credits = tuple(
        CreditUse(
            id=f"C{index + 1}",
            serial_prefix=f"SYN-{seed}",
            serial_first=str(1000 * index + 1),
            serial_last=str(1000 * index + 800),
            beneficiary=COMPANY,
            retired_on=date(2026, 3, 1),
        )
        for index in range(2)
    )
    references = tuple(
        ReferenceBand(component=component, unit=unit, median=median, gsd=gsd) for component, _, median, unit, _, _, gsd in PARTS
    )
    study = StudyClaims(
        subject=subject,
        configuration=configuration,
        configuration_digest=digest_json(dict(configuration)),
        study_digest=_digest("study", seed),
        method_version="lingtan-2026.1",
        standard="ISO 14067:2018",
        gwp_set="AR6",
        boundary=tuple(Stage),
        period_start=START,
        period_end=END,
        service_years=years,
        place_of_use=market,
        mean_mg=0,
        sd_mg=0,
        p5_mg=0,
        p50_mg=0,
        p95_mg=0,
        draws=10_000,
        seed=seed,
        stages_mg=dict.fromkeys(Stage, 0),
        published_kg="0",
        published_label="mean",
        offsets_mg=0,
        primary_data_share=0.0,
        device_mass_kg=round(device * rng.uniform(0.985, 1.015), 3),
        packaging_mass_kg=round(packaging * rng.uniform(0.985, 1.015), 3),
        electricity_kwh=per_device,
        end_of_life_method="cut-off",
        materiality_percent=5.0,
    )
    pack = rebalanced(
        EvidencePack(
            id=f"dry-run-{seed}",
            organisation=COMPANY,
            as_of=AS_OF,
            synthetic=True,
            study=study,
            lines=tuple(lines),
            factors=tuple(factors),
            editions=tuple(editions),
            documents=_documents(names, seed),
            meters=meters,
            energy=energy,
            attributes=attributes,
            attribute_uses=attribute_uses,
            suppliers=suppliers,
            freight=freight,
            use=use,
            credits=credits,
            references=(*references, ReferenceBand(component="use electricity", unit="kWh", median=100.0, gsd=1.7)),
        )
    )
    total = sum(abs(line.mg) for line in pack.lines)
    primary = sum(abs(line.mg) for line in pack.lines if line.mark.is_primary)
    return replace(pack, study=replace(pack.study, primary_data_share=round(primary / total, 3)))


def document_contents(pack: EvidencePack) -> dict[str, dict[str, float]]:
    """What the documents state, as one would read it on opening them: the amount of each line, to seven digits."""
    contents: dict[str, dict[str, float]] = {}
    for line in pack.lines:
        if line.document:
            contents.setdefault(line.document, {})[line.id] = float(f"{line.amount:.7g}")
    return contents
