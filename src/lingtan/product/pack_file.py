"""Class packs from TOML: inheritance (`extends`), types, and what types cannot say. Every refusal names the file and the field."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from lingtan.errors import InputError
from lingtan.product.components import MODELS, main_unit
from lingtan.product.pack import ClassPack, ModelDoubt, Template
from lingtan.product.quantity import Quantity
from lingtan.product.spec import read_record
from lingtan.quantities import Unit

__all__ = ["available_packs", "load_class_pack", "merged", "pack_from_mapping"]


def available_packs() -> tuple[str, ...]:
    """Names of the built-in class packs, sorted; names that begin with `_` are shared parts and not classes."""
    folder = files("lingtan.product").joinpath("packs")
    names = (entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name for name in names if not name.startswith("_")))


@cache
def load_class_pack(name: str) -> ClassPack:
    """The built-in pack of this class. Raises InputError `CLASS_NOT_MODELLED` naming the classes that are."""
    if name not in available_packs():
        raise InputError("CLASS_NOT_MODELLED", place=name, name=name, known=", ".join(available_packs()))
    return pack_from_mapping(_raw(name), place=f"{name}.toml")


def _raw(name: str) -> dict[str, Any]:
    path = files("lingtan.product").joinpath("packs", f"{name}.toml")
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as exc:
        raise InputError("PACK_TOML", place=f"{name}.toml", detail=str(exc)) from exc
    base = data.pop("extends", None)
    return merged(_raw(base), data) if base else data


#: Tables that replace their like of the base as a whole: shares that sum to 1, and a quantity with its one base.
_WHOLE = ("chassis", "fates", "shares", "parts_shares", "quantity")


def merged(base: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with `change` on top: tables merge, other values replace, and templates replace those of the same key or are added."""
    out = dict(base)
    for key, value in change.items():
        if key == "templates":
            kept = {entry["key"]: entry for entry in out.get("templates", [])}
            for entry in value:
                if entry.get("drop"):
                    kept.pop(entry["key"], None)
                else:
                    kept[entry["key"]] = entry
            out[key] = list(kept.values())
        elif (
            isinstance(value, Mapping)
            and isinstance(out.get(key), Mapping)
            and key not in ("chassis", "fates", "shares", "parts_shares", "quantity")
        ):
            out[key] = merged(dict(out[key]), value)
        else:
            out[key] = value
    return out


def pack_from_mapping(data: Mapping[str, Any], *, place: str) -> ClassPack:
    """A pack from TOML tables or from `class_pack.json`. Raises InputError with the file and the field that does not fit."""
    pack = read_record(ClassPack, data, place=place)
    _check(pack, place)
    return pack


def _check(pack: ClassPack, place: str) -> None:
    """What types cannot say: shares that must sum to 1, quantities with one base, unique keys, models that exist."""
    keys = [template.key for template in pack.templates]
    for template in pack.templates:
        where = f"{place} templates.{template.key}"
        if keys.count(template.key) > 1:
            raise InputError("PACK_DUPLICATE_KEY", place=where, key=template.key)
        if template.model not in MODELS:
            raise InputError("PACK_MODEL_UNKNOWN", place=where, name=template.model, known=", ".join(sorted(MODELS)))
        if template.main and template.main not in template.quantities:
            raise InputError("PACK_MAIN_UNKNOWN", place=where, name=template.main)
        main_unit_of(template, where)
        for name, quantity in template.quantities.items():
            _check_quantity(quantity, f"{where}.{name}")
    for name, prior in pack.priors.items():
        _check_quantity(prior.quantity, f"{place} priors.{name}")
        if prior.scope not in ("sku", "unit"):
            raise InputError("PACK_SCOPE", place=f"{place} priors.{name}", value=prior.scope)
    _check_model(pack.model, f"{place} model")
    groups: list[tuple[str, Mapping[str, float]]] = [
        ("freight.shares", pack.freight.shares),
        ("end_of_life.fates", pack.end_of_life.fates),
        ("end_of_life.packaging_fates", pack.end_of_life.packaging_fates),
    ]
    if pack.freight.parts_origin:
        groups.append(("freight.parts_shares", pack.freight.parts_shares))
    if pack.chassis:
        groups.append(("chassis", pack.chassis))
    groups.extend((f"freight.lanes.{lane.origin}-{lane.region}", lane.shares) for lane in pack.freight.lanes if lane.shares)
    for field_name, shares in groups:
        if any(share < 0 for share in shares.values()) or abs(sum(shares.values()) - 1.0) > 1e-9:
            raise InputError("SHARES_SUM", place=f"{place} {field_name}", field=field_name, value=sum(shares.values()))


def _check_model(model: ModelDoubt, place: str) -> None:
    if not 1.0 <= model.gsd <= 20.0:
        raise InputError("PACK_GSD", place=place, value=model.gsd)
    if model.gsd > 1.0 and not model.source.strip():
        raise InputError("PACK_SOURCE_MISSING", place=place)


def main_unit_of(template: Template, place: str) -> Unit | None:
    """Unit of the template's main quantity, None where it has none. Raises InputError `PACK_UNIT` for a unit that is not canonical."""
    if not template.main:
        return None
    try:
        return main_unit(template)[0]
    except (KeyError, ValueError) as exc:
        raise InputError("PACK_UNIT", place=place, value=template.options.get("unit", "-")) from exc


def _check_quantity(quantity: Quantity, place: str) -> None:
    bases = sum(base is not None for base in (quantity.attribute, quantity.table)) + (quantity.value is not None or bool(quantity.by_year))
    if bases != 1:
        raise InputError("PACK_QUANTITY_BASE", place=place)
    if not 1.0 <= quantity.gsd <= 20.0:
        raise InputError("PACK_GSD", place=place, value=quantity.gsd)
    for scale in quantity.scale:
        if not (math.isfinite(scale.reference) and scale.reference > 0 and math.isfinite(scale.exponent)):
            raise InputError("PACK_SCALE", place=place, by=scale.by)
    if quantity.attribute is None and not quantity.source.strip():
        raise InputError("PACK_SOURCE_MISSING", place=place)
