"""The registry's own word on a cancellation: without it nothing is cancelled (METHODS 15), and it must name who it is for (METHODS 16)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lingtan.errors import InputError, LedgerError
from lingtan.neutrality.allocation import Pick
from lingtan.neutrality.orders import Entity

__all__ = ["Confirmation", "CreditLine", "check_lines", "confirm", "names_beneficiary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the registry confirms of one retirement: one project and one vintage. `evidence_digest` is of the document on file."""

    registry_reference: str
    registry_url: str
    retired_on: date
    reason: str
    beneficiary: str
    evidence_digest: str

    def __post_init__(self) -> None:
        for field in ("registry_reference", "registry_url", "reason", "beneficiary"):
            if not getattr(self, field).strip():
                raise InputError("CONFIRMATION_INCOMPLETE", place=self.registry_reference or "?", field=field)
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", self.evidence_digest):
            raise InputError("CONFIRMATION_INCOMPLETE", place=self.registry_reference, field="evidence_digest")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLine:
    """One confirmed range: a line of the certificate."""

    pick: Pick
    confirmation: Confirmation


def confirm(pick: Pick, confirmation: Confirmation, *, holder: Entity, serials_root: str) -> CreditLine:
    """The confirmed line of a pick.

    Raises LedgerError `RETIRED_TOO_EARLY` when the retirement lies before issuance or acquisition (then it was somebody else's),
    `RETIREMENT_NAMES_OTHER` when the registry's text names neither the holder nor the batch.
    """
    earliest = max(pick.block.issued_on, pick.block.acquired_on)
    if confirmation.retired_on < earliest:
        raise LedgerError(
            "RETIRED_TOO_EARLY", place=pick.serials.text, retired_on=confirmation.retired_on.isoformat(), earliest=earliest.isoformat()
        )
    if not names_beneficiary(confirmation.beneficiary, name=holder.name, identifier=holder.identifier, serials_root=serials_root):
        raise LedgerError("RETIREMENT_NAMES_OTHER", place=pick.serials.text, beneficiary=confirmation.beneficiary, holder=holder.name)
    return CreditLine(pick=pick, confirmation=confirmation)


def check_lines(lines: Iterable[CreditLine]) -> None:
    """One retirement is one project and one vintage. Raises LedgerError `RETIREMENT_MIXED` naming the registry's reference."""
    seen: dict[str, tuple[str, str, int]] = {}
    for line in lines:
        reference = f"{line.pick.block.registry.value} {line.confirmation.registry_reference}"
        if seen.setdefault(reference, line.pick.block.retirement_key) != line.pick.block.retirement_key:
            raise LedgerError("RETIREMENT_MIXED", place=reference)


#: What may stand before a name in a registry's text; a name inside a longer name is another name.
_LEAD = r"(?:^|[,;:|/、]\s*|\b(?:for|on behalf of|beneficiary)\s+|(?:受益人|代表)\s*)"
_TRAIL = r"(?=\s*(?:$|[,;:|/、.]|\())"
#: An identifier shorter than this says nothing when it stands alone.
_SHORTEST_IDENTIFIER = 8


def names_beneficiary(beneficiary: str, *, name: str, identifier: str, serials_root: str) -> bool:
    """Whether a registry's text names the holder (whole name or whole identifier) or the batch (its Merkle root)."""
    said = _plain(beneficiary)
    if serials_root and re.search(rf"(?<![0-9a-f]){re.escape(serials_root.removeprefix('sha256:').casefold())}(?![0-9a-f])", said):
        return True
    if len(identifier) >= _SHORTEST_IDENTIFIER and re.search(rf"(?<!\w){re.escape(_plain(identifier))}(?!\w)", said):
        return True
    wanted = _plain(name)
    return bool(wanted) and re.search(_LEAD + re.escape(wanted) + _TRAIL, said) is not None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
