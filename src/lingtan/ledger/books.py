"""The books in memory: a View that also applies what was decided. For dry runs, and as the yardstick of every store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from lingtan.errors import ConflictError
from lingtan.evidence import JSON, Authorship, to_plain
from lingtan.ledger.accounts import Account
from lingtan.ledger.allocations import Allocation, Certificate, Claim, ClaimState, device_key
from lingtan.ledger.answers import Answer
from lingtan.ledger.changes import Changes, Details
from lingtan.ledger.commands import Command
from lingtan.ledger.decide import decide
from lingtan.ledger.idempotency import first_difference
from lingtan.ledger.ranges import Block
from lingtan.ledger.retirements import Retirement, RetirementState
from lingtan.ledger.transfers import Transfer

__all__ = ["Books", "request_of"]


def request_of(command: Command, by: Authorship) -> JSON:
    """What is compared when an id comes again: the command, who asks and for whom; not the clock nor the method."""
    return {"kind": type(command).__name__, "organisation": by.organisation, "actor": by.actor, "body": to_plain(command)}


@dataclass(slots=True)
class Books:
    """Everything the ledger knows, in dictionaries. `execute` is the whole life of a command."""

    accounts: dict[str, Account] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    resolutions: dict[str, Transfer] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    details: dict[str, Details] = field(default_factory=dict)
    retirements: dict[str, Retirement] = field(default_factory=dict)
    allocations: list[Allocation] = field(default_factory=list)
    claims: dict[tuple[str, str, str, str], Claim] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    commands: dict[str, tuple[JSON, Answer]] = field(default_factory=dict)

    def execute(self, command: Command, by: Authorship) -> Answer:
        """Decides and applies, once; a repeat gets the first answer, another body a ConflictError `ID_CONFLICT`."""
        request = request_of(command, by)
        if command.id in self.commands:
            recorded, answer = self.commands[command.id]
            if (differing := first_difference(recorded, request)) is not None:
                raise ConflictError("ID_CONFLICT", place=f"command {command.id}", field=differing.removeprefix("body."))
            return answer
        changes = decide(command, self, by)
        self._apply(changes)
        self.commands[command.id] = (request, changes.answer)
        return changes.answer

    def _apply(self, changes: Changes) -> None:
        self.accounts |= {account.id: account for account in changes.accounts}
        self.transfers |= {transfer.id: transfer for transfer in changes.transfers}
        self.resolutions |= {transfer.pending_id: transfer for transfer in changes.transfers if transfer.pending_id is not None}
        self.details |= {name: changes.details for name in changes.new_blocks if changes.details}
        self.blocks |= {block.id: block for block in changes.blocks}
        self.retirements |= {retirement.id: retirement for retirement in changes.retirements}
        self.allocations += changes.allocations
        self.claims |= {(claim.command, *_device(claim)): claim for claim in changes.claims}
        self.certificates |= {certificate.number: certificate for certificate in changes.certificates}
        for old, new in changes.claims_moved:
            for key, claim in self.claims.items():
                if claim.certificate == old and claim.state is ClaimState.LIVE:
                    self.claims[key] = replace(claim, certificate=new) if new is not None else replace(claim, state=ClaimState.REVOKED)

    def account(self, name: str) -> Account | None:
        """See View."""
        return self.accounts.get(name)

    def transfer(self, identifier: str) -> Transfer | None:
        """See View."""
        return self.transfers.get(identifier)

    def resolution(self, pending_id: str) -> Transfer | None:
        """See View."""
        return self.resolutions.get(pending_id)

    def block(self, identifier: str) -> Block | None:
        """See View."""
        return self.blocks.get(identifier)

    def overlapping(self, series: str, start: int, end: int) -> Sequence[Block]:
        """See View."""
        found = [b for b in self.blocks.values() if b.series == series and b.state.is_leaf and b.start < end and start < b.end]
        return sorted(found, key=lambda block: block.start)

    def retirement(self, identifier: str) -> Retirement | None:
        """See View."""
        return self.retirements.get(identifier)

    def due(self, organisation: str, at: datetime) -> Sequence[Retirement]:
        """See View."""
        waiting = (r for r in self.retirements.values() if r.state is RetirementState.RESERVED and r.organisation == organisation)
        return sorted((r for r in waiting if r.expires_at <= at), key=lambda retirement: retirement.id)

    def reference_holder(self, series: str, reference: str) -> str | None:
        """See View."""
        for retirement in self.retirements.values():
            confirmation = retirement.confirmation
            if confirmation is not None and retirement.series == series and confirmation.reference == reference:
                return retirement.id
        return None

    def live_claims(self, manufacturer: str, claim_scope: str, serials: Sequence[str]) -> Mapping[str, Claim]:
        """See View."""
        wanted = {(device_key(manufacturer), device_key(serial), claim_scope) for serial in serials}
        live = (claim for claim in self.claims.values() if claim.state is ClaimState.LIVE and _device(claim) in wanted)
        return {device_key(claim.serial): claim for claim in live}

    def certificate(self, number: str) -> Certificate | None:
        """See View."""
        return self.certificates.get(number)


def _device(claim: Claim) -> tuple[str, str, str]:
    return device_key(claim.manufacturer), device_key(claim.serial), claim.claim_scope
