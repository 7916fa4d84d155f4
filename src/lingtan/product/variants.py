"""A configuration is a change set on a base specification, not a copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import to_plain
from lingtan.product.attributes import Attributes
from lingtan.product.bom import BomLine
from lingtan.product.spec import DeviceSpec, read_record

__all__ = ["Variant", "apply_variant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What differs from the base: attributes set, BOM parts removed by name, BOM lines added. `configuration` names the result."""

    configuration: str
    set_attributes: Mapping[str, Any] = field(default_factory=dict)
    remove_parts: tuple[str, ...] = ()
    add_parts: tuple[BomLine, ...] = ()


def apply_variant(base: DeviceSpec, variant: Variant) -> DeviceSpec:
    """The base with the change set applied. An attribute that is set loses the base's source unless `sources` is set with it.

    Raises InputError `UNKNOWN_ATTRIBUTE`, `VARIANT_PART_UNKNOWN`, and whatever the attributes themselves refuse.
    """
    known = {f.name for f in fields(Attributes)} - {"configuration"}
    plain = to_plain(base.attributes)
    attributes: dict[str, Any] = dict(plain) if isinstance(plain, Mapping) else {}
    sources: dict[str, Any] = dict(attributes.get("sources", {}))
    for name, value in variant.set_attributes.items():
        if name not in known:
            raise InputError("UNKNOWN_ATTRIBUTE", place=f"variant {variant.configuration}", field=name)
        attributes[name] = to_plain(value)
        sources.pop(name, None)
    attributes["configuration"] = variant.configuration
    if "sources" not in variant.set_attributes:
        attributes["sources"] = sources
    parts = {line.part for line in base.bom}
    for name in variant.remove_parts:
        if name not in parts:
            raise InputError("VARIANT_PART_UNKNOWN", place=f"variant {variant.configuration}", part=name)
    kept = tuple(line for line in base.bom if line.part not in variant.remove_parts)
    return replace(
        base,
        attributes=read_record(Attributes, attributes, place=f"variant {variant.configuration}"),
        bom=(*kept, *variant.add_parts),
    )
