"""openLCA JSON-LD packages as named systems: providers linked, units converted, formulas evaluated, joint products allocated or refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from lingtan.errors import InputError
from lingtan.evidence import from_plain
from lingtan.files.exchange.fallback import Fallback, drawable
from lingtan.files.exchange.formulas import Names, evaluate
from lingtan.files.exchange.openlca_entities import Entities, Units, entities_of, reference
from lingtan.files.exchange.openlca_labels import OWN_FILE, OpenlcaLabels
from lingtan.files.exchange.openlca_products import Product, is_product_exchange, products_of
from lingtan.files.exchange.openlca_uncertainty import law_record
from lingtan.files.trees import parse_json
from lingtan.lca.exchange import (
    LAW,
    ActivityLabel,
    EntryTable,
    FlowLabel,
    Laws,
    MethodLabel,
    NamedSystem,
    certain_laws,
    entry_table,
    marginal,
    scaled_laws,
)
from lingtan.messages import Message
from lingtan.uncertainty import Parameter

__all__ = ["system_of_openlca"]

Entity = Mapping[str, Any]


def system_of_openlca(files: Mapping[str, bytes], *, place: str, fallbacks: Collection[Fallback] = ()) -> NamedSystem:
    """The system of a package's files. One activity a product: a process with several is divided by its own allocation factors.

    Raises InputError `EXCHANGE_NOT_OPENLCA`, `EXCHANGE_SCHEMA`, `EXCHANGE_REFERENCE`, `EXCHANGE_ALLOCATION`, `EXCHANGE_NO_PROVIDER`,
    `EXCHANGE_PROVIDERS`, `EXCHANGE_DIRECTIONS`, `EXCHANGE_REGIONAL`, `EXCHANGE_UNCERTAINTY`, `EXCHANGE_LAW`, `EXCHANGE_FORMULA`,
    `EXCHANGE_NAME`; KernelError `ALLOCATION_SHARES`.
    """
    entities = entities_of(files, place=place)
    own = parse_json(files[OWN_FILE], place=f"{place}: {OWN_FILE}") if OWN_FILE in files else None
    labels = None if own is None else from_plain(OpenlcaLabels, own, place=f"{place}: {OWN_FILE}")
    reader = _Reader(entities, labels, fallbacks)
    reader.read_processes()
    factors = reader.read_methods()
    technosphere, tech_notes = drawable(reader.technosphere.table(), f"{place}: technosphere", fallbacks)
    biosphere, bio_notes = drawable(reader.biosphere.table(), f"{place}: biosphere", fallbacks)
    return NamedSystem(
        activities=tuple(reader.activities),
        flows=tuple(reader.flows.values()),
        methods=tuple(reader.methods),
        technosphere=technosphere,
        biosphere=biosphere,
        factors=factors.table(),
        production=np.array(reader.production, dtype=np.int64),
        multipliers=reader.multipliers,
        parameters={parameter.key: parameter for parameter in reader.own_parameters.values()},
        notes=(*reader.notes, *tech_notes, *bio_notes),
    )


class _Entries:
    """Entries with the factor that turns a written amount into one of the matrix."""

    def __init__(self) -> None:
        self.row: list[int] = []
        self.column: list[int] = []
        self.amount: list[float] = []
        self.flip: list[bool] = []
        self.scale: list[float] = []
        self.laws: list[Any] = []

    def add(self, at: tuple[int, int], amount: float, *, flip: bool, scale: float, law: Any) -> int:
        self.row.append(at[0])
        self.column.append(at[1])
        self.amount.append(amount)
        self.flip.append(flip)
        self.scale.append(scale)
        self.laws.append(law)
        return len(self.amount) - 1

    def table(self) -> EntryTable:
        scale = np.array(self.scale, dtype=np.float64)
        laws = np.concatenate(self.laws) if self.laws else np.zeros(0, dtype=LAW)
        amount = np.array(self.amount, dtype=np.float64) * scale
        return entry_table(self.row, self.column, amount, self.flip, scaled_laws(laws, scale))


class _Reader:
    def __init__(self, entities: Entities, labels: OpenlcaLabels | None, fallbacks: Collection[Fallback]) -> None:
        self.entities, self.units, self.fallbacks = entities, Units(entities), fallbacks
        self.own_activities = dict(labels.activities) if labels else {}
        self.own_flows = dict(labels.flows) if labels else {}
        self.own_methods = dict(labels.methods) if labels else {}
        self.own_parameters: dict[str, Parameter] = dict(labels.parameters) if labels else {}
        self.technosphere, self.biosphere = _Entries(), _Entries()
        self.activities: list[ActivityLabel] = []
        self.flows: dict[str, FlowLabel] = dict(self.own_flows)
        self.methods: list[MethodLabel] = []
        self.production: list[int] = []
        self.multipliers: dict[int, tuple[str, ...]] = {}
        self.notes: list[Message] = []
        self.products: list[Product] = []
        self._number = {flow_id: number for number, flow_id in enumerate(self.flows)}
        self._is_input: dict[str, bool] = {}
        self._globals = _names(entities.of("Parameter").values(), None)

    def read_processes(self) -> None:
        """Activities first, so that every exchange finds its provider."""
        order = [i for i in self.own_activities if i in self.entities.of("Process")]
        order += [i for i in self.entities.of("Process") if i not in self.own_activities]
        for process_id in order:
            process = self.entities.of("Process")[process_id]
            self.products += products_of(process, self.entities, place=self._where(process))
        for product in self.products:
            self.activities.append(self._label(product))
        makers: dict[str, list[int]] = {}
        for number, product in enumerate(self.products):
            makers.setdefault(product.flow, []).append(number)
        for number, product in enumerate(self.products):
            self._read_exchanges(number, product, makers)

    def _where(self, process: Entity) -> str:
        return f"{self.entities.name}: {process.get('name', reference(process))}"

    def _label(self, product: Product) -> ActivityLabel:
        process_id = reference(product.process)
        if process_id in self.own_activities:
            return self.own_activities[process_id]
        flow = self.entities.of("Flow")[product.flow]
        location = product.process.get("location")
        found = self.entities.of("Location").get(reference(location), location or {})
        return ActivityLabel(
            key=process_id if product.is_alone else f"{process_id}/{product.flow}",
            name=str(product.process.get("name", process_id)),
            place=str(found.get("code") or found.get("name") or ""),
            unit=self.units.reference_unit(flow, self._where(product.process)),
            product=str(flow.get("name", "")),
        )

    def _read_exchanges(self, column: int, product: Product, makers: Mapping[str, list[int]]) -> None:
        names = _names(product.process.get("parameters") or (), self._globals)
        for exchange in product.process.get("exchanges") or ():
            where = f"{self._where(product.process)} #{exchange.get('internalId', '?')}"
            flow = self.entities.get("Flow", exchange.get("flow"), where)
            amount, multipliers = self._amount(exchange, names, where)
            scale = self.units.scale(flow, exchange.get("unit"), exchange.get("flowProperty"), where)
            law = self._law(exchange, amount, multipliers, where)
            if flow.get("flowType") == "ELEMENTARY_FLOW":
                row = self._flow_number(flow, bool(exchange.get("isInput")), where)
                self.biosphere.add((row, column), amount, flip=False, scale=scale * product.share_of(exchange), law=law)
                continue
            is_waste = flow.get("flowType") == "WASTE_FLOW"
            if is_product_exchange(exchange, is_waste=is_waste):
                if reference(flow) == product.flow:
                    entry = self.technosphere.add((column, column), amount, flip=is_waste, scale=scale, law=law)
                    self.production.append(entry)
                continue
            provider = self._provider(exchange, reference(flow), makers, where)
            if provider is not None:
                is_taken = bool(exchange.get("isInput")) and not exchange.get("isAvoidedProduct")
                entry = self.technosphere.add((provider, column), amount, flip=is_taken, scale=scale * product.share_of(exchange), law=law)
                if multipliers:
                    self.multipliers[entry] = multipliers

    def _amount(self, exchange: Entity, names: Names, where: str) -> tuple[float, tuple[str, ...]]:
        """The amount, by its formula where there is one, and the parameters of ours in it."""
        formula, amount = str(exchange.get("amountFormula") or ""), float(exchange.get("amount", 0.0))
        parts = formula.split(" * ")
        if len(parts) > 1 and all(part in self.own_parameters for part in parts[1:]):
            return amount, tuple(self.own_parameters[part].key for part in parts[1:])
        return (evaluate(formula, names, place=where) if formula else amount), ()

    def _law(self, exchange: Entity, amount: float, multipliers: tuple[str, ...], where: str) -> Laws:
        """The exchange's own distribution; of one that parameters of ours scale, what they make of it alone."""
        if multipliers:
            known = {parameter.key: parameter for parameter in self.own_parameters.values()}
            law = marginal(amount, [known[key] for key in multipliers])
            return certain_laws(np.array([amount])) if law is None else law
        return law_record(exchange.get("uncertainty"), amount, place=where)

    def _flow_number(self, flow: Entity, is_input: bool, where: str) -> int:
        flow_id = reference(flow)
        if self._is_input.setdefault(flow_id, is_input) is not is_input:
            raise InputError("EXCHANGE_DIRECTIONS", place=where, flow=str(flow.get("name", flow_id)))
        if flow_id not in self.flows:
            unit = self.units.reference_unit(flow, where)
            self.flows[flow_id] = FlowLabel(key=flow_id, name=str(flow.get("name", "")), unit=unit, context=str(flow.get("category", "")))
        return self._number.setdefault(flow_id, len(self._number))

    def _provider(self, exchange: Entity, flow: str, makers: Mapping[str, list[int]], where: str) -> int | None:
        """Whose product is taken: the default provider's, or that of the only process that makes it."""
        wanted = reference(exchange.get("defaultProvider"))
        found = [n for n in makers.get(flow, ()) if not wanted or reference(self.products[n].process) == wanted]
        name = str((exchange.get("flow") or {}).get("name", flow))
        if len(found) > 1:
            raise InputError("EXCHANGE_PROVIDERS", place=where, flow=name, count=len(found))
        if found:
            return found[0]
        if Fallback.CUT_OFF not in self.fallbacks:
            raise InputError("EXCHANGE_NO_PROVIDER", place=where, flow=name)
        self.notes.append(Message(code="EXCHANGE_CUT_OFF", place=where, params={"flow": name}))
        return None

    def read_methods(self) -> _Entries:
        """Impact categories and their factors, in reference units; factors of flows that no process has fall away."""
        factors, numbers = _Entries(), self._number
        for number, (category_id, category) in enumerate(self.entities.of("ImpactCategory").items()):
            name = str(category.get("name", category_id))
            label = MethodLabel(key=category_id, name=name, unit=str(category.get("refUnit", "")))
            self.methods.append(self.own_methods.get(category_id, label))
            where = f"{self.entities.name}: {name}"
            for factor in category.get("impactFactors") or ():
                flow_id = reference(factor.get("flow"))
                if reference(factor.get("location")):
                    raise InputError("EXCHANGE_REGIONAL", place=where, places=1)
                if flow_id in numbers:
                    flow = self.entities.get("Flow", factor.get("flow"), where)
                    value = self._factor_value(factor, where)
                    scale = 1.0 / self.units.scale(flow, factor.get("unit"), factor.get("flowProperty"), where)
                    law = law_record(factor.get("uncertainty"), value, place=where)
                    factors.add((numbers[flow_id], number), value, flip=False, scale=scale, law=law)
        return factors

    def _factor_value(self, factor: Entity, where: str) -> float:
        formula = str(factor.get("formula") or "")
        return evaluate(formula, self._globals, place=where) if formula else float(factor.get("value", 0.0))


def _names(parameters: Any, around: Names | None) -> Names:
    """The parameters of a scope: numbers, and formulas of those that are computed."""
    listed = [(str(p.get("name", "")).casefold(), p) for p in parameters]
    return Names(
        numbers={name: float(p.get("value") or 0.0) for name, p in listed},
        formulas={name: str(p["formula"]) for name, p in listed if p.get("formula") and not p.get("isInputParameter")},
        around=around,
    )
