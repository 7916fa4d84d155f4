"""Certificates and the public check in the browser: list, document, issue, batch, replace, revoke, files; and what a visitor is told."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from sites import Site

from lingtan.neutrality import Delivery, Device, Entity, Order
from lingtan.services.demo.parties import CERTIFIER, HOLDER, ISSUER, START, Stage
from lingtan.services.demo.registry import confirm_lines
from lingtan.services.orders.choose import choices
from lingtan.services.orders.instruct import instruct
from lingtan.services.orders.reserve import reserve_order

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ONE, NOBODYS = "LT-2026-000001", "LT-2026-999999"
OTHER = Entity(name="Synthetic Other Customer Ltd", identifier="91110000SYN7777777")
#: Long, as a busy machine answers late. [ms]
PATIENCE_MS = 90_000
TONES = {"valid": "good", "revoked": "bad", "replaced": "warn", "refused": "bad"}


def moved(site: Site, client: TestClient, path: str, data: dict[str, object] | None = None) -> str:
    """A form that is taken; where it leads."""
    answer = site.post(client, f"/en{path}", data)
    assert answer.status_code == 303, re.sub("<[^>]+>", " ", answer.text)[:2000]
    return str(answer.headers["location"]).removeprefix("/en")


def read(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:2000]
    return str(answer.text)


@pytest.fixture(scope="module")
def confirmed(site: Site) -> Callable[..., str]:
    """Makes a cancellation of monitors of the demo's first product that the registry has confirmed; its number."""
    issuer = site.house.workspace(ISSUER)
    stage = Stage(out=site.house.home, issuer=issuer, certifier=site.house.workspace(CERTIFIER))
    product = json.loads(site.client("issuer").get(f"/en/certificates/{ONE}/files/json").content)["credentialSubject"]["product"]

    def make(name: str, *, holder: Entity = HOLDER, devices: int = 2) -> str:
        at = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=2)  # the registry answers a minute later
        listed = tuple(
            Device(
                serial=f"{name}-{index:03d}", model=product["model"], configuration=product["configuration"],
                service_years=product["serviceYears"], place_of_use=product["placeOfUse"], delivery=Delivery.WITH_HARDWARE,
                remaining_years=None,
            )
            for index in range(devices)
        )  # fmt: skip
        order = Order(number=name, manufacturer=product["manufacturer"], holder=holder, payer=None, devices=listed)
        (made,) = reserve_order(issuer, order, choices(None, "credits-voluntary"), actor="credit-manager", at=at)
        instruct(issuer, made.number, actor="credit-manager", at=at)
        confirm_lines(stage, made, minute=(at - START) / timedelta(minutes=1), beneficiary=holder.name)
        return made.number

    return make


@pytest.fixture
def issued(site: Site, confirmed: Callable[..., str]) -> Callable[..., str]:
    """Makes a certificate through the page; its number."""

    def make(name: str, **more: Any) -> str:
        number = confirmed(name, **more)
        assert moved(site, site.client("issuer"), f"/certificates/{number}/issue") == f"/certificates/{number}"
        return number

    return make


def ended(client: TestClient, path: str) -> Any:
    """The job, once it has ended."""
    for _ in range(600):
        job = client.get(f"/api/v1{path}").json()
        if job["ended"]:
            return job
        time.sleep(0.1)
    raise AssertionError(job)


@pytest.mark.parametrize("login", ["issuer", "preparer", "credit-manager", "auditor", "customer"])
def test_everybody_who_may_reads_the_list_and_the_document(site: Site, login: str) -> None:
    client = site.client(login)
    for language, state in (("en", "valid"), ("zh", "有效")):
        page = read(client, f"/{language}/certificates")
        assert f'href="/{language}/certificates/{ONE}"' in page
        assert state in page
        one = read(client, f"/{language}/certificates/{ONE}")
        assert {"en": "Footprint of one device", "zh": "单台设备各生命周期阶段的碳足迹"}[language] in one
        assert re.search("CERTS_|VERIFY_|STAGE_", one) is None
    assert {row["number"] for row in client.get("/api/v1/certificates").json()["certificates"]} >= {ONE}


def test_the_document_shows_the_record_and_never_one_netted_figure(site: Site) -> None:
    client = site.client("auditor")
    record = json.loads(client.get(f"/en/certificates/{ONE}/files/json").content)["credentialSubject"]
    page, view = read(client, f"/en/certificates/{ONE}"), client.get(f"/api/v1/certificates/{ONE}").json()
    assert view["mean_mg"] == record["footprint"]["meanMg"] == sum(stage["mg"] for stage in view["stages"])
    assert record["claim"]["text"]["en"] in page
    beside = page[page.index('class="below-line"') :]
    assert f"{record['allocation']['totalG'] / 1000:,.3f}" in beside
    assert str(sum(line["tonnes"] for line in record["credits"])) in beside
    chart = page[page.index('id="chart-stages"') : page.index('class="below-line"')]
    assert f"{record['allocation']['totalG'] / 1000:,.3f}" not in chart
    assert 'src="data:image/svg+xml,' in page
    for deed in ("/revoke", "/replace", "full.zip", "serials.json", "/certificates/issue"):
        assert deed not in page


def test_lists_are_searched_and_exported(site: Site) -> None:
    client = site.client("issuer")
    assert ONE not in read(client, "/en/certificates?search=no-such-thing")
    assert ONE in read(client, "/en/certificates?search=syn-x13-mean&state=valid")
    assert client.get("/en/certificates?state=lost").status_code == 422
    csv = client.get("/en/certificates?export=certificates.csv")
    assert ONE in csv.text
    assert "Allocated [g CO₂e]" in csv.text
    for path in (
        "certificates?export=certificates.xlsx",
        f"certificates/{ONE}?export=stages.csv",
        f"certificates/{ONE}?export=editions.xlsx",
    ):
        assert client.get(f"/zh/{path}").status_code == 200


@pytest.mark.parametrize(
    ("login", "full", "serials"),
    [("issuer", 200, 200), ("auditor", 403, 403), ("preparer", 403, 403), ("customer", 403, 200)],
)
def test_public_files_are_for_all_and_the_confidential_for_those_who_may(site: Site, login: str, full: int, serials: int) -> None:
    client = site.client(login)
    heads = {"zh.pdf": b"%PDF-", "en.pdf": b"%PDF-", "json": b'{"@context"', "public.zip": b"PK"}
    for kind, head in heads.items():
        answer = client.get(f"/en/certificates/{ONE}/files/{kind}")
        assert (answer.status_code, answer.content[: len(head)]) == (200, head)
    assert client.get(f"/en/certificates/{ONE}/files/full.zip").status_code == full
    assert client.get(f"/en/certificates/{ONE}/files/serials.json").status_code == serials
    assert client.get(f"/en/certificates/{ONE}/files/key.pem").status_code == 404


def test_one_is_issued_from_the_page_after_its_order_was_confirmed(site: Site, confirmed: Callable[..., str]) -> None:
    client, number = site.client("issuer"), confirmed("WEB-ONE")
    page = read(client, "/en/certificates/issue")
    assert f'formaction="/en/certificates/{number}/issue"' in page
    assert number in client.get("/en/certificates/issue?export=waiting.csv").text
    assert site.client("credit-manager").get("/en/certificates/issue").status_code == 403
    refused = site.post(client, f"/en/certificates/{number}/issue", {"audience": "B2X"})
    assert refused.status_code == 422
    assert moved(site, client, f"/certificates/{number}/issue", {"market": "DE", "audience": "B2B"}) == f"/certificates/{number}"
    page = read(client, f"/en/certificates/{number}")
    assert f"Certificate {number} is issued." in page
    assert number not in read(client, "/en/certificates/issue")


def test_a_batch_is_a_job_and_so_are_its_files(site: Site, confirmed: Callable[..., str]) -> None:
    client = site.client("issuer")
    numbers = [confirmed(f"WEB-BATCH-{index}") for index in range(3)]
    for path in ("batch", "export"):
        assert "WORK_EMPTY" in site.post(client, f"/en/certificates/{path}").text
    job = ended(client, moved(site, client, "/certificates/batch", {"numbers": numbers[:2]}))
    assert (job["state"], sorted(job["items"]), job["refused"]) == ("done", sorted(numbers[:2]), [])
    job = ended(client, moved(site, client, "/certificates/batch", {"everything": "true"}))
    assert numbers[2] in job["items"]
    job = ended(client, moved(site, client, "/certificates/export", {"numbers": numbers}))
    assert sorted(job["items"]) == sorted(numbers)
    assert job["archives"]


def test_replaced_then_revoked_and_everybody_is_told(site: Site, issued: Callable[..., str]) -> None:
    client, visitor, number = site.client("issuer"), site.client(), issued("WEB-REPLACE")
    assert site.post(client, f"/en/certificates/{number}/replace", {"market": "CN", "audience": "B2B", "reason": " "}).status_code == 422
    form = {"market": "EU", "audience": "B2B", "reason": "sold to another market"}
    second = f"{number}.2"
    assert moved(site, client, f"/certificates/{number}/replace", form) == f"/certificates/{second}"
    assert f"replaced by {second}" in read(client, f"/en/certificates/{second}")
    old = read(client, f"/en/certificates/{number}")
    assert f"{second} took its place" in old
    assert "/revoke" not in old
    assert f'href="/en/verify/{second}"' in read(visitor, f"/en/verify/{number}")
    assert site.post(client, f"/en/certificates/{number}/revoke", {"reason": "too late"}).status_code == 409
    assert site.post(client, f"/en/certificates/{second}/revoke").status_code == 422
    assert moved(site, client, f"/certificates/{second}/revoke", {"reason": "an error <b>here</b>"}) == f"/certificates/{second}"
    told = read(visitor, f"/zh/verify/{second}")
    assert "已撤销" in told
    assert "an error &lt;b&gt;here&lt;/b&gt;" in told
    answer = visitor.get(f"/api/v1/verify/{second}").json()["answer"]
    assert (answer["state"], answer["refusal"]) == ("revoked", None)
    editions = client.get(f"/api/v1/certificates/{second}").json()["editions"]
    assert [(row["number"], row["state"]) for row in editions] == [(number, "replaced"), (second, "revoked")]


def test_a_customer_finds_nothing_of_another_holder(site: Site, issued: Callable[..., str]) -> None:
    number, client = issued("WEB-OTHER", holder=OTHER), site.client("customer")
    assert number not in read(client, "/en/certificates")
    for path in (f"/en/certificates/{number}", f"/en/certificates/{number}/files/json", f"/en/certificates/{number}/files/serials.json"):
        assert client.get(path).status_code == 404
    assert client.get(f"/api/v1/certificates/{number}").status_code == 404
    assert number not in read(client, "/en/devices?serial=WEB-OTHER-000")
    assert number in read(site.client("issuer"), "/en/devices?serial=web-other-000")
    for deed in ("revoke", "replace", "issue"):
        assert site.post(client, f"/en/certificates/{number}/{deed}", {"reason": "mine"}).status_code == 403
    assert site.client("verifier").get(f"/en/certificates/{number}").status_code == 403


def test_a_device_is_looked_up_with_its_history(site: Site) -> None:
    page = read(site.client("customer"), "/en/devices?serial=syn-x13-mean-00001")
    assert f'href="/en/certificates/{ONE}"' in page
    assert "share of the cancelled credits" in page
    assert "No certificate that you may see" in read(site.client("customer"), "/en/devices?serial=NOBODY")


def test_a_visitor_is_answered_without_a_login(site: Site) -> None:
    visitor = site.client()
    record = json.loads(visitor.get(f"/en/verify/{ONE}/certificate.json").content)
    scanned = record["credentialSubject"]["verify"]["address"].partition("?")[2]
    page = read(visitor, f"/en/verify/{ONE}?{scanned}")
    assert "The scanned code belongs to this record." in page
    assert "does not belong to this record" in read(visitor, f"/en/verify/{ONE}?r=Tampered")
    assert HOLDER.name not in page
    assert "carbon credits were cancelled" not in page  # to consumers everywhere the footprint alone
    for language, word in (("en", "NOT FOUND"), ("zh", "未找到")):
        assert word in read(visitor, f"/{language}/verify/{NOBODYS}").partition("<template")[0]
        assert word in read(visitor, f"/{language}/verify?number={NOBODYS}").partition("<template")[0]
    assert ONE in read(visitor, f"/en/verify?number=%20{ONE}%20")
    redirected = visitor.get(f"/verify/{ONE}?{scanned}", headers={"accept-language": "zh-CN"})
    assert redirected.headers["location"] == f"/zh/verify/{ONE}?{scanned}"
    for name, status in (("zh.pdf", 200), ("public.zip", 200), ("status.json", 200), ("trust.json", 200), ("full.zip", 404)):
        assert visitor.get(f"/en/verify/{ONE}/{name}").status_code == status
    assert visitor.get(f"/en/verify/{NOBODYS}/certificate.json").status_code == 404


def test_a_visitor_asks_for_a_serial_number(site: Site) -> None:
    visitor = site.client()
    assert "Look up" in read(visitor, "/en/verify/device")
    page = read(visitor, "/en/verify/device?serial=SYN-X13-MEAN-00001")
    assert f'href="/en/verify/{ONE}"' in page
    assert HOLDER.name not in page
    assert "Not found" in read(visitor, "/en/verify/device?serial=NOBODY-00001")
    assert visitor.get("/en/verify/device?serial=ab").status_code == 422


class Tab:
    """A visitor's tab: what it says, and nothing on the console but that the server is gone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def choose(self, name: str, data: bytes) -> None:
        self.page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})

    def found(self, verdict: str, title: str, code: str) -> None:
        """Waits for the verdict, in large letters, with its sign, tone and reason."""
        shown = self.page.locator(f'#result [data-verdict="{verdict}"].verdict--{TONES[verdict]}')
        shown.locator("[data-slot=code]", has_text=code).wait_for()
        assert shown.locator(".verdict-title").inner_text() == title
        assert shown.locator(".verdict-sign svg").count() == 1

    def checks(self) -> dict[str, str]:
        rows = self.page.locator("#result .checks tbody tr")
        return {row.locator("th").inner_text(): row.locator(".outcome").inner_text() for row in rows.all()}

    @property
    def is_narrow_enough(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Callable[..., Tab]]:
    opened: list[Tab] = []

    def go(address: str, **options: Any) -> Tab:
        opened.append(Tab(chromium.new_page(**options)))
        opened[-1].page.set_default_timeout(PATIENCE_MS)
        opened[-1].page.goto(address)
        return opened[-1]

    yield go
    for one in opened:
        one.page.close()
        assert [said for said in one.said if "ERR_CONNECTION" not in said] == []


@pytest.mark.parametrize(("language", "title", "holds"), [("en", "VALID", "holds"), ("zh", "有效", "通过")])
def test_the_visitors_own_browser_finds_it_valid(
    served: str, tab: Callable[..., Tab], language: str, title: str, holds: str, tmp_path: Any
) -> None:
    visitor = tab(f"{served}/{language}/verify/{ONE}", viewport={"width": 390, "height": 800}, color_scheme="dark")
    visitor.found("valid", title, "VALID")
    assert list(visitor.checks().values()) == [holds] * 12
    assert visitor.is_narrow_enough
    printed = visitor.page.pdf(path=tmp_path / "page.pdf", format="A4", print_background=True)
    assert printed.count(b"/Type /Page\n") <= 3
    visitor.page.emulate_media(media="print")
    assert not visitor.page.locator("#drop").is_visible()
    assert visitor.page.locator("#result .verdict-title").is_visible()


def test_files_are_checked_with_the_server_stopped(site: Site, issued: Callable[..., str], tab: Callable[..., Tab]) -> None:
    number, issuer, visitor = issued("WEB-OFFLINE"), site.client("issuer"), site.client()
    moved(site, issuer, f"/certificates/{number}/revoke", {"reason": "for the test"})
    files = {name: visitor.get(f"/en/verify/{ONE}/{name}").content for name in ("certificate.json", "zh.pdf", "public.zip")}
    revoked = visitor.get(f"/en/verify/{number}/certificate.json").content
    with site.listening() as address:
        one = tab(f"{address}/en/verify")
    for name, data in files.items():
        one.choose(name, data)
        one.page.locator("#result [data-slot=file]", has_text=name).wait_for()
        one.found("valid", "VALID", "VALID")
    one.choose("revoked.json", revoked)
    one.found("revoked", "REVOKED", "REVOKED")
    assert "for the test" in one.page.inner_text("#result .verdict-reasons")
    one.choose("tampered.json", files["certificate.json"].replace(HOLDER.name.encode(), b"Somebody Else"))
    one.found("refused", "NOT VALID", "BAD_SIGNATURE")
    assert "changed after signing" in one.page.inner_text("#result .verdict-reasons")
    assert "fails" in one.checks().values()


def test_a_changed_code_under_the_number_is_refused_in_the_browser(served: str, tab: Callable[..., Tab]) -> None:
    tab(f"{served}/en/verify/{ONE}?r={'0' * 20}").found("refused", "NOT VALID", "OTHER_CODE")
