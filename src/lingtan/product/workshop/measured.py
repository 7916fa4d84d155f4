"""Measured electricity of a device's own soldering and assembly: lines in the place of what the library estimates for them (METHODS 11).

A step's activities keep what the meters do not see (fluxes, cleaning); their electricity, and nitrogen where its station is behind the
meters, is the measured line. A measured figure is used whether it is higher or lower than the estimate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.errors import InputError, MethodError, Param
from lingtan.evidence import DEFAULT_MONTHS, Intensity, IntensityForecast, Mark, Stage, WorkshopProcess
from lingtan.messages import Message
from lingtan.product.background import Background
from lingtan.product.lines import Line
from lingtan.product.spec import DeviceSpec
from lingtan.quantities import Unit
from lingtan.uncertainty import Parameter, Scope, Shape

__all__ = ["Measured", "line_of", "measured_lines", "metered_inputs"]

_COMPONENTS: Mapping[WorkshopProcess, str] = {
    WorkshopProcess.BOARD_SOLDERING: "soldering",
    WorkshopProcess.FINAL_ASSEMBLY: "assembly_line",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The lines that workshops stand for, with the parameters of their standard errors, and what the reader should know."""

    lines: tuple[Line, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    warnings: tuple[Message, ...] = ()


def line_of(process: WorkshopProcess) -> str:
    """The key of the step's line of measured (or forecast) electricity."""
    return f"{Stage.ASSEMBLY.value}/{process.value}/electricity"


def metered_inputs(spec: DeviceSpec, *, least_months: int = DEFAULT_MONTHS) -> dict[WorkshopProcess, frozenset[str]]:
    """The inputs of each step that meters (or a plan) stand for.

    Raises InputError `INTENSITY_TWICE` for two of one step, MethodError `INTENSITY_PERIOD`, `SAVING_PERIOD` for less than `least_months`.
    """
    found: dict[WorkshopProcess, frozenset[str]] = {}
    stated: tuple[Intensity | IntensityForecast, ...] = (
        *(use.intensity for use in spec.workshops),
        *(use.forecast for use in spec.forecasts),
    )
    for said in stated:
        if said.process in found:
            raise InputError("INTENSITY_TWICE", place=said.workshop, process=said.process.value)
        found[said.process] = frozenset(said.metered)
    for use in spec.workshops:
        use.intensity.require_months(least_months)
        if use.intensity.saving is not None:
            use.intensity.saving.require_counted(least_months=least_months)
    return found


def measured_lines(spec: DeviceSpec, background: Background, *, place: str) -> Measured:
    """The electricity of each step at the place of assembly. [kWh/device].

    Raises InputError `INTENSITY_PROCESS` for a step that the device does not take, MethodError `INTENSITY_PLACE` for a workshop elsewhere.
    """
    node = background.stage_node("electricity", place, Stage.ASSEMBLY) if spec.workshops or spec.forecasts else ""
    lines, parameters, warnings = [], [], []
    for use in spec.workshops:
        said = use.intensity
        _require_step(said.process, said.workshop, background)
        if not (said.place == place or said.place.startswith(f"{place}-")):
            raise MethodError("INTENSITY_PLACE", place=said.workshop, workshop_place=said.place, assembly_place=place)
        parameter = Parameter(
            key=f"workshop{'_synthetic' if said.synthetic else ''}/{said.process.value}/{said.digest[7:19]}",
            shape=Shape.NORMAL,
            spread=said.standard_error_share,
            scope=Scope.SKU,
        )
        parameters.append(parameter)
        lines.append(
            _line(
                said.process,
                node=node,
                kwh=use.kwh_per_device,
                place=place,
                mark=Mark.SYNTHETIC if said.synthetic else Mark.MEASURED,
                origin=f"{said.workshop}: {', '.join(said.meters)}, {said.period_start} … {said.period_end} ({said.digest[:19]})",
                multipliers=(parameter.key,),
            )
        )
        if not said.period_start.year <= background.production_year <= said.period_end.year:
            period, year = f"{said.period_start} … {said.period_end}", background.production_year
            params: dict[str, Param] = {"workshop": said.workshop, "period": period, "year": year}
            warnings.append(Message(code="INTENSITY_OTHER_YEAR", params=params, place=said.workshop))
    for expected in spec.forecasts:
        plan = expected.forecast
        _require_step(plan.process, plan.workshop, background)
        origin = f"forecast: {plan.plan_site} ({plan.plan_digest[:19]})"
        lines.append(_line(plan.process, node=node, kwh=expected.kwh_per_device, place=place, mark=Mark.MODELLED, origin=origin))
    return Measured(lines=tuple(lines), parameters=tuple(parameters), warnings=tuple(warnings))


def _require_step(process: WorkshopProcess, workshop: str, background: Background) -> None:
    if process not in background.steps_met:
        raise InputError("INTENSITY_PROCESS", place=workshop, process=process.value)


def _line(
    process: WorkshopProcess, *, node: str, kwh: float, place: str, mark: Mark, origin: str, multipliers: tuple[str, ...] = ()
) -> Line:
    return Line(
        key=line_of(process),
        stage=Stage.ASSEMBLY,
        component=_COMPONENTS[process],
        activity="electricity",
        node=node,
        amount=kwh,
        unit=Unit.KWH,
        place=place,
        multipliers=multipliers,
        mark=mark,
        origin=origin,
    )
