"""The organisation's own page: names, key, public address, accreditations; its trust list; and its log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from lingtan.services.accounts.people import record_accreditation
from lingtan.services.accounts.permissions import Permission
from lingtan.services.house.trust_list import Trusted, TrustView
from lingtan.services.organisation.address import Address, publish_at
from lingtan.services.organisation.log import LogView, log_view
from lingtan.services.organisation.overview import OrganisationView, organisation_view
from lingtan.services.organisation.trust import accept, drop, trust_page
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Day, PageNumber, PerPage, Search
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_ADMIN = Permission.ACCOUNTS_WRITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An accreditation that stands in the register now."""

    number: str
    valid_until: date


class AddressForm(BaseModel):
    """The address that QR codes lead to."""

    address: str


class AccreditationForm(BaseModel):
    """What the organisation is accredited for, by whom, until when."""

    body: str
    number: str
    scope: str
    valid_until: date


class AcceptForm(BaseModel):
    """A house of this server."""

    name: str


class DropForm(BaseModel):
    """A key of the trust list."""

    key: str


def show(caller: Caller) -> OrganisationView:
    """The caller's organisation."""
    return organisation_view(caller.house, caller.known(), at=caller.now())


def publish(caller: Caller, form: AddressForm) -> Address:
    """Change the public address."""
    return publish_at(caller.house, caller.known(), caller.visit(), address=form.address)


def accredit(caller: Caller, form: AccreditationForm) -> Recorded:
    """Record an accreditation; a day in the past withdraws it."""
    record_accreditation(caller.house.accounts, caller.known(), caller.visit(), **form.model_dump())
    return Recorded(number=form.number, valid_until=form.valid_until)


def show_trust(caller: Caller) -> TrustView:
    """Whom the organisation trusts."""
    return trust_page(caller.house, caller.known(), caller.visit())


def accept_house(caller: Caller, form: AcceptForm) -> Trusted:
    """Accept a house of this server as certifier."""
    return accept(caller.house, caller.known(), caller.visit(), name=form.name)


def drop_key(caller: Caller, form: DropForm) -> Trusted:
    """Accept a certifier's signatures no longer."""
    return drop(caller.house, caller.known(), caller.visit(), key=form.key)


def show_log(
    caller: Caller,
    *,
    actor: Search = "",
    action: Search = "",
    outcome: Search = "",
    since: Day = None,
    until: Day = None,
    page: PageNumber = 1,
    per_page: PerPage = 50,
) -> LogView:
    """Who did what, newest first."""
    return log_view(
        caller.house.accounts, caller.known(), actor=actor, action=action, outcome=outcome, since=since, until=until, page=page,
        per_page=per_page,
    )  # fmt: skip


_ACCREDITATIONS = Sheet(
    name="accreditations",
    title="ORGANISATION_ACCREDITATIONS",
    rows=lambda view: view.accreditations,
    columns=(
        Column(name="body", title="ORGANISATION_BODY"),
        Column(name="number", title="ORGANISATION_NUMBER"),
        Column(name="scope", title="ORGANISATION_SCOPE"),
        Column(name="valid_until", title="ORGANISATION_VALID_UNTIL", kind=Kind.DATE),
        Column(name="state", title="ORGANISATION_STATE", kind=Kind.STATE, prefix="ORGANISATION_STATE_"),
    ),
    empty="ORGANISATION_NO_ACCREDITATIONS",
)
_KEYS = Sheet(
    name="keys",
    title="TRUST_LIST",
    rows=lambda view: view.rows,
    columns=(
        Column(name="name", title="TRUST_HOLDER"),
        Column(name="role", title="TRUST_ROLE", kind=Kind.TERM, prefix="TRUST_ROLE_"),
        Column(name="key", title="TRUST_KEY", kind=Kind.DIGEST),
        Column(name="state", title="ORGANISATION_STATE", kind=Kind.STATE, prefix="TRUST_STATE_"),
        Column(name="since", title="TRUST_SINCE", kind=Kind.TIME),
        Column(name="until", title="TRUST_UNTIL", kind=Kind.TIME),
    ),
    empty="TRUST_EMPTY",
)
_LOG = Sheet(
    name="log",
    title="LOG_TITLE",
    rows=lambda view: view.rows,
    columns=(
        Column(name="at", title="LOG_AT", kind=Kind.TIME),
        Column(name="actor", title="LOG_ACTOR"),
        Column(name="action", title="LOG_ACTION", kind=Kind.TERM, prefix="LOG_ACTION_"),
        Column(name="subject", title="LOG_SUBJECT"),
        Column(name="outcome", title="LOG_OUTCOME", kind=Kind.STATE, prefix="LOG_OUTCOME_"),
        Column(name="address", title="LOG_ADDRESS"),
        Column(name="request_id", title="LOG_REQUEST", kind=Kind.DIGEST),
    ),
    empty="LOG_NONE",
)
PAGES = (
    Page(
        path="/organisation",
        view=show,
        template="organisation/organisation.html",
        title="NAV_ORGANISATION",
        may=_ADMIN,
        nav="organisation",
        sheets=(_ACCREDITATIONS,),
    ),
    Page(
        path="/organisation/trust",
        view=show_trust,
        template="organisation/trust.html",
        title="TRUST_TITLE",
        may=_ADMIN,
        nav="organisation",
        sheets=(_KEYS,),
    ),
    Page(
        path="/organisation/log",
        view=show_log,
        template="organisation/log.html",
        title="LOG_TITLE",
        may=Permission.AUDIT_READ,
        nav="organisation",
        sheets=(_LOG,),
    ),
)
ACTIONS = (
    Action(path="/organisation/address", run=publish, may=_ADMIN, then="/organisation", done="ORGANISATION_ADDRESS_SET"),
    Action(path="/organisation/accreditations", run=accredit, may=_ADMIN, then="/organisation", done="ORGANISATION_ACCREDITED"),
    Action(path="/organisation/trust/accept", run=accept_house, may=_ADMIN, then="/organisation/trust", done="TRUST_ACCEPTED"),
    Action(path="/organisation/trust/drop", run=drop_key, may=_ADMIN, then="/organisation/trust", done="TRUST_DROPPED"),
)
DOWNLOADS: tuple[Download, ...] = ()
