"""From self-assessment to a signed statement on the site: on record, through findings, to a file that `lingtan-verify` accepts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lingtan.assessment import assess, check_certifiable, facts_file, ratios, standard
from lingtan.cli.main import app
from lingtan.errors import AssuranceError
from lingtan.services.assessment.case import open_case
from lingtan.services.certify.dossier import SiteDossier
from lingtan.services.certify.judging import judged_anew
from lingtan.services.house.init import init_workspace
from lingtan.services.house.workspace import open_workspace
from lingtan_verify.cli import main as verify

SITES = Path(__file__).parents[2] / "examples" / "sites"
SITE, STANDARD, GRADE = SITES / "wuhan-retrofit.toml", "ict-zero-carbon-factory", "definition"
NOT_PUBLIC = ["management", "reduction", "offset", "number"]
OPENED = """
engagement = "E1"
client = "Example plant"
certifier = "Example body"
scope = "ict-zero-carbon-factory"
people = [
  { id = "anna", name = "Anna", organisation = "Example plant" },
  { id = "lead", name = "Li", organisation = "Example body", competences = [
    { scope = "ict-zero-carbon-factory", valid_until = "2099-01-01" } ] },
]
"""


class Two:
    """The plant and the verification body, two houses on one database, by their commands."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.run = folder, CliRunner()
        for name, organisation in (("plant", "Example plant"), ("body", "Example body")):
            init_workspace(folder / name, organisation=organisation, identifier=name, db=f"sqlite:///{folder}/house.db", synthetic=True)
        (folder / "open.toml").write_text(OPENED, "utf-8")

    def __call__(self, house: str, *arguments: str) -> tuple[int, str]:
        actor = {"plant": "anna", "body": "lead"}[house]
        found = self.run.invoke(app, [*arguments, "--actor", actor, "--home", str(self.folder / house)])
        return found.exit_code, f"{getattr(found.exception, 'code', '')} {found.exception}" if found.exception else found.output

    def ok(self, house: str, *arguments: str) -> str:
        code, said = self(house, *arguments)
        assert code == 0, said
        return said

    def submit(self, site: Path = SITE, facts: Path | None = None) -> tuple[int, str]:
        told = ["--standard", STANDARD, "--grade", GRADE, "--boundary", "all halls of the plant"]
        return self("plant", "assess", "submit", "E1", str(site), *told, *(["--facts", str(facts)] if facts else []))


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


def with_offsets(folder: Path, quality: str) -> Path:
    """The example's facts with the offsets known in another way."""
    text = (SITES / "wuhan-retrofit.facts.toml").read_text("utf-8")
    row = 'value = 26400\nquality = "billed"'
    assert row in text
    path = folder / "facts.toml"
    path.write_text(text.replace(row, f'value = 26400\nquality = "{quality}"'), "utf-8")
    return path


def drafted(two: Two, *more: str) -> tuple[int, str]:
    told = (*more, "--number", "S-E1", "--criterion", "public definition", "--site", "Wuhan", "--population", "40", "--drawn", "12")
    return two("body", "statement", "draft", "E1", *told)


def begun(two: Two, *more: str) -> None:
    """Opened by the body, handed in by the plant, taken up, and one thing objected to."""
    two.ok("body", "statement", "open", str(two.folder / "open.toml"))
    code, said = two.submit()
    assert code == 0, said
    two.ok("body", "statement", "review", "E1")
    two.ok(
        "body", "statement", "raise", "E1", "F1", "--code", "METER", "--place", "hall 2", "--expected", "a seal", "--found", "none", *more
    )


def test_the_way_to_a_statement_that_the_verifier_accepts(two: Two, capsys: pytest.CaptureFixture[str]) -> None:
    begun(two)
    seal, out = two.folder / "seal.txt", two.folder / "out"
    seal.write_text("sealed", "utf-8")
    two.ok("plant", "statement", "answer", "E1", "F1", "--text", "sealed", "--evidence", str(seal))
    two.ok("body", "statement", "close", "E1", "F1", "--reason", "seen")
    assert drafted(two)[0] == 0
    two.ok("body", "statement", "sign", "E1", "--valid-until", "2030-01-01", "--out", str(out))
    said = json.loads((out / "S-E1.json").read_text("utf-8"))["credentialSubject"]
    assert (said["organisation"], said["year"], said["grade"], said["boundary"]) == ("Example plant", 2023, GRADE, "all halls of the plant")
    assert said["clauses"] == {"met": ["zero-in-sum", "saving-first"], "notMet": [], "notAssessable": NOT_PUBLIC}
    assert set(said["clauseTitles"]) == {"zero-in-sum", "saving-first", *NOT_PUBLIC}
    assert said["clauseTitles"]["saving-first"] == {
        "en": "Saving comes first, in an ordered way",
        "zh": "坚持节约优先，系统有序落实降碳减排",
    }
    assert said["signer"]["name"] == "Li"
    assert said["findings"]["raised"] == said["findings"]["closed"] == 1
    for name in ("S-E1.json", "S-E1.zh.pdf", "S-E1.en.pdf"):
        capsys.readouterr()
        assert verify([str(out / name), "--trust", str(trust_of(two)), "--json"]) == 0, capsys.readouterr().out
    assert verify([str(out / "S-E1.json"), "--trust", str(trust_of(two, "Another body"))]) == 3


def trust_of(two: Two, name: str = "Example body") -> Path:
    party = open_workspace(two.folder / "body").party
    entry = {"key": party.id, "name": name, "validFrom": "2020-01-01T00:00:00Z", "validUntil": None, "revokedFrom": None}
    path = two.folder / "trust.json"
    path.write_text(json.dumps({"issuers": [], "certifiers": [entry], "synthetic": True}), "utf-8")
    return path


def test_an_open_finding_holds_the_signature(two: Two) -> None:
    begun(two)
    assert drafted(two)[0] == 0
    code, said = two("body", "statement", "sign", "E1", "--valid-until", "2027-06-30", "--out", str(two.folder))
    assert code != 0
    assert "FINDINGS_OPEN" in said
    assert not list(two.folder.glob("S-E1*"))


def test_a_minor_finding_left_open_with_a_qualification_is_signed_and_accepted(two: Two, capsys: pytest.CaptureFixture[str]) -> None:
    begun(two, "--severity", "minor")
    assert drafted(two, "--qualification", "F1: the meter of hall 2 bears no seal")[0] == 0
    two.ok("body", "statement", "sign", "E1", "--valid-until", "2030-01-01", "--out", str(two.folder))
    said = json.loads((two.folder / "S-E1.json").read_text("utf-8"))["credentialSubject"]
    assert (said["findings"]["raised"], said["findings"]["closed"], said["findings"]["openMinor"]) == (1, 0, ["F1"])
    capsys.readouterr()
    assert verify([str(two.folder / "S-E1.json"), "--trust", str(trust_of(two)), "--json"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("quality", "code"),
    [("planned", "SITE_FORECAST"), ("estimated", "SITE_NOT_MEASURED")],  # a plan is a forecast; an estimate is no measurement
)
def test_neither_a_plan_nor_an_estimate_is_handed_in(two: Two, quality: str, code: str) -> None:
    two.ok("body", "statement", "open", str(two.folder / "open.toml"))
    exit_code, said = two.submit(facts=with_offsets(two.folder, quality))
    assert exit_code != 0
    assert code in said
    assert "offsets_t" in said
    with open_workspace(two.folder / "plant").store() as store:
        assert not store.facts(kind="site_dossier")


def test_a_grade_out_of_reach_names_what_lacks_and_one_that_is_not_public_is_not_certified() -> None:
    """The public part of a ladder can be verified; its stars, whose text was not read, cannot, whatever the facts."""
    chosen, forms = standard(STANDARD), ratios(location_kg_per_kwh=0.44, market_kg_per_kwh=0.59)
    file = facts_file({"site": "S", "year": 2023, "organisation": "P", "actor": "a", "recorded_at": "2026-01-01"}, place="f")
    made = assess(chosen, file, forms)
    for grade in ("definition", "certified"):
        with pytest.raises(AssuranceError, match="SITE_GRADE_NOT_REACHED"):
            check_certifiable(chosen, made, file, forms, grade=grade)


def test_a_dossier_that_was_tampered_with_is_not_drafted_on() -> None:
    """The verification body judges the files anew: a record that says more than they do is refused."""
    case = open_case(SITE, STANDARD)
    made = assess(case.standard, case.facts, case.forms)
    dossier = SiteDossier(
        site=made.site, standard=STANDARD, grade=GRADE, boundary="all", facts=SITE.with_suffix(".facts.toml").read_text("utf-8"), own="",
        location_kg_per_kwh=case.site.carbon.location_kg_per_kwh, market_kg_per_kwh=case.site.carbon.market_kg_per_kwh,
        assessment_digest=made.digest, facts_digest=made.facts_digest,
    )  # fmt: skip
    assert judged_anew(dossier) == made
    other = replace(dossier, facts=dossier.facts.replace("value = 26400", "value = 26401"))
    with pytest.raises(AssuranceError, match="DOSSIER_DIFFERS"):
        judged_anew(other)
