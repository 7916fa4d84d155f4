"""A scenario kept: what the controls of a what-if say becomes a variant of the product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import compute_plain
from lingtan.services.products.controls import changes_of
from lingtan.services.products.editing import save_variant
from lingtan.services.products.record import current_version
from lingtan.services.products.saving import Saved

__all__ = ["save_scenario"]


def save_scenario(workspace: Workspace, product: str, asked: Mapping[str, str], *, configuration: str, actor: str, at: datetime) -> Saved:
    """The product as asked, under another configuration's name. Raises as `what_if` and `save_variant` do."""
    changes = changes_of(compute_plain(current_version(workspace, product).spec), asked)
    return save_variant(workspace, product, changes, configuration=configuration, actor=actor, at=at)
