"""The statement of an engagement, drafted on what was handed in: a study of a device, or the assessment of a site."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from lingtan import METHOD_VERSION
from lingtan.assessment import clause_titles, clauses_by_result
from lingtan.assurance import Engagement, SiteStatementBody, SiteStatementDrafted, VerificationWork
from lingtan.errors import AssuranceError
from lingtan.rules import Result
from lingtan.services.assure.engagement import engagement_of, record_event
from lingtan.services.assure.workflow import draft
from lingtan.services.certify.dossier import dossier_of
from lingtan.services.certify.judging import judged_anew
from lingtan.services.house.workspace import Workspace

__all__ = ["draft_handed_in"]


def draft_handed_in(workspace: Workspace, engagement: str, work: VerificationWork, *, actor: str, at: datetime) -> Engagement:
    """Draft the statement: figures and verdicts are worked out anew from what was handed in, none is typed.

    Accreditation and whether anything is synthetic are the engagement's and the record's, whatever `work` says. Raises AssuranceError
    `ENGAGEMENT_UNKNOWN`, `STATEMENT_FIELD`, for a site as `judged_anew`, for a device as `draft`.
    """
    with workspace.store() as store:
        state = engagement_of(store, engagement, organisation=workspace.profile.organisation)
        dossier = dossier_of(store, state.pack_digest, client=state.client)
    if dossier is None:
        return draft(workspace, engagement, work, actor=actor, at=at)
    made = judged_anew(dossier)
    if made.year >= at.year:
        raise AssuranceError("SITE_YEAR_OPEN", place=made.site, year=made.year)
    title = next(found.title for found in made.grades if found.id == dossier.grade)
    clauses = clauses_by_result(made)
    titles = {rule: {language.value: words for language, words in title.items()} for rule, title in clause_titles(made).items()}
    own = replace(work, accreditation=state.accreditation, synthetic=dossier.synthetic or workspace.profile.synthetic)
    body = SiteStatementBody(
        **own.said(), site=made.site, organisation=state.client, year=made.year, boundary=dossier.boundary, standard=made.standard,
        standard_digest=made.pack_digest, grade=dossier.grade, grade_title={language.value: words for language, words in title.items()},
        met=clauses[Result.MET], not_met=clauses[Result.NOT_MET], not_assessable=clauses[Result.NOT_ASSESSABLE], clause_titles=titles,
        assessment_digest=made.digest, facts_digest=made.facts_digest, method_version=METHOD_VERSION,
    )  # fmt: skip
    return record_event(workspace, engagement, SiteStatementDrafted(at=at, actor=actor, body=body))
