"""The words that are cleared, and the lawful alternative to those that are not (METHODS 22)."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Figures", "Wording", "footprint_wording", "kilograms", "lawful_wording", "neutral_wording"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a sentence says: mean per device [mg CO2e], cancelled for all devices [g CO2e], and what they cover.

    `statement` is the number of the verification statement, `service_years` the declared years (unit: a).
    """

    model: str
    count: int
    service_years: float
    place_of_use: str
    statement: str
    footprint_mg: int
    cancelled_g: int


def kilograms(grams: int) -> str:
    """Grams as kilograms with three decimals, a full stop and no separators: `50800.000`."""
    return f"{grams // 1000}.{grams % 1000:03d}"


def footprint_wording(figures: Figures) -> Wording:
    """The figure alone, with what it covers and who verified it."""
    kg, years = kilograms(round(figures.footprint_mg, -3) // 1000), f"{figures.service_years:g}"
    place, statement = figures.place_of_use, figures.statement
    return Wording(
        zh=f"本机生命周期碳足迹 {kg} kg CO₂e（{years} 年，{place}；依据核查声明 {statement}）",
        en=f"Life-cycle carbon footprint of this device: {kg} kg CO₂e ({years} years, {place}; source: verification statement {statement})",
    )


def lawful_wording(figures: Figures) -> Wording:
    """The figure, and beside it what was cancelled for the batch; it says of itself that it means no zero emissions."""
    first, cancelled = footprint_wording(figures), kilograms(figures.cancelled_g)
    return Wording(
        zh=f"{first.zh}；已为 {figures.count} 台设备另行注销 {cancelled} kg 碳信用（不代表产品零排放；使用与处置阶段为预测值）。",
        en=(
            f"{first.en}. Separately, {cancelled} kg CO₂e of carbon credits were cancelled for {figures.count} device(s). "
            "This does not mean the product has zero emissions; use and disposal are forecasts."
        ),
    )


def neutral_wording(figures: Figures, *, standard: str, reduction_g: int) -> Wording:
    """Carbon neutral, where it may be said at all: by which standard, after which reduction per device, and that it rests on credits."""
    said, reduced = lawful_wording(figures), kilograms(reduction_g)
    return Wording(
        zh=f"{figures.model} 按 {standard} 声明碳中和（以碳信用抵销）：相对基准线每台已减排 {reduced} kg CO₂e。{said.zh}",
        en=(
            f"{figures.model} is declared carbon neutral under {standard}, based on carbon credits, after a reduction of {reduced} kg CO₂e "
            f"per device against the baseline. {said.en}"
        ),
    )
