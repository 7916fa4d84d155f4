"""`lingtan assess review SITE EVENTS`: where the on-site review of a self-assessment stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lingtan.assessment import assess
from lingtan.assessment.review import Review, review, review_file
from lingtan.files import read_json
from lingtan.services.assessment.case import open_case

__all__ = ["review_view"]


def review_view(site: Path, standard: str, events: Path, *, on: date, facts: Path | None = None, own: Path | None = None) -> Review:
    """The review of a site's assessment as it is now. Raises InputError as its files do, AssuranceError as the workflow."""
    case = open_case(site, standard, facts=facts, own=own)
    acts, certificate = review_file(read_json(events), place=events.name)
    return review(assess(case.standard, case.facts, case.forms), acts, certificate, on=on)
