"""Long work in the browser: each kind asked for, followed, stopped, and what came of it."""

from __future__ import annotations

import io
import re
import time
import zipfile
from typing import TYPE_CHECKING

import pytest
from sites import Site
from work_pages import asked, ended, import_table, table

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HTMX = {"hx-request": "true"}


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


@pytest.fixture(scope="module")
def imported(site: Site) -> str:
    """The job of a table with one good and one wrong row."""
    client = site.client("preparer")
    job = import_table(site, client, table(1, wrong=1))
    ended(client, job)
    return job


@pytest.fixture(scope="module")
def exported(site: Site) -> str:
    """The job that wrote the files of one certificate and of one that is not there."""
    client = site.client("issuer")
    number = client.get("/api/v1/certificates").json()["certificates"][0]["number"]
    job = asked(site, client, "/certificates/export", {"numbers": [number, "LT-2026-999999"]})
    ended(client, job)
    return job


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_table_shows_what_it_made_and_each_refused_row_with_sentence_and_place(site: Site, imported: str, language: str) -> None:
    client = site.client("preparer")
    page = client.get(f"/{language}{imported}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    said = text_of(page.text)
    assert {"en": "What was made (1)", "zh": "产出（1）"}[language] in said
    assert "my products.csv!3" in said
    assert not re.findall(r"\b(?:JOBS?|STATE|CLASS|ROW)_[A-Z_]+", said)
    assert "hx-get" not in page.text
    (link,) = re.findall(rf'href="/{language}(/products/p-[^"]+)"', page.text)
    assert client.get(f"/{language}{link}").status_code == 200
    sheet = client.get(f"/{language}{imported}?export=refused.csv").content.decode("utf-8-sig")
    assert "my products.csv!3" in sheet


def test_a_study_of_many_draws_leads_to_its_product(site: Site, imported: str) -> None:
    client = site.client("preparer")
    product = client.get(f"/api/v1{imported}").json()["items"][0]
    job = asked(site, client, f"/products/{product}/freeze-long", {"many_draws": 20_000})
    view = ended(client, job)
    assert (view["state"], view["product"], view["made_count"]) == ("done", product, 1)
    page = client.get(f"/en{job}")
    assert f'href="/en/products/{product}"' in page.text


def test_a_batch_of_certificates_lists_those_it_could_not_issue(site: Site) -> None:
    client = site.client("issuer")
    numbers = [row["number"] for row in client.get("/api/v1/certificates").json()["certificates"]][:2]
    job = asked(site, client, "/certificates/batch", {"numbers": [*numbers, "LT-2026-999999"]})
    view = ended(client, job)
    assert (view["state"], view["items"], [row["item"] for row in view["refused"]]) == ("done", numbers, ["LT-2026-999999"])
    page = client.get(f"/en{job}")
    for number in numbers:
        assert client.get(re.findall(rf'href="([^"]+/{number})"', page.text)[0]).status_code == 200


def test_archives_are_downloaded_by_who_issues_and_by_nobody_else(site: Site, exported: str) -> None:
    issuer = site.client("issuer")
    page = issuer.get(f"/en{exported}").text
    links = re.findall(rf'href="(/en{exported}/files/[^"]+)"', page)
    assert [link.rpartition("/")[2] for link in links] == ["issuer.zip", "public.zip"]
    held = [set(zipfile.ZipFile(io.BytesIO(issuer.get(link).content)).namelist()) for link in links]
    assert held[1] < held[0]
    assert "LT-2026-999999" in page
    for login, status in (("auditor", 403), ("preparer", 403), ("customer", 403), ("certifier-admin", 403)):
        assert site.client(login).get(links[0]).status_code == status, login
        assert "/files/" not in site.client(login).get(f"/en{exported}").text
    missing = issuer.get(f"/api/v1{exported}/files/workspace.json")
    assert (missing.status_code, missing.json()["code"]) == (404, "ARCHIVE_UNKNOWN")


@pytest.mark.parametrize("login", ["verifier", "certifier-admin", "customer"])
def test_another_organisations_job_does_not_exist(site: Site, imported: str, login: str) -> None:
    client = site.client(login)
    for answer in (client.get(f"/en{imported}"), site.post(client, f"/en{imported}/cancel")):
        assert (answer.status_code, "JOB_UNKNOWN" in answer.text) == (404, True)
    assert imported.rpartition("/")[2] not in client.get("/en/jobs").text


def test_the_list_is_in_the_menu_and_paged(site: Site, imported: str) -> None:
    client = site.client("preparer")
    page = client.get("/en/jobs?per_page=1")
    assert 'href="/en/jobs"' in page.text
    assert imported.rpartition("/")[2] in [row["job"] for row in client.get("/api/v1/jobs").json()["rows"]]
    assert client.get("/api/v1/jobs?page=0").status_code == 422


def test_a_job_is_stopped_by_who_asked_or_by_an_admin_only(site: Site) -> None:
    client = site.client("preparer")
    for index, stopper in enumerate(("preparer", "admin")):
        job = import_table(site, client, table(2_000, name=f"Stopped {index}"))
        other = site.post(site.client("auditor"), f"/en{job}/cancel")
        assert (other.status_code, "JOB_NOT_YOURS" in other.text) == (403, True)
        assert f'action="/en{job}/cancel"' not in site.client("auditor").get(f"/en{job}").text
        assert f'action="/en{job}/cancel"' in site.client(stopper).get(f"/en{job}").text
        assert site.post(site.client(stopper), f"/en{job}/cancel").status_code == 303
        view = ended(client, job)
        assert (view["state"], view["cancelled_by"]) == ("cancelled", stopper)
        assert f"stopped by {stopper}" in text_of(client.get(f"/en{job}").text)


def test_a_failed_job_says_why_and_what_to_do(site: Site) -> None:
    client = site.client("preparer")
    job = import_table(site, client, b"maker,name\nx,y\n")
    assert ended(client, job)["state"] == "failed"
    said = text_of(client.get(f"/en{job}").text)
    assert "the table lacks the columns manufacturer, subcategory" in said
    assert "Name the columns in the first row" in said


def test_a_session_that_ends_while_a_page_follows_leads_to_the_login(site: Site, imported: str) -> None:
    answer = site.client().get(f"/en{imported}", headers=HTMX)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, f"/en/login?next=/en{imported}")


def test_the_page_follows_by_itself_and_stops_when_the_job_has_ended(site: Site, served: str, chromium: Browser) -> None:
    client = site.client("preparer")
    job = import_table(site, client, table(60, name="Followed", wrong=1))
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    context.add_cookies([{"name": "lingtan_session", "value": client.cookies["lingtan_session"], "url": served}])
    page, problems, asked_for = context.new_page(), [], []
    page.set_default_timeout(120_000)
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{served}/en{job}")
    page.on("request", lambda request: asked_for.append(request.url))
    page.wait_for_selector('#job[data-state="done"]')
    page.wait_for_selector("#sheet-refused")
    assert page.locator("#job").count() == 1
    assert page.locator("#job a[href*='/products/p-']").count() == 60
    asked_for.clear()
    time.sleep(3)
    assert asked_for == []
    assert problems == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()
