"""The whole service in a real browser, each step by the person whose it is: from a bill of materials to the public's own check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from patience import shown
from player import Player
from sites import Site

from lingtan.services.demo.parties import CERTIFIER, HOLDER

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: A made-up notebook: a class of device, and two of its parts measured.
PARTS = "part,kind,amount,unit\nSYN-BAT-1,battery,52,Wh\nSYN-PSU-1,adapter,65,W\n"
SERIALS = ("SYN-E2E-0001", "SYN-E2E-0002", "SYN-E2E-0003")
SCOPE = "GB/T 24067-2024"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def tale(site: Site, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tale]:
    with site.listening() as base:
        yield Tale(chromium, base, tmp_path_factory.mktemp("tale"))


class Tale:
    """What the steps hand on to each other."""

    def __init__(self, browser: Browser, base: str, folder: Path) -> None:
        self.browser, self.base, self.folder = browser, base, folder
        self.product = self.room = self.order = self.number = ""
        self.pdf = self.json = folder

    def player(self, login: str | None, language: str = "en") -> Player:
        return Player(self.browser, self.base, login, language)

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path


def step_1_the_maker_uploads_a_bill_of_materials_and_sees_its_footprint(tale: Tale) -> None:
    maker = tale.player("preparer")
    maker.follow("Products")
    maker.go("/products/import")
    wrong = tale.file("wrong.csv", "part,kind,amount,unit\nSYN-BAT-1,battery,much,Wh\n")
    with pytest.raises(AssertionError, match=r"wrong\.csv!C2|C2"):  # refused with its cell, and nothing is kept
        maker.send("/products/drafts/parts", {"bom": wrong}, manufacturer="Synthetic Devices", model="SYN Story 14")
    maker.errors.clear()  # the browser writes every refused request to its console
    draft = maker.send(
        "/products/drafts/parts", {"bom": tale.file("parts.csv", PARTS)},
        device_class="laptop", manufacturer="Synthetic Devices", model="SYN Story 14", configuration="52 Wh", place_of_use="CN-BJ",
        service_years=4, mass_kg="1.3", screen_size_in=14, memory_gb=16, storage_gb=512, tec_kwh=19,
    )  # fmt: skip
    assert draft.startswith("/products/drafts/")
    tale.product = maker.send("/save")
    assert re.fullmatch(r"/products/p-\w+", tale.product)
    assert "SYN Story 14" in maker.text
    assert maker.page.locator("#chart-flows[data-drawn] canvas").count() == 1
    maker.page.locator(".kpi-value a").first.click()  # the figure opens to what it is made of
    maker.page.wait_for_url("**/explain*")
    assert "×" in maker.text
    maker.close()


def step_2_a_question_is_answered_live(tale: Tale) -> None:
    maker = tale.player("preparer")
    maker.go(f"{tale.product}/what-if")
    before = maker.page.locator(".kpi-value .num").nth(1).inner_text()
    maker.page.locator('[name="service_years"]').fill("8")
    maker.page.locator('[name="service_years"]').press("Tab")
    shown(maker.page, "was => document.querySelectorAll('.kpi-value .num')[1].innerText !== was", before)
    assert float(maker.page.locator(".kpi-value .num").nth(1).inner_text()) > float(before)
    maker.close()


def step_3_the_study_is_frozen_and_sent_to_a_certifier(tale: Tale) -> None:
    maker = tale.player("preparer", "zh")
    maker.go(tale.product)
    maker.send("/freeze", draws=300, seed=1)
    maker.go("/verification/new?search=SYN Story")
    maker.page.locator("#sheet-studies tbody th a").first.click()
    maker.page.wait_for_url("**study=*")
    maker.send("/keep")
    tale.room = maker.send("/request", certifier=CERTIFIER, scope=SCOPE, prepared_by="preparer")
    assert tale.room.startswith("/verification/")
    maker.close()


def step_4_the_certifiers_register_and_the_review(tale: Tale) -> None:
    admin = tale.player("certifier-admin")
    admin.go("/organisation/people/verifier")
    admin.send("/competences", scope=SCOPE, valid_until=(NOW + timedelta(days=900)).date())
    admin.close()
    certifier = tale.player("verifier")
    certifier.go("/verification")
    certifier.go(tale.room)
    certifier.send("/open", people="verifier")
    maker = tale.player("preparer")
    maker.go(tale.room)
    maker.send("/submit")
    certifier.go(tale.room)
    certifier.send("/start")
    certifier.go(f"{tale.room}/review")
    assert "every figure equals the record" in certifier.text
    certifier.go(tale.room)
    certifier.send(
        "/findings",
        code="ASSUMPTION_SOURCE",
        place="attributes.mass_kg",
        severity="major",
        expected="weighed",
        found="a catalogue's figure",
    )
    maker.go(tale.room)
    assert "a catalogue's figure" in maker.text
    scale = tale.file("scale.txt", "SYNTHETIC: weighed, 1.30 kg\n")
    maker.send("/findings/F1/answer", {"document": scale}, text="Weighed, see the record.")
    maker.close()
    certifier.go(tale.room)
    certifier.send("/findings/F1/judge", verdict="close", reason="The record shows it.")
    certifier.send("/draft", number="SYN-E2E-S1", level="limited", materiality_percent=5, criteria=SCOPE, population=10, drawn=5)
    certifier.send("/sign", valid_until=(NOW + timedelta(days=700)).date())
    assert "SYN-E2E-S1" in certifier.text
    certifier.close()


def step_5_credits_are_imported_after_a_preview(tale: Tale) -> None:
    from lingtan.services.demo.inputs import Block, write_credits

    serial = "15500-2001-2050-VCS-VCU-304-VER-CN-1-2250-01012023-31122023-0"
    block: Block = ("VCS", "2250", "Synthetic biochar, second lot", "removal", "VM0044", 2023, serial, 50)
    write_credits(tale.folder / "holdings.csv", [block])
    manager = tale.player("credit-manager")
    manager.go("/credits/import")
    manager.send("/credits/preview", {"file": tale.folder / "holdings.csv"})
    assert "50 t" in manager.text, manager.text
    assert manager.form("/credits/import").count() == 1, manager.text
    manager.send("/credits/import")
    manager.go("/credits?search=2250")
    assert serial in manager.text
    manager.close()


def step_6_an_order_is_planned_reserved_instructed_and_confirmed_under_four_eyes(tale: Tale) -> None:
    manager = tale.player("credit-manager")
    manager.go("/orders/new")
    options = manager.page.locator('select[name="study"] option').all()
    study = next(one.get_attribute("value") for one in options if "SYN Story 14" in one.inner_text())
    plan = manager.send(
        "/orders/plan", study=study, serials="\n".join(SERIALS), number="SYN-E2E-ORDER", holder=HOLDER.name, holder_id=HOLDER.identifier
    )
    assert plan == "/orders/new"
    assert "g CO₂e" in manager.text
    manager.page.locator("form#reserve").wait_for()
    reserved = manager.send("/orders/new")  # the form of the reservation stands first on the page
    if not re.fullmatch(r"/orders/LT-\d{4}-\d+", reserved):
        manager.follow(re.compile(r"^LT-\d{4}-\d+$"))
    tale.order = manager.here
    manager.send("/instruct")
    document = tale.file("registry.txt", f"SYNTHETIC registry record SYN-RET-E2E, retired for {HOLDER.name}\n")
    lines = manager.page.locator("article[id^=line-]").count()
    for line in range(1, lines + 1):
        manager.send(
            f"/lines/{line}/entry", {"document": document}, reference=f"SYN-RET-E2E-{line}", retired_on=datetime.now(UTC).date(),
            url="https://registry.example/SYN-RET-E2E", beneficiary=HOLDER.name, reason="voluntary cancellation",
        )  # fmt: skip
    assert manager.form("/lines/1/check").count() == 0  # who entered it does not check it
    manager.close()
    checker = tale.player("checker", "zh")
    checker.go(tale.order)
    for line in range(1, lines + 1):
        checker.send(f"/lines/{line}/check")
    checker.close()


def step_7_the_certificate_is_issued_and_handed_to_the_customer(tale: Tale) -> None:
    number = tale.order.removeprefix("/orders/")
    issuer = tale.player("issuer")
    issuer.go("/certificates/issue")
    issuer.page.locator(f'button[formaction$="/certificates/{number}/issue"]').click()
    issuer.confirm()
    issuer.page.wait_for_url(re.compile(r"/certificates/LT-[^/]+$"))
    tale.number = issuer.here.removeprefix("/certificates/")
    issuer.close()
    customer = tale.player("customer", "zh")
    customer.go("/certificates")
    customer.page.get_by_role("link", name=tale.number, exact=True).click()
    customer.page.wait_for_url(f"**/certificates/{tale.number}")
    tale.pdf = customer.download(customer.page.locator('a[href$="/files/en.pdf"]'), tale.folder)
    tale.json = customer.download(customer.page.locator('a[href$="/files/json"]'), tale.folder)
    customer.close()


def qr_of(pdf: Path) -> str:
    """What a phone reads from the PDF's first page that has a code."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil()):
            return str(found.text)
    raise AssertionError("no QR code in the PDF")


def step_8_the_public_follows_the_qr_code_without_a_login(tale: Tale) -> None:
    read = urlsplit(qr_of(tale.pdf))
    assert read.scheme == "https"
    public = tale.player(None)
    public.page.goto(f"{read.path}?{read.query}")
    public.page.locator("#result .verdict").wait_for()
    assert public.page.locator('#result .verdict[data-tone="ok"]').inner_text().strip().upper().startswith("VALID")
    assert public.page.locator(".verify-server").count() == 1  # the server's answer stands beside it
    public.close()


def step_9_a_dropped_file_is_checked_and_a_tampered_one_turns_red_with_the_server_stopped(tale: Tale, site: Site) -> None:
    text = tale.json.read_text("utf-8")
    changed = re.sub(r'("meanMg":\s*)(\d+)', lambda found: f"{found[1]}{int(found[2]) - 1}", text, count=1)
    assert changed != text
    tampered = tale.file("tampered.json", changed)
    with site.listening() as base:
        public = Player(tale.browser, base, None)
        public.go("/verify")
        public.page.wait_for_load_state("networkidle")
    # The server is gone; what the page loaded is all there is.
    for file, tone in ((tale.pdf, "ok"), (tale.json, "ok"), (tampered, "bad")):
        public.page.locator("#file").set_input_files(file)
        shown(public.page, "tone => document.querySelector('#result .verdict')?.dataset.tone === tone", tone)
    assert "SIGNATURE" in public.page.locator("#result").inner_text().upper()
    public.page.context.close()


def step_10_the_auditor_sees_who_did_what_and_that_the_books_hold(tale: Tale) -> None:
    auditor = tale.player("auditor")
    auditor.go("/ledger")
    auditor.send("/ledger/check")
    assert "hold" in auditor.page.locator("#notice, main").first.inner_text()
    auditor.go("/organisation/log")
    assert "credit-manager" in auditor.text
    auditor.close()


def test_the_whole_way_from_a_bill_of_materials_to_the_books(tale: Tale, site: Site) -> None:
    """One test: each step needs what the one before left, so no other worker of the run may take some of them."""
    step_1_the_maker_uploads_a_bill_of_materials_and_sees_its_footprint(tale)
    step_2_a_question_is_answered_live(tale)
    step_3_the_study_is_frozen_and_sent_to_a_certifier(tale)
    step_4_the_certifiers_register_and_the_review(tale)
    step_5_credits_are_imported_after_a_preview(tale)
    step_6_an_order_is_planned_reserved_instructed_and_confirmed_under_four_eyes(tale)
    step_7_the_certificate_is_issued_and_handed_to_the_customer(tale)
    step_8_the_public_follows_the_qr_code_without_a_login(tale)
    step_9_a_dropped_file_is_checked_and_a_tampered_one_turns_red_with_the_server_stopped(tale, site)
    step_10_the_auditor_sees_who_did_what_and_that_the_books_hold(tale)
