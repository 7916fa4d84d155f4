"""The lines of an evidence pack as they are read: activity × factor × allocation, largest first, each with its document."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.assurance import EvidencePack
from lingtan.evidence import Mark, Stage

__all__ = ["EvidenceLine", "evidence_lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One line of the pack. `mg` = amount × factor × allocation [mg CO2e]; `factor_kg_per_unit` [kg CO2e/unit], None if none is named."""

    id: str
    stage: Stage
    component: str
    material: str
    place: str
    amount: float
    unit: str
    factor_kg_per_unit: float | None
    factor_source: str
    factor_place: str
    factor_year: int | None
    allocation: float
    mg: int
    mark: Mark
    gsd: float
    document: str

    @property
    def kg(self) -> float:
        """The line's part of the mean. [kg CO2e]."""
        return self.mg / 1e6


def evidence_lines(pack: EvidencePack) -> tuple[EvidenceLine, ...]:
    """Every line, largest first, beside the factor it names."""
    factors = {factor.id: factor for factor in pack.factors}
    rows = []
    for line in sorted(pack.lines, key=lambda line: (-abs(line.mg), line.id)):
        factor = factors.get(line.factor)
        row = EvidenceLine(
            id=line.id, stage=line.stage, component=line.component, material=line.material, place=line.place, amount=line.amount,
            unit=line.unit, factor_kg_per_unit=factor.value if factor else None, factor_source=factor.source if factor else "",
            factor_place=factor.place if factor else "", factor_year=factor.year if factor else None, allocation=line.allocation,
            mg=line.mg, mark=line.mark, gsd=line.gsd, document=line.document,
        )  # fmt: skip
        rows.append(row)
    return tuple(rows)
