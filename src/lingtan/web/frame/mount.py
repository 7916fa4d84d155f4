"""Pages and actions as routes: HTML in two languages, JSON, and files, all from the same view."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeGuard, get_type_hints
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel

from lingtan.messages import Language
from lingtan.services.accounts.permissions import Permission
from lingtan.services.house.tables import table_bytes
from lingtan.web.frame.action import Action
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.download import Download, File
from lingtan.web.frame.entrance import admit, check_form, check_same_origin
from lingtan.web.frame.forms import has_file, read_form
from lingtan.web.frame.notices import forget_notice, leave_notice
from lingtan.web.frame.page import Page
from lingtan.web.frame.refusals import Problem, language_of
from lingtan.web.frame.templates import render_page
from lingtan.web.frame.words import say

__all__ = ["mount_action", "mount_download", "mount_page"]

#: An export asks for everything that a paged view has.
_EVERYTHING = {"page": 1, "per_page": 1_000_000}
_EXPORTS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}
_REFUSALS: dict[int | str, dict[str, Any]] = {status: {"model": Problem} for status in (400, 401, 403, 404, 409, 413, 422, 429)}


def mount_page(html: APIRouter, api: APIRouter, page: Page, navigation: tuple[Any, ...]) -> None:
    """The page at `/{lang}{path}`, its downloads, and its JSON twin."""
    names = _parameters(page.view)

    def show(request: Request, lang: Language, export: str = "", **given: Any) -> Response:
        caller = admit(request, page.may, lang)
        if export:
            wanted = {name: value for name, value in _EVERYTHING.items() if name in names}
            return _download(page, page.view(caller, **(given | wanted)), export, lang)
        view = page.view(caller, **given)
        template = page.fragment if page.fragment and request.headers.get("hx-request") == "true" else page.template
        response = HTMLResponse(render_page(request, template, page=page, caller=caller, view=view, navigation=navigation))
        forget_notice(response)
        return response

    def twin(request: Request, **given: Any) -> Any:
        return page.view(admit(request, page.may, language_of(request)), **given)

    _sign(show, page.view, request=Request, lang=Language, export=str)
    _sign(twin, page.view, request=Request)
    name = _name("get", page.path)
    html.add_api_route(f"/{{lang}}{page.path}", show, methods=["GET"], name=f"page:{page.path}", include_in_schema=False)
    returned = get_type_hints(page.view)["return"]
    api.add_api_route(
        page.path, twin, methods=["GET"], response_model=returned, name=f"twin:{page.path}", operation_id=name, responses=_REFUSALS,
        tags=[_tag(page.path)], summary=say(page.title, Language.EN), description=say(page.help, Language.EN),
        openapi_extra=_extra(page.may) | {"x-title": page.title, "x-help": page.help},
    )  # fmt: skip


def mount_action(html: APIRouter, api: APIRouter, action: Action, navigation: tuple[Any, ...]) -> None:
    """The form's address, and the POST of the REST API."""
    model = _model(action)

    async def fields(request: Request) -> Any:
        return await request.form()

    def submit(request: Request, lang: Language, sent: Any, **given: Any) -> Response:
        check_same_origin(request)
        caller = admit(request, action.may, lang)
        check_form(request, caller, str(sent.get("csrf", "")))
        form = {"form": read_form(model, sent)} if model else {}
        result = action.run(caller, **given, **form)
        filled = {**given, **{name: getattr(result, name) for name in getattr(type(result), "__slots__", ())}}
        target = f"/{lang.value}{action.then.format_map(filled)}"
        is_htmx = request.headers.get("hx-request") == "true"
        if action.shown is not None:
            template = action.shown.fragment if action.shown.fragment and is_htmx else action.shown.template
            return HTMLResponse(
                render_page(request, template, page=action.shown, caller=caller, view=result, navigation=navigation, at=target)
            )
        response = Response(status_code=204, headers={"HX-Redirect": target}) if is_htmx else RedirectResponse(target, status_code=303)
        for decorate in getattr(result, "cookies", ()):
            decorate(response)
        if action.done:
            leave_notice(response, action.done, filled)
        return response

    def enter(request: Request) -> Caller:
        if "authorization" not in request.headers:
            check_same_origin(request)
        caller = admit(request, action.may, language_of(request))
        if "authorization" not in request.headers:
            check_form(request, caller, "")
        return caller

    def call(caller: Caller, **given: Any) -> Any:
        return action.run(caller, **given)

    _sign(submit, action.run, request=Request, lang=Language, sent=Annotated[Any, Depends(fields)])
    html.add_api_route(f"/{{lang}}{action.path}", submit, methods=["POST"], name=f"form:{action.path}", include_in_schema=False)
    if action.is_page_only:
        return
    body: dict[str, Any] = {}
    if model is not None:
        body["form"] = Annotated[model, Form(media_type="multipart/form-data") if has_file(model) else Body()]
    # A dependency runs before the body is looked at: a stranger is told to log in, not what the form is like.
    _sign(call, action.run, caller=Annotated[Caller, Depends(enter)], **body)
    api.add_api_route(
        action.path, call, methods=["POST"], response_model=get_type_hints(action.run)["return"], name=f"call:{action.path}",
        operation_id=_name("post", action.path), responses=_REFUSALS, tags=[_tag(action.path)], summary=_summary(action.run),
        openapi_extra=_extra(action.may),
    )  # fmt: skip


def mount_download(html: APIRouter, api: APIRouter, download: Download) -> None:
    """The file's two addresses."""

    def fetch(request: Request, lang: Language, **given: Any) -> Response:
        return _file(download.run(admit(request, download.may, lang), **given))

    def call(request: Request, **given: Any) -> Response:
        return _file(download.run(admit(request, download.may, language_of(request)), **given))

    _sign(fetch, download.run, request=Request, lang=Language)
    _sign(call, download.run, request=Request)
    html.add_api_route(f"/{{lang}}{download.path}", fetch, methods=["GET"], name=f"file:{download.path}", include_in_schema=False)
    content: dict[str, Any] = {"application/json": {"schema": {}}, "*/*": {"schema": {"type": "string", "format": "binary"}}}
    api.add_api_route(
        download.path, call, methods=["GET"], response_class=Response, name=f"fetch:{download.path}",
        operation_id=_name("get", download.path), tags=[_tag(download.path)], responses=_REFUSALS | {200: {"content": content}},
        summary=_summary(download.run), openapi_extra=_extra(download.may),
    )  # fmt: skip


def _file(file: File) -> Response:
    where = "inline" if file.is_shown else "attachment"
    name = quote(file.name)
    headers = {"content-disposition": f"{where}; filename=\"{name}\"; filename*=UTF-8''{name}"}
    return Response(file.data, media_type=file.media_type, headers=headers)


def _download(page: Page, view: Any, export: str, language: Language) -> Response:
    name, _, kind = export.rpartition(".")
    drawn = next((chart.draw(view, language) for chart in page.charts if chart.name == name), None)
    if drawn is not None:
        title, (header, rows) = drawn.title, drawn.file()
    else:
        sheet = page.sheet(name)
        title = say(sheet.title, language)
        header, rows = sheet.table(view, language)
    data = table_bytes(title, header, rows, kind=kind)
    return Response(data, media_type=_EXPORTS[kind], headers={"content-disposition": f'attachment; filename="{name}.{kind}"'})


def _model(action: Action) -> type[BaseModel] | None:
    found = get_type_hints(action.run).get("form")
    return found if _is_model(found) else None


def _is_model(kind: Any) -> TypeGuard[type[BaseModel]]:
    """Whether it is a form; a file may also have a parameter of that name."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _parameters(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """The parameters of path and query: all but the caller and the form."""
    hints = get_type_hints(function, include_extras=True)
    found = inspect.signature(function).parameters
    return {
        name: parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in found.items()
        if name != "caller" and not _is_model(hints[name])
    }


def _sign(endpoint: Callable[..., Any], function: Callable[..., Any], **more: Any) -> None:
    """Give an endpoint the signature that FastAPI reads: its own parameters, and the function's."""
    own = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default="" if name == "export" else inspect.Parameter.empty
        )
        for name, kind in more.items()
    ]
    signature = inspect.Signature([*own, *_parameters(function).values()])
    endpoint.__signature__ = signature  # type: ignore[attr-defined]  # read by inspect.signature, which FastAPI asks


def _summary(function: Callable[..., Any]) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0]


def _extra(may: Permission | None) -> dict[str, Any]:
    """What a program must be allowed, as an extension of OpenAPI; nothing where everybody may."""
    return {"x-permission": may.value} if may else {}


def _name(method: str, path: str) -> str:
    words: Sequence[str] = [part.strip("{}").replace("-", "_").replace(".", "_") for part in path.split("/") if part]
    return "_".join([method, *words]) if words else f"{method}_root"


def _tag(path: str) -> str:
    return path.split("/")[1] or "home"
