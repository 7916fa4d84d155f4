"""The sentence a certificate may carry, made anew from its record (METHODS 22): what is not this sentence is not cleared.

A list of forbidden words can always be talked around; the one sentence that the claim gate clears can't. A later wording is added beside
this one, so that certificates of today stay valid.
"""

from __future__ import annotations

from typing import Any

__all__ = ["cleared_sentences"]


def cleared_sentences(subject: dict[str, Any]) -> dict[str, str]:
    """Language → the cleared sentence: the mean per device [kg, to the gram, half to even], what it covers, and what was cancelled [kg]."""
    product, count, statement = subject["product"], subject["devices"]["count"], subject["statement"]["number"]
    mean, cancelled = _kilograms(round(subject["footprint"]["meanMg"], -3) // 1000), _kilograms(subject["allocation"]["totalG"])
    years, place = f"{product['serviceYears']:g}", product["placeOfUse"]
    return {
        "zh": (
            f"本机生命周期碳足迹 {mean} kg CO₂e（{years} 年，{place}；依据核查声明 {statement}）；"
            f"已为 {count} 台设备另行注销 {cancelled} kg 碳信用（不代表产品零排放；使用与处置阶段为预测值）。"
        ),
        "en": (
            f"Life-cycle carbon footprint of this device: {mean} kg CO₂e ({years} years, {place}; "
            f"source: verification statement {statement}). "
            f"Separately, {cancelled} kg CO₂e of carbon credits were cancelled for {count} device(s). "
            "This does not mean the product has zero emissions; use and disposal are forecasts."
        ),
    }


def _kilograms(grams: int) -> str:
    return f"{grams // 1000}.{grams % 1000:03d}"
