"""`lingtan neutralise confirm`: the registry's own word, entered by one person and checked by another."""

from __future__ import annotations

import base64
from datetime import datetime
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import Fact, digest_bytes, from_plain, to_plain
from lingtan.files import read_bytes
from lingtan.neutrality import Confirmation, CreditLine, assess, check_document, reference_key, require_eligible
from lingtan.neutrality import confirm as confirmed_line
from lingtan.rules import load_pack
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace
from lingtan.services.orders.instruct import cancellation_of
from lingtan.store import Store, Transaction

__all__ = ["confirm_retirement", "credit_lines", "evidence_files"]


def confirm_retirement(
    workspace: Workspace, number: str, line: int, said: Confirmation, document: Path, *, maker: str, actor: str, at: datetime
) -> CreditLine:
    """Take the registry's confirmation of one line (from 1). `actor` checks what `maker` entered; the document goes into the evidence.

    Raises LedgerError for another beneficiary, date or person (METHODS 15, 16), MethodError when the credit is not eligible on that day.
    """
    data, organisation = read_bytes(document), workspace.profile.organisation
    check_document(said, digest_bytes(data))
    with workspace.store() as store:
        cancellation = cancellation_of(store, number, organisation)
        if not 1 <= line <= len(cancellation.picks):
            raise InputError("LINE_UNKNOWN", place=f"{number} line {line}", count=len(cancellation.picks))
        pick, retirement = cancellation.picks[line - 1], cancellation.retirements[line - 1]
        credit = confirmed_line(pick, said, holder=cancellation.order.holder, serials_root=cancellation.serials_root)
        rules = load_pack(cancellation.eligibility[line - 1].pack.split("@")[0])
        require_eligible(assess(pick.block, rules, cancelled_on=said.retired_on))
        by = workspace.by(actor, at)

        def work(transaction: Transaction) -> None:
            transaction.ledger.confirm(
                id=command_id(organisation, "confirm", retirement, said.registry_reference),
                by=by,
                retirement=retirement,
                reference=reference_key(said.registry_reference),
                retired_on=said.retired_on,
                beneficiary_text=said.beneficiary,
                evidence_digest=digest_bytes(data),
                maker=maker,
                url=said.registry_url,
            )
            body: dict[str, Any] = {
                "line": to_plain(credit),
                "document": {"name": document.name, "base64": base64.b64encode(data).decode()},
            }
            name = command_id(organisation, "confirmation", retirement, said.registry_reference)
            transaction.append(Fact(id=name, kind="confirmation", subject=retirement, by=by, asset="co2e_credit", unit="g", body=body))

        store.write(work)
        return credit


def _confirmations(store: Store | Transaction, number: str, organisation: str) -> list[dict[str, Any]]:
    found = cancellation_of(store, number, organisation)
    facts = [store.latest("confirmation", name, organisation=organisation) for name in found.retirements]
    return [dict(fact.body) for fact in facts if fact is not None and isinstance(fact.body, dict)]


def credit_lines(store: Store | Transaction, number: str, organisation: str) -> tuple[CreditLine, ...]:
    """The confirmed lines of a cancellation, in the order of its picks."""
    return tuple(from_plain(CreditLine, body["line"], place=number) for body in _confirmations(store, number, organisation))


def evidence_files(store: Store | Transaction, number: str, organisation: str) -> dict[str, bytes]:
    """The registry's documents by their name in the full bundle."""
    documents = [body["document"] for body in _confirmations(store, number, organisation)]
    return {f"evidence/retirement-{i + 1}.txt": base64.b64decode(document["base64"]) for i, document in enumerate(documents)}
