"""A product's attributes as a form: what was stated stands in it, what is empty is imputed."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.product import CpuClass, PackagingDesign, PanelType, Solder, StorageType
from lingtan.product.attributes import NUMERIC_ATTRIBUTES
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import compute_plain
from lingtan.services.products.record import current_version

__all__ = ["AttributeField", "AttributeForm", "attribute_form"]

_CHOICES: dict[str, tuple[str, ...]] = {
    "panel": tuple(PanelType), "cpu_class": tuple(CpuClass), "storage_type": tuple(StorageType), "packaging": tuple(PackagingDesign),
    "solder": tuple(Solder), "memory_generation": (), "nand": (), "place_of_assembly": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeField:
    """One attribute: `value` as stated, empty when it is not; `imputed` is what the class pack then takes."""

    name: str
    kind: str
    value: str
    imputed: str
    least: float | None = None
    most: float | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeForm:
    """The form of a product."""

    product: str
    manufacturer: str
    model: str
    configuration: str
    synthetic: bool
    fields: tuple[AttributeField, ...]


def attribute_form(workspace: Workspace, product: str) -> AttributeForm:
    """The form of the product as it stands. Raises InputError `PRODUCT_UNKNOWN`."""
    version = current_version(workspace, product)
    computed = compute_plain(version.spec)
    taken = {entry.attribute: str(entry.value) for entry in computed.inventory.imputed}
    said = {name: "" if value is None else str(value) for name, value in version.attributes.items()}
    fields = [AttributeField(name="place_of_use", kind="place", value=said["place_of_use"], imputed="")]
    fields.append(AttributeField(name="report_year", kind="integer", value=said["report_year"], imputed=taken.get("report_year", "")))
    for name, (least, most) in NUMERIC_ATTRIBUTES.items():
        fields.append(AttributeField(name=name, kind="number", value=said[name], imputed=taken.get(name, ""), least=least, most=most))
    for name, options in _CHOICES.items():
        kind = "choice" if options else "text"
        fields.append(AttributeField(name=name, kind=kind, value=said[name], imputed=taken.get(name, ""), options=options))
    names = {name: said[name] for name in ("manufacturer", "model", "configuration")}
    return AttributeForm(product=product, synthetic=computed.spec.is_synthetic, fields=tuple(fields), **names)
