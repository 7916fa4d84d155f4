"""A site's dossier on record: the very files of a self-assessment, so that whoever verifies it judges them anew."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.evidence import digest_record, from_plain
from lingtan.services.footprint.studies import body_of
from lingtan.store import Store, Transaction

__all__ = ["DOSSIER", "SiteDossier", "dossier_of", "dossiers"]

#: The kind of fact.
DOSSIER = "site_dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDossier:
    """What is handed in: facts and own text as written, the grid's factors [kg CO2/kWh], the grade asked for, the boundary."""

    site: str
    standard: str
    grade: str
    boundary: str
    facts: str
    own: str
    location_kg_per_kwh: float
    market_kg_per_kwh: float
    assessment_digest: str
    facts_digest: str
    synthetic: bool = False

    @property
    def digest(self) -> str:
        """The digest under which it is handed in."""
        return digest_record(self)


def dossiers(store: Store | Transaction, client: str) -> tuple[SiteDossier, ...]:
    """The dossiers of a house, in the order they were recorded."""
    return tuple(from_plain(SiteDossier, body_of(row), place=row.id) for row in store.facts(kind=DOSSIER, organisation=client))


def dossier_of(store: Store | Transaction, digest: str, *, client: str) -> SiteDossier | None:
    """The dossier of this digest; None where what was handed in is something else."""
    fact = store.latest(DOSSIER, digest, organisation=client) if digest else None
    return None if fact is None else from_plain(SiteDossier, body_of(fact), place=fact.id)
