"""Templates: what stands in scope on every page, and the hashed addresses of static files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lingtan import METHOD_VERSION, __version__
from lingtan.messages import Language, way_out
from lingtan.naming import shown_activity, shown_figure, shown_unit, told
from lingtan.web.frame.caller import Caller
from lingtan.web.frame.kept import KeptParts
from lingtan.web.frame.notices import take_notice
from lingtan.web.frame.page import Page
from lingtan.web.frame.rows import row_parts
from lingtan.web.frame.sheet import Sheet
from lingtan.web.frame.words import label, say, shown_day, shown_kg, shown_moment, shown_number, shown_place

__all__ = ["STATIC", "render_page", "static_address"]

_WEB = Path(__file__).parents[1]
STATIC = _WEB / "static"

_kept_parts = KeptParts(256)


@cache
def environment() -> Environment:
    """The templates: escaped, and strict about what is not there."""
    made = Environment(
        loader=FileSystemLoader(_WEB / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )  # fmt: skip
    made.globals.update(static=static_address, version=__version__, method=METHOD_VERSION)
    made.globals.update(number=shown_number, kg=shown_kg, day=shown_day, moment=shown_moment)
    return made


@cache
def static_address(name: str) -> str:
    """The address of a static file, with a digest of its bytes, so that it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def _href(language: Language, path: str, **query: Any) -> str:
    asked = {name: value for name, value in query.items() if value not in (None, "")}
    return f"/{language.value}{path}" + (f"?{urlencode(asked)}" if asked else "")


class _Query(dict[str, str]):
    """What stands behind the address; what was not asked is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def render_page(request: Request, template: str, *, page: Page, caller: Caller, view: Any, navigation: tuple[Any, ...], **more: Any) -> str:
    """The page's HTML. `at` is the address that the page's links are of, where that is not the request's."""
    language = caller.language
    query = _Query({} if "at" in more else request.query_params)
    path = str(more.pop("at", request.url.path)).removeprefix(f"/{language.value}")
    other = Language.EN if language is Language.ZH else Language.ZH
    scope: Mapping[str, Any] = {
        **_words_of(page, view, language, path, query),
        "kept": partial(_kept, page, language, path),
        "opens": (opens := partial(request.app.state.doors.are_open, caller)),
        "sheet_cells": lambda sheet: _cells(sheet, view, language, opens),
        "reader": caller if caller.is_known else None,  # in a macro Jinja calls the block it is called with `caller`
        "csrf": caller.csrf,
        "query": query,
        "navigation": [entry for entry in navigation if entry.may is None or caller.can(entry.may)],
        "other_language": {"href": _href(other, path, **query), "lang": other.value},
        "json_twin": f"/api/v1{path}" + (f"?{urlencode(query)}" if query else ""),
        "page_href": lambda number: _href(language, path, **{**query, "page": number}),
        "notice": take_notice(request, language),
        "demo": caller.house.is_demo,
        "theme": request.cookies.get("theme") if request.cookies.get("theme") in ("light", "dark") else "",
        **more,
    }
    return environment().get_template(template).render(scope)


def _words_of(page: Page, view: Any, language: Language, path: str, query: Mapping[str, str]) -> dict[str, Any]:
    """What a template says and links to of a view, whoever reads it."""
    return {
        "page": page,
        "view": view,
        "language": language.value,
        "path": path,
        "t": partial(_say, language),
        "label": lambda prefix, value: label(prefix, value, language),
        "place": lambda code: shown_place(code, language),
        "activity": lambda key: shown_activity(key, language),
        "figure": lambda key: shown_figure(key, language),
        "unit": lambda unit: shown_unit(unit, language),
        "told": lambda message, prefix="": told(message, language, prefix),
        "href": partial(_href, language),
        "way_out": lambda code: way_out(code, language),
        "export_href": lambda name, kind: _href(language, path, **{**query, "export": f"{name}.{kind}"}),
        "sheet_cells": lambda sheet: _cells(sheet, view, language, lambda _: True),
        "chart_of": lambda _page, name, of: _page.chart(name).draw(of, language),
    }


def _kept(page: Page, language: Language, path: str, template: str, **of: Any) -> Markup:
    """A template whose view is one unchanging thing, by its name there; it knows neither the reader nor what else was asked."""
    ((name, thing),) = of.items()

    def render() -> str:
        return environment().get_template(template).render(_words_of(page, SimpleNamespace(**{name: thing}), language, path, {}))

    return _kept_parts.of(thing, (template, name, language, path), render)


def _say(language: Language, code: str, **params: Any) -> str:
    return say(code, language, **params)


def _cells(sheet: Sheet, view: Any, language: Language, opens: Callable[[str], bool]) -> Any:
    columns = tuple(column if not column.link or opens(column.link) else replace(column, link=None) for column in sheet.columns)
    return columns, [row_parts(cells, language) for cells in replace(sheet, columns=columns).cells(view, language)]
