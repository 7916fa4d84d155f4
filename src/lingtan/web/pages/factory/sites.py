"""The organisation's sites: added from files or an example, removed."""

from __future__ import annotations

from typing import Annotated

from fastapi import UploadFile
from pydantic import BaseModel, Field

from lingtan.services.accounts.permissions import Permission
from lingtan.services.sites.keeping import KeptSite, add_site, drop_site
from lingtan.services.sites.listing import SitesView, sites_view
from lingtan.services.sites.samples import add_sample, site_template
from lingtan.web.frame.action import Action
from lingtan.web.frame.asked import Identifier
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]

_MAY, _WRITE = Permission.FACTORY_READ, Permission.FACTORY_WRITE


class SiteForm(BaseModel):
    """A site file, and the series and weather that it names."""

    file: UploadFile
    series: Annotated[list[UploadFile], Field(max_length=10)] = []


class SampleForm(BaseModel):
    """An example by its name."""

    sample: str


def show(caller: Caller) -> SitesView:
    """The caller's organisation's sites."""
    return sites_view(caller.workspace)


def add(caller: Caller, form: SiteForm) -> KeptSite:
    """Keep a site; nothing is kept of one that cannot be read whole."""
    sent = [form.file, *(one for one in form.series if one.filename)]
    files = {one.filename or "": one.file.read() for one in sent}
    return add_site(caller.workspace, form.file.filename or "", files, actor=caller.user, at=caller.now())


def begin(caller: Caller, form: SampleForm) -> KeptSite:
    """Keep an example as a site."""
    return add_sample(caller.workspace, form.sample, actor=caller.user, at=caller.now())


def remove(caller: Caller, site: Identifier) -> KeptSite:
    """Remove a site with its plans."""
    return drop_site(caller.workspace, site)


def template(caller: Caller) -> File:
    """A whole site file to change."""
    caller.known()
    return File(name="lingtan-site.toml", data=site_template(), media_type="application/toml")


PAGES: tuple[Page, ...] = (
    Page(
        path="/factory",
        view=show,
        template="factory/sites.html",
        title="FACTORY_TITLE",
        may=_MAY,
        nav="factory",
        sheets=(
            Sheet(
                name="sites",
                title="FACTORY_SITES",
                rows=lambda view: view.rows,
                columns=(
                    Column(name="name", title="FACTORY_SITE", link="/factory/{site}"),
                    Column(name="state", title="FACTORY_STATE", kind=Kind.TERM, prefix="FACTORY_STATE_"),
                    Column(name="baseline_cost_yuan", title="FACTORY_COST_BEFORE", kind=Kind.NUMBER, unit="yuan/a", digits=0),
                    Column(name="cost_yuan", title="FACTORY_COST_AFTER", kind=Kind.NUMBER, unit="yuan/a", digits=0),
                    Column(name="baseline_location_t", title="FACTORY_CARBON_BEFORE", kind=Kind.NUMBER, unit="t CO₂/a", digits=0),
                    Column(name="location_t", title="FACTORY_CARBON_AFTER", kind=Kind.NUMBER, unit="t CO₂/a", digits=0),
                    Column(name="at", title="FACTORY_ADDED", kind=Kind.TIME),
                ),
                empty="FACTORY_NONE",
            ),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = (
    Action(path="/factory/sites", run=add, may=_WRITE, then="/factory/{site}", done="FACTORY_ADDED_DONE"),
    Action(path="/factory/samples", run=begin, may=_WRITE, then="/factory/{site}", done="FACTORY_ADDED_DONE"),
    Action(path="/factory/{site}/remove", run=remove, may=_WRITE, then="/factory", done="FACTORY_REMOVED"),
)
DOWNLOADS: tuple[Download, ...] = (Download(path="/factory/templates/site.toml", run=template, may=_MAY),)
