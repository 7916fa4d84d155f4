"""A product withdrawn from the list, and put back: each a fact; its versions, studies and statements stay on record."""

from __future__ import annotations

from datetime import datetime

from lingtan.errors import InputError
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.record import CURRENT, WITHDRAWN, current_version
from lingtan.services.products.saving import Saved, append_version

__all__ = ["restore_product", "withdraw_product"]


def withdraw_product(workspace: Workspace, product: str, *, actor: str, at: datetime) -> Saved:
    """Take the product off the list. Raises InputError `PRODUCT_UNKNOWN`, `PRODUCT_STATE` when it is off already."""
    return _move(workspace, product, (CURRENT, WITHDRAWN), actor, at)


def restore_product(workspace: Workspace, product: str, *, actor: str, at: datetime) -> Saved:
    """Put a withdrawn product back. Raises InputError `PRODUCT_UNKNOWN`, `PRODUCT_STATE` when it was not withdrawn."""
    return _move(workspace, product, (WITHDRAWN, CURRENT), actor, at)


def _move(workspace: Workspace, product: str, states: tuple[str, str], actor: str, at: datetime) -> Saved:
    version = current_version(workspace, product)
    before, after = states
    if version.state != before:
        raise InputError("PRODUCT_STATE", place=product, state=version.state)
    with workspace.store() as store:
        body = dict(body_of(store.fact(version.fact)))
    return append_version(workspace, product, body | {"state": after}, actor, at)
