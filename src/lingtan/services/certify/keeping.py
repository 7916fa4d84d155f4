"""The client records the dossier of a site: what no statement could be signed on is not handed in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lingtan.assessment import assess, check_certifiable
from lingtan.evidence import Fact, to_plain
from lingtan.services.assessment.case import open_case
from lingtan.services.assure.required import required
from lingtan.services.certify.dossier import DOSSIER, SiteDossier
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace

__all__ = ["keep_dossier"]


def keep_dossier(
    workspace: Workspace, site: Path, name: str, *, grade: str, boundary: str, actor: str, at: datetime,
    facts: Path | None = None, own: Path | None = None,
) -> SiteDossier:  # fmt: skip
    """Record the dossier of a site; the same again is the one that is there.

    Raises InputError as its files do, AssuranceError as `check_certifiable`: what no statement could be signed on is not handed in.
    """
    case = open_case(site, name, facts=facts, own=own)
    made = assess(case.standard, case.facts, case.forms)
    check_certifiable(case.standard, made, case.facts, case.forms, grade=grade)
    dossier = SiteDossier(
        site=made.site, standard=name, grade=grade, boundary=required(boundary, "boundary"),
        facts=(facts or site.with_suffix(".facts.toml")).read_text("utf-8"), own=own.read_text("utf-8") if own else "",
        location_kg_per_kwh=case.site.carbon.location_kg_per_kwh, market_kg_per_kwh=case.site.carbon.market_kg_per_kwh,
        assessment_digest=made.digest, facts_digest=made.facts_digest, synthetic=made.synthetic or workspace.profile.synthetic,
    )  # fmt: skip
    fact = Fact(
        id=command_id(workspace.profile.organisation, DOSSIER, dossier.digest), kind=DOSSIER, subject=dossier.digest,
        by=workspace.by(actor, at), asset="assessment", unit="1", body=to_plain(dossier),
    )  # fmt: skip
    with workspace.store() as store:
        if store.find(fact.id) is None:
            store.append(fact)
    return dossier
