"""The registry's own word on a cancellation: without it nothing is cancelled (METHODS 15), and it must name who it is for (METHODS 16)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lingtan.errors import InputError, LedgerError
from lingtan.evidence import is_web_address
from lingtan.neutrality.allocation import Pick
from lingtan.neutrality.orders import Entity
from lingtan.neutrality.serials import parse_serial

__all__ = ["Confirmation", "CreditLine", "check_document", "check_lines", "confirm", "names_beneficiary", "reference_key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the registry confirms of one retirement: one project and one vintage. `evidence_digest` is of the document on file.

    `serials` is the range as the document prints it; empty where it was not typed in, and then nobody compared it.
    """

    registry_reference: str
    registry_url: str
    retired_on: date
    reason: str
    beneficiary: str
    evidence_digest: str
    serials: str = ""

    def __post_init__(self) -> None:
        for field in ("registry_reference", "registry_url", "reason", "beneficiary"):
            if not getattr(self, field).strip():
                raise InputError("CONFIRMATION_INCOMPLETE", place=self.registry_reference or "?", field=field)
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", self.evidence_digest):
            raise InputError("CONFIRMATION_INCOMPLETE", place=self.registry_reference, field="evidence_digest")
        if not is_web_address(self.registry_url):
            raise InputError("CONFIRMATION_INCOMPLETE", place=self.registry_reference, field="registry_url")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLine:
    """One confirmed range: a line of the certificate."""

    pick: Pick
    confirmation: Confirmation


def confirm(pick: Pick, confirmation: Confirmation, *, holder: Entity, serials_root: str) -> CreditLine:
    """The confirmed line of a pick.

    Raises LedgerError `RETIRED_TOO_EARLY` when the retirement lies before issuance or acquisition (then it was somebody else's),
    `RETIREMENT_NAMES_OTHER` when the registry's text names neither the holder nor the batch, `RETIREMENT_OTHER_RANGE` when its serials are
    others, more or fewer than those that were reserved.
    """
    if confirmation.serials:
        said = parse_serial(pick.block.registry, confirmation.serials, place=confirmation.registry_reference)
        if (said.series, said.start, said.stop) != (pick.serials.series, pick.serials.start, pick.serials.stop):
            raise LedgerError("RETIREMENT_OTHER_RANGE", place=confirmation.registry_reference, found=said.text, wanted=pick.serials.text)
    earliest = max(pick.block.issued_on, pick.block.acquired_on)
    if confirmation.retired_on < earliest:
        raise LedgerError(
            "RETIRED_TOO_EARLY", place=pick.serials.text, retired_on=confirmation.retired_on.isoformat(), earliest=earliest.isoformat()
        )
    if not names_beneficiary(confirmation.beneficiary, name=holder.name, identifier=holder.identifier, serials_root=serials_root):
        raise LedgerError("RETIREMENT_NAMES_OTHER", place=pick.serials.text, beneficiary=confirmation.beneficiary, holder=holder.name)
    return CreditLine(pick=pick, confirmation=confirmation)


def check_document(confirmation: Confirmation, digest: str) -> None:
    """The document that is put on file is the one the entry was made from. Raises LedgerError `CONFIRMATION_DOCUMENT`."""
    if confirmation.evidence_digest != digest:
        raise LedgerError("CONFIRMATION_DOCUMENT", place=confirmation.registry_reference, wanted=confirmation.evidence_digest, found=digest)


def reference_key(reference: str) -> str:
    """The registry's reference as compared: width, case, blanks and kinds of dash make no other retirement."""
    plain = "".join(unicodedata.normalize("NFKC", reference).upper().split())
    return re.sub("[\u2010-\u2015\u2212]", "-", plain)


def check_lines(lines: Iterable[CreditLine]) -> None:
    """One retirement is one project and one vintage. Raises LedgerError `RETIREMENT_MIXED` naming the registry's reference."""
    seen: dict[str, tuple[str, str, int]] = {}
    for line in lines:
        reference = f"{line.pick.block.registry.value} {reference_key(line.confirmation.registry_reference)}"
        if seen.setdefault(reference, line.pick.block.retirement_key) != line.pick.block.retirement_key:
            raise LedgerError("RETIREMENT_MIXED", place=reference)


#: What may stand before a name in a registry's text; a name inside a longer name is another name.
_LEAD = r"(?:^|[,;:|/、]\s*|\b(?:for|on behalf of|beneficiary)\s+|(?:受益人|代表)\s*)"
_TRAIL = r"(?=\s*(?:$|[,;:|/、.]|\())"
#: Words before a name or identifier that may turn it round: such a text names nobody for certain.
_DENIES = re.compile(
    r"\b(?:not|no|nor|never|none|nothing|nobody|without|except|excluding|other than|instead of|rather than)\b|[非不未无除]"
)
#: An identifier shorter than this says nothing when it stands alone.
_SHORTEST_IDENTIFIER = 8


def names_beneficiary(beneficiary: str, *, name: str, identifier: str, serials_root: str) -> bool:
    """Whether a registry's text names the holder (whole name or whole identifier) or the batch (its Merkle root)."""
    said, wanted = _plain(beneficiary), _plain(name)
    patterns = [rf"(?<!\w){re.escape(serials_root.removeprefix('sha256:').casefold())}(?!\w)"] if serials_root else []
    patterns += [rf"(?<!\w){re.escape(_plain(identifier))}(?!\w)"] if len(identifier) >= _SHORTEST_IDENTIFIER else []
    patterns += [_LEAD + re.escape(wanted) + _TRAIL] if wanted else []
    return any(_DENIES.search(said[: at.start()]) is None for pattern in patterns for at in re.finditer(pattern, said))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
