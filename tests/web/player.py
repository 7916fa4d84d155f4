"""A person of the demo in a real browser: finds things by what stands on the page, and waits for what a press leads to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from patience import shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

_SLOW_MS = 60_000


class Player:
    """A browser window of its own, in one language. Refusals and errors of scripts fail at once, with what the page says."""

    def __init__(self, browser: Browser, base: str, login: str | None, language: str = "en") -> None:
        context = browser.new_context(base_url=base, accept_downloads=True, viewport={"width": 1280, "height": 900}, locale="en-GB")
        context.set_default_timeout(_SLOW_MS)
        self.page: Page = context.new_page()
        self.language, self.errors = language, list[str]()
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        if login is not None:
            self.go("/welcome")
            self.page.locator(f'form:has(input[name=login][value="{login}"]) button').click()
            self.page.wait_for_url("**/home")

    @property
    def here(self) -> str:
        """The path of the page, without language and query."""
        return re.sub(r"^https?://[^/]+/(zh|en)|[?#].*$", "", self.page.url)

    @property
    def text(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()

    def go(self, path: str) -> None:
        """Type an address."""
        answer = self.page.goto(f"/{self.language}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status} {self.page.locator('body').inner_text()[:500]}"

    def follow(self, link: str | re.Pattern[str]) -> None:
        """Press a link by its words."""
        before = self.page.url
        self.page.get_by_role("link", name=link).first.click()
        self.page.wait_for_url(lambda url: url != before)

    def form(self, end: str) -> Locator:
        """The form whose address ends so."""
        return self.page.locator(f'form[action$="{end}"]').first

    def send(self, end: str, files: dict[str, Path] | None = None, **fields: object) -> str:
        """Fill a form in and send it; where it leads. Folded parts are opened, questions before a last step are answered with yes."""
        form = self.form(end)
        for folded in form.locator("xpath=ancestor::details").all():
            folded.evaluate("(part) => { part.open = true; }")
        for name, path in (files or {}).items():
            form.locator(f'input[type=file][name="{name}"]').set_input_files(path)
        button = form.locator("button[type=submit]").first
        for name, value in fields.items():
            choices = {one.get_attribute("value"): one for one in form.locator(f'button[name="{name}"]').all()}
            if value in choices:
                button = choices[value]
            else:
                self._fill(form.locator(f'[name="{name}"]'), value)
        asks = form.get_attribute("data-confirm")
        self.page.evaluate("() => { document.body.dataset.before = 'yes'; }")
        button.click()
        if asks:
            self.confirm()
        shown(self.page, "!document.body?.dataset.before || document.querySelector('#notice .notice[data-tone=bad]')")
        self.page.wait_for_load_state("load")
        refused = self.page.locator("#notice .notice[data-tone=bad]")
        assert refused.count() == 0, refused.first.inner_text()
        return self.here

    def confirm(self) -> None:
        """Answer the question before a last step with yes. The page may be gone before a mouse would have let go of the button."""
        yes = self.page.locator("#confirm[open] [data-dialog-yes]")
        yes.wait_for()
        yes.dispatch_event("click")

    def download(self, link: Locator, into: Path) -> Path:
        """Press a link that gives a file; where it lies."""
        with self.page.expect_download() as given:
            link.click()
        path = into / given.value.suggested_filename
        given.value.save_as(path)
        return path

    def close(self) -> None:
        """Leave; nothing may have gone wrong in the browser."""
        assert self.errors == [], self.errors
        self.page.context.close()

    def _fill(self, field: Locator, value: object) -> None:
        if field.first.evaluate("(node) => node.tagName") == "SELECT":
            field.first.select_option(str(value))
        elif field.first.get_attribute("type") == "checkbox":
            for one in field.all():
                one.set_checked(one.get_attribute("value") == value)
        else:
            field.first.fill(str(value))
