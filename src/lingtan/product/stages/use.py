"""Use: a year's typical energy × years × life-cycle electricity of the place, the latest published factor held flat (METHODS 2)."""

from __future__ import annotations

from lingtan.evidence import Mark
from lingtan.product.components import Flow
from lingtan.product.pack import UseProfile
from lingtan.product.quantity import Amount, Known
from lingtan.quantities import Unit
from lingtan.uncertainty import Parameter, Scope, Shape

__all__ = ["use_flow"]


def use_flow(profile: UseProfile, *, tec_kwh: Known, service_years: Known, place: str) -> Flow:
    """Electricity of the service life. [kWh] = TEC [kWh/a] × years [a] × demand factor [-].

    A TEC is measured on a duty cycle: how far the configuration's real use differs is a SKU parameter, how far each user differs a
    unit parameter, so a batch averages the one and not the other (METHODS 4).
    """
    parameters = []
    for scope, spread in ((Scope.SKU, profile.sku_gsd), (Scope.UNIT, profile.unit_gsd)):
        if spread > 1.0:
            parameters.append(Parameter(key=f"{scope.value}/use/kwh", shape=Shape.LOGNORMAL, spread=spread, scope=scope))
    tec = Amount(value=tec_kwh.value, mark=tec_kwh.mark, multipliers=tec_kwh.multipliers, origin=tec_kwh.origin)
    years = Amount(value=service_years.value, mark=service_years.mark, multipliers=service_years.multipliers, origin=service_years.origin)
    cycle = Amount(
        value=profile.demand_factor,
        mark=Mark.DECLARED,
        multipliers=tuple(parameter.key for parameter in parameters),
        origin=profile.source,
        parameters=tuple(parameters),
    )
    return Flow(suffix="electricity", activity="electricity", amount=tec.times(years).times(cycle), unit=Unit.KWH, place=place)
