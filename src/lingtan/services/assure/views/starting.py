"""Where a request for verification begins: own studies on record, and the evidence pack of one, to be completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lingtan.errors import MethodError
from lingtan.evidence import canonical_bytes, to_plain
from lingtan.services.footprint.evidence import evidence_pack
from lingtan.services.footprint.frozen import thaw
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store

__all__ = ["StudyChoice", "VerificationStart", "starting_pack_bytes", "verification_start"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyChoice:
    """A frozen study that may be sent to be verified. [mg CO2e]."""

    study: str
    label: str
    mean_mg: int | None
    at: datetime

    @property
    def mean_kg(self) -> float | None:
        """The mean. [kg CO2e]."""
        return None if self.mean_mg is None else self.mean_mg / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationStart:
    """Own studies, the latest first, and the one that was chosen, if any."""

    studies: tuple[StudyChoice, ...]
    chosen: StudyChoice | None
    total: int
    page: int
    per_page: int


def verification_start(
    store: Store, organisation: str, *, study: str = "", search: str = "", page: int, per_page: int
) -> VerificationStart:
    """The studies of this organisation. Raises MethodError `STUDY_UNKNOWN` for a chosen one that is not among them."""
    found = store.catalogue("study", organisation=organisation, search=search, offset=(page - 1) * per_page, limit=per_page)
    chosen = store.catalogue("study", organisation=organisation, prefix=study, limit=2).rows if study else ()
    if study and len(chosen) != 1:
        raise MethodError("STUDY_UNKNOWN", place=study, matches=len(chosen))
    rows, one = ([StudyChoice(study=e.subject, label=e.label, mean_mg=e.amount, at=e.first_at) for e in es] for es in (found.rows, chosen))
    return VerificationStart(studies=tuple(rows), chosen=one[0] if one else None, total=found.total, page=page, per_page=per_page)


def starting_pack_bytes(store: Store, study: str, *, organisation: str, as_of: date) -> bytes:
    """The evidence pack of an own study as it stands, as JSON. Raises MethodError `STUDY_UNKNOWN` or `METHOD_VERSION`."""
    fact = store.latest("study", study, organisation=organisation)
    if fact is None:
        raise MethodError("STUDY_UNKNOWN", place=study, matches=0)
    device = thaw(body_of(fact), place=study).recompute()
    return canonical_bytes(to_plain(evidence_pack(device, organisation=organisation, as_of=as_of)))
