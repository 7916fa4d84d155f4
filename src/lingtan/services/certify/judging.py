"""A dossier judged anew from its own files, whatever its record says."""

from __future__ import annotations

import tomllib

from lingtan.assessment import Assessment, assess, check_certifiable, facts_file, overlaid, ratios, standard
from lingtan.errors import AssuranceError
from lingtan.services.certify.dossier import SiteDossier

__all__ = ["judged_anew"]


def judged_anew(dossier: SiteDossier) -> Assessment:
    """The assessment from the dossier's own files, for the grade that is asked for.

    Raises AssuranceError `DOSSIER_DIFFERS` where it is not the one on record, and as `check_certifiable`.
    """
    base = standard(dossier.standard)
    forms = ratios(location_kg_per_kwh=dossier.location_kg_per_kwh, market_kg_per_kwh=dossier.market_kg_per_kwh)
    chosen = overlaid(base, tomllib.loads(dossier.own), place=dossier.standard) if dossier.own else base
    file = facts_file(tomllib.loads(dossier.facts), place=dossier.site)
    made = assess(chosen, file, forms)
    if (made.digest, made.facts_digest) != (dossier.assessment_digest, dossier.facts_digest):
        raise AssuranceError("DOSSIER_DIFFERS", place=dossier.site, expected=dossier.assessment_digest, found=made.digest)
    check_certifiable(chosen, made, file, forms, grade=dossier.grade)
    return made
