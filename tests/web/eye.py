"""A real browser that opens pages of the site as somebody, and says what is wrong with what it sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from houses import entered
from patience import shown
from sites import Site

from lingtan.web.frame.cookies import SESSION

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

__all__ = ["DESK", "PHONE", "Eye"]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
#: Rules of WCAG 2.2 A and AA and of good practice; what they find is weighed by its impact.
RUN = """async only => {
  const said = await axe.run(document, { runOnly: only, resultTypes: ['violations'], selectors: false });
  return said.violations.filter(one => ['serious', 'critical'].includes(one.impact))
    .map(one => `${one.id} (${one.impact}): ${one.nodes.slice(0, 2).map(node => node.html.slice(0, 160) + ' '
      + node.any.map(any => any.message).join('; ').slice(0, 160)).join(' | ')}`); }"""
ALL = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: What a theme can change.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
#: The browser itself tells what its policy forbade.
LISTEN = """window.forbidden = []; document.addEventListener('securitypolicyviolation',
  one => window.forbidden.push(`${one.violatedDirective} ${one.blockedURI} ${one.sourceFile}:${one.lineNumber}`));"""
DRAWN = "[...document.querySelectorAll('figure[data-chart]')].every(one => one.dataset.drawn || !one.checkVisibility())"
WIDE = """() => { const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return '';
  const far = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > clientWidth + 1);
  return `${scrollWidth} > ${clientWidth}: ${far.slice(0, 2).map(one => one.outerHTML.slice(0, 120)).join(' | ')}`; }"""
#: Colours change within a moment; halfway there they have no contrast.
SETTLED = "Promise.allSettled(document.getAnimations().map(one => one.finished))"
#: A machine may be busy with other work.
PATIENCE_MS = 120_000
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


class Eye:
    """One window in one theme. What a page says to the console, asks of the network or may not do is remembered until it is asked for."""

    def __init__(self, browser: Browser, site: Site, address: str, *, theme: str) -> None:
        self.context: BrowserContext = browser.new_context(viewport=DESK, color_scheme="dark" if theme == "dark" else "light")
        self.context.add_init_script(LISTEN)
        self._site, self._address, self._theme = site, address, theme
        self._tokens: dict[str, str] = {}
        self._said: list[str] = []
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self._said.append(f"console: {message.text}") if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self._said.append(f"script: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("requestfailed", lambda request: self._said.append(f"failed: {request.url} {request.failure}"))

    def close(self) -> None:
        """Shut the window."""
        self.context.close()

    def _asked(self, url: str) -> None:
        if "/csp-report" in url:
            self._said.append("a report of the content security policy")
        if not url.startswith((f"{self._address}/", "data:", "blob:")):
            self._said.append(f"another host: {url}")

    def be(self, login: str) -> None:
        """Whose window it is from now on; empty for a visitor."""
        if login and login not in self._tokens:
            self._tokens[login] = str(entered(self._site, login).cookies[SESSION])
        self.context.clear_cookies()
        cookies = {"theme": self._theme} | ({SESSION: self._tokens[login]} if login else {})
        self.context.add_cookies([{"name": name, "value": value, "url": self._address} for name, value in cookies.items()])

    def open(self, address: str) -> int:
        """Go there, wait until the figures are drawn; the status."""
        self._said.clear()
        answer = self.page.goto(f"{self._address}{address}", wait_until="load")
        shown(self.page, DRAWN)
        return answer.status if answer else 0

    def wrong(self) -> Iterator[str]:
        """What is wrong with the page that is open."""
        yield from self._said
        yield from self.page.evaluate("window.forbidden")
        if (count := self.page.locator("h1").count()) != 1:
            yield f"{count} h1"
        yield from self._axe(ALL)
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)
            if wide := self.page.evaluate(WIDE):
                yield f"runs sideways at {size['width']} px: {wide}"

    def wrong_in(self, theme: str) -> Iterator[str]:
        """What is wrong with the colours of the same page, looked at already, in another theme."""
        self._said.clear()
        self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        self.page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        shown(self.page, DRAWN)
        self.page.evaluate(SETTLED)
        yield from self._said
        yield from (f"in {theme}: {one}" for one in self._axe(COLOURS))
        self.page.emulate_media(color_scheme="dark" if self._theme == "dark" else "light")

    def _axe(self, only: dict[str, Any]) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(RUN, only)
        return found

    def shot(self, path: Path, size: Any) -> None:
        """The whole page as a picture."""
        self.page.set_viewport_size(size)
        self.page.wait_for_timeout(150)
        self.page.screenshot(path=path, full_page=True)
