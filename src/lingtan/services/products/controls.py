"""The controls of a what-if: only what the class has and what moves its figure, each with its value now and its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.errors import InputError
from lingtan.product import Mode, PackagingDesign, Solder, StorageType
from lingtan.product.attributes import NUMERIC_ATTRIBUTES
from lingtan.product.stages import find_lane
from lingtan.services.products.computing import Computed

__all__ = ["Control", "changes_of", "controls_of"]

_NUMBERS = {"service_years": "a", "memory_gb": "GB", "storage_gb": "GB"}
_CHOICES = {"storage_type": tuple(StorageType), "solder": tuple(Solder), "packaging": tuple(PackagingDesign)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control: a number within bounds, a choice of options, or a place. `value` is what holds now, imputed or stated."""

    name: str
    kind: str
    value: str
    unit: str = ""
    least: float | None = None
    most: float | None = None
    options: tuple[str, ...] = ()
    is_imputed: bool = False


def controls_of(computed: Computed) -> tuple[Control, ...]:
    """Place, years, memory, storage, recycled content, solder, freight and packaging, as far as the class has them."""
    inventory, pack = computed.inventory, computed.inventory.pack
    said, taken = computed.spec.attributes, {entry.attribute: entry for entry in inventory.imputed}
    used = {quantity.attribute for template in pack.templates for quantity in template.quantities.values()} | {"service_years"}
    found = [Control(name="place_of_use", kind="place", value=inventory.place_of_use)]
    for name, unit in _NUMBERS.items():
        value = getattr(said, name) if getattr(said, name) is not None else taken[name].value if name in taken else None
        if name in used and value is not None:
            least, most = NUMERIC_ATTRIBUTES[name]
            found.append(Control(name=name, kind="number", value=f"{value:g}", unit=unit, least=least, most=most, is_imputed=name in taken))
    asked = {key for template in pack.templates for key in template.when} | {"solder", "packaging"}
    for name, options in _CHOICES.items():
        if name in asked and (now := inventory.choices.get(name)):
            found.append(Control(name=name, kind="choice", value=now, options=options, is_imputed=name in taken))
    for part in sorted({*pack.chassis, *said.chassis} & {name for name, entry in pack.materials.items() if entry.recycled}):
        share = next((entry.share for entry in said.recycled if entry.material == part), 0.0)
        found.append(Control(name=f"recycled_{part}", kind="share", value=f"{share * 100:g}", unit="%", least=0.0, most=100.0))
    places, mode = (inventory.place_of_assembly, inventory.place_of_use), said.freight[0].mode.value if len(said.freight) == 1 else ""
    offered = [m for m in Mode if pack.roles.mass and getattr(find_lane(pack.freight, *places), f"{m.value}_km") > 0]
    return (*found, *([Control(name="freight", kind="choice", value=mode, options=("", *offered))] if offered else []))


def changes_of(computed: Computed, asked: Mapping[str, str]) -> dict[str, Any]:
    """What was asked of the controls as attributes to set; a control left as it is sets nothing. Recycled content counts as segregated.

    Raises InputError `WHAT_IF_NUMBER`; the attributes refuse what is out of bounds.
    """
    now = {control.name: control for control in controls_of(computed)}
    said = {name: text.strip()[:80] for name, text in asked.items() if name in now and text.strip() not in ("", now[name].value)}
    shares = {name.removeprefix("recycled_"): _number(name, text) / 100 for name, text in said.items() if now[name].kind == "share"}
    changes: dict[str, Any] = {name: _number(name, text) for name, text in said.items() if now[name].kind == "number"}
    changes |= {name: text for name, text in said.items() if now[name].kind in ("choice", "place") and name != "freight"}
    if "freight" in said:
        changes |= {"freight": [{"mode": said["freight"], "share": 1.0}], "freight_chain": []}
    if shares:
        kept = [entry for entry in computed.spec.attributes.recycled if entry.material not in shares]
        changes["recycled"] = [*kept, *({"material": m, "share": share, "custody": "segregated"} for m, share in shares.items())]
    return changes


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as exc:
        raise InputError("WHAT_IF_NUMBER", place=name, value=text) from exc
