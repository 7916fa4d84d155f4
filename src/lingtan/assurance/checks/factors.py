"""Factors: of the right class, of one GWP set, in the unit of the line, as published, and not superseded (METHODS 1, 9)."""

from __future__ import annotations

from collections.abc import Iterator

from lingtan.assurance.detected import Detected, shown
from lingtan.assurance.pack import EvidencePack, FactorKind, FactorUsed, InventoryLine
from lingtan.evidence import Stage

__all__ = ["check_factor_classes", "check_factor_editions", "check_gwp_sets"]

#: The kinds of factor that may stand on a line of each stage.
_FITTING: dict[Stage, frozenset[FactorKind]] = {
    Stage.MATERIALS: frozenset({FactorKind.CRADLE_TO_GATE, FactorKind.PROCESS, FactorKind.FREIGHT, FactorKind.ELECTRICITY_LIFE_CYCLE}),
    Stage.ASSEMBLY: frozenset({FactorKind.PROCESS, FactorKind.ELECTRICITY_LIFE_CYCLE, FactorKind.CRADLE_TO_GATE}),
    Stage.TRANSPORT: frozenset({FactorKind.FREIGHT}),
    Stage.USE: frozenset({FactorKind.ELECTRICITY_LIFE_CYCLE, FactorKind.PROCESS, FactorKind.CRADLE_TO_GATE}),
    Stage.END_OF_LIFE: frozenset({FactorKind.END_OF_LIFE, FactorKind.FREIGHT, FactorKind.ELECTRICITY_LIFE_CYCLE, FactorKind.PROCESS}),
}
#: What construction works also have there: waste of the site taken away (A5), renewed parts brought and the old ones taken away (B4).
_INSTALLED = frozenset({FactorKind.FREIGHT, FactorKind.END_OF_LIFE})
#: Published values may be printed with fewer digits than a study carries.
_TRANSCRIPTION = 5e-4


def _lines_of(pack: EvidencePack, factor: FactorUsed) -> list[InventoryLine]:
    return [line for line in pack.lines if line.factor == factor.id]


def check_factor_classes(pack: EvidencePack) -> Iterator[Detected]:
    """`FACTOR_CLASS` (a direct-emission electricity factor in a product, or a kind that does not fit the stage) and `LINE_UNIT`."""
    factors = {factor.id: factor for factor in pack.factors}
    for line in pack.lines:
        factor = factors.get(line.factor)
        if factor is None:
            continue
        fitting = _FITTING[line.stage] | (_INSTALLED if pack.study.is_works and line.stage in (Stage.ASSEMBLY, Stage.USE) else frozenset())
        if factor.kind not in fitting:
            expected = ", ".join(sorted(kind.value for kind in fitting))
            yield Detected(code="FACTOR_CLASS", place=line.id, expected=expected, found=factor.kind.value, effect_mg=line.mg, of_rule=True)
        if factor.unit != line.unit:
            yield Detected(code="LINE_UNIT", place=line.id, expected=factor.unit, found=line.unit, effect_mg=line.mg)


def check_gwp_sets(pack: EvidencePack) -> Iterator[Detected]:
    """`GWP_MIXED`: a factor or supplier figure under a GWP set that the study does not name. CO2-only factors fit every set.

    A study that mixes sets names them all (`not stated + AR5`) and bounds the effect (METHODS 9).
    """
    wanted = pack.study.gwp_set
    named = {*wanted.split(" + "), "CO2 only"}
    for factor in pack.factors:
        lines = _lines_of(pack, factor)
        if factor.gwp_set not in named and lines:
            yield Detected(
                code="GWP_MIXED",
                place=factor.id,
                expected=wanted,
                found=factor.gwp_set,
                effect_mg=sum(line.mg for line in lines),
                of_rule=True,
            )
    for figure in pack.suppliers:
        if figure.gwp_set not in named:
            yield Detected(
                code="GWP_MIXED", place=figure.id, expected=wanted, found=figure.gwp_set, effect_mg=round(figure.kg * 1e6), of_rule=True
            )


def check_factor_editions(pack: EvidencePack) -> Iterator[Detected]:
    """`FACTOR_STALE`: a later edition was out on the day of the study. `FACTOR_VALUE`: not what the edition of that year says."""
    for factor in pack.factors:
        lines = _lines_of(pack, factor)
        if not lines:
            continue
        amount = sum(line.amount * line.allocation for line in lines)
        known = [
            edition
            for edition in pack.editions
            if (edition.activity, edition.kind, edition.place) == (factor.activity, factor.kind, factor.place)
            and edition.published_on <= pack.as_of
        ]
        newest = max(known, key=lambda edition: edition.year, default=None)
        if newest is not None and newest.year > factor.year:
            effect = round((newest.value - factor.value) * amount * 1e6)
            expected, found = f"{newest.year}: {shown(newest.value)}", f"{factor.year}: {shown(factor.value)}"
            yield Detected(code="FACTOR_STALE", place=factor.id, expected=expected, found=found, effect_mg=effect, of_rule=True)
        for edition in known:
            if edition.year == factor.year and abs(edition.value - factor.value) > _TRANSCRIPTION * abs(edition.value):
                effect = round((edition.value - factor.value) * amount * 1e6)
                yield Detected(
                    code="FACTOR_VALUE", place=factor.id, expected=shown(edition.value), found=shown(factor.value), effect_mg=effect
                )
