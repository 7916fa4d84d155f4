"""The look: contrast in both themes, colours that the colour-blind tell apart, pages without inline code, figures that draw in Chromium."""

from __future__ import annotations

import hashlib
import itertools
import json
import mimetypes
import re
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from patience import shown

import lingtan
from lingtan import figures as f
from lingtan.evidence import Mark

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WEB = Path(lingtan.__file__).parent / "web"
STATIC = WEB / "static"
CSS = (STATIC / "app.css").read_text("utf-8")
THEMES = ("light", "dark")
Colour = tuple[float, float, float]


@cache
def tokens(theme: str) -> dict[str, str]:
    selector = ":root {" if theme == "light" else ':root[data-theme="dark"] {'
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", CSS[CSS.index(selector) : CSS.index("}", CSS.index(selector))]))


def linear(colour: str) -> Colour:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def times(matrix: tuple[Colour, ...], colour: Colour) -> Colour:
    x, y, z = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return x, y, z


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    low, high = sorted(sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


INKS = ("ink", "ink-2", "ink-3", "brand", "info", "warn", "bad")
GROUNDS = ("bg", "card", "sunk")
TEXT_PAIRS = [
    *itertools.product(INKS, GROUNDS),
    *itertools.product(("ink", "ink-2"), ("brand-weak", "info-weak", "warn-weak", "bad-weak")),
    *((tone, f"{tone}-weak") for tone in ("brand", "info", "warn", "bad")),
    ("on-brand", "brand"),
    ("bg", "ink"),
]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_has_contrast_of_4_5(theme: str, ink: str, ground: str):
    assert contrast(tokens(theme)[ink], tokens(theme)[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_edges_of_controls_have_contrast_of_3(theme: str):
    for ground in GROUNDS:
        assert contrast(tokens(theme)["line-2"], tokens(theme)[ground]) >= 3


def test_the_two_places_of_the_dark_theme_say_the_same():
    by_system = CSS[CSS.index(':root:not([data-theme="light"])') :]
    assert dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", by_system[: by_system.index("}")])) == tokens("dark")
    assert set(tokens("light")) == set(tokens("dark"))


#: Machado, Oliveira, Fernandes (2009), A physiologically-based model for simulation of color vision deficiency, table 1, severity 1.0.
SIGHT: dict[str, tuple[Colour, ...]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_XYZ: tuple[Colour, ...] = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))


def lab(colour: Colour) -> Colour:
    """CIE L*a*b* under D65, of linear sRGB."""
    scaled = (part / white for part, white in zip(times(TO_XYZ, colour), (0.95047, 1.0, 1.08883), strict=True))
    x, y, z = (part ** (1 / 3) if part > (6 / 29) ** 3 else part / (3 * (6 / 29) ** 2) + 4 / 29 for part in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, sight: str) -> float:
    """ΔE*ab (CIE 1976) of two colours as seen with this sight; 2.3 is just noticeable."""
    seen = [lab(tuple(min(1.0, max(0.0, part)) for part in times(SIGHT[sight], linear(c)))) for c in (one, other)]  # type: ignore[arg-type]
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


#: The least ΔE*ab of two series that stand side by side, over both themes and all kinds of sight: 11.9 (green and blue, tritanopia, light).
LEAST_OF_NEIGHBOURS = 11.5


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", THEMES)
def test_neighbouring_series_differ_for_every_sight(theme: str, sight: str):
    series = [tokens(theme)[f"series-{i}"] for i in range(1, 9)]
    assert min(difference(a, b, sight) for a, b in itertools.pairwise(series)) >= LEAST_OF_NEIGHBOURS


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", THEMES)
def test_energy_sources_differ_for_every_sight(theme: str, sight: str):
    sources = [tokens(theme)[f"source-{name}"] for name in ("pv", "grid", "wind", "storage")]
    assert min(difference(a, b, sight) for a, b in itertools.combinations(sources, 2)) >= LEAST_OF_NEIGHBOURS


def test_simulated_sight_of_grey_is_grey():
    """Each matrix keeps white: its rows sum to 1."""
    for matrix in SIGHT.values():
        assert times(matrix, (1, 1, 1)) == pytest.approx((1, 1, 1), abs=1e-5)


def test_calm():
    """No shadows, no italics in Chinese, nothing from another host, and motion of at most 150 ms."""
    assert "box-shadow" not in CSS
    assert "drop-shadow" not in CSS
    assert not re.search(r"https?://|@import|url\(", CSS)
    assert all(int(ms) <= 150 for ms in re.findall(r"\b(\d+)ms", CSS))


@pytest.mark.parametrize("path", sorted((WEB / "templates").rglob("*.html")), ids=lambda path: path.relative_to(WEB).as_posix())
def test_templates_hold_no_inline_style_or_script(path: Path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style|javascript:", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"\shx-on|hx-vals=[\"']js:", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert "src=" in attributes or 'type="application/json"' in attributes


@pytest.mark.parametrize("name", ["app.js", "charts.js", "gantt.js", "theme.js"])
def test_scripts_build_no_code_and_no_html_of_data(name: str):
    text = (STATIC / name).read_text("utf-8")
    assert not re.search(r"\beval\(|new Function|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write", text)


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("echarts.min.js", "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0"),
        ("htmx.min.js", "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"),
    ],
)
def test_vendored_files_are_as_published_and_have_their_licences(name: str, digest: str):
    assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest
    assert name in (STATIC / "vendor" / "README.md").read_text("utf-8")
    assert list((STATIC / "vendor" / "licences").glob(f"{Path(name).name.partition('.')[0]}-LICENSE*"))


HEAD = {"title": "T", "unit": "kg CO₂e", "source": 'study 1 <&">'}
DRAWN: dict[str, f.Figure] = {
    "sankey": f.Sankey(
        nodes=(
            f.SankeyNode(name="a", label="Aluminium {x}", mark=Mark.ASSUMED),
            f.SankeyNode(name="b", label="Housing"),
            f.SankeyNode(name="c", label="Device"),
        ),
        links=(
            f.SankeyLink(source="a", target="b", value=5.0, estimated=0.5, href="#line-1"),
            f.SankeyLink(source="b", target="c", value=5.0, href="#line-2"),
            f.SankeyLink(source="a", target="c", value=-1.0),
        ),
        **HEAD,
    ),
    "bars": f.Bars(
        categories=("x", "y"),
        stacked=True,
        series=(
            f.BarSeries(name="a", label="A", values=(1.0, 2.0), estimated_values=(0.5, 0.0)),
            f.BarSeries(name="b", label="B", values=(1.0, -2.0)),
        ),
        **HEAD,
    ),
    "waterfall": f.Waterfall(
        steps=(
            f.WaterfallStep(label="gross", value=2.0, kind=f.StepKind.TOTAL),
            f.WaterfallStep(label="less", value=1.0, kind=f.StepKind.MINUS, estimated=True),
            f.WaterfallStep(label="net", value=1.0, kind=f.StepKind.TOTAL),
            f.WaterfallStep(label="credits", value=1.0, kind=f.StepKind.BELOW),
        ),
        **HEAD,
    ),
    "intervals": f.Intervals(rows=(f.IntervalRow(label="a", mean=1, p5=0, p95=2, mark=Mark.IMPUTED),), **HEAD),
    "lines": f.Lines(x=("1", "2"), series=(f.Line(name="a", label="A", values=(1.0, 2.0)),), **HEAD),
    "histogram": f.Histogram(edges=(0.0, 1.0, 2.0), counts=(1, 3), marks=(f.HistogramMark(label="mean", value=0.5),), **HEAD),
}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'"


def figure_html(name: str) -> str:
    option = json.dumps(f.echarts(DRAWN[name])).replace("<", "\\u003c")
    buttons = "".join(f'<button data-picture="{kind}" hidden>{kind}</button>' for kind in ("png", "svg"))
    return (
        f'<figure class="card chart" id="{name}" data-chart data-name="{name}" data-echarts="/static/vendor/echarts.min.js">'
        f'<figcaption class="card-head"><h2>Figure</h2>{buttons}</figcaption><div class="plot-frame"><div class="plot"></div></div>'
        f'<script type="application/json">{option}</script><p class="source"><span>study 1 &lt;&amp;"&gt;</span></p></figure>'
    )


class Handler(BaseHTTPRequestHandler):
    """The static files and one page, under the policy that the server sends."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/static/"):
            body, kind = (STATIC / path.removeprefix("/static/")).read_bytes(), mimetypes.guess_type(path)[0] or "text/plain"
        else:
            scripts = "".join(f'<script src="/static/{name}" defer></script>' for name in ("theme.js", "app.js", "charts.js"))
            style = '<link rel="stylesheet" href="/static/app.css"><link rel="icon" href="/static/icon.svg">'
            toggle = '<button data-theme-toggle hidden>theme</button><div id="notice"></div><div id="toasts"></div>'
            drawn = "".join(figure_html(name) for name in DRAWN)
            page = (
                f'<!doctype html><html lang="en"><meta charset="utf-8"><title>t</title>{style}{scripts}<body>{toggle}<main>{drawn}</main>'
            )
            body, kind = page.encode(), "text/html; charset=utf-8"
        self.send_response(200)
        for name, value in (("content-type", kind), ("content-security-policy", POLICY), ("content-length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/en/x"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """The page with one figure of each kind; no error may stand in the console at the end."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True, color_scheme="light")
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(address)
    shown(opened, "[...document.querySelectorAll('figure[data-chart]')].every(one => one.dataset.drawn)")
    yield opened
    context.close()
    assert said == []


INKED = """id => { const drawn = document.querySelector(`#${id} canvas`), canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [drawn.width, drawn.height];
  const pen = canvas.getContext('2d', { willReadFrequently: true }); pen.drawImage(drawn, 0, 0);
  const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set(); for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) seen.add(`${data[i]},${data[i+1]},${data[i+2]}`);
  return [...seen]; }"""


def rgb_text(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))


def test_every_kind_of_figure_draws_and_follows_the_theme(page: Page):
    page.wait_for_timeout(400)
    for theme in THEMES:
        for name in ("bars", "lines", "histogram"):
            assert rgb_text(tokens(theme)["series-1"]) in page.evaluate(INKED, name), (theme, name)
        for name in DRAWN:
            assert len(page.evaluate(INKED, name)) > 10, (theme, name)
        page.click("[data-theme-toggle]")
        page.wait_for_timeout(400)
    assert {cookie["name"]: cookie["value"] for cookie in page.context.cookies()} == {"theme": "light"}


@pytest.mark.parametrize("name", DRAWN)
def test_pictures_download_as_png_and_as_well_formed_svg(page: Page, name: str, tmp_path: Path):
    for kind in ("png", "svg"):
        with page.expect_download() as caught:
            page.click(f"#{name} [data-picture={kind}]")
        assert caught.value.suggested_filename == f"{name}.{kind}"
        caught.value.save_as(tmp_path / kind)
    assert (tmp_path / "png").read_bytes().startswith(b"\x89PNG")
    tree = ET.parse(tmp_path / "svg").getroot()
    texts = [element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "Figure"
    assert texts[-1] == 'study 1 <&">'


def test_a_click_on_a_flow_goes_where_it_leads(page: Page):
    box = page.locator("#sankey canvas").bounding_box()
    assert box is not None
    page.wait_for_timeout(300)
    for y in range(20, int(box["height"]), 12):
        page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + y)
    assert page.url.endswith("#line-1")


def test_nothing_runs_sideways_on_a_narrow_screen(page: Page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate("[...document.querySelectorAll('.plot')].every(one => one.scrollWidth <= one.clientWidth)")


def test_print_is_on_white_whatever_the_theme(page: Page):
    page.click("[data-theme-toggle]")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
