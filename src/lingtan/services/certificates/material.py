"""Everything a certificate is made of, gathered from the record under its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lingtan.attest import RowOpening, RowTree, SerialTree, derive_secret, verify_credential
from lingtan.errors import MethodError
from lingtan.evidence import JSON, StatementOfFootprint, to_plain
from lingtan.neutrality import Cancellation, CreditLine, batch_tree
from lingtan.product import DeviceFootprint, DeviceSpec
from lingtan.services.assure.statement import statement_for
from lingtan.services.footprint.studies import find_study
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.confirmation import credit_lines
from lingtan.services.orders.instruct import cancellation_of
from lingtan.store import Store, Transaction

__all__ = ["Material", "gather", "rows_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The cancellation, its recomputed figure, the certifier's statement, the confirmed lines, and the two commitment trees."""

    cancellation: Cancellation
    device: DeviceFootprint
    statement: StatementOfFootprint
    statement_document: dict[str, Any]
    independence_digest: str
    lines: tuple[CreditLine, ...]
    serials: SerialTree
    rows: RowTree


def gather(workspace: Workspace, store: Store | Transaction, number: str) -> Material:
    """The material of an own certificate. Raises MethodError `STATEMENT_FOR_ORDER` without a statement, AttestError for a forged one."""
    organisation = workspace.profile.organisation
    cancellation = cancellation_of(store, number, organisation)
    device = find_study(store, cancellation.study_digest, organisation=organisation).require()
    found = statement_for(store, cancellation.study_digest, organisation=organisation)
    if found is None:
        raise MethodError("STATEMENT_FOR_ORDER", place=cancellation.order.number, subject=device.footprint.subject)
    statement, document, independence = found
    verify_credential(document, workspace.trust().certifiers)
    order, lot = cancellation.order, cancellation.lot
    return Material(
        cancellation=cancellation,
        device=device,
        statement=statement,
        statement_document=document,
        independence_digest=independence,
        lines=credit_lines(store, number, organisation),
        serials=batch_tree(order, lot, cancellation.requirement.required_g, workspace.master),
        rows=rows_of(workspace, device.inventory.spec, cancellation.study_digest),
    )


def rows_of(workspace: Workspace, spec: DeviceSpec, study_digest: str) -> RowTree:
    """A salted commitment to the attributes, to each BOM row (the supplier's figure is in it) and workshop's readings (METHODS 25)."""
    rows: list[JSON] = [to_plain(spec.attributes), *map(to_plain, spec.bom), *map(to_plain, spec.workshops)]
    salts = [derive_secret(workspace.master, "row", study_digest, str(index)) for index in range(len(rows))]
    return RowTree.build([RowOpening(salt=salt, row=row) for salt, row in zip(salts, rows, strict=True)])
