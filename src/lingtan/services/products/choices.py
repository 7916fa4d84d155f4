"""Products to choose from: the latest of the list, by label, without reading one of them."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.services.house.workspace import Workspace
from lingtan.services.products.record import CURRENT, KIND

__all__ = ["Choice", "choices_of"]

_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A product by its label."""

    product: str
    label: str


def choices_of(workspace: Workspace) -> tuple[Choice, ...]:
    """The products saved last, by label."""
    with workspace.store() as store:
        found = store.catalogue(KIND, organisation=workspace.profile.organisation, state=CURRENT, order="at", limit=_MOST)
    return tuple(sorted((Choice(product=row.subject, label=row.label) for row in found.rows), key=lambda choice: choice.label))
