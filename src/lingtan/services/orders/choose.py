"""What was typed on the command line as the types of the neutrality room."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lingtan.evidence import digest_bytes
from lingtan.files import read_bytes
from lingtan.neutrality import Basis, Confirmation, Entity, Policy
from lingtan.services.orders.lots import Choices

__all__ = ["choices", "confirmation", "holder_of"]


def choices(quantile: float | None, rules: str) -> Choices:
    """Policy and rule pack: the mean, or a buffer to a quantile."""
    policy = Policy() if quantile is None else Policy(basis=Basis.QUANTILE, quantile=quantile)
    return Choices(policy=policy, rule_pack=rules)


def holder_of(name: str, identifier: str) -> Entity:
    """The holder as a controlled entity."""
    return Entity(name=name, identifier=identifier)


def confirmation(
    *, reference: str, url: str, retired_on: date, reason: str, beneficiary: str, document: Path, serials: str = ""
) -> Confirmation:
    """The registry's word, with the digest of its document, and its serial range where it was typed in."""
    return Confirmation(
        registry_reference=reference,
        registry_url=url,
        retired_on=retired_on,
        reason=reason,
        beneficiary=beneficiary,
        evidence_digest=digest_bytes(read_bytes(document)),
        serials=serials,
    )
