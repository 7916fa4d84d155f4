"""Help: the guide with its glossary, the REST API as a list, the licences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.routing import APIRoute

from lingtan import __version__
from lingtan.services.house.licences import LicenceList, licences
from lingtan.services.overview.guide import Guide, guide
from lingtan.services.overview.operations import Operation, OperationList, operation
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download
from lingtan.web.frame.page import Page
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.frame.templates import STATIC

__all__ = ["ACTIONS", "DOWNLOADS", "PAGES"]


#: Opened from a letter with its code, by nobody else.
_BY_LETTER = "/api/v1/invitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView:
    """The guide, and every page that has an address of its own."""

    guide: Guide
    pages: tuple[Operation, ...]
    document: str


def _described(request: Request) -> OperationList:
    # The routes are what the document is made of, and making it takes seconds.
    routes = [route for route in request.app.state.api.routes if isinstance(route, APIRoute)]
    listed = [
        operation(method, route.path_format, tag=str(route.tags[0]), summary=route.summary or "", told=route.openapi_extra or {})
        for route in routes
        for method in sorted(route.methods or ())
    ]
    return OperationList(
        document=request.app.openapi_url, version=__version__, operations=tuple(sorted(listed, key=lambda one: (one.path, one.method)))
    )


Described = Annotated[OperationList, Depends(_described)]


def help_view(caller: Caller, api: Described) -> HelpView:
    """The guide, for everybody; the reader's own roles stand first."""
    pages = tuple(one for one in api.operations if one.help and "{" not in one.path and one.path != _BY_LETTER)
    return HelpView(guide=guide(caller.roles), pages=pages, document=api.document)


def api_view(caller: Caller, api: Described) -> OperationList:
    """Every operation of the REST API."""
    return api


def licences_view(caller: Caller) -> LicenceList:
    """Every licence."""
    return licences(STATIC / "vendor")


_OPERATIONS = (
    Column(name="path", title="HELP_PATH"),
    Column(name="method", title="HELP_METHOD"),
    Column(name="does", title="HELP_DOES", kind=Kind.TERM),
    Column(name="permission", title="HELP_PERMISSION"),
    Column(name="roles", title="HELP_ROLES", kind=Kind.TERM, prefix="ROLE_"),
)
_PACKAGES = (
    Column(name="name", title="HELP_PACKAGE"),
    Column(name="version", title="HELP_VERSION"),
    Column(name="licence", title="HELP_LICENCE"),
)
_VENDORED = (*_PACKAGES, Column(name="files", title="HELP_FILES"))

PAGES: tuple[Page, ...] = (
    Page(path="/help", view=help_view, template="help/help.html", title="NAV_HELP", may=None, nav="help"),
    Page(
        path="/help/api",
        view=api_view,
        template="help/api.html",
        title="HELP_API",
        may=None,
        nav="help",
        sheets=(Sheet(name="operations", title="HELP_OPERATIONS", columns=_OPERATIONS, rows=lambda view: view.operations),),
    ),
    Page(
        path="/help/licences",
        view=licences_view,
        template="help/licences.html",
        title="HELP_LICENCES",
        may=None,
        nav="help",
        sheets=(
            Sheet(name="vendored", title="HELP_VENDORED", columns=_VENDORED, rows=lambda view: view.vendored),
            Sheet(name="packages", title="HELP_PACKAGES", columns=_PACKAGES, rows=lambda view: view.packages),
        ),
    ),
)
ACTIONS: tuple[Action, ...] = ()
DOWNLOADS: tuple[Download, ...] = ()
