"""Nothing is subtracted: no offsets, no recycled input together with a credit for the same mass (METHODS 5, 14, 19)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack
from lingtan.evidence import Stage

__all__ = ["check_credit_ranges", "check_offsets", "check_recycling"]


def check_offsets(pack: EvidencePack) -> Iterator[Detected]:
    """`OFFSETS_NETTED`: an amount netted from the figure, or a negative line that is neither biogenic uptake nor an end-of-life credit."""
    netted = pack.study.offsets_mg
    if netted != 0:
        yield Detected(
            code="OFFSETS_NETTED", place="study.offsets", expected="0 mg", found=f"{netted} mg", effect_mg=abs(netted), of_rule=True
        )
    activity = {factor.id: factor.activity for factor in pack.factors}
    for line in pack.lines:
        allowed = line.stage is Stage.END_OF_LIFE or "biogenic" in activity.get(line.factor, "")
        if line.mg - min(line.uptake_mg, 0) < 0 and not allowed:
            yield Detected(code="OFFSETS_NETTED", place=line.id, expected="≥ 0 mg", found=f"{line.mg} mg", effect_mg=-line.mg, of_rule=True)


def check_recycling(pack: EvidencePack) -> Iterator[Detected]:
    """`RECYCLING_DOUBLE`: burden-free recycled input and an end-of-life credit for the same material; `RECYCLED_SHARE` outside [0, 1]."""
    credited = {line.material: line for line in pack.lines if line.stage is Stage.END_OF_LIFE and line.mg < 0 and line.material}
    for line in pack.lines:
        if not 0.0 <= line.recycled_share <= 1.0:
            yield Detected(code="RECYCLED_SHARE", place=line.id, expected="[0, 1]", found=shown(line.recycled_share))
        if line.stage is Stage.MATERIALS and line.recycled_share > 0 and line.material in credited:
            credit = credited[line.material]
            found = f"{line.id} ({shown(line.recycled_share)}) + {credit.id} ({credit.mg} mg)"
            yield Detected(
                code="RECYCLING_DOUBLE",
                place=line.material,
                expected="recycled input or credit",
                found=found,
                effect_mg=-credit.mg,
                of_rule=True,
            )
    for credit in credited.values():
        if pack.study.end_of_life_method == "cut-off":
            yield Detected(
                code="RECYCLING_METHOD",
                place=credit.id,
                expected="no credit under cut-off",
                found=f"{credit.mg} mg",
                effect_mg=-credit.mg,
                of_rule=True,
            )


def check_credit_ranges(pack: EvidencePack) -> Iterator[Detected]:
    """`CREDIT_OVERLAP`: two ranges of one prefix share a serial; `CREDIT_RANGE`: not numbers, or first > last; `CREDIT_BENEFICIARY`."""
    ranges: list[tuple[str, int, int, str]] = []
    for credit in pack.credits:
        if not (credit.serial_first.isdigit() and credit.serial_last.isdigit()) or int(credit.serial_first) > int(credit.serial_last):
            yield Detected(
                code="CREDIT_RANGE",
                place=credit.id,
                expected="first ≤ last",
                found=f"{credit.serial_first} – {credit.serial_last}",
                of_rule=True,
            )
            continue
        if credit.beneficiary != pack.organisation:
            yield Detected(code="CREDIT_BENEFICIARY", place=credit.id, expected=pack.organisation, found=credit.beneficiary, of_rule=True)
        ranges.append((credit.serial_prefix, int(credit.serial_first), int(credit.serial_last), credit.id))
    ranges.sort()
    for before, after in itertools.pairwise(ranges):
        if before[0] == after[0] and after[1] <= before[2]:
            found = f"{before[3]}: {before[1]} – {before[2]}"
            yield Detected(code="CREDIT_OVERLAP", place=after[3], expected=f"> {before[2]}", found=found, of_rule=True)
