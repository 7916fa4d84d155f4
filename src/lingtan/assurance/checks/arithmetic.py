"""Sums and products: every line is amount × factor × allocation, lines sum to stages, stages to the mean."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack
from lingtan.evidence import Stage

__all__ = ["check_lines", "check_published", "check_stages", "printed_kg"]


def printed_kg(text: str) -> Decimal | None:
    """A printed figure [kg], or None when the text is no finite number of reasonable length."""
    try:
        value = Decimal(text) if len(text) <= 24 else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() and abs(value.adjusted()) < 20 else None


def check_lines(pack: EvidencePack) -> Iterator[Detected]:
    """`LINE_PRODUCT`: the line's mg is not amount × factor × allocation × 10⁶ within 1 mg or 1e-9; `FACTOR_NOT_IN_PACK`."""
    factors = {factor.id: factor for factor in pack.factors}
    for line in pack.lines:
        factor = factors.get(line.factor)
        if factor is None:
            yield Detected(
                code="FACTOR_NOT_IN_PACK", place=line.id, expected="a factor record", found=line.factor, effect_mg=line.mg, of_rule=True
            )
            continue
        exact = round(Fraction(line.amount) * Fraction(factor.value) * Fraction(line.allocation) * 10**6)
        if abs(exact - line.mg) > max(1, abs(exact) * 1e-9):
            yield Detected(code="LINE_PRODUCT", place=line.id, expected=f"{exact} mg", found=f"{line.mg} mg", effect_mg=exact - line.mg)


def check_stages(pack: EvidencePack) -> Iterator[Detected]:
    """`STAGE_SUM`, `TOTAL_SUM` (exact integers) and `STAGE_MISSING` (in the boundary, in the figures, and with at least one line)."""
    study = pack.study
    sums = {stage: sum(line.mg for line in pack.lines if line.stage is stage) for stage in Stage}
    for stage in Stage:
        place = f"stages.{stage.value}"
        stated = study.stages_mg.get(stage)
        lines = [line for line in pack.lines if line.stage is stage]
        if stage not in study.boundary or stated is None or not lines:
            gap = "boundary" if stage not in study.boundary else "figure" if stated is None else "lines"
            yield Detected(code="STAGE_MISSING", place=place, expected=stage.value, found=f"no {gap}", effect_mg=sums[stage], of_rule=True)
        elif stated != sums[stage]:
            yield Detected(
                code="STAGE_SUM", place=place, expected=f"{sums[stage]} mg", found=f"{stated} mg", effect_mg=sums[stage] - stated
            )
    total = sum(study.stages_mg.values())
    if total != study.mean_mg:
        yield Detected(
            code="TOTAL_SUM", place="study.mean", expected=f"{total} mg", found=f"{study.mean_mg} mg", effect_mg=total - study.mean_mg
        )


def check_published(pack: EvidencePack) -> Iterator[Detected]:
    """`ROUNDING`: the headline as printed is not the mean rounded to its last digit (when it claims to be the mean)."""
    study = pack.study
    printed = printed_kg(study.published_kg)
    if printed is None:
        yield Detected(code="ROUNDING", place="study.published", expected=f"{study.mean_mg} mg", found=study.published_kg, of_rule=True)
        return
    exponent = printed.as_tuple().exponent
    half = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    gap = printed - Decimal(study.mean_mg) / 10**6
    near_p95 = abs(printed - Decimal(study.p95_mg) / 10**6) <= half
    if abs(gap) > half and not near_p95:
        yield Detected(
            code="ROUNDING",
            place="study.published",
            expected=f"{shown(study.mean_mg / 1e6)} kg",
            found=f"{study.published_kg} kg",
            effect_mg=-int(gap * 10**6),
        )
