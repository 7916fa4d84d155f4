"""Our expectation of makers' sheets, each maker predicted from the others; and the bare physical model beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from accuracy.scores import Forecast
from accuracy.sheets import Sheet
from lingtan.product.declared import Calibration, Provenance, Reference, Scenario, calibrate, expect_sheet


def fit(
    sheets: Sequence[Sheet], *, references: dict[str, Reference], scenario: Scenario, sha256: str = "", command: str = "in memory"
) -> Calibration:
    provenance = Provenance(
        data="Boavizta environmental-footprint-data, commit 61323eb5 (2023-02-23), rows of the makers named here",
        licence="ODbL-1.0 (Boavizta); the constants are a produced work, no row of the data is in them",
        data_sha256=sha256,
        makers=tuple(sorted({sheet.maker for sheet in sheets})),
        rows=len(sheets),
        command=command,
        date=datetime.now(UTC).date().isoformat(),
    )
    return calibrate([sheet.fitted() for sheet in sheets], references=references, scenario=scenario, provenance=provenance)


def forecast(sheet: Sheet, calibration: Calibration, scenario: Scenario) -> Forecast:
    seen = expect_sheet(sheet.features, calibration, scenario)
    spreads = {"total": seen.total, "embodied": seen.embodied, "use": seen.use}
    return Forecast(
        point={name: spread.quantile(0.5) for name, spread in spreads.items()},
        spread={name: (spread.values, spread.weights) for name, spread in spreads.items()},
        shares=dict(seen.shares),
    )


def physical(sheet: Sheet) -> Forecast:
    """The verified kind of figure: the physical model's mean, no scenario, latest place-of-use grid of the report year."""
    seen = sheet.features
    tec = seen.tec_kwh if seen.tec_kwh is not None else seen.pack_tec_kwh
    use = tec * seen.service_years * seen.demand_factor * seen.grid_kg_per_kwh
    total = seen.embodied_kg + use
    parts = {"manufacturing": seen.production_kg, "transport": seen.transport_kg, "use": use, "end_of_life": seen.end_of_life_kg}
    return Forecast(
        point={"total": total, "embodied": seen.embodied_kg, "use": use}, shares={name: kg / total for name, kg in parts.items()}
    )
