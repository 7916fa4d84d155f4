"""The components: called as they are declared, styled by the one sheet, and never letting data through as HTML."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import nodes

import lingtan
from lingtan.messages import Language
from lingtan.web.frame.rows import row_parts
from lingtan.web.frame.sheet import Column, Kind, Sheet
from lingtan.web.frame.templates import environment
from lingtan.web.frame.words import label, say

WEB = Path(lingtan.__file__).parent / "web"
CSS = (WEB / "static" / "app.css").read_text("utf-8")
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
HOSTILE = "<img src=x onerror=alert(1)>\"'&"
#: Classes that scripts or tests look for, and that need no rule of their own.
NO_RULE = {"sheet", "fill", "drop", "num"}


def tree(path: Path) -> nodes.Template:
    return environment().parse(path.read_text("utf-8"))


def macros() -> dict[str, list[str]]:
    found = tree(WEB / "templates" / "macros.html").find_all(nodes.Macro)
    return {macro.name: [argument.name for argument in macro.args] for macro in found}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_components_are_called_as_declared(path: Path):
    declared = macros()
    for call in tree(path).find_all(nodes.Call):
        if isinstance(call.node, nodes.Getattr) and isinstance(call.node.node, nodes.Name) and call.node.node.name == "m":
            name, where = call.node.attr, f"line {call.lineno}"
            assert name in declared, where
            assert len(call.args) <= len(declared[name]), where
            assert {keyword.key for keyword in call.kwargs} <= set(declared[name][len(call.args) :]), where


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_classes_in_templates_have_a_rule(path: Path):
    used = {name for names in re.findall(r'class="([\w -]+)"', path.read_text("utf-8")) for name in names.split()}
    ruled = set(re.findall(r"\.([a-z][\w-]*)", CSS))
    assert used - ruled - NO_RULE == set()


ROW = SimpleNamespace(name=HOSTILE, kg=201.34, mark="imputed", state="valid", digest="sha256:" + "4f" * 32)
SHEET = Sheet(
    name="all",
    title="LOOK_STEP",
    rows=lambda view: view,
    empty="LOOK_NOTHING_TO_DRAW",
    columns=(
        Column(name="name", title="LOOK_ITEM", link="/products/{name}"),
        Column(name="kg", title="LOOK_AMOUNT", kind=Kind.NUMBER, unit="kg"),
        Column(name="mark", title="LOOK_MARK", kind=Kind.MARK),
        Column(name="digest", title="LOOK_COUNT", kind=Kind.DIGEST),
    ),
)


def rendered(source: str, **more: Any) -> str:
    language = Language.EN
    scope = {
        "t": lambda code, **params: say(code, language, **params),
        "label": lambda prefix, value: label(prefix, value, language),
        "href": lambda path, **_: f"/en{path}",
        "csrf": "token",
        "export_href": lambda name, kind: f"?export={name}.{kind}",
        "page_href": lambda number: f"?page={number}",
        "sheet_cells": lambda sheet: (sheet.columns, [row_parts(cells, language) for cells in sheet.cells(more.get("view", ()), language)]),
        "page": SimpleNamespace(sheet=lambda _: SHEET, chart=lambda _: SimpleNamespace(title="LOOK_STEP")),
        "chart_of": lambda *_: more.get("drawn"),
        "view": (),
        "language": "en",
        **more,
    }
    return environment().from_string(f'{{% import "macros.html" as m with context %}}{source}').render(scope)


@pytest.mark.parametrize(
    "source",
    [
        "{{ m.kpi(x, x, x, note=x, href=x, delta=x) }}",
        "{{ m.badge(x) }}",
        "{{ m.mark(x) }}",
        "{{ m.digest(x) }}",
        "{{ m.notice('bad', x, fix=x, problems=[x]) }}",
        "{{ m.refusal({'code': x, 'message': x, 'fix': x, 'problems': [{'place': x, 'message': x, 'fix': x}]}) }}",
        "{{ m.field(x, x, value=x, help=x, unit=x, placeholder=x) }}",
        "{{ m.field('a', x, options=[(x, x)], value=x) }}",
        "{{ m.field('a', x, type='textarea', value=x) }}",
        "{{ m.file_drop('a', x, x, template_href=x, help=x) }}",
        "{{ m.steps([{'title': x, 'state': x, 'note': x, 'href': x}]) }}",
        "{{ m.breadcrumb([{'title': x, 'href': x}, {'title': x}]) }}",
        "{{ m.facts([(x, x)]) }}{{ m.verdict('ok', x, x) }}{{ m.empty(x, x, x) }}{{ m.card_open(x, x) }}{{ m.card_close() }}",
        "{{ m.below_line(x, [{'label': x, 'value': x, 'unit': x}], x) }}",
        "{{ m.form_open(x, confirm=x, then=x) }}{{ m.form_close(x) }}",
        "{{ m.sheet(page, 'all', view) }}",
    ],
)
def test_data_never_becomes_html(source: str):
    html = rendered(source, x=HOSTILE, view=(ROW,))
    assert "&lt;img" in html
    assert "<img" not in html
    assert "\"'" not in html


def test_a_sheet_shows_values_units_marks_and_downloads():
    html = rendered("{{ m.sheet(page, 'all', view) }}", view=(ROW,))
    assert 'data-kind="number">201.3<' in html
    assert "data-estimated" in html
    assert f'data-copy="{ROW.digest}"' in html
    assert 'href="?export=all.xlsx"' in html
    assert 'scope="col"' in html
    assert 'scope="row"' in html


def test_an_empty_sheet_says_so_and_offers_no_file():
    html = rendered("{{ m.sheet(page, 'all', view) }}", view=())
    assert "There is nothing to draw yet." in html
    assert "export=" not in html


def test_a_figure_stands_with_table_source_and_files():
    drawn = SimpleNamespace(title="T<", unit="kg", source="s<", option_json='{"a": "\\u003c"}', header=["item", "kg"], rows=[["a<", 1.5]])
    html = rendered("{{ m.chart(page, 'flow', view) }}", drawn=drawn)
    assert html.count("<script") == 1
    assert '{"a": "\\u003c"}' in html
    assert "T&lt;" in html
    assert "a&lt;" in html
    assert "1.500" in html
    assert 'href="?export=flow.csv"' in html
    assert "There is nothing to draw yet." in rendered("{{ m.chart(page, 'flow', view) }}", drawn=None)


def test_a_post_carries_the_token_and_a_get_does_not():
    assert 'name="csrf" value="token"' in rendered("{{ m.form_open('/x') }}")
    assert "csrf" not in rendered("{{ m.form_open('/x', method='get') }}")
    assert "hx-post" not in rendered("{{ m.form_open('/x', plain=True) }}")
    assert 'enctype="multipart/form-data"' in rendered("{{ m.form_open('/x', upload=True) }}")


def test_a_password_is_never_written_back():
    assert "secret" not in rendered("{{ m.field('p', 'P', type='password', value='secret') }}")


def test_a_zero_is_a_value():
    assert 'value="0"' in rendered("{{ m.field('n', 'N', type='number', value=0, min=0) }}")


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [(1, 40, []), (1, 101, ["?page=2"]), (2, 101, ["?page=1", "?page=3"]), (3, 101, ["?page=2"]), (1, 0, [])],
)
def test_the_pager_leads_to_what_there_is(number: int, total: int, shown: list[str]):
    html = rendered("{{ m.pager(n, 50, total) }}", n=number, total=total)
    assert re.findall(r'href="([^"]+)"', html) == shown
