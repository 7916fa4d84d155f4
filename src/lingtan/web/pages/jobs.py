"""Long work: what runs, how far it is, what came of it; and stopping it."""

from __future__ import annotations

from lingtan.services.accounts.permissions import Permission
from lingtan.services.work.archives import archive_of
from lingtan.services.work.asking import cancel
from lingtan.services.work.showing import JobsView, JobView, job_view, jobs_view
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier, PageNumber, PerPage
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


def show_jobs(caller: Caller, page: PageNumber = 1, per_page: PerPage = 50) -> JobsView:
    """The organisation's jobs."""
    return jobs_view(caller.house.jobs, organisation=caller.known().organisation, page=page, per_page=per_page)


def show_job(caller: Caller, job: Identifier, per_page: PerPage = 200) -> JobView:
    """One job; `per_page` of what it made and of what was refused."""
    return job_view(caller.house.jobs, job, organisation=caller.known().organisation, most=per_page)


def stop(caller: Caller, job: Identifier) -> JobView:
    """Stop a job after the step that runs: one's own, or as an admin anybody's."""
    session = caller.known()
    is_admin = session.can(Permission.ACCOUNTS_WRITE)
    return cancel(caller.house.jobs, job, organisation=session.organisation, actor=session.user, is_admin=is_admin)


def fetch(caller: Caller, job: Identifier, name: str) -> File:
    """A file that a job made."""
    data = archive_of(caller.workspace, job_view(caller.house.jobs, job, organisation=caller.organisation), name)
    return File(name=name, data=data, media_type="application/zip")


_JOBS = Sheet(
    name="jobs",
    title="JOBS_TITLE",
    rows=lambda view: view.rows,
    columns=(
        Column(name="kind", title="JOBS_KIND", kind=Kind.TERM, prefix="JOB_KIND_", link="/jobs/{job}"),
        Column(name="state", title="JOBS_STATE", kind=Kind.STATE, prefix="JOB_STATE_"),
        Column(name="done", title="JOBS_DONE", kind=Kind.INTEGER),
        Column(name="total", title="JOBS_STEPS", kind=Kind.INTEGER),
        Column(name="actor", title="JOBS_ACTOR"),
        Column(name="asked_at", title="JOBS_ASKED", kind=Kind.TIME),
        Column(name="ended_at", title="JOBS_ENDED", kind=Kind.TIME),
    ),
    empty="JOBS_NONE",
)
_REFUSED = Sheet(
    name="refused",
    title="JOBS_REFUSED",
    rows=lambda view: view.refused,
    columns=(
        Column(name="where", title="JOBS_PLACE"),
        Column(name="why", title="JOBS_WHY", kind=Kind.MESSAGE),
        Column(name="code", title="JOBS_WAY_OUT", kind=Kind.FIX),
    ),
)
PAGES = (
    Page(path="/jobs", view=show_jobs, template="jobs/jobs.html", title="JOBS_TITLE", may=Permission.JOBS_READ, sheets=(_JOBS,)),
    Page(
        path="/jobs/{job}",
        view=show_job,
        template="jobs/job.html",
        title="JOBS_ONE",
        may=Permission.JOBS_READ,
        sheets=(_REFUSED,),
        fragment="jobs/progress.html",
    ),
)
ACTIONS = (Action(path="/jobs/{job}/cancel", run=stop, may=Permission.JOBS_READ, then="/jobs/{job}", done="JOBS_STOPPED"),)
#: Archives hold whole batches, with what is confidential in them.
DOWNLOADS = (Download(path="/jobs/{job}/files/{name}", run=fetch, may=Permission.CERTIFICATES_ISSUE),)
