"""A site's certification: which grade may be verified, by whom, and what was asked so far. The verification itself has its own page."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission, Role
from lingtan.services.assessment.views.case_files import files_of
from lingtan.services.assure.register import certifiers, colleagues, known_certifier, named
from lingtan.services.assure.request import Preparer
from lingtan.services.certify.applying import apply_for
from lingtan.services.certify.keeping import keep_dossier
from lingtan.services.certify.views.standing import CertificationPage, certification_page
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.assessment.asked import Name, SiteId

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


class ApplyForm(BaseModel):
    """What is to be verified, by whom, and who prepared it."""

    standard: str = Field(max_length=60, pattern=r"^[A-Za-z0-9._-]+$")
    grade: str = Field(max_length=60)
    boundary: str = Field(max_length=2_000)
    certifier: str = Field(max_length=200)
    prepared_by: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The verification that was asked for."""

    engagement: str


def certification(caller: Caller, site: SiteId = "", standard: Name = "") -> CertificationPage:
    """Which grades may be verified, and what was asked so far."""
    return certification_page(caller.workspace, caller.house.accounts, site=site, standard=standard)


def apply(caller: Caller, site: Identifier, form: ApplyForm) -> Asked:
    """Record the dossier of a site and ask a verification body of this server for a statement on it."""
    accounts, own, workspace = caller.house.accounts, caller.organisation, caller.workspace
    files = files_of(workspace, site, form.standard)
    people = named(colleagues(accounts, own, Role.MAKER), form.prepared_by)
    certifier = known_certifier(certifiers(accounts, own), form.certifier)
    dossier = keep_dossier(
        workspace, files.site, form.standard, grade=form.grade, boundary=form.boundary, actor=caller.user, at=caller.now(),
        facts=files.facts, own=files.own,
    )  # fmt: skip
    asked = apply_for(
        workspace, dossier, certifier=certifier, scope=form.standard, actor=caller.user, at=caller.now(),
        prepared_by=tuple(Preparer(login=person.id, name=person.name) for person in people),
    )  # fmt: skip
    return Asked(engagement=asked.engagement)


PAGES: tuple[Page, ...] = (
    Page(
        path="/assessment/certification",
        view=certification,
        template="assessment/certification.html",
        title="CERTIFY_TITLE",
        may=Permission.FACTORY_READ,
        nav="factory",
        sheets=(
            Sheet(
                name="grades",
                title="ASSESS_GRADES",
                rows=lambda view: view.grades,
                columns=(
                    Column(name="words", title="ASSESS_GRADE", kind=Kind.WORDS),
                    Column(name="refusal", title="CERTIFY_WHY_NOT", kind=Kind.MESSAGE),
                ),
            ),
            Sheet(
                name="asked",
                title="CERTIFY_ASKED",
                rows=lambda view: view.asked,
                columns=(
                    Column(name="engagement", title="VERIFICATION_ENGAGEMENT", link="/verification/{engagement}"),
                    Column(name="standard", title="ASSESS_STANDARD"),
                    Column(name="grade", title="ASSESS_GRADE"),
                    Column(name="certifier", title="VERIFICATION_PARTY"),
                    Column(name="state", title="VERIFICATION_STATE", kind=Kind.STATE, prefix="VERIFICATION_STATE_"),
                ),
                empty="CERTIFY_NONE",
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(
        path="/assessment/certification/{site}/apply",
        run=apply,
        may=Permission.VERIFICATION_ANSWER,
        then="/verification/{engagement}",
        done="VERIFICATION_DONE_REQUEST",
    ),
)
DOWNLOADS: tuple[Download, ...] = ()
