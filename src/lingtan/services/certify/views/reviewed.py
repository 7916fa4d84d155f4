"""What was handed in of a site, as its verification body sees it: judged anew, with every quantity and how it is known."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.assessment import clause_titles, clauses_by_result, facts_file, vocabulary
from lingtan.errors import AssuranceError
from lingtan.messages import Language, Message
from lingtan.rules import Result
from lingtan.services.assure.views.room import VerificationRoom
from lingtan.services.certify.dossier import dossier_of
from lingtan.services.certify.judging import judged_anew
from lingtan.store import Store

__all__ = ["SiteClause", "SiteQuantity", "SiteReview", "site_review"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteQuantity:
    """A quantity in the unit of the vocabulary, how it is known and where from."""

    words: Mapping[Language, str]
    value: float
    unit: str
    quality: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteClause:
    """A clause of the standard: its id and what it asks for."""

    id: str
    words: Mapping[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReview:
    """The dossier of an engagement; `refusal` says why nothing could be signed on it."""

    site: str
    standard: str
    grade: str
    boundary: str
    year: int
    assessment_digest: str
    met: tuple[SiteClause, ...]
    not_met: tuple[SiteClause, ...]
    not_assessable: tuple[SiteClause, ...]
    quantities: tuple[SiteQuantity, ...]
    refusal: Message | None


def site_review(store: Store, room: VerificationRoom) -> SiteReview | None:
    """The site of an engagement; None where it is about a device. The reader is on a side of it."""
    dossier = dossier_of(store, room.pack, client=room.client)
    if dossier is None:
        return None
    file, refusal = facts_file(tomllib.loads(dossier.facts), place=dossier.site), None
    clauses: Mapping[Result, tuple[SiteClause, ...]] = dict.fromkeys(Result, ())
    try:
        made = judged_anew(dossier)
        words = clause_titles(made)
        clauses = {result: tuple(SiteClause(id=one, words=words[one]) for one in ids) for result, ids in clauses_by_result(made).items()}
    except AssuranceError as error:
        refusal = Message(code=error.code, params=error.params, place=error.place)
    known = vocabulary()
    rows = [(known[row.name], row) for row in file.quantity]
    return SiteReview(
        site=dossier.site, standard=dossier.standard, grade=dossier.grade, boundary=dossier.boundary, year=file.year,
        assessment_digest=dossier.assessment_digest, met=clauses[Result.MET], not_met=clauses[Result.NOT_MET],
        not_assessable=clauses[Result.NOT_ASSESSABLE], refusal=refusal,
        quantities=tuple(
            SiteQuantity(words=one.label, value=row.value, unit=one.unit, quality=row.quality.value, source=row.source) for one, row in rows
        ),
    )  # fmt: skip
