"""The application: middleware, pages, API, static files, and the doors for machines (`/healthz`, `/metrics`)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from lingtan import __version__
from lingtan.errors import InputError, LingtanError
from lingtan.messages import Language, Message
from lingtan.services.house.health import health
from lingtan.services.house.house import House
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.doors import Doors
from lingtan.web.frame.entrance import admit
from lingtan.web.frame.forms import FormError
from lingtan.web.frame.headers import Guard
from lingtan.web.frame.mount import mount_action, mount_download, mount_page
from lingtan.web.frame.observe import Observer, time_queries, violations
from lingtan.web.frame.page import Page
from lingtan.web.frame.refusals import language_of, problem_of, status_of
from lingtan.web.frame.templates import STATIC, render_page
from lingtan.web.sign_on import mount_sign_on
from lingtan.web.site import ACTIONS, DOWNLOADS, NAVIGATION, PAGES

__all__ = ["make_app"]

_FOREVER = "public, max-age=31536000, immutable"
_REFUSED = Page(path="/refused", view=lambda caller: caller, template="refused.html", title="WEB_REFUSED", may=None)


class _Static(StaticFiles):
    """Static files: what is asked for by digest may be kept for ever, the rest is asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = _FOREVER if scope["query_string"].startswith(b"v=") else "no-cache"
        return response


def make_app(house: House) -> FastAPI:
    """The application that serves this house."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(house.open)
        yield
        await to_thread.run_sync(house.close)

    app = FastAPI(
        title="Lingtan 零碳", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
        description="From a bill of materials to a carbon-neutral certificate that anyone can recompute.",
    )  # fmt: skip
    app.state.house = house
    app.state.doors = Doors(PAGES)
    time_queries(house.store.database.engine)
    html, api = APIRouter(), APIRouter(prefix="/api/v1")
    for download in DOWNLOADS:  # before the pages: `/orders/template.xlsx` is no order's number
        mount_download(html, api, download)
    for page in PAGES:
        mount_page(html, api, page, NAVIGATION)
    for action in ACTIONS:
        mount_action(html, api, action, NAVIGATION)
    app.router.routes.extend(api.routes)
    app.state.api = api
    _doors(app)
    mount_sign_on(app)
    app.mount("/static", _Static(directory=STATIC), name="static")
    app.router.routes.extend(html.routes)
    _refusals(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)
    app.add_middleware(Guard)
    app.add_middleware(Observer)
    return app


def _doors(app: FastAPI) -> None:
    def root(request: Request) -> Response:
        language = language_of(request)
        known = admit(request, None, language).is_known
        return RedirectResponse(f"/{language.value}{'/home' if known else '/welcome'}", status_code=303)

    app.add_api_route("/", root, include_in_schema=False)
    for language in Language:
        app.add_api_route(f"/{language.value}", root, include_in_schema=False)

    @app.get("/verify/{number}", include_in_schema=False)
    def scanned(request: Request, number: str) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{language_of(request).value}/verify/{number}{query}", status_code=307)

    @app.get("/healthz", include_in_schema=False)
    def healthz(request: Request) -> Response:
        found = health(request.app.state.house)
        return JSONResponse(found, status_code=200 if found["ok"] else 503)

    @app.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @app.post("/csp-report", include_in_schema=False)
    async def report(request: Request) -> Response:
        violations.inc()
        structlog.get_logger("lingtan").warning("csp", report=(await request.body())[:2_000].decode("utf-8", "replace"))
        return Response(status_code=204)


def _refusals(app: FastAPI) -> None:
    @app.exception_handler(LingtanError)
    def refused(request: Request, error: LingtanError) -> Response:
        return _answer(request, error)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        problems = []
        for found in error.errors():
            place = ".".join(str(part) for part in found["loc"])
            params = {"field": place, "detail": str(found["msg"]), "value": str(found.get("input"))[:80]}
            problems.append(Message(code="FORM_FIELD_INVALID", params=params, place=place))
        return _answer(request, FormError(problems))

    @app.exception_handler(HTTPException)
    def missing(request: Request, error: HTTPException) -> Response:
        known = {404: "PAGE_NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}
        refusal = InputError(known.get(error.status_code, "REQUEST_REFUSED"), place=request.url.path, status=error.status_code)
        return _answer(request, refusal, status=error.status_code)


def _answer(request: Request, error: LingtanError, *, status: int | None = None) -> Response:
    language = language_of(request)
    status, problem = status or status_of(error), problem_of(error, language)
    headers = {"retry-after": str(error.params.get("seconds", 60))} if status == 429 else {}
    if request.url.path.startswith("/api/"):
        return JSONResponse(problem.model_dump(), status_code=status, headers=headers)
    if error.code == "LOGIN_NEEDED" and request.method == "GET":
        login = f"/{language.value}/login?next={request.url.path}"
        is_htmx = request.headers.get("hx-request") == "true"
        return Response(status_code=204, headers={"HX-Redirect": login}) if is_htmx else RedirectResponse(login, status_code=303)
    caller: Caller = getattr(request.state, "caller", None) or admit(request, None, language)
    template = "refusal.html" if request.headers.get("hx-request") == "true" else "refused.html"
    # An address without language is on the way in: what was refused there begins again at the login.
    on_the_way = {"at": f"/{language.value}/login"} if getattr(request.state, "language", None) else {}
    body = render_page(request, template, page=_REFUSED, caller=caller, view=problem, navigation=NAVIGATION, status=status, **on_the_way)
    return HTMLResponse(body, status_code=status, headers=headers)
