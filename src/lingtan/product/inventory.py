"""From a specification and a class pack to an inventory: lines of activity × amount, with every choice on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lingtan.errors import InputError
from lingtan.evidence import Mark, Stage
from lingtan.factors import FactorClass, FactorLibrary, Resolved, StepKind
from lingtan.lca import ProcessGraph
from lingtan.messages import Message
from lingtan.product.attributes import Finish, PackagingDesign
from lingtan.product.background import Background
from lingtan.product.bill import Bill, build_parts
from lingtan.product.bom import Verification
from lingtan.product.components import Flow
from lingtan.product.impute import Completed, Imputed, complete
from lingtan.product.lines import Line
from lingtan.product.pack import ClassPack
from lingtan.product.quantity import Amount, Known, worse
from lingtan.product.recycled import counted_recycled
from lingtan.product.spec import DeviceSpec
from lingtan.product.stages import EndOfLifeMethod, chain_flows, credit_flows, fate_flows, freight_flows, use_flow
from lingtan.product.supplier import Replacement
from lingtan.product.workshop.measured import measured_lines, metered_inputs
from lingtan.quantities import Unit, find_place
from lingtan.uncertainty import Parameter, Scope, Shape

__all__ = ["Inventory", "build_inventory", "latest_electricity_year"]

#: Components whose fibre gives back what it took up.
_FIBRE = ("packaging", "accessories")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything a figure is made of. Amounts are per functional unit (one device over its service years).

    `library` is what the factors were asked of: the whole one, or the excerpt that `footprint.assess` puts in its place. `left_out` are
    factors of steps that a workshop's meters stand for: they make nothing here, and the excerpt keeps them.
    """

    spec: DeviceSpec
    pack: ClassPack
    lines: tuple[Line, ...]
    graph: ProcessGraph
    parameters: Mapping[str, Parameter]
    imputed: tuple[Imputed, ...]
    numbers: Mapping[str, Known]
    choices: Mapping[str, str]
    resolved: Mapping[str, Resolved]
    replacements: tuple[Replacement, ...]
    assumptions: tuple[Message, ...]
    warnings: tuple[Message, ...]
    end_of_life: EndOfLifeMethod
    library: FactorLibrary
    data_year: int
    service_years: float
    place_of_use: str
    place_of_assembly: str
    left_out: tuple[Resolved, ...] = ()

    @property
    def factors_digest(self) -> str:
        """Digest of the library."""
        return _library_digest(self.library)


@lru_cache(maxsize=8)
def _library_digest(library: FactorLibrary) -> str:
    """A library does not change, and its digest is asked for once a device."""
    return library.digest


def build_inventory(
    spec: DeviceSpec,
    pack: ClassPack,
    library: FactorLibrary,
    *,
    data_year: int | None = None,
    end_of_life: EndOfLifeMethod = EndOfLifeMethod.CUT_OFF,
) -> Inventory:
    """The inventory of one device. Pure: the same spec, pack and library give the same inventory.

    `data_year` is the year asked of the factor library for use and end of life; None asks for its latest electricity, so that use rests on
    the latest published factor held flat (METHODS 2). Materials, assembly and transport ask for the report year where it is stated, for
    that is when the parts were made. Raises InputError for a specification the pack cannot carry, FactorError for a missing factor.
    """
    attributes = spec.attributes
    if attributes.device_class != pack.name:
        raise InputError("PACK_MISMATCH", place="attributes.device_class", want=pack.name, got=attributes.device_class)
    use_place = find_place(attributes.place_of_use, place="attributes.place_of_use").code
    assembly_place = find_place(attributes.place_of_assembly or pack.default_assembly, place="attributes.place_of_assembly").code
    completed = complete(attributes, pack)
    year = data_year or latest_electricity_year(library)
    background = Background(
        library=library,
        year=year,
        production_year=min(attributes.report_year or year, year),
        metered=metered_inputs(spec, least_months=pack.metering_months),
    )
    recycled, notes = counted_recycled(attributes.recycled, allow_mass_balance=pack.allow_mass_balance)
    places = {"assembly": assembly_place, "use": use_place}
    bill = build_parts(spec, pack, completed, background, places=places, recycled=recycled, constants=_constants(library))
    metered = measured_lines(spec, background, place=assembly_place)
    writer = _Writer(background=background)
    doubt = _model_doubt(pack)
    doubt_keys = tuple(parameter.key for parameter in doubt)
    verified = frozenset(entry.node for entry in bill.replacements if entry.verification is Verification.VERIFIED)
    made = (Stage.MATERIALS, Stage.ASSEMBLY)
    writer.lines.extend(line if line.node in verified or line.stage not in made else _doubted(line, doubt_keys) for line in bill.lines)
    writer.lines.extend(metered.lines)  # spared the doubt of method, like a verified supplier's figure
    for parameter in (*completed.parameters, *bill.parameters, *doubt, *metered.parameters):
        writer.parameters[parameter.key] = parameter
    _write_shared_stages(writer, spec, pack, completed, assembly=assembly_place, use=use_place)
    _release_biogenic(writer, use_place)
    out = 1.0 - pack.end_of_life.fates.get("eol_landfill", 0.0)
    for flow in credit_flows(end_of_life, bill.structural, dict(pack.materials), recycled_out=out):
        writer.write(flow, Stage.END_OF_LIFE, "recycling_credit")
    return Inventory(
        spec=spec,
        pack=pack,
        lines=tuple(writer.lines),
        graph=background.graph(),
        parameters=dict(sorted({**writer.parameters, **background.parameters}.items())),
        imputed=completed.imputed,
        numbers=dict(completed.numbers),
        choices=dict(completed.choices),
        resolved=dict(background.resolved),
        replacements=bill.replacements,
        assumptions=_assumptions(
            writer,
            spec,
            pack,
            completed,
            method=end_of_life,
            imputed_assembly=assembly_place if attributes.place_of_assembly is None else "",
        ),
        warnings=(*notes, *_unused_recycled(recycled, bill), *bill.warnings, *metered.warnings, *_fallback_warnings(background)),
        end_of_life=end_of_life,
        library=library,
        data_year=background.year,
        service_years=completed.numbers[pack.roles.years].value,
        place_of_use=use_place,
        place_of_assembly=assembly_place,
        left_out=tuple(background.left_out.values()),
    )


def _write_shared_stages(writer: _Writer, spec: DeviceSpec, pack: ClassPack, completed: Completed, *, assembly: str, use: str) -> None:
    """Transport, use and end of life of what the class's roles name; a class without the role has its templates instead."""
    numbers, roles = completed.numbers, pack.roles
    none = Amount(value=0.0, mark=Mark.DECLARED, origin="none in the class")
    box = _amount(numbers[roles.packaging]) if roles.packaging else none
    if roles.mass:
        device = _with(_amount(numbers[roles.mass]), [numbers[name] for name in roles.also])
        shipped = Amount(
            value=device.value + box.value,
            mark=device.mark,
            multipliers=device.multipliers,
            origin=f"{device.origin}; {box.origin}",
        )
        chain = spec.attributes.freight_chain
        legs = chain_flows(chain, shipped=shipped, start=assembly, end=use) if chain else None
        lane = freight_flows(pack.freight, stated=spec.attributes.freight, assembly=assembly, use=use, shipped=shipped)
        for flow in legs if legs is not None else lane:
            writer.write(flow, Stage.TRANSPORT, "freight")
    if roles.energy:
        flow = use_flow(pack.use, tec_kwh=numbers[roles.energy], service_years=numbers[roles.years], place=use)
        writer.write(flow, Stage.USE, "electricity_in_use")
    if roles.disposed or roles.packaging:
        gone = _with(_amount(numbers[roles.disposed]), [numbers[name] for name in roles.also]) if roles.disposed else none
        for flow in fate_flows(pack.end_of_life, device=gone, packaging=box, place=use):
            writer.write(flow, Stage.END_OF_LIFE, "end_of_life")


@lru_cache(maxsize=8)
def latest_electricity_year(library: FactorLibrary) -> int:
    """The latest year for which the library holds life-cycle electricity."""
    return max(factor.year for factor in library.factors if factor.klass is FactorClass.ELECTRICITY_LIFE_CYCLE)


class _Writer:
    """Turns flows into lines, each with its node in the graph."""

    def __init__(self, *, background: Background) -> None:
        self.background = background
        self.lines: list[Line] = []
        self.parameters: dict[str, Parameter] = {}

    def write(self, flow: Flow, stage: Stage, component: str) -> None:
        stage = flow.stage or stage
        for parameter in flow.amount.parameters:
            self.parameters[parameter.key] = parameter
        self.lines.append(
            Line(
                key=f"{stage.value}/{component}/{flow.suffix}",
                stage=stage,
                component=component,
                activity=flow.activity,
                node=self.background.stage_node(flow.activity, flow.place, stage),
                amount=flow.amount.value,
                unit=flow.unit,
                place=flow.place,
                multipliers=flow.amount.multipliers,
                mark=flow.amount.mark,
                origin=flow.amount.origin,
            )
        )


def _model_doubt(pack: ClassPack) -> tuple[Parameter, ...]:
    """The class's doubt of method, the same for every device of every maker; none where the pack states none."""
    if pack.model.gsd <= 1.0:
        return ()
    return (Parameter(key=f"model/{pack.name}/production", shape=Shape.LOGNORMAL, spread=pack.model.gsd, scope=Scope.COMMON),)


def _doubted(line: Line, doubt: tuple[str, ...]) -> Line:
    """The line with the doubt of method. A verified supplier's figure is spared it; an unverified one is not (METHODS 8)."""
    return replace(line, multipliers=(*line.multipliers, *doubt)) if doubt else line


def _amount(known: Known) -> Amount:
    return Amount(value=known.value, mark=known.mark, multipliers=known.multipliers, origin=known.origin)


def _with(device: Amount, also: list[Known]) -> Amount:
    """The device and what comes in its box beside it. [kg]; its doubt is the device's."""
    stated = [entry for entry in also if entry.value > 0.0]
    for entry in stated:
        mark, origin = worse(device.mark, entry.mark), f"{device.origin}; {entry.origin}"
        device = replace(device, value=device.value + entry.value, mark=mark, origin=origin)
    return device


def _constants(library: FactorLibrary) -> dict[str, float]:
    return {"ic_fab_yield": library.constant("ic_fab_yield").value}


def _release_biogenic(writer: _Writer, place: str) -> None:
    """What the packaging's fibre took up, it releases: net 0 over the life cycle, line by line with the same multipliers (METHODS 6)."""
    used: set[str] = set()
    for line in [entry for entry in writer.lines if entry.component in _FIBRE and entry.node in writer.background.resolved]:
        uptake = writer.background.uptake_per_unit(line.node)
        if uptake > 0:
            amount = Amount(value=line.amount * uptake, mark=line.mark, multipliers=line.multipliers, origin=f"release of {line.key}")
            suffix = f"release.{line.activity}"
            if suffix in used:  # two packagings of one material: the second by its own name
                suffix = f"release.{line.key.split('/')[1]}.{line.activity}"
            used.add(suffix)
            flow = Flow(suffix=suffix, activity="biogenic_co2_release", amount=amount, unit=Unit.KG, place=place)
            writer.write(flow, Stage.END_OF_LIFE, "end_of_life")


def _assumptions(
    writer: _Writer, spec: DeviceSpec, pack: ClassPack, completed: Completed, *, method: EndOfLifeMethod, imputed_assembly: str
) -> tuple[Message, ...]:
    notes = []
    if any(line.stage is Stage.USE and line.activity == "electricity" for line in writer.lines):
        notes.append(Message(code="ASSUMED_USE_ELECTRICITY", params={"years": completed.numbers[pack.roles.years].value}))
    notes.append(Message(code="ASSUMED_END_OF_LIFE", params={"method": method.value}))
    notes.append(Message(code="ASSUMED_CUTOFF", params={"cutoff": pack.cutoff}))
    if pack.roles.mass:
        legs = len(spec.attributes.freight_chain)
        freight = Message(code="ASSUMED_FREIGHT", params={"source": pack.freight.source})
        notes.append(Message(code="ASSUMED_FREIGHT_CHAIN", params={"legs": legs}) if legs else freight)
        if imputed_assembly:
            notes.append(Message(code="ASSUMED_ASSEMBLY_PLACE", params={"place": imputed_assembly}))
    if completed.choices.get("finish") in (Finish.WATERBORNE.value, Finish.SOLVENT_BORNE.value, Finish.POWDER.value):
        notes.append(Message(code="ASSUMED_FINISH", params={"finish": completed.choices["finish"]}))
    if spec.attributes.energy_test is not None:
        notes.append(Message(code="ASSUMED_ENERGY_TEST", params={"test": spec.attributes.energy_test.value}))
    if completed.choices.get("packaging") == PackagingDesign.FIBRE.value:
        notes.append(Message(code="ASSUMED_BAGASSE_ALLOCATION", params={}))
    return tuple(notes)


def _unused_recycled(recycled: Mapping[str, float], bill: Bill) -> tuple[Message, ...]:
    """A note for recycled content of a material that no structural part of the device holds."""
    held = {entry.name for entry in bill.structural}
    return tuple(
        Message(code="RECYCLED_NOT_IN_DEVICE", params={"material": name, "share": share}, place=f"recycled.{name}")
        for name, share in recycled.items()
        if name not in held
    )


def _fallback_warnings(background: Background) -> tuple[Message, ...]:
    """A note for each factor that is not quite the one asked for; a world figure of an activity that has no other is not worth one."""
    notes = []
    for node, found in background.resolved.items():
        told = [step for step in found.steps if step.extra_gsd > 1.0 or step.kind in (StepKind.OVERRIDE, StepKind.SCALED)]
        if told:
            said = "; ".join(f"{step.kind.value} {step.asked} → {step.used}" for step in told)
            notes.append(Message(code="FACTOR_FALLBACK", params={"activity": node, "factor": found.factor.id, "steps": said}, place=node))
    return tuple(notes)
