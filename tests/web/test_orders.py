"""Orders in the browser: a plan before the reservation, the way through the registry by two people, and its refusals on the page."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sites import Site

from lingtan.services.demo.inputs import write_order
from lingtan.services.demo.parties import HOLDER, MANUFACTURER

MANAGER, CHECKER, ISSUER, MAKER = "credit-manager", "checker", "issuer", "preparer"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPER = b"SYNTHETIC registry record"
OPEN = "SYN-OPEN"


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def moved(site: Site, client: TestClient, path: str, data: dict[str, Any] | None = None, **options: Any) -> str:
    """A form that is taken; where it leads."""
    answer = site.post(client, f"/en{path}", data, **options)
    assert answer.status_code == 303, plain(answer.text)[:2000]
    return str(answer.headers["location"]).removeprefix("/en")


def study_of(client: TestClient, model: str = "ThinkPad X13") -> str:
    products = client.get("/api/v1/orders/new").json()["products"]
    return str(next(one["study"] for one in products if one["model"] == model))


def header(number: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "holder": HOLDER.name, "holder_id": HOLDER.identifier, **more}


def planned(site: Site, client: TestClient, number: str, count: int = 6, **more: Any) -> str:
    """The page with the plan of so many devices that were pasted."""
    serials = "，".join(f"{number}-{index:04d}" for index in range(count))
    return moved(site, client, "/orders/plan", header(number, study=study_of(client), serials=serials, **more))


def placed(site: Site, client: TestClient, number: str, count: int = 6) -> str:
    """An order that is reserved; its page."""
    plan = client.get(f"/api/v1{planned(site, client, number, count)}").json()
    return moved(site, client, "/orders/new", header(number, file=plan["file"], manufacturer=MANUFACTURER))


def entry(page: str, **changed: Any) -> dict[str, Any]:
    said = {"reference": f"SYN-RET-{page[-6:]}", "url": "https://registry.example/1", "retired_on": datetime.now(UTC).date().isoformat()}
    return said | {"reason": "voluntary cancellation", "beneficiary": HOLDER.name, **changed}


def entered(site: Site, client: TestClient, page: str, line: int = 1, **changed: Any) -> str:
    return moved(site, client, f"{page}/lines/{line}/entry", entry(page, **changed), files={"document": ("record <1>.txt", PAPER)})


def test_the_whole_way_from_plan_to_confirmation_through_the_pages(site):
    manager, checker = site.client(MANAGER), site.client(CHECKER)
    held = manager.get("/api/v1/credits").json()["held_t"]
    plan = planned(site, manager, "W-1", quantile="0.95")
    view = manager.get(f"/api/v1{plan}").json()
    (lot,) = view["plan"]["lots"]
    seen = plain(manager.get(f"/en{plan}").text)
    assert f"Voluntary buffer up to P95 {lot['buffer_g']:,} g CO₂e" in seen
    assert f"To be cancelled {lot['required_g']:,} g CO₂e" in seen
    assert f"Remainder, for the holder’s next order {lot['remainder_g']:,} g CO₂e" in seen
    assert lot["credits"][0]["serial"] in seen
    assert lot["tonnes"] * 1_000_000 + lot["carried_in_g"] - lot["required_g"] == lot["remainder_g"]
    assert manager.get("/api/v1/credits").json()["held_t"] == held
    page = moved(site, manager, "/orders/new", header("W-1", file=view["file"], manufacturer=MANUFACTURER, quantile="0.95"))
    assert manager.get("/api/v1/credits").json()["held_t"] == held - lot["tonnes"]
    assert "Record that the registry was told" in manager.get(f"/en{page}").text
    moved(site, manager, f"{page}/instruct")
    lines = manager.get(f"/api/v1{page}").json()["lines"]
    for line in (one["line"] for one in lines):
        entered(site, manager, page, line, reference=f"SYN-W-{line}")
        own = manager.get(f"/en{page}").text
        assert "record &lt;1&gt;.txt" in own
        assert f"{page}/lines/{line}/check" not in own
        assert "neither of them checks it" in own
        refused = site.post(manager, f"/en{page}/lines/{line}/check")
        assert (refused.status_code, "FOUR_EYES" in refused.text) == (409, True)
        paper = checker.get(f"/en{page}/lines/{line}/document")
        assert (paper.content, paper.headers["content-disposition"].partition(";")[0]) == (PAPER, "attachment")
        assert f"{page}/lines/{line}/check" in checker.get(f"/en{page}").text
        moved(site, checker, f"{page}/lines/{line}/check")
    done = manager.get(f"/api/v1{page}").json()
    assert (done["state"], [step["state"] for step in done["steps"]]) == ("confirmed", ["done", "done", "done", "done", "now"])
    assert [step["state"] for step in done["around"]["history"]][-1] == "confirmed"
    assert '/certificates/issue"' in site.client(ISSUER).get(f"/en{page}").text
    assert "SYN-W-1" in manager.get("/en/credits/retirements?state=confirmed").text


def test_an_order_leads_to_its_product_and_its_certificate(site):
    manager = site.client(MANAGER)
    number = next(row["number"] for row in manager.get("/api/v1/orders").json()["orders"] if row["state"] == "certified")
    page = manager.get(f"/en/orders/{number}").text
    assert f'href="/en/certificates/{number}"' in page
    product = re.search(r'href="(/en/products/p-[a-z0-9]+)"', page)
    assert product
    assert manager.get(product[1]).status_code == 200
    line = manager.get(f"/api/v1/orders/{number}").json()["lines"][0]
    assert line["entry"]["reference"] in page  # confirmed without an entry, by the command line
    assert manager.get(f"/en/orders/{number}/lines/1/document").content.startswith(b"SYNTHETIC")


def test_credits_are_never_netted_with_the_footprint(site):
    page = plain(site.client(MANAGER).get("/en/orders/LT-2026-000001").text)
    assert "The footprint above is gross and stays as it is; credits are not subtracted from it." in page


def test_a_table_is_planned_and_its_cells_are_named_where_they_are_wrong(site, tmp_path):
    manager, path = site.client(MANAGER), tmp_path / "order.xlsx"
    write_order(path, prefix="T", model="ThinkPad X13", configuration="i5, 8 GB, 256 GB", years=4.0, place="CN-BJ", devices=3)
    files = {"file": ("order.xlsx", path.read_bytes(), XLSX)}
    good = manager.get(f"/en{moved(site, manager, '/orders/plan', header('T-1', manufacturer=MANUFACTURER), files=files)}")
    assert 'id="reserve"' in good.text
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(row=3, column=1, value=sheet.cell(row=2, column=1).value)
    book.save(path)
    files = {"file": ("order.xlsx", path.read_bytes(), XLSX)}
    bad = manager.get(f"/en{moved(site, manager, '/orders/plan', header('T-2', manufacturer=MANUFACTURER), files=files)}")
    assert bad.status_code == 200
    assert "TABLE_KEY_TWICE" in bad.text
    assert re.search(r"!A3\b", plain(bad.text))
    assert 'id="reserve"' not in bad.text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"serials": " ,;"}, "SERIALS_MISSING"),
        ({"study": "sha256:0"}, "ORDER_PRODUCT_UNVERIFIED"),
        ({"study": ""}, "ORDER_PRODUCT_UNVERIFIED"),  # neither table nor product
        ({"quantile": "2"}, "FORM_FIELDS"),
        ({"holder": ""}, "FORM_FIELDS"),
    ],
)
def test_a_form_that_names_no_order_is_refused(site, change, code):
    manager = site.client(MANAGER)
    form = header("F-1", study=study_of(manager), serials="F-0001") | change
    refused = site.post(manager, "/en/orders/plan", form)
    assert (refused.status_code, code in refused.text) == (422, True)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"rules": "credits-ccer"}, "CREDIT_NOT_ELIGIBLE"),  # none of the demo's credits is a CCER
        ({"rules": "claim-neutral"}, "CREDIT_RULES"),
        ({"preference": "newest"}, "CREDIT_PREFERENCE"),
    ],
)
def test_a_plan_that_cannot_be_says_why_on_its_page(site, more, code):
    manager = site.client(MANAGER)
    page = manager.get(f"/en{planned(site, manager, 'N-1', **more)}")
    assert (page.status_code, code in page.text) == (200, True)
    assert 'id="reserve"' not in page.text


def test_choices_can_be_changed_without_the_file(site):
    manager = site.client(MANAGER)
    plan = planned(site, manager, "A-1")
    again = manager.get(f"/en{plan}&quantile=0.95&payer=&payer_id=").text
    assert "up to P95" in again
    assert manager.get(f"/en{plan}&quantile=").status_code == 200  # as a form sends the mean


def test_many_orders_are_instructed_at_once(site):
    manager = site.client(MANAGER)
    pages = [placed(site, manager, f"B-{index}", count=2) for index in range(2)]
    numbers = [page.rpartition("/")[2] for page in pages]
    listed = manager.get("/en/orders").text
    assert all(f'value="{number}"' in listed for number in numbers)
    nothing = site.post(manager, "/en/orders/instruct")
    assert (nothing.status_code, "NOTHING_CHOSEN" in nothing.text or "FORM_FIELDS" in nothing.text) == (422, True)
    moved(site, manager, "/orders/instruct", {"numbers": numbers})
    states = {row["number"]: row["state"] for row in manager.get("/api/v1/orders").json()["orders"]}
    assert {states[number] for number in numbers} <= {"instructed", "confirmed"}


def test_an_entry_that_is_sent_back_shows_why_and_is_made_anew(site):
    manager, checker = site.client(MANAGER), site.client(CHECKER)
    page = placed(site, manager, "S-1", count=20)
    early = site.post(manager, f"/en{page}/lines/1/entry", entry(page), files={"document": ("r.txt", PAPER)})
    assert (early.status_code, "LINE_NOT_WAITING" in early.text) == (409, True)
    moved(site, manager, f"{page}/instruct")
    entered(site, manager, page, beneficiary="Somebody Else Ltd")
    wrong = site.post(checker, f"/en{page}/lines/1/check")
    assert (wrong.status_code, "RETIREMENT_NAMES_OTHER" in wrong.text) == (409, True)
    empty = site.post(checker, f"/en{page}/lines/1/back", {"reason": " "})
    assert (empty.status_code, "REASON_MISSING" in empty.text) == (422, True)
    moved(site, checker, f"{page}/lines/1/back", {"reason": "names another company"})
    assert "names another company" in manager.get(f"/en{page}").text
    nothing = site.post(checker, f"/en{page}/lines/1/check")
    assert (nothing.status_code, "ENTRY_UNKNOWN" in nothing.text) == (404, True)
    entered(site, manager, page)
    moved(site, checker, f"{page}/lines/1/check")
    view = manager.get(f"/api/v1{page}").json()
    assert (view["lines"][0]["state"], view["lines"][0]["checker"], view["lines"][0]["returned"]) == ("confirmed", CHECKER, None)


def test_a_released_order_gives_its_credits_back(site):
    manager, checker = site.client(MANAGER), site.client(CHECKER)
    held = manager.get("/api/v1/credits").json()["held_t"]
    page = placed(site, manager, "R-1", count=20)
    assert site.post(manager, f"/en{page}/release", {"reason": " "}).status_code == 422
    moved(site, manager, f"{page}/instruct")
    own = site.post(manager, f"/en{page}/release", {"reason": "given up"})
    assert (own.status_code, "FOUR_EYES" in own.text) == (409, True)
    moved(site, checker, f"{page}/release", {"reason": "given up"})
    assert manager.get("/api/v1/credits").json()["held_t"] == held
    assert "The credits are free again" in manager.get(f"/en{page}").text


def test_the_sides_are_apart(site):
    manager = site.client(MANAGER)
    page = placed(site, manager, "X-1", count=2)
    for login in ("verifier", "customer"):
        stranger = site.client(login)
        assert stranger.get(f"/en{page}").status_code == 403
        assert site.post(stranger, f"/en{page}/instruct").status_code == 403
    maker = site.client(MAKER)
    seen = maker.get(f"/en{page}").text
    assert "A credit manager tells the registry." in seen
    assert f"{page}/instruct" not in seen
    assert site.post(maker, f"/en{page}/instruct").status_code == 403
    assert maker.get("/en/orders/new").status_code == 403


@pytest.mark.parametrize("path", ["/orders/LT-2026-999999", "/orders/LT-2026-000001/lines/99/document"])
def test_what_is_not_there_is_not_found(site, path):
    assert site.client(MANAGER).get(f"/en{path}").status_code == 404


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/orders", "/orders?search=nothing", "/orders/new", "/orders/LT-2026-000001", "/orders/LT-2026-000004"])
def test_pages_stand_in_both_languages(site, language, path):
    for login in (MANAGER, ISSUER):
        if login == ISSUER and path.endswith("new"):
            continue
        page = site.client(login).get(f"/{language}{path}")
        assert page.status_code == 200
        assert page.text.count("<h1") == 1
        assert not re.search(r">\s*(ORDERS|DOC|LOOK)_[A-Z_]+", page.text)


@pytest.mark.parametrize(
    ("path", "export"), [("/orders", "orders"), ("/orders/LT-2026-000001", "lines"), ("/orders/LT-2026-000001", "history")]
)
def test_tables_leave_as_workbook_and_csv(site, path, export):
    maker = site.client(MAKER)
    book = openpyxl.load_workbook(io.BytesIO(maker.get(f"/en{path}?export={export}.xlsx").content))
    assert len(list(book.worksheets[0].values)) > 1
    assert len(maker.get(f"/zh{path}?export={export}.csv").text.splitlines()) >= 2


def test_the_list_names_model_and_order(site):
    rows = {row["order"]: row for row in site.client(MAKER).get("/api/v1/orders").json()["orders"]}
    assert (rows[OPEN]["product"], rows[OPEN]["holder"]) == ("ThinkPad X13", HOLDER.name)


def test_the_template_can_be_filled_in(site):
    assert site.client(MANAGER).get("/en/orders/templates/orders.xlsx").content.startswith(b"PK")


def test_a_program_plans_reserves_and_instructs_with_its_token(site):
    api = site.api(MANAGER)
    form = header("P-1", study=study_of(api), serials="P-0001 P-0002")
    kept = api.post("/api/v1/orders/plan", data=form)
    assert kept.status_code == 200, kept.text
    number = api.post("/api/v1/orders/new", json=header("P-1", file=kept.json()["file"], manufacturer=MANUFACTURER)).json()["number"]
    assert api.post("/api/v1/orders/instruct", json={"numbers": [number]}).json()["count"] == 1
