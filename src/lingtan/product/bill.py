"""Components into lines: the pack's templates, with the bill of materials and supplier figures in their place."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lingtan.errors import InputError
from lingtan.evidence import Mark, Stage
from lingtan.messages import Message
from lingtan.product.background import Background
from lingtan.product.bom import BomLine
from lingtan.product.components import MODELS, Flow, Part, main_unit
from lingtan.product.impute import Completed
from lingtan.product.lines import Line
from lingtan.product.pack import ClassPack, Template
from lingtan.product.quantity import Amount, evaluate
from lingtan.product.recycled import counts
from lingtan.product.spec import DeviceSpec
from lingtan.product.stages import StructuralMass
from lingtan.product.supplier import Replacement, SupplierVerdict, figure_gsd, generic_gsd, judge, part_key
from lingtan.quantities import Unit, find_place
from lingtan.uncertainty import Parameter, Scope, Shape

__all__ = ["Bill", "build_parts"]


@dataclass(slots=True)
class Bill:
    """What the components of one device came to."""

    lines: list[Line] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    structural: tuple[StructuralMass, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    warnings: tuple[Message, ...] = ()


def build_parts(
    spec: DeviceSpec,
    pack: ClassPack,
    completed: Completed,
    background: Background,
    *,
    places: Mapping[str, str],
    recycled: Mapping[str, float],
    constants: Mapping[str, float],
) -> Bill:
    """Lines of the templates: materials and assembly, and what else a class keeps there. `places`: codes of `assembly` and `use`.

    A BOM line replaces the template of its kind (stated in a warning); several lines of one kind replace it together. A supplier's figure
    that may stand for the part replaces the generic flows, and both are logged.
    """
    bill = Bill()
    by_template = _match(spec.bom, pack, completed)
    split = dict(spec.attributes.chassis) or dict(pack.chassis)
    for template in _active(pack, completed):
        part = _part(template, pack, completed, places=places, recycled=recycled, split=split, constants=constants)
        bom = by_template.get(template.key, [])
        if not bom:
            _write(bill, background, template, list(MODELS[template.model](part)))
            _structural(bill, template, part)
            continue
        note = Message(code="BOM_REPLACES_TEMPLATE", params={"component": template.key, "lines": len(bom)}, place=bom[0][1].cell or None)
        bill.warnings = (*bill.warnings, note)
        for index, line in bom:
            _write_bom(bill, background, part, line, key=part_key(line, index), mass_balance=pack.allow_mass_balance)
    return bill


def _active(pack: ClassPack, completed: Completed) -> list[Template]:
    return [t for t in pack.templates if all(completed.choices.get(name) == value for name, value in t.when.items())]


def _match(bom: tuple[BomLine, ...], pack: ClassPack, completed: Completed) -> dict[str, list[tuple[int, BomLine]]]:
    """BOM lines by the key of the template that they replace. A kind is a template's key, or the model of exactly one template."""
    active = _active(pack, completed)
    matched: dict[str, list[tuple[int, BomLine]]] = {}
    for index, line in enumerate(bom):
        by_key = [t for t in active if t.key == line.kind]
        found = by_key or [t for t in active if t.model == line.kind]
        if len(found) != 1:
            names = sorted({t.key for t in active})
            near = difflib.get_close_matches(line.kind, names, n=1)
            raise InputError(
                "BOM_KIND_UNKNOWN",
                place=line.cell or f"bom {line.part}",
                kind=line.kind,
                nearest=near[0] if near else "-",
                known=", ".join(names),
            )
        if not found[0].main:
            raise InputError("BOM_KIND_FIXED", place=line.cell or f"bom {line.part}", kind=line.kind)
        matched.setdefault(found[0].key, []).append((index, line))
    return matched


def _part(
    template: Template,
    pack: ClassPack,
    completed: Completed,
    *,
    places: Mapping[str, str],
    recycled: Mapping[str, float],
    split: Mapping[str, float],
    constants: Mapping[str, float],
) -> Part:
    amounts = {
        name: evaluate(
            quantity,
            key=f"sku/{template.key}/{name}",
            known=completed.numbers,
            choices=completed.choices,
            report_year=completed.report_year,
            place=f"pack {pack.name}: templates.{template.key}.{name}",
        )
        for name, quantity in template.quantities.items()
    }
    place = places.get(template.place) or find_place(template.place, place=f"pack {pack.name}: {template.key}").code
    return Part(
        template=template,
        amounts=amounts,
        place=place,
        assembly_place=places["assembly"],
        choices=completed.choices,
        recycled=recycled,
        materials=pack.materials,
        split=split,
        constants=constants,
    )


def _write(bill: Bill, background: Background, template: Template, flows: list[Flow], *, prefix: str = "", part: str = "") -> None:
    for flow in flows:
        stage = flow.stage or template.stage
        node = background.stage_node(flow.activity, flow.place, stage)
        if not node:  # all of it is behind the workshop's meters
            continue
        bill.parameters.extend(flow.amount.parameters)
        bill.lines.append(
            Line(
                key=f"{stage.value}/{template.key}/{prefix}{flow.suffix}",
                stage=stage,
                component=template.component,
                activity=flow.activity,
                node=node,
                amount=flow.amount.value,
                unit=flow.unit,
                place=flow.place,
                multipliers=flow.amount.multipliers,
                mark=flow.amount.mark,
                origin=flow.amount.origin,
                part=part,
            )
        )


def _write_bom(bill: Bill, background: Background, part: Part, line: BomLine, *, key: str, mass_balance: bool) -> None:
    template = part.template
    where = line.cell or f"bom {line.part}"
    place = find_place(line.place_of_make, place=where).code if line.place_of_make else part.place
    parameter = Parameter(key=f"sku/bom/{key}", shape=Shape.LOGNORMAL, spread=line.gsd, scope=Scope.SKU)
    amount = Amount(
        value=line.amount * line.quantity * _main_factor(template, line, where),
        mark=Mark.DECLARED,
        multipliers=(parameter.key,) if line.gsd > 1.0 else (),
        origin=where,
        parameters=(parameter,) if line.gsd > 1.0 else (),
    )
    options = dict(template.options) | ({"material": line.material} if line.material else {})
    counted = line.recycled_share if line.custody and counts(line.custody, allow_mass_balance=mass_balance) else 0.0
    if line.recycled_share > 0 and counted == 0.0 and line.custody:
        note = Message(
            code="RECYCLED_NOT_COUNTED",
            params={"material": line.material, "share": line.recycled_share, "custody": line.custody.value},
            place=where,
        )
        bill.warnings = (*bill.warnings, note)
    own = replace(
        part,
        template=replace(template, options=options),
        amounts={**part.amounts, template.main: amount},
        place=place,
        recycled={line.material: counted} if line.material else part.recycled,
    )
    flows = list(MODELS[template.model](own))
    if line.supplier is None:
        _write(bill, background, template, flows, prefix=f"{key}/", part=line.part)
        _structural(bill, own.template, own)
        return
    _write_supplier(bill, background, own, line, key=key, flows=flows)


def _main_factor(template: Template, line: BomLine, where: str) -> float:
    """From the line's unit to the unit of the template's main quantity; raises InputError `BOM_UNIT` for another dimension."""
    want, factor = main_unit(template)
    if line.unit is not want:
        raise InputError("BOM_UNIT", place=where, kind=line.kind, want=want.value, got=line.unit.value)
    return factor


def _write_supplier(bill: Bill, background: Background, part: Part, line: BomLine, *, key: str, flows: list[Flow]) -> None:
    figure = line.supplier
    if figure is None:
        return
    template = part.template
    where = line.cell or f"bom {line.part}"
    bought = [flow for flow in flows if (flow.stage or template.stage) is Stage.MATERIALS]
    generic = tuple((background.stage_node(flow.activity, flow.place, Stage.MATERIALS), flow.amount.value) for flow in bought)
    spreads = tuple(background.resolved[node].gsd_total for node, _ in generic if node in background.resolved)
    least = sum(background.least_kg(node) * amount for node, amount in generic if amount > 0)
    verdict = judge(figure, line.amount, generic_least_kg=least / line.quantity if line.quantity else 0.0)
    gsd = figure_gsd(figure, generic_gsd(spreads))
    used = verdict is SupplierVerdict.USED
    node = background.supplier(key, kg_co2e=figure.kg_co2e, gsd=gsd, place=part.place) if used else ""
    log = Replacement(
        part=line.part,
        supplier=figure.supplier,
        verdict=verdict,
        supplier_kg=figure.kg_co2e * line.quantity,
        quantity=line.quantity,
        verification=figure.verification,
        gsd=gsd,
        market_instrument=figure.market_instrument,
        gwp_set=figure.gwp_set,
        node=node,
        generic_nodes=generic,
        cell=line.cell,
    )
    bill.replacements = (*bill.replacements, log)
    if not used:
        note = Message(
            code="SUPPLIER_QUARANTINED", params={"part": line.part, "supplier": figure.supplier, "reason": verdict.value}, place=where
        )
        bill.warnings = (*bill.warnings, note)
        _write(bill, background, template, flows, prefix=f"{key}/", part=line.part)
        _structural(bill, template, part)
        return
    if figure.market_instrument:
        note = Message(code="SUPPLIER_MARKET_BASED", params={"part": line.part, "instrument": figure.market_instrument}, place=where)
        bill.warnings = (*bill.warnings, note)
    bill.lines.append(
        Line(
            key=f"{template.stage.value}/{template.key}/{key}/supplier",
            stage=template.stage,
            component=template.component,
            activity=f"supplier/{key}",
            node=node,
            amount=line.quantity,
            unit=Unit.PIECE,
            place=part.place,
            multipliers=(),
            mark=Mark.SUPPLIER,
            origin=f"{figure.supplier} {figure.year}: {figure.reference or where}",
            part=line.part,
        )
    )
    kept = [flow for flow in flows if (flow.stage or template.stage) is not Stage.MATERIALS]
    _write(bill, background, template, kept, prefix=f"{key}/", part=line.part)


def _structural(bill: Bill, template: Template, part: Part) -> None:
    """Notes the structural masses that the other end-of-life methods turn over."""
    if template.model != "structure":
        return
    mass = part.amount("mass_kg")
    single = template.options.get("material")
    split = {single: 1.0} if single else part.split
    for name, share in sorted(split.items()):
        material = part.materials[name]
        if share > 0 and material.recycled:
            entry = StructuralMass(
                name=name, mass=mass.scaled(share * material.input_per_kg), recycled=part.recycled.get(name, 0.0), place=part.place
            )
            bill.structural = (*bill.structural, entry)
