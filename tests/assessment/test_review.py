"""Self-assessment, findings, certificate: by the workflow of assurance as it is; nobody certifies what they drafted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lingtan.assessment import FactsFile, assess, facts_file, ratios, standard
from lingtan.assessment.review import BodyCertificate, ReviewState, review, review_file
from lingtan.assurance import (
    Competence,
    FindingAnswered,
    FindingClosed,
    FindingRaised,
    Involvement,
    Opened,
    Person,
    ReviewStarted,
    Role,
    Severity,
    Submitted,
    event_to_plain,
)
from lingtan.cli.main import app
from lingtan.errors import AssuranceError, InputError
from lingtan.services.assessment.verdicts import assessment_view

FORMS = ratios(location_kg_per_kwh=0.7, market_kg_per_kwh=0.6)
FILE = facts_file(
    {
        "site": "S", "year": 2025, "organisation": "Plant", "actor": "A", "recorded_at": "2026-01-01",
        "quantity": [{"name": "inventory_months", "value": 12.0, "quality": "metered", "source": "s"}],
    },
    place="f",
)  # fmt: skip
MIIT = standard("miit-2026-13")
SCOPE = "miit-2026-13"


def at(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


def opened(*involvements: Involvement) -> Opened:
    people = (
        Person(id="client-1", name="C", organisation="Plant"),
        Person(id="lead", name="L", organisation="Body", competences=(Competence(scope=SCOPE, valid_until=date(2027, 1, 1)),)),
    )
    return Opened(
        at=at(1), actor="lead", engagement="E", client="Plant", certifier="Body", scope=SCOPE, people=people, involvements=involvements
    )


def handed_in(file: FactsFile = FILE) -> list[object]:
    made = assess(MIIT, file, FORMS)
    return [
        Submitted(at=at(2), actor="client-1", study_digest=made.digest, pack_digest=made.facts_digest),
        ReviewStarted(at=at(3), actor="lead"),
    ]


FOUND = FindingRaised(
    at=at(4), actor="lead", finding="F1", code="CLAUSE", place="count-carbon", severity=Severity.MAJOR, expected="12", found="10"
)  # fmt: skip
SETTLED = [
    FindingAnswered(at=at(5), actor="client-1", finding="F1", text="two months added", evidence_digest="sha256:a"),
    FindingClosed(at=at(6), actor="lead", finding="F1", reason="seen"),
]
PAPER = BodyCertificate(
    number="ZC-1", body="Body", assessor="lead", issued_on="2026-03-10", valid_until="2027-03-09", digest="sha256:paper"
)  # fmt: skip


def state(events: list[object], certificate: BodyCertificate | None = None, *, file: FactsFile = FILE, on: date = date(2026, 4, 1)):
    return review(assess(MIIT, file, FORMS), events, certificate, on=on).state


def test_the_way_from_record_to_certificate() -> None:
    begun = [opened()]
    assert state(begun) is ReviewState.NOT_SUBMITTED
    begun += handed_in()
    assert state(begun) is ReviewState.CLEAR
    assert state([*begun, FOUND]) is ReviewState.FINDINGS
    assert state([*begun, FOUND, *SETTLED]) is ReviewState.CLEAR
    assert state([*begun, FOUND, *SETTLED], PAPER) is ReviewState.CERTIFIED
    assert state([*begun, FOUND, *SETTLED], PAPER, on=date(2027, 3, 10)) is ReviewState.EXPIRED


def test_a_certificate_does_not_follow_facts_that_moved() -> None:
    moved = replace(FILE, quantity=(replace(FILE.quantity[0], value=11.0),))
    assert state([opened(), *handed_in()], PAPER, file=moved) is ReviewState.MOVED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"body": "Another body"}, "REVIEW_CERTIFICATE"),
        ({"assessor": "stranger"}, "REVIEW_CERTIFICATE"),
        ({"assessor": "client-1"}, "REVIEW_CERTIFICATE"),  # the client certifies itself
        ({"issued_on": "2026-03-02"}, "REVIEW_CERTIFICATE"),  # before the last act
        ({"digest": ""}, "REVIEW_CERTIFICATE"),
        ({"issued_on": "2027-02-01"}, "COMPETENCE_EXPIRED"),
    ],
)
def test_papers_that_do_not_fit_are_refused(change: dict[str, str], code: str) -> None:
    with pytest.raises(AssuranceError) as refused:
        state([opened(), *handed_in(), FOUND, *SETTLED], replace(PAPER, **change))
    assert refused.value.code == code


def test_no_certificate_over_an_open_finding() -> None:
    with pytest.raises(AssuranceError) as refused:
        state([opened(), *handed_in(), FOUND], PAPER)
    assert refused.value.code == "REVIEW_CERTIFICATE"


@pytest.mark.parametrize("role", [Role.DRAFTED_METHOD, Role.BUILT_MODEL, Role.SOLD_CREDITS])
def test_who_drafted_the_standard_does_not_assess_by_it(role: Role) -> None:
    with pytest.raises(AssuranceError) as refused:
        state([opened(Involvement(party="Body", role=role)), *handed_in()], PAPER)
    assert refused.value.code == "NOT_INDEPENDENT"


def test_a_review_file_is_read_as_it_was_written() -> None:
    events = [opened(), *handed_in(), FOUND]
    read, paper = review_file({"events": [event_to_plain(event) for event in events]}, place="r")
    assert list(read) == events
    assert paper is None
    with pytest.raises(InputError):
        review_file({"events": {}}, place="r")
    with pytest.raises(InputError) as day:
        review_file({"events": [], "certificate": {**PAPER_PLAIN, "issued_on": "soon"}}, place="r")
    assert day.value.code == "REVIEW_DATE"


def test_the_command_says_where_a_review_stands(tmp_path: Path) -> None:
    site = Path(__file__).parents[2] / "examples" / "sites" / "wuhan-retrofit.toml"
    made = assessment_view(site, SCOPE)
    submitted = Submitted(at=at(2), actor="client-1", study_digest=made.digest, pack_digest=made.assessment.facts_digest)
    events = [opened(), submitted, ReviewStarted(at=at(3), actor="lead"), FOUND]
    file = tmp_path / "review.json"
    file.write_text(json.dumps({"events": [event_to_plain(event) for event in events]}), "utf-8")
    said = CliRunner().invoke(app, ["assess", "review", str(site), str(file), "--standard", SCOPE, "--json"])
    view = json.loads(said.stdout)
    assert (view["state"], view["open_count"], view["findings"][0]["place"]) == ("findings", 1, "count-carbon")
    assert CliRunner().invoke(app, ["assess", "review", str(site), str(file), "--standard", SCOPE, "--lang", "zh"]).exit_code == 0


PAPER_PLAIN = {
    "number": "ZC-1", "body": "Body", "assessor": "lead", "issued_on": "2026-03-10", "valid_until": "2027-03-09", "digest": "sha256:p"
}  # fmt: skip
