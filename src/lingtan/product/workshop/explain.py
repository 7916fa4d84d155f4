"""From a measured line back to the meters: pieces × (what the piece answers for ÷ good pieces), month by month to each meter's number."""

from __future__ import annotations

from lingtan.errors import Param
from lingtan.evidence import Explanation, Intensity, Mark
from lingtan.messages import Message
from lingtan.product.workshop.use import WorkshopUse

__all__ = ["explain_use"]


def explain_use(use: WorkshopUse) -> Explanation:
    """Electricity of one device behind the workshop's meters. [kWh/device]."""
    said = use.intensity
    params: dict[str, Param] = {"pieces": use.pieces_count, "product": said.product}
    rule = Message(code="EXPLAIN_WORKSHOP_DEVICE", params=params)
    return Explanation(figure=f"workshop.{said.process.value}", value=use.kwh_per_device, unit="kWh", rule=rule, parts=(_piece(said),))


def _piece(said: Intensity) -> Explanation:
    """One good piece: what the product answers for, over the good pieces. [kWh/piece]."""
    rule = Message(
        code="EXPLAIN_WORKSHOP_PIECE",
        params={"product": said.product, "workshop": said.workshop, "good": said.good_count, "scrap": said.scrap_count},
    )
    parts = [_borne(said)]
    if said.saving is not None:
        saving = said.saving
        rule_of_saving = Message(
            code="EXPLAIN_SAVING",
            params={
                "adjusted": round(saving.adjusted_baseline_kwh, 1), "measured": round(saving.measured_kwh, 1),
                "error": round(saving.standard_error_kwh, 1), "drivers": ", ".join(saving.drivers),
            },
        )  # fmt: skip
        source = f"{saving.baseline_start} … {saving.baseline_end} → {saving.period_start} … {saving.period_end}"
        parts.append(Explanation(figure="saving", value=round(saving.saving_kwh, 3), unit="kWh", rule=rule_of_saving, source=source))
    return Explanation(figure=f"{said.product}.kwhPerPiece", value=said.kwh_per_unit, unit="kWh", rule=rule, parts=tuple(parts))


def _borne(said: Intensity) -> Explanation:
    """What the product answers for, beside the rest of the meters, whose readings are the leaves. [Wh]."""
    mark = (Mark.SYNTHETIC if said.synthetic else Mark.MEASURED).value
    rule = Message(
        code="EXPLAIN_WORKSHOP_SHARE",
        params={
            "own": said.product_wh, "others": said.other_products_wh, "scrap": said.scrap_wh, "idle": said.idle_wh, "other": said.other_wh,
            "metered": said.metered_wh,
        },
    )  # fmt: skip
    meters = tuple(
        Explanation(
            figure=meter,
            value=sum(reading.metered_wh for reading in said.readings if reading.meter == meter),
            unit="Wh",
            rule=Message(code="EXPLAIN_METER", params={"months": said.months_count}),
            source=f"{meter}, {said.period_start} … {said.period_end} ({said.digest[:19]})",
            mark=mark,
        )
        for meter in said.meters
    )
    return Explanation(figure=f"{said.product}.borneWh", value=said.borne_wh, unit="Wh", rule=rule, parts=meters)
