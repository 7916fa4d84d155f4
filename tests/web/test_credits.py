"""Credits and ledger in the browser: preview before import, verdicts with reasons, withdrawal by two people, the books and their check."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sites import Site

from lingtan.services.demo.inputs import Block, write_credits

MANAGER, CHECKER, AUDITOR = "credit-manager", "checker", "auditor"
OTHER_HOUSE = "verifier"
CSV = "text/csv"


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def moved(site: Site, client: TestClient, path: str, data: dict[str, Any] | None = None, **options: Any) -> str:
    """A form that is taken; where it leads."""
    answer = site.post(client, f"/en{path}", data, **options)
    assert answer.status_code == 303, plain(answer.text)[:2000]
    return str(answer.headers["location"]).removeprefix("/en")


@pytest.fixture
def holdings(tmp_path):
    """A table of holdings with one new range, as bytes; each range of its own is asked for by its first unit."""

    def table(first: int, *, tonnes: int = 50, stated: int | None = None) -> bytes:
        serial = f"GS1-1-CN-GS9000-21-2023-30000-{first}-{first + tonnes - 1}"
        blocks: tuple[Block, ...] = (("GS", "9000", "Synthetic forest", "removal", "GS-AR", 2023, serial, stated or tonnes),)
        write_credits(tmp_path / "new.csv", blocks)
        return (tmp_path / "new.csv").read_bytes()

    return table


def previewed(site: Site, client: TestClient, data: bytes, name: str = "holdings.csv") -> str:
    return moved(site, client, "/credits/preview", files={"file": (name, data, CSV)})


def imported(site: Site, client: TestClient, data: bytes) -> str:
    """The block that the file brought."""
    page = previewed(site, client, data)
    assert moved(site, client, "/credits/import", {"file": page.partition("file=")[2]}) == "/credits"
    rows = client.get("/api/v1/credits", params={"search": "9000", "per_page": 1000}).json()["blocks"]
    return str(max(rows, key=lambda row: int(row["serial"].split("-")[-2]))["block"])


def test_an_import_is_seen_row_by_row_before_it_is_recorded(site, holdings):
    manager = site.client(MANAGER)
    before = manager.get("/api/v1/credits").json()["held_t"]
    page = previewed(site, manager, holdings(1))
    seen = plain(manager.get(f"/en{page}").text)
    assert "All 1 rows can be imported: 50 t" in seen
    assert "GS1-1-CN-GS9000-21-2023-30000-1-50" in seen
    assert manager.get("/api/v1/credits").json()["held_t"] == before
    answer = site.post(manager, "/en/credits/import", {"file": page.partition("file=")[2]})
    manager.cookies.update(answer.cookies)
    assert "1 range(s) were imported." in manager.get("/en/credits").text
    assert manager.get("/api/v1/credits").json()["held_t"] == before + 50
    again = plain(manager.get(f"/en{previewed(site, manager, holdings(1))}").text)
    assert "This very file was imported before" in again
    assert "Import 1 row(s)" not in again


def test_a_bad_cell_is_named_with_its_code_and_nothing_can_be_imported(site, holdings):
    manager = site.client(MANAGER)
    page = previewed(site, manager, holdings(5_001, stated=51))
    seen = manager.get(f"/en{page}").text
    assert "holdings.csv!M2" in seen
    assert "CREDIT_SERIAL_COUNT" in seen
    assert 'id="commit"' not in seen
    refused = site.post(manager, "/en/credits/import", {"file": page.partition("file=")[2]})
    assert (refused.status_code, "CREDIT_SERIAL_COUNT" in refused.text) == (422, True)


def test_a_file_that_is_no_table_says_so_on_the_page(site):
    manager = site.client(MANAGER)
    page = manager.get(f"/en{previewed(site, manager, b'%PDF-1.7', 'holdings.pdf')}")
    assert page.status_code == 200
    assert "FILE_TYPE" in page.text


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("/credits/preview", {}, "FORM_FIELDS"),  # no file
        ("/credits/import", {"file": "0" * 64}, "UPLOAD_GONE"),  # never kept
        ("/credits/import", {"file": "../workspace.json"}, "UPLOAD_GONE"),  # no key
    ],
)
def test_a_form_without_a_file_is_refused(site, path, data, code):
    refused = site.post(site.client(MANAGER), f"/en{path}", data)
    assert (refused.status_code, code in refused.text) == (422, True)


def test_the_template_can_be_filled_in(site):
    answer = site.client(MANAGER).get("/en/credits/template.xlsx")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames


def test_a_range_shows_each_rule_with_its_reason_in_both_languages(site, holdings):
    manager = site.client(MANAGER)
    block = imported(site, manager, holdings(10_001))
    english, chinese = (plain(manager.get(f"/{language}/credits/blocks/{block}").text) for language in ("en", "zh"))
    assert "The vintage is at most ten years older than the cancellation" in english
    assert "its text is not public; needs the text of ISO 14068-1:2023, 11.2" in english
    assert "not met" in english  # CCER asks for a CCER
    assert "减排年份距注销年份不超过十年" in chinese
    assert "无法评定" in chinese
    packs = manager.get(f"/api/v1/credits/blocks/{block}").json()["packs"]
    assert {pack["pack"].split("@")[0]: pack["eligible"] for pack in packs} == {
        "credits-voluntary": True,
        "credits-ccer": False,
        "credits-iso14068": False,
    }
    rows = manager.get(f"/en/credits/blocks/{block}?export=verdicts.csv").text.splitlines()
    assert len(rows) == 1 + sum(len(pack["verdicts"]) for pack in packs)


def test_a_withdrawal_is_done_by_another_person_only(site, holdings):
    manager, checker = site.client(MANAGER), site.client(CHECKER)
    block = imported(site, manager, holdings(15_001))
    place = f"/credits/blocks/{block}"
    empty = site.post(manager, f"/en{place}/withdrawal", {"reason": "  "})
    assert (empty.status_code, "REASON_MISSING" in empty.text) == (422, True)
    assert moved(site, manager, f"{place}/withdrawal", {"reason": "typed <b>twice</b>"}) == place
    own = manager.get(f"/en{place}").text
    assert "typed &lt;b&gt;twice&lt;/b&gt;" in own
    assert "another credit manager has to do it" in own
    assert f"{place}/withdrawal/approve" not in own
    refused = site.post(manager, f"/en{place}/withdrawal/approve")
    assert (refused.status_code, "FOUR_EYES" in refused.text) == (409, True)
    assert f"{place}/withdrawal/approve" in checker.get(f"/en{place}").text
    moved(site, checker, f"{place}/withdrawal/approve")
    view = manager.get(f"/api/v1{place}").json()
    assert (view["block"]["state"], view["asked"]) == ("withdrawn", None)
    assert [step["state"] for step in view["history"]] == ["held", "withdrawn"]
    gone = site.post(checker, f"/en{place}/withdrawal/approve")
    assert (gone.status_code, "REQUEST_UNKNOWN" in gone.text) == (404, True)


def test_a_request_can_be_dropped(site, holdings):
    manager = site.client(MANAGER)
    place = f"/credits/blocks/{imported(site, manager, holdings(20_001))}"
    moved(site, manager, f"{place}/withdrawal", {"reason": "a slip"})
    moved(site, manager, f"{place}/withdrawal/drop")
    assert "Ask for its withdrawal" in manager.get(f"/en{place}").text


def test_the_ledger_shows_the_chain_and_an_auditor_has_it_checked(site):
    auditor, manager = site.client(AUDITOR), site.client(MANAGER)
    view = auditor.get("/api/v1/ledger").json()
    assert view["rows"][0]["seq"] <= view["head_seq"]  # facts stand in the chain too
    assert view["head_hash"] in auditor.get("/en/ledger").text
    answer = site.post(auditor, "/en/ledger/check")
    assert answer.headers["location"] == "/en/ledger"
    auditor.cookies.update(answer.cookies)
    assert f"the chain of {view['head_seq']} entries is whole" in auditor.get("/en/ledger").text
    assert site.post(manager, "/en/ledger/check").status_code == 403
    assert "/ledger/check" not in manager.get("/en/ledger").text


def test_remainders_stand_by_beneficiary_and_open_to_their_order(site):
    auditor = site.client(AUDITOR)
    view = auditor.get("/api/v1/credits/pools").json()
    assert sum(row["remaining_g"] for row in view["remainders"]) == sum(pool["remaining_g"] for pool in view["pools"])
    page = auditor.get("/en/credits/pools").text
    assert all(f'href="/en/orders/{pool["retirement"]["order"]}"' in page for pool in view["pools"])


@pytest.mark.parametrize(
    ("path", "export"),
    [
        ("/credits", "blocks"),
        ("/credits", "totals"),
        ("/credits", "holdings"),  # the figure's numbers
        ("/credits/retirements", "retirements"),
        ("/credits/pools", "pools"),
        ("/credits/pools", "remainders"),
        ("/ledger", "commands"),
    ],
)
def test_tables_leave_as_workbook_and_csv(site, path, export):
    auditor = site.client(AUDITOR)
    rows = list(openpyxl.load_workbook(io.BytesIO(auditor.get(f"/en{path}?export={export}.xlsx").content)).worksheets[0].values)
    assert len(rows) > 1
    assert len(auditor.get(f"/zh{path}?export={export}.csv").text.splitlines()) >= 2


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "/credits",
        "/credits?state=retired",
        "/credits?search=nothing",
        "/credits/import",
        "/credits/retirements",
        "/credits/pools",
        "/ledger",
    ],
)
def test_pages_stand_in_both_languages(site, language, path):
    page = site.client(MANAGER).get(f"/{language}{path}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert not re.search(r">\s*(CREDITS|DOC|LOOK)_[A-Z_]+", page.text)


@pytest.mark.parametrize("query", ["state=everything", "page=0", "per_page=x", "state=Held!"])
def test_a_bad_query_is_refused(site, query):
    assert site.client(MANAGER).get(f"/api/v1/credits?{query}").status_code == 422


def test_who_may_not_write_is_shown_no_buttons_and_refused(site):
    auditor = site.client(AUDITOR)
    assert "/credits/import" not in auditor.get("/en/credits").text
    assert auditor.get("/en/credits/import").status_code == 403
    assert site.post(auditor, "/en/credits/import", {"file": "0" * 64}).status_code == 403
    for login in (OTHER_HOUSE, "customer"):
        assert site.client(login).get("/en/credits").status_code == 403


def test_a_range_of_nobody_is_not_found(site):
    assert site.client(MANAGER).get("/en/credits/blocks/019b0000-0000-7000-8000-000000000000").status_code == 404


def test_a_program_previews_and_imports_with_its_token(site, holdings):
    api = site.api(MANAGER)
    kept = api.post("/api/v1/credits/preview", files={"file": ("holdings.csv", holdings(25_001), CSV)})
    assert kept.status_code == 200
    twin = api.get("/api/v1/credits/import", params={"file": kept.json()["file"]}).json()
    assert (twin["is_ready"], twin["tonnes"]) == (True, 50)
    assert api.post("/api/v1/credits/import", json={"file": kept.json()["file"]}).json() == {"blocks": 1}
