"""A kept site by a standard: gaps, verdicts, the road, the park; the catalogue of measures and published claims."""

from __future__ import annotations

import re
import tomllib

import pytest
from reading import said
from sites import Site

from lingtan.assessment import catalogue_measures, facts_file, vocabulary
from lingtan.services.demo.examples import example

PAGES = ("", "/clauses", "/route", "/park", "/measures", "/published")


@pytest.fixture(scope="module")
def kept(site: Site) -> str:
    """The invented hall, kept with its facts; the id of the site."""
    answer = site.post(site.client("preparer"), "/en/assessment/samples", {"sample": "ai-hall"})
    return str(answer.headers["location"]).rpartition("=")[2]


@pytest.fixture(scope="module")
def park(site: Site) -> str:
    answer = site.post(site.client("preparer"), "/en/assessment/samples", {"sample": "tianjin-greenfield"})
    return str(answer.headers["location"]).rpartition("=")[2]


def test_nothing_kept_is_said_with_what_to_do(site: Site) -> None:
    """Whoever keeps no site is led to one; the catalogue and the claims are there all the same."""
    other = site.client("preparer")
    text = said(other.get("/en/assessment").text)
    assert "No site is kept here yet" in text
    assert "Begin with an example" in text
    assert site.client("auditor").get("/en/assessment/measures").status_code == 200


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_speak_one_language_and_mark_what_is_invented(site: Site, kept: str, language: str) -> None:
    client = site.client("auditor")
    for path in PAGES:
        page = client.get(f"/{language}/assessment{path}?site={kept}" if path in PAGES[:4] else f"/{language}/assessment{path}")
        assert page.status_code == 200, path
        assert not re.findall(r"\b(?:ASSESS|ASSESSED|ROLL|AXIS|LOOK|STANDING|MEASURED|CLASH|PUBLISHED)_[A-Z_]+", said(page.text)), path
        if path in PAGES[:3]:
            assert ("Synthetic example", "合成示例")[language == "zh"] in said(page.text)


def test_the_gap_list_counts_what_the_clauses_say(site: Site, kept: str) -> None:
    client = site.client("auditor")
    gaps = client.get(f"/api/v1/assessment?site={kept}").json()
    clauses = client.get(f"/api/v1/assessment/clauses?site={kept}").json()
    assert gaps["met"] == clauses["counts"]["met"]
    assert gaps["clauses"] == sum(clauses["counts"].values()) == len(clauses["rows"])
    assert all(row["source"] and row["standing"] for row in clauses["rows"])
    worth = [row["worth_kg"] for row in gaps["rows"] if row["worth_kg"]]
    assert worth
    assert min(worth) > 0
    assert client.get(f"/en/assessment?site={kept}&export=gaps.xlsx").content.startswith(b"PK")
    assert client.get(f"/en/assessment/clauses?site={kept}&export=clauses.csv").status_code == 200


def test_a_grade_without_public_text_is_not_assessable(site: Site, kept: str) -> None:
    view = site.client("auditor").get(f"/api/v1/assessment/route?site={kept}&grade=selected").json()
    assert view["asks_for"]
    assert view["found"] is None


def test_a_road_names_what_no_lever_brings(site: Site, kept: str) -> None:
    client = site.client("auditor")
    view = client.get(f"/api/v1/assessment/route?site={kept}").json()
    assert view["found"]["nature"] == "forecast"
    assert not view["found"]["route"]["feasible"]
    assert [row["rule"] for row in view["blocked"]] == ["efficiency", "product-chain"]
    assert "FORECAST" in said(client.get(f"/en/assessment/route?site={kept}").text)


def test_facts_from_the_template_open_what_was_missing(site: Site, kept: str) -> None:
    """The template is a facts file as it stands; a row filled in closes its gap; what can't be read is refused by place, nothing kept."""
    client = site.client("preparer")
    text = client.get(f"/en/assessment/templates/facts.toml?site={kept}").text
    read = facts_file(tomllib.loads(text), place="template")
    assert (read.site, read.quantity) == ("AI hall with warm water, 1 MW (invented)", ())
    assert {name for name in vocabulary() if f'"{name}"' in text} == set(vocabulary())
    facts = example("sites/ai-hall.facts.toml").read_bytes()
    before = client.get(f"/api/v1/assessment?site={kept}").json()
    twice = facts + b'[[quantity]]\nname = "electricity_kwh"\nvalue = 1\nquality = "metered"\nsource = "x"\n'
    bad = site.post(client, f"/en/assessment/{kept}/facts", files={"file": ("bad.toml", twice)})
    assert bad.status_code == 422
    assert "bad.toml" in bad.text
    assert client.get(f"/api/v1/assessment?site={kept}").json() == before
    told = b'\n[[statement]]\nname = "disclosed"\nvalue = true\nsource = "s"\n'
    more = facts + told + b'[[document]]\nslot = "disclosure"\ntitle = "t"\nreference = "r"\n'
    site.post(client, f"/en/assessment/{kept}/facts", files={"file": ("more.toml", more)})
    after = client.get(f"/api/v1/assessment?site={kept}").json()
    assert after["met"] == before["met"] + 1
    assert after["desk"]["facts"]["name"] == "more.toml"


def test_points_of_ones_own_copy_count(site: Site, kept: str) -> None:
    client = site.client("preparer")
    own = client.get(f"/en/assessment/templates/own.toml?site={kept}").text.replace('# "count-carbon" = 0', '"count-carbon" = 7')
    site.post(client, f"/en/assessment/{kept}/own", files={"file": ("own.toml", own.encode())})
    assert client.get(f"/api/v1/assessment/clauses?site={kept}").json()["points"] == 7


def test_only_what_is_verified_counts_in_the_park(site: Site, park: str) -> None:
    client = site.client("auditor")
    view = client.get(f"/api/v1/assessment/park?site={park}").json()
    counted = sum(row["total"]["counted_kwh"] for row in view["rollout"])
    assert counted == sum(row["kwh"] for row in view["latest"] if row["state"] == "verified")
    assert len(view["pillars"]) == 5
    assert all(one["verified"] <= one["metered"] <= one["installed"] <= one["planned"] <= len(one["measures"]) for one in view["pillars"])
    seen = [client.get(f"/api/v1/assessment/park?site={park}&view={name}").json() for name in ("functional", "building", "efficiency")]
    for index, pillar in enumerate(view["pillars"]):
        assert sum(len(one["pillars"][index]["measures"]) for one in seen) == len(pillar["measures"])
    for name in ("radar.csv", "nine.xlsx", "energy.csv", "rollout.xlsx", "assets.csv"):
        assert client.get(f"/en/assessment/park?site={park}&export={name}").status_code == 200


def test_the_catalogue_is_searched(site: Site) -> None:
    client = site.client("auditor")
    whole = client.get("/api/v1/assessment/measures?q=&view=&measured=").json()
    assert whole["total"] == len(whole["rows"]) == len(catalogue_measures())
    some = client.get("/api/v1/assessment/measures?q=solder").json()["rows"]
    assert 0 < len(some) < whole["total"]
    parts = [len(client.get(f"/api/v1/assessment/measures?view={v}").json()["rows"]) for v in ("functional", "building", "efficiency")]
    assert sum(parts) == whole["total"]
    marked = [row for row in whole["rows"] if row["standing"] == "unverified"]
    assert len(marked) == whole["unverified_count"]


def test_conflicts_of_published_figures_are_named(site: Site) -> None:
    rows = site.client("auditor").get("/api/v1/assessment/published").json()["clashes"]
    assert {row["state"] for row in rows} == {"conflict", "meet"}
    assert all((row["ratio"] > 1) == (row["state"] == "conflict") for row in rows)
