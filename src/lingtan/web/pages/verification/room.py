"""Verification, for maker and certifier: lists, a pack before it is sent, one engagement, the certifier's review."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from lingtan.figures import Bars, BarSeries
from lingtan.services.accounts.permissions import Permission
from lingtan.services.assure.admission import admitted
from lingtan.services.assure.papers import paper_bytes
from lingtan.services.assure.parties import Side
from lingtan.services.assure.views.desk import (
    PackDesk,
    ReviewDesk,
    VerificationDesk,
    pack_desk,
    review_desk,
    verification_desk,
)
from lingtan.services.assure.views.directory import VerificationList, verifications
from lingtan.services.assure.views.report import study_report_file
from lingtan.services.assure.views.room import VerificationRoom, verification_room
from lingtan.services.assure.views.signed import STATEMENT_FORMS, statement_file
from lingtan.services.assure.views.starting import VerificationStart, starting_pack_bytes, verification_start
from lingtan.services.certify.views.reviewed import site_review
from lingtan.services.footprint.report import ReportForm
from lingtan.services.products.documents import MEDIA
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.chart import Chart, Say
from lingtan.web.frame.chosen import Chosen
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.pages.verification.actions import ACTIONS

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_READ, _CLIENT = Permission.VERIFICATION_READ, Permission.VERIFICATION_ANSWER
_ROOM = "/verification/{engagement}"

PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
PerPage = Annotated[int, Query(ge=1, le=200)]


def list_view(caller: Caller, side: Chosen[Side] = None, page: PageNumber = 1, per_page: PerPage = 25) -> VerificationList:
    """The verifications of the caller's house, on the side that it works on."""
    chosen = side or (Side.CERTIFIER if caller.can(Permission.VERIFICATION_VERIFY) else Side.CLIENT)
    with caller.workspace.store() as store:
        return verifications(store, caller.organisation, chosen, at=caller.now(), page=page, per_page=per_page)


def new_view(caller: Caller, study: str = "", search: str = "", page: PageNumber = 1, per_page: PerPage = 25) -> VerificationStart:
    """Which study is to be verified."""
    with caller.workspace.store() as store:
        return verification_start(store, caller.organisation, study=study, search=search, page=page, per_page=per_page)


def pack_view(caller: Caller, pack: str) -> PackDesk:
    """What the certifier will see of a pack, and whom to ask."""
    with caller.workspace.store() as store:
        return pack_desk(store, caller.house.accounts, pack, organisation=caller.organisation)


def room_view(caller: Caller, engagement: str) -> VerificationDesk:
    """One verification."""
    room = _room(caller, engagement)
    with caller.workspace.store() as store:
        return verification_desk(caller.house.accounts, room, site=site_review(store, room))


def review_view(
    caller: Caller, engagement: str, size: Annotated[int, Query(ge=1, le=500)] = 10, seed: Annotated[int, Query(ge=0, le=2**31)] = 1
) -> ReviewDesk:
    """The pack and the study of a verification, checked and computed anew."""
    with caller.workspace.store() as store:
        return review_desk(store, _room(caller, engagement), size=size, seed=seed)


def pack_file(caller: Caller, study: str) -> File:
    """The evidence pack of an own study as it stands, to be completed."""
    with caller.workspace.store() as store:
        data = starting_pack_bytes(store, study, organisation=caller.organisation, as_of=caller.now().date())
    return File(name=f"evidence-{study.removeprefix('sha256:')[:12]}.json", data=data, media_type="application/json")


def statement(caller: Caller, engagement: str, form: str) -> File:
    """The signed statement: `json`, `zh.pdf` or `en.pdf`."""
    with caller.workspace.store() as store:
        data = statement_file(store, engagement, form, organisation=caller.organisation)
    return File(name=f"statement-{engagement}.{form}", data=data, media_type=STATEMENT_FORMS[form], is_shown=form != "json")


def study_report(caller: Caller, engagement: str, form: ReportForm) -> File:
    """The full study report of the study that is verified: `json`, `zh.pdf` or `en.pdf`."""
    room = _room(caller, engagement)
    with caller.workspace.store() as store:
        data = study_report_file(store, room, form, issued_on=caller.now().date())
    return File(name=f"study-report-{engagement}.{form}", data=data, media_type=MEDIA[form.rpartition(".")[2]], is_shown=form != "json")


def document(caller: Caller, engagement: str, digest: str) -> File:
    """A supporting document; always saved, never shown, for it comes from elsewhere."""
    with caller.workspace.store() as store:
        admitted(store, engagement, organisation=caller.organisation)
        name, data = paper_bytes(store, engagement, digest)
    return File(name=name, data=data, media_type="application/octet-stream")


def _room(caller: Caller, engagement: str) -> VerificationRoom:
    with caller.workspace.store() as store:
        return verification_room(
            store, engagement, organisation=caller.organisation, actor=caller.user, at=caller.now(),
            has=caller.house.accounts.people.person(caller.user).competences,
        )  # fmt: skip


def _stages(view: VerificationDesk, say: Say) -> Bars | None:
    figures = view.room.figures
    if figures is None:
        return None
    values = tuple(stage.mg / 1e6 for stage in figures.stages)
    return Bars(
        title=say("VERIFICATION_CHART_STAGES"), unit="kg CO₂e", source=say("VERIFICATION_SOURCE_STUDY", digest=figures.study[7:19]),
        categories=tuple(say(f"STAGE_{stage.stage.upper()}") for stage in figures.stages), horizontal=True,
        series=(BarSeries(name="stages", label=say("VERIFICATION_MEAN"), values=values),),
    )  # fmt: skip


_LISTED = (
    Column(name="engagement", title="VERIFICATION_ENGAGEMENT", link=_ROOM),
    Column(name="product", title="VERIFICATION_PRODUCT"),
    Column(name="party", title="VERIFICATION_PARTY"),
    Column(name="state", title="VERIFICATION_STATE", kind=Kind.STATE, prefix="VERIFICATION_STATE_"),
    Column(name="waits", title="VERIFICATION_WAITS", kind=Kind.TERM, prefix="VERIFICATION_WAITS_"),
    Column(name="waits_for", title="VERIFICATION_WAITS_FOR", kind=Kind.TERM, prefix="VERIFICATION_SIDE_"),
    Column(name="open_findings", title="VERIFICATION_OPEN_FINDINGS", kind=Kind.INTEGER),
    Column(name="mean_kg", title="VERIFICATION_MEAN", kind=Kind.NUMBER, unit="kg CO₂e"),
    Column(name="at", title="VERIFICATION_LAST", kind=Kind.TIME),
)
_OBJECTIONS = (
    Column(name="code", title="VERIFICATION_CHECK"),
    Column(name="place", title="VERIFICATION_PLACE"),
    Column(name="expected", title="VERIFICATION_EXPECTED"),
    Column(name="found", title="VERIFICATION_FOUND"),
    Column(name="effect_mg", title="VERIFICATION_EFFECT", kind=Kind.INTEGER, unit="mg CO₂e"),
    Column(name="severity", title="VERIFICATION_SEVERITY", kind=Kind.STATE, prefix="VERIFICATION_SEVERITY_"),
)
_LINES = (
    Column(name="component", title="VERIFICATION_COMPONENT", kind=Kind.TERM, prefix="COMPONENT_"),
    Column(name="id", title="VERIFICATION_LINE"),
    Column(name="stage", title="VERIFICATION_STAGE", kind=Kind.TERM, prefix="STAGE_"),
    Column(name="place", title="VERIFICATION_PLACE"),
    Column(name="amount", title="VERIFICATION_ACTIVITY", kind=Kind.NUMBER, digits=4),
    Column(name="unit", title="VERIFICATION_UNIT"),
    Column(name="factor_kg_per_unit", title="VERIFICATION_FACTOR", kind=Kind.NUMBER, digits=4, unit="kg CO₂e"),
    Column(name="allocation", title="VERIFICATION_ALLOCATION", kind=Kind.NUMBER, digits=3),
    Column(name="kg", title="VERIFICATION_RESULT", kind=Kind.NUMBER, digits=3, unit="kg CO₂e"),
    Column(name="mark", title="VERIFICATION_MARK", kind=Kind.MARK),
    Column(name="factor_source", title="VERIFICATION_SOURCE"),
    Column(name="document", title="VERIFICATION_DOCUMENT"),
)
_SAMPLE = (
    Column(name="line", title="VERIFICATION_LINE"),
    Column(name="document", title="VERIFICATION_DOCUMENT"),
    Column(name="score", title="VERIFICATION_SCORE", kind=Kind.SHARE, digits=1),
    Column(name="taken", title="VERIFICATION_TAKEN", kind=Kind.TERM, prefix="VERIFICATION_TAKEN_"),
)
_COMPARED = (
    Column(name="figure", title="VERIFICATION_FIGURE", kind=Kind.TERM, prefix="VERIFICATION_FIGURE_"),
    Column(name="recorded_mg", title="VERIFICATION_RECORDED", kind=Kind.INTEGER, unit="mg CO₂e"),
    Column(name="pack_mg", title="VERIFICATION_IN_PACK", kind=Kind.INTEGER, unit="mg CO₂e"),
    Column(name="computed_mg", title="VERIFICATION_COMPUTED", kind=Kind.INTEGER, unit="mg CO₂e"),
    Column(name="agrees", title="VERIFICATION_AGREES", kind=Kind.TERM, prefix="VERIFICATION_AGREES_"),
)
_HISTORY = (
    Column(name="at", title="VERIFICATION_WHEN", kind=Kind.TIME),
    Column(name="event", title="VERIFICATION_EVENT", kind=Kind.TERM, prefix="VERIFICATION_EVENT_"),
    Column(name="name", title="VERIFICATION_WHO"),
    Column(name="side", title="VERIFICATION_SIDE", kind=Kind.TERM, prefix="VERIFICATION_SIDE_"),
    Column(name="finding", title="VERIFICATION_FINDING"),
    Column(name="text", title="VERIFICATION_TEXT"),
    Column(name="evidence_digest", title="VERIFICATION_EVIDENCE", kind=Kind.DIGEST),
)


_REVIEWED = (
    Sheet(
        name="objections",
        title="VERIFICATION_OBJECTIONS",
        columns=_OBJECTIONS,
        rows=lambda v: v.review.objections,
        empty="VERIFICATION_NO_OBJECTIONS",
    ),
    Sheet(name="lines", title="VERIFICATION_LINES", columns=_LINES, rows=lambda v: v.review.lines),
    Sheet(name="sample", title="VERIFICATION_SAMPLE", columns=_SAMPLE, rows=lambda v: v.review.sample, empty="VERIFICATION_NO_SAMPLE"),
)
_STUDY_COLUMNS = (
    Column(name="label", title="VERIFICATION_PRODUCT", link="/verification/new?study={study}"),
    Column(name="mean_kg", title="VERIFICATION_MEAN", kind=Kind.NUMBER, unit="kg CO₂e"),
    Column(name="at", title="VERIFICATION_FROZEN", kind=Kind.TIME),
    Column(name="study", title="VERIFICATION_STUDY", kind=Kind.DIGEST),
)
_STUDIES = Sheet(
    name="studies", title="VERIFICATION_STUDIES", columns=_STUDY_COLUMNS, rows=lambda v: v.studies, empty="VERIFICATION_NO_STUDIES"
)
_LISTS = (
    Sheet(name="requests", title="VERIFICATION_REQUESTS", columns=_LISTED, rows=lambda v: v.requests, empty="VERIFICATION_NO_REQUESTS"),
    Sheet(name="engagements", title="VERIFICATION_ENGAGEMENTS", columns=_LISTED, rows=lambda v: v.rows, empty="VERIFICATION_NONE"),
)

PAGES: tuple[Page, ...] = (
    Page(
        path="/verification",
        view=list_view,
        template="verification/list.html",
        title="NAV_VERIFICATION",
        may=_READ,
        nav="verification",
        sheets=_LISTS,
    ),
    Page(
        path="/verification/new",
        view=new_view,
        template="verification/new.html",
        title="VERIFICATION_NEW",
        may=_CLIENT,
        nav="verification",
        sheets=(_STUDIES,),
    ),
    Page(
        path="/verification/packs/{pack}",
        view=pack_view,
        template="verification/pack.html",
        title="VERIFICATION_PACK",
        may=_CLIENT,
        nav="verification",
        sheets=_REVIEWED,
    ),
    Page(
        path=_ROOM,
        view=room_view,
        template="verification/room.html",
        title="VERIFICATION_ONE",
        may=_READ,
        nav="verification",
        sheets=(Sheet(name="history", title="VERIFICATION_HISTORY", columns=_HISTORY, rows=lambda v: v.room.history),),
        charts=(Chart(name="stages", title="VERIFICATION_CHART_STAGES", figure=_stages),),
    ),
    Page(
        path=f"{_ROOM}/review",
        view=review_view,
        template="verification/review.html",
        title="VERIFICATION_REVIEW",
        may=_READ,
        nav="verification",
        sheets=(
            Sheet(name="compared", title="VERIFICATION_COMPARED", columns=_COMPARED, rows=lambda v: v.recomputed.figures),
            *_REVIEWED,
        ),
    ),
)

DOWNLOADS: tuple[Download, ...] = (
    Download(path="/verification/studies/{study}/pack", run=pack_file, may=_CLIENT),
    Download(path=f"{_ROOM}/statement/{{form}}", run=statement, may=_READ),
    Download(path=f"{_ROOM}/report.{{form}}", run=study_report, may=_READ),
    Download(path=f"{_ROOM}/documents/{{digest}}", run=document, may=_READ),
)
