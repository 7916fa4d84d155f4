"""What a verifier is given of a workshop: its meters month by month, and whom their year was shared out to (METHODS 11)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lingtan.assurance import EnergyShare, MeterMonth
from lingtan.product.workshop.use import WorkshopUse

__all__ = ["energy_shares", "meter_months", "metered_kwh"]


def meter_months(uses: Sequence[WorkshopUse]) -> tuple[MeterMonth, ...]:
    """All readings. [kWh]. Their documents are the client's to add; a workshop's meters stand behind the utility's, so there is no bill."""
    return tuple(
        MeterMonth(meter=_workshop_meter(use), month=month, kwh=kwh, bill_kwh=None, document="")
        for use in uses
        for month, kwh in sorted(_months(use).items())
    )


def energy_shares(uses: Sequence[WorkshopUse], *, subject: str) -> tuple[EnergyShare, ...]:
    """The year of each workshop: the device's boards with their scrap and idling, the other products, and the rest. [kWh].

    Shares are of all meters of a workshop together; they sum to them exactly in Wh.
    """
    found = []
    for use in uses:
        said, meter = use.intensity, _workshop_meter(use)
        kwh = said.borne_wh / 1000
        per_device = use.pieces_count == 1.0
        found.append(
            EnergyShare(meter=meter, to=subject, units=said.good_count if per_device else 0, kwh_per_unit=use.kwh_per_device, kwh=kwh)
        )
        rest = said.metered_wh - said.borne_wh - said.other_wh
        for to, wh in (("other products with their scrap and idling", rest), ("other", said.other_wh)):
            found.append(EnergyShare(meter=meter, to=to, units=0, kwh_per_unit=0.0, kwh=wh / 1000))
    return tuple(found)


def metered_kwh(uses: Sequence[WorkshopUse]) -> float:
    """Measured electricity of one device. [kWh]."""
    return math.fsum(use.kwh_per_device for use in uses)


def _workshop_meter(use: WorkshopUse) -> str:
    return f"{use.intensity.workshop}: {' + '.join(use.intensity.meters)}"


def _months(use: WorkshopUse) -> dict[str, float]:
    months: dict[str, int] = {}
    for reading in use.intensity.readings:
        months[reading.month] = months.get(reading.month, 0) + reading.metered_wh
    return {month: wh / 1000 for month, wh in months.items()}
