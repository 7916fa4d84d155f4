"""From the room's answer to the record that is kept and shown."""

from __future__ import annotations

from lingtan.factory import Plan, Reachable, yields
from lingtan.messages import Language
from lingtan.services.factory.bills import bills_view
from lingtan.services.factory.reach import reach_sentence
from lingtan.services.sites.planned import Planned, PlannedResult, SizeRow, YieldRow

__all__ = ["planned_of"]


def planned_of(made: Plan | Reachable) -> Planned:
    """The record of an answer."""
    if isinstance(made, Reachable):
        sentence = {language.value: reach_sentence(made, language) for language in Language}
        return Planned(basis=made.basis.value, cap_t=made.cap_t, result=None, sentence=sentence, unserved_mwh=made.unserved_mwh)
    site, found, basic = made.model.site, made.solution, made.model.basic
    checked = found.verification
    assert checked is not None  # a plan stands on a verified optimum
    bills, energy = bills_view(made), yields(made)
    result = PlannedResult(
        money=made.money, carbon=made.carbon, basic_charge=basic.rule.value if basic else "", solver=found.solver,
        sizes=tuple(_size(name, size, made.duals.get(name, 0.0)) for name, size in made.sizes.items() if "_used_" not in name),
        yields=tuple(YieldRow(name=name, p50_kwh=one["p50_kwh"], p90_kwh=one["p90_kwh"]) for name, one in energy.items()),
        bill_before_yuan=float(str(bills["before_yuan"])), bill_after_yuan=float(str(bills["after_yuan"])),
        primal_kw=checked.primal * 1000, gap_share=checked.gap_share, solve_seconds=found.solve_seconds,
    )  # fmt: skip
    basis = site.cap.basis.value if site.cap else "location"
    return Planned(basis=basis, cap_t=site.cap.co2_t if site.cap else None, result=result, sentence={})


def _size(name: str, value: float, dual_yuan: float) -> SizeRow:
    """`pv_kw` is so many kilowatts of pv, `measure_solder_share` so many hundredths of solder."""
    item, _, ending = name.removeprefix("measure_").rpartition("_")
    if ending == "share":
        return SizeRow(item=item, value=100 * value, unit="%", dual_yuan=dual_yuan / 100)
    return SizeRow(item=item, value=value, unit={"kw": "kW", "kwh": "kWh"}.get(ending, ending), dual_yuan=dual_yuan)
