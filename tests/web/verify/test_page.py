"""The controller of the public page, on a bare page with its hooks: files in, verdict out, with the server gone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785

from lingtan_verify.texts import TEXTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from conftest import Site

TONES = {"valid": "good", "revoked": "bad", "replaced": "warn", "refused": "bad", "not-found": "warn"}
#: Sentences that the page needs beside those of `lingtan_verify.texts`.
OF_THE_PAGE = {
    *("BAD_SERIALS", "NOT_IN_BROWSER", "MEMBERSHIP_NEEDS_PROOF", "OTHER_NUMBER", "OTHER_CODE"),
    *("CERTIFICATE_NOT_FOUND", "CERTIFICATE_NOT_READ"),
    *(f"OUTCOME_{outcome}" for outcome in ("GOOD", "BAD", "NONE")),
    *(f"STATE_{state}" for state in ("VALID", "REVOKED", "REPLACED", "UNKNOWN", "NOT_CHECKED")),
    *(f"CHECK_{name}" for name in ("TRUST", "RECORD", "PDF_PAGES", "SHAPE", "SIGNATURE", "ISSUER", "STATEMENT", "FOOTPRINT")),
    *(f"CHECK_{name}" for name in ("ALLOCATION", "CREDITS", "DATES", "CLAIM", "BUNDLE", "STATUS", "SERIALS", "MEMBERSHIP", "RECOMPUTE")),
}
SLOTS = (
    "code",
    "place",
    "sentence",
    "file",
    "number",
    "holder",
    "model",
    "count",
    "mean",
    "total",
    "tonnes",
    "issuer",
    "certifier",
    "status",
)
#: What is said of a statement on a site.
SITE_SLOTS = (
    *("number", "site", "organisation", "year", "standard", "grade", "met", "not-met", "not-assessable", "open", "signer"),
    "certifier",
)


def script(name: str, value: object) -> str:
    """As Jinja's `tojson` writes it: letters that HTML knows are escaped."""
    text = json.dumps(value)
    for letter in "<>&'":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/json" id="{name}">{text}</script>'


def page_of(*, trust: object = None, status: object = None, more: str = "", words: dict[str, str] | None = None) -> str:
    slots = "".join(f'<p data-slot="{slot}"></p>' for slot in SLOTS)
    verdicts = "".join(
        f'<template id="verdict-{verdict}"><section data-verdict="{verdict}">{slots}<ul data-slot="notes"></ul>'
        f'<table><tbody data-slot="checks"></tbody></table></section></template>'
        for verdict in TONES
    )
    told = "".join(f'<p data-slot="{slot}"></p>' for slot in ("code", *SITE_SLOTS))
    verdicts += (
        f'<template id="verdict-site"><section data-verdict="valid">{told}<ul data-slot="notes"></ul>'
        '<table><tbody data-slot="checks"></tbody></table></section></template>'
    )
    row = '<template id="check"><tr><th data-slot="name"></th><td data-slot="outcome"></td><td data-slot="detail"></td></tr></template>'
    lists = (script("trust-list", trust) if trust else "") + (script("status-lists", [status]) if status else "")
    inputs = '<div id="drop"><input type="file" id="file"></div><input id="serial"><input id="secret">'
    inputs += "".join(f'<input type="file" id="{name}-file">' for name in ("trust", "status", "serials", "path"))
    return (
        f'<!doctype html><meta charset="utf-8"><title>verify</title>{inputs}<div id="result" aria-live="polite"></div>'
        f'{verdicts}{row}{lists}{script("words", words or {})}{more}<script type="module" src="/verify/page.js"></script>'
    )


class Visitor:
    """A visitor's browser tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def choose(self, field: str, name: str, data: bytes) -> None:
        self.page.set_input_files(f"#{field}", {"name": name, "mimeType": "application/octet-stream", "buffer": data})

    def drop(self, *files: tuple[str, bytes]) -> None:
        """Files from the desktop onto the drop zone, at once."""
        self.page.evaluate(
            """(files) => {
              const carried = new DataTransfer();
              for (const [name, bytes] of files) carried.items.add(new File([Uint8Array.from(bytes)], name));
              const zone = document.getElementById("drop");
              zone.dispatchEvent(new DragEvent("dragover", { dataTransfer: carried, cancelable: true }));
              zone.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, cancelable: true }));
            }""",
            [[name, list(data)] for name, data in files],
        )

    def verdict(self, want: str, code: str) -> None:
        """Waits for this verdict; it must bear its tone."""
        self.page.wait_for_selector(f'#result:not([aria-busy]) [data-verdict="{want}"].verdict--{TONES[want]} >> text={code}', timeout=5000)

    def slot(self, name: str) -> str:
        return self.page.inner_text(f'#result [data-slot="{name}"]')

    def rows(self) -> dict[str, str]:
        """Check → its class."""
        rows = self.page.query_selector_all("#result tr")
        return {row.query_selector("th").inner_text(): row.get_attribute("class") for row in rows}  # type: ignore[union-attr,misc]


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Opens a page of the site; afterwards nothing was refused by the policy and nothing crashed."""
    visitors: list[Visitor] = []

    def go(**members: Any) -> Visitor:
        visitor = Visitor(chromium.new_page())
        visitors.append(visitor)
        visitor.page.clock.set_fixed_time(datetime(2026, 11, 22, 12, tzinfo=UTC))
        visitor.page.goto(site.put("/page", page_of(**members)))
        return visitor

    yield go
    for visitor in visitors:
        visitor.page.close()
        assert [said for said in visitor.said if "404" not in said and "ERR_" not in said] == []


@pytest.fixture
def world(maker: Any) -> Any:
    return maker.World()


def test_a_dropped_certificate_is_verified_with_the_server_gone(
    chromium: Browser, new_site: Callable[[], Site], world: Any, maker: Any
) -> None:
    """The page is loaded, the server stops, and every form of the certificate is verified with the lists that came with the page."""
    site = new_site()
    visitor = Visitor(chromium.new_page())
    visitor.page.clock.set_fixed_time(datetime(2026, 11, 22, 12, tzinfo=UTC))
    words = {"VALID": "All is well", "CHECK_SIGNATURE": "Signature", "NOTE_SYNTHETIC": "Made up"}
    visitor.page.goto(site.put("/page", page_of(trust=world.trust(), status=json.loads(world.status()), words=words)))
    site.stop()
    record = world.certificate()
    for name, data in (("c.json", record), ("c.pdf", maker.pdf([("certificate.json", record)])), ("b.zip", world.bundle())):
        visitor.drop((name, data))
        visitor.verdict("valid", "VALID")
        visitor.page.wait_for_selector(f"#result >> text={name}")
    assert visitor.slot("sentence") == "All is well"
    assert [visitor.slot(name) for name in ("number", "count", "mean", "total", "tonnes")] == ["LT-2026-a", "3", "256.000", "768.001", "1"]
    assert visitor.slot("holder") == "示例客户有限公司"
    assert visitor.page.inner_text("#result li") == "Made up"
    rows = visitor.rows()
    assert rows["Signature"] == rows["CHECK_STATUS"] == rows["CHECK_BUNDLE"] == "check--good"
    assert rows["CHECK_RECOMPUTE"] == "check--none"  # said, not hidden
    visitor.choose("file", "c.json", record.replace(b"Hefei", b"Wuhan"))
    visitor.verdict("refused", "BAD_SIGNATURE")
    visitor.page.close()
    assert visitor.said == []


def test_each_standing_has_its_verdict(visit: Callable[..., Visitor], world: Any) -> None:
    visitor = visit(trust=world.trust())
    visitor.choose("file", "c.json", world.certificate())
    visitor.verdict("valid", "VALID")
    assert visitor.rows()["CHECK_STATUS"] == "check--none"
    for state, code in (("revoked", "REVOKED"), ("replaced", "REPLACED"), ("valid", "VALID")):
        visitor.choose("status-file", "status.json", world.status(state=state))
        visitor.verdict(state, code)
    visitor.choose("status-file", "status.json", world.status(certificates=[]))
    visitor.verdict("not-found", "STATUS_UNKNOWN")


def test_a_statement_on_a_site_says_what_it_counts(visit: Callable[..., Visitor], world: Any, site_statements: Any) -> None:
    """Its own words, not those of a certificate; a changed one is refused like any other."""
    visitor = visit(trust=world.trust())
    record = rfc8785.dumps(site_statements.SiteWorld(world).document())
    visitor.choose("file", "s.json", record)
    visitor.verdict("valid", "VALID")
    assert [visitor.slot(name) for name in ("number", "year", "met", "not-met", "not-assessable")] == ["S-SITE-1", "2025", "2", "0", "1"]
    assert (visitor.slot("open"), visitor.slot("signer")) == ("selected", "Li")
    assert visitor.rows()["CHECK_STATEMENT"] == "check--good"
    visitor.choose("file", "s.json", record.replace(b'"six-paths"', b'"selected_"'))
    visitor.verdict("refused", "BAD_SIGNATURE")


def test_files_are_known_by_their_content(visit: Callable[..., Visitor], world: Any) -> None:
    """Trust list, status list, list of devices and path, dropped in one go with the certificate, whatever their names."""
    visitor = visit()
    record = world.certificate()
    visitor.drop(("1", record))
    visitor.verdict("refused", "NO_TRUST_ANCHOR")
    device = world.serials[1]
    visitor.page.fill("#serial", device["serial"])
    visitor.page.fill("#secret", device["secret"])
    visitor.drop(("2", json.dumps(world.trust()).encode()), ("3", world.path(1)), ("4", world.status()), ("1", record))
    visitor.verdict("valid", "VALID")
    assert visitor.rows()["CHECK_MEMBERSHIP"] == "check--good"
    visitor.page.fill("#serial", "PF-9999")
    visitor.page.press("#serial", "Enter")
    visitor.verdict("not-found", "NOT_A_MEMBER")
    listed = {"scheme": "lingtan-serial-1", "manufacturer": world.maker, "serials": world.serials}
    visitor.drop(("5", rfc8785.dumps(listed)))
    visitor.verdict("not-found", "NOT_A_MEMBER")
    assert visitor.rows()["CHECK_SERIALS"] == "check--good"
    visitor.page.fill("#serial", device["serial"])
    visitor.page.press("#serial", "Enter")
    visitor.verdict("valid", "VALID")


def named(number: str, code: str = "") -> str:
    return f'<div id="certificate-url" data-href="/c.json" data-number="{number}" data-code="{code}"></div>'


def test_the_certificate_of_the_address_is_fetched_and_must_bear_its_number(visit: Callable[..., Visitor], site: Site, world: Any) -> None:
    site.put("/c.json", world.certificate().decode())
    visit(trust=world.trust(), more=named("LT-2026-a")).verdict("valid", "VALID")
    visit(trust=world.trust(), more=named("LT-2026-b")).verdict("not-found", "OTHER_NUMBER")


def test_a_scanned_code_must_be_the_beginning_of_the_records_root(visit: Callable[..., Visitor], site: Site, world: Any) -> None:
    site.put("/c.json", world.certificate().decode())
    root = world.subject["devices"]["serialsRoot"].removeprefix("sha256:")
    visit(trust=world.trust(), more=named("LT-2026-a", root[:20])).verdict("valid", "VALID")
    for code in (root[:19], root[:21], "0" * 20, "<b>"):
        visitor = visit(trust=world.trust(), more=named("LT-2026-a", code.replace("<", "&lt;")))
        visitor.verdict("refused", "OTHER_CODE")
        assert visitor.rows()["CHECK_SIGNATURE"] == "check--good"  # the record is genuine, the paper with the code is not


def test_the_list_of_the_records_issuer_is_chosen_among_those_of_the_page(visit: Callable[..., Visitor], world: Any) -> None:
    visitor = visit(trust=world.trust(), status=json.loads(world.status(state="revoked")))
    visitor.choose("file", "c.json", world.certificate())
    visitor.verdict("revoked", "REVOKED")
    other = json.loads(world.status(state="revoked"))
    other["issuer"]["name"] = "Somebody Else"
    visitor = visit(trust=world.trust(), status=other)
    visitor.choose("file", "c.json", world.certificate())
    visitor.verdict("valid", "VALID")
    assert visitor.rows()["CHECK_STATUS"] == "check--none"


def test_a_certificate_that_is_not_there_is_said_to_be_missing(visit: Callable[..., Visitor], site: Site, world: Any) -> None:
    visit(trust=world.trust(), more=named("LT-2026-a").replace("/c.json", "/none.json")).verdict("not-found", "CERTIFICATE_NOT_FOUND")


def test_what_a_file_says_is_text_and_no_markup(visit: Callable[..., Visitor], world: Any) -> None:
    world.subject["holder"]["name"] = "<img src=x onerror=alert(1)>"
    visitor = visit(trust=world.trust())
    visitor.choose("file", "<b>c</b>.json", world.certificate())
    visitor.verdict("refused", "BENEFICIARY")
    assert visitor.slot("holder") == "<img src=x onerror=alert(1)>"
    assert visitor.page.query_selector("#result img, #result b") is None


def test_every_code_has_a_sentence(static: Path) -> None:
    """Of the verifier's own texts, or of the page's."""
    found: set[str] = set()
    for file in (static / "verify").glob("*.js"):
        text = file.read_text("utf-8")
        found |= set(re.findall(r'(?:Reason|Refusal)\("([A-Z_]+)"', text))
        found |= set(re.findall(r'(?:run|skip|missing|push)\("([A-Z_]+)"', text)) | set(re.findall(r'skip\("[A-Z_]+", "([A-Z_]+)"', text))
        found |= {code for pair in re.findall(r'\? "([A-Z_]{5,})" : "([A-Z_]{5,})"', text) for code in pair}
    assert found - set(TEXTS) <= OF_THE_PAGE
    assert {code for code in OF_THE_PAGE if code.startswith("CHECK_")} <= found
