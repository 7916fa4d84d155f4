"""Certificates: the list, one certificate as a document, its files, and what may be done with it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.certificates.deeds import Deed, replace_own, revoke_own
from lingtan.services.certificates.views.handing import handed_file
from lingtan.services.certificates.views.listing import CertificatesView, certificates_view
from lingtan.services.certificates.views.view import CertificateView, certificate_page
from lingtan.services.certificates.views.visible import Sight
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Number, PageNumber, PerPage, Search, Word
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.certificates.chart import STAGES

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES", "sight_of"]


class ReplaceForm(BaseModel):
    """For which market and audience the next edition is written, and why."""

    market: str = Field(max_length=10)
    audience: str = Field(max_length=3)
    reason: str = Field(max_length=2_000)


class RevokeForm(BaseModel):
    """Why the certificate no longer holds."""

    reason: str = Field(max_length=2_000)


def sight_of(caller: Caller) -> Sight:
    """What the caller may see: a customer, which may read no products, sees what it holds; others what their organisation issued."""
    return Sight(workspace=caller.workspace, as_holder=not caller.can(Permission.PRODUCTS_READ))


def certificates(
    caller: Caller, *, search: Search = "", state: Word = "", page: PageNumber = 1, per_page: PerPage = 50
) -> CertificatesView:
    """The certificates in sight, newest first."""
    return certificates_view(sight_of(caller), search=search, state=state, page=page, per_page=per_page)


def certificate(caller: Caller, number: Number) -> CertificateView:
    """One certificate."""
    return certificate_page(sight_of(caller), number, caller.language, at=caller.now())


def file(caller: Caller, number: Number, kind: str) -> File:
    """One of its files; what is confidential only for its issuer, the serials also for their holder."""
    may = caller.can(Permission.CERTIFICATES_ISSUE)
    found = handed_file(sight_of(caller), caller.house.workspace, number, kind, is_issuer=may)
    return File(name=found.name, data=found.data, media_type=found.media_type)


def replace(caller: Caller, number: Number, form: ReplaceForm) -> Deed:
    """Issue the next edition."""
    market, audience = form.market, form.audience
    return replace_own(caller.workspace, number, market=market, audience=audience, reason=form.reason, actor=caller.user, at=caller.now())


def revoke(caller: Caller, number: Number, form: RevokeForm) -> Deed:
    """Revoke the certificate, and say so in the status list."""
    return revoke_own(caller.workspace, number, reason=form.reason, actor=caller.user, at=caller.now())


_LIST = Sheet(
    name="certificates", title="CERTS_LIST", rows=lambda view: view.certificates, empty="CERTS_EMPTY",
    columns=(
        Column(name="number", title="CERTS_NUMBER", link="/certificates/{number}"),
        Column(name="model", title="CERTS_MODEL"),
        Column(name="order", title="CERTS_ORDER"),
        Column(name="holder_id", title="CERTS_HOLDER_ID"),
        Column(name="devices", title="CERTS_DEVICES", kind=Kind.INTEGER),
        Column(name="allocated_g", title="CERTS_ALLOCATED", kind=Kind.INTEGER, unit="g CO₂e"),
        Column(name="state", title="CERTS_STATE", kind=Kind.STATE, prefix="CERTS_STATE_"),
        Column(name="issued_at", title="CERTS_ISSUED_AT", kind=Kind.TIME),
    ),
)  # fmt: skip

_EDITIONS = Sheet(
    name="editions", title="CERTS_EDITIONS", rows=lambda view: view.editions,
    columns=(
        Column(name="number", title="CERTS_NUMBER", link="/certificates/{number}"),
        Column(name="state", title="CERTS_STATE", kind=Kind.STATE, prefix="CERTS_STATE_"),
        Column(name="successor", title="CERTS_SUCCESSOR"),
        Column(name="actor", title="CERTS_ACTOR"),
        Column(name="at", title="CERTS_ISSUED_AT", kind=Kind.TIME),
    ),
)  # fmt: skip

_READ, _ISSUE, _ONE = Permission.CERTIFICATES_READ, Permission.CERTIFICATES_ISSUE, "/certificates/{number}"
PAGES = (
    Page(
        path="/certificates", view=certificates, template="certificates/list.html", title="CERTS_TITLE", may=_READ, nav="certificates",
        sheets=(_LIST,),
    ),
    Page(
        path=_ONE, view=certificate, template="certificates/certificate.html", title="CERTS_ONE", may=_READ, nav="certificates",
        sheets=(_EDITIONS,), charts=(STAGES,),
    ),
)  # fmt: skip
ACTIONS = (
    Action(path=f"{_ONE}/replace", run=replace, may=_ISSUE, then="/certificates/{standing}", done="CERTS_REPLACED"),
    Action(path=f"{_ONE}/revoke", run=revoke, may=_ISSUE, then=_ONE, done="CERTS_REVOKED"),
)
DOWNLOADS = (Download(path=f"{_ONE}/files/{{kind}}", run=file, may=_READ),)
