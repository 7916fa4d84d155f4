"""A product changed: attributes set anew as its next version, or as a variant that stands beside it as a product of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lingtan.errors import InputError
from lingtan.product import DeviceSpec, Variant, apply_variant, spec_from_mapping
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.record import WITHDRAWN, Version, current_version
from lingtan.services.products.saving import DRAWS, SEED, Saved, save_product

__all__ = ["NAMING", "changed_spec", "save_changes", "save_variant"]

#: Attributes that make another product of a device: they do not change within one.
NAMING = frozenset({"manufacturer", "model", "configuration", "device_class"})


def save_changes(workspace: Workspace, product: str, changes: Mapping[str, Any], *, actor: str, at: datetime) -> Saved:
    """The next version with these attributes set; None takes one away, so that it is imputed.

    Raises InputError `PRODUCT_UNKNOWN`, `PRODUCT_STATE` for a withdrawn one, `PRODUCT_NAMING` for a change of its name, and what the
    attributes refuse; nothing is then written.
    """
    version = _standing(workspace, product)
    named = sorted(name for name in NAMING & set(changes) if changes[name] != version.attributes[name])
    if named:
        raise InputError("PRODUCT_NAMING", place=named[0], field=named[0])
    spec = changed_spec(version, changes, configuration=version.attributes["configuration"])
    return save_product(workspace, spec, actor=actor, at=at, seed=version.seed, draws=version.draws)


def save_variant(workspace: Workspace, product: str, changes: Mapping[str, Any], *, configuration: str, actor: str, at: datetime) -> Saved:
    """The device with these changes as a product of its own, under another configuration's name.

    Raises InputError `PRODUCT_UNKNOWN`, `VARIANT_NAME` when the name is empty or the product's own, and what the attributes refuse.
    """
    version = _standing(workspace, product)
    name = configuration.strip()
    if not name or name == version.attributes["configuration"]:
        raise InputError("VARIANT_NAME", place="configuration", name=name)
    return save_product(workspace, changed_spec(version, changes, configuration=name), actor=actor, at=at, seed=SEED, draws=DRAWS)


def changed_spec(version: Version, changes: Mapping[str, Any], *, configuration: str) -> DeviceSpec:
    """The version's device with the changes applied. An attribute that is set loses its source: nobody has seen one for the new value."""
    base = spec_from_mapping(version.spec, place=version.product)
    said = {name: value for name, value in changes.items() if value != version.attributes.get(name) and name != "configuration"}
    return apply_variant(base, Variant(configuration=configuration, set_attributes=said))


def _standing(workspace: Workspace, product: str) -> Version:
    version = current_version(workspace, product)
    if version.state == WITHDRAWN:
        raise InputError("PRODUCT_STATE", place=product, state=version.state)
    return version
