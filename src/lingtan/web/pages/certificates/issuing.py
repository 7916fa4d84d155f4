"""Issuing: one certificate at once, many as a job; and the files of many as a job."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from lingtan.errors import InputError
from lingtan.services.accounts.permissions import Permission
from lingtan.services.certificates.deeds import Deed, issue_own
from lingtan.services.certificates.views.waiting import WaitingView, waiting_view
from lingtan.services.work.arguments import ExportRequest, IssueRequest
from lingtan.services.work.asking import ask
from lingtan.services.work.showing import JobView
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Number
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


class IssueForm(BaseModel):
    """For which market and audience the certificate is written."""

    market: str = Field("CN", max_length=10)
    audience: str = Field("B2B", max_length=3)


class BatchForm(IssueForm):
    """The cancellations that were chosen; with `everything`, all that wait."""

    numbers: list[str] = Field(default_factory=list, max_length=100_000)
    everything: bool = False


class ExportForm(BaseModel):
    """The certificates whose files are wanted."""

    numbers: list[str] = Field(max_length=100_000)


def waiting(caller: Caller) -> WaitingView:
    """What waits for its certificate."""
    return waiting_view(caller.workspace)


def issue(caller: Caller, number: Number, form: IssueForm) -> Deed:
    """Issue one certificate."""
    return issue_own(caller.workspace, number, market=form.market, audience=form.audience, actor=caller.user, at=caller.now())


def issue_batch(caller: Caller, form: BatchForm) -> JobView:
    """Issue many, as a job."""
    numbers = [row.number for row in waiting_view(caller.workspace).waiting] if form.everything else form.numbers
    request = IssueRequest(numbers=_chosen(numbers), market=form.market, audience=form.audience)
    return ask(caller.house.jobs, request, organisation=caller.organisation, actor=caller.user, at=caller.now())


def export_batch(caller: Caller, form: ExportForm) -> JobView:
    """Write the files of many, as a job."""
    request = ExportRequest(numbers=_chosen(form.numbers))
    return ask(caller.house.jobs, request, organisation=caller.organisation, actor=caller.user, at=caller.now())


def _chosen(numbers: Sequence[str]) -> tuple[str, ...]:
    """The numbers, refused while the form is still in sight. Raises InputError `WORK_EMPTY`."""
    if not numbers:
        raise InputError("WORK_EMPTY", place="numbers")
    return tuple(numbers)


_WAITING = Sheet(
    name="waiting", title="CERTS_WAITING", rows=lambda view: view.waiting, empty="CERTS_WAITING_EMPTY",
    columns=(
        Column(name="number", title="CERTS_NUMBER", link="/orders/{number}"),
        Column(name="order", title="CERTS_ORDER"),
        Column(name="product", title="CERTS_MODEL"),
        Column(name="holder_id", title="CERTS_HOLDER_ID"),
        Column(name="required_g", title="CERTS_REQUIRED", kind=Kind.INTEGER, unit="g CO₂e"),
        Column(name="tonnes", title="CERTS_CONFIRMED", kind=Kind.INTEGER, unit="t"),
        Column(name="at", title="CERTS_ORDERED_AT", kind=Kind.TIME),
    ),
)  # fmt: skip

_ISSUE = Permission.CERTIFICATES_ISSUE
PAGES = (
    Page(
        path="/certificates/issue", view=waiting, template="certificates/issue.html", title="CERTS_ISSUE", may=_ISSUE, nav="certificates",
        sheets=(_WAITING,),
    ),
)  # fmt: skip
ACTIONS = (
    Action(path="/certificates/batch", run=issue_batch, may=_ISSUE, then="/jobs/{job}", done="CERTS_BATCH_ASKED"),
    Action(path="/certificates/export", run=export_batch, may=_ISSUE, then="/jobs/{job}", done="CERTS_EXPORT_ASKED"),
    Action(path="/certificates/{number}/issue", run=issue, may=_ISSUE, then="/certificates/{number}", done="CERTS_ISSUED"),
)
DOWNLOADS = ()
