"""The products that may be ordered: those whose verification ended in a signed statement."""

from __future__ import annotations

import json
from dataclasses import dataclass

from lingtan.assurance import StatementSigned, SurveillanceDone
from lingtan.errors import InputError
from lingtan.services.house.workspace import Workspace
from lingtan.store import Entry

__all__ = ["ProductChoice", "product_choices", "product_of"]

_MOST = 200
#: The last event of an engagement whose statement stands; whether it carries an order on its day is asked when the order is planned.
_STANDING = (StatementSigned.__name__, SurveillanceDone.__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductChoice:
    """One verified product: model, configuration, years [a] and place of use that an order names."""

    study: str
    label: str
    manufacturer: str
    model: str
    configuration: str
    years: float
    place: str


def product_choices(workspace: Workspace) -> tuple[ProductChoice, ...]:
    """The products whose verification ended in a statement that was not withdrawn, the latest first."""
    organisation = workspace.profile.organisation
    with workspace.store() as store:
        engagements = store.catalogue("assurance_event", organisation=organisation, limit=_MOST).rows
        studies = dict.fromkeys(entry.ref for entry in engagements if entry.ref and entry.state in _STANDING)
        found = [entry for study in studies for entry in store.catalogue("study", organisation=organisation, prefix=study, limit=1).rows]
    return tuple(choice for entry in found if (choice := _choice(entry)) is not None)


def product_of(workspace: Workspace, study: str) -> ProductChoice:
    """The product of a study. Raises InputError `ORDER_PRODUCT_UNVERIFIED`."""
    found = next((choice for choice in product_choices(workspace) if choice.study == study), None)
    if found is None:
        raise InputError("ORDER_PRODUCT_UNVERIFIED", place="study", study=study[:80])
    return found


def _choice(entry: Entry) -> ProductChoice | None:
    """The choice; None where the key is too long to be kept in full, and the order needs its table."""
    if not (entry.key or "").startswith("["):
        return None
    manufacturer, model, configuration, years, place = json.loads(entry.key or "[]")
    named = {"manufacturer": manufacturer, "model": model, "configuration": configuration, "years": float(years), "place": place}
    return ProductChoice(study=entry.subject, label=entry.label, **named)
