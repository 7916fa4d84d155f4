"""The story of `tale.py`: what each step said, and what the independent verifier makes of what was written."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import forms
import pytest
from clerk import Said, files_of, inside, lingtan, verify

Said_ = dict[str, Any]


@pytest.fixture(scope="module")
def said(story: Path) -> dict[str, Said]:
    told: dict[str, Said_] = json.loads((story / "said.json").read_text("utf-8"))
    return {name: Said(**answer) for name, answer in told.items()}


@pytest.fixture(scope="module")
def number(said: dict[str, Said]) -> str:
    found: str = said["neutralise reserve"].json[0]["number"]
    return found


REFUSALS = {
    "init again": "WORKSPACE_EXISTS",
    "close before raise": "ILLEGAL_TRANSITION",
    "the client drafts": "WRONG_PARTY",
    "the client drafts in the verifier's name": "WRONG_PARTY",
    "the drafter of the method signs": "NOT_INDEPENDENT",
    "the client signs": "SELF_VERIFICATION",
    "the client signs with its own key in the verifier's name": "WRONG_PARTY",
    "another body under the order's number": "ID_CONFLICT",
    "issue before confirmed": "NOT_CONFIRMED",
    "one pair of eyes": "FOUR_EYES",
    "another beneficiary": "RETIREMENT_NAMES_OTHER",
    "an unknown audience": "AUDIENCE_UNKNOWN",
    "replace what is replaced": "ID_CONFLICT",
    "an order on a withdrawn statement": "STATEMENT_WITHDRAWN",
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_shows_code_place_and_way_out(said: dict[str, Said], name: str) -> None:
    refusal = said[name].refusal
    assert refusal["code"] == REFUSALS[name]
    assert refusal["place"]
    assert refusal["message"]
    assert refusal["fix"]
    assert refusal["code"] in said[name].stderr
    assert "Traceback" not in said[name].stderr


def test_every_answer_is_one_json_value(said: dict[str, Said]) -> None:
    for name, answer in said.items():
        assert answer.json is not None, name


def test_the_conflict_names_the_field(said: dict[str, Said]) -> None:
    assert "order.devices[24].serial" in said["another body under the order's number"].refusal["message"]


def test_repeats_give_the_first_answer(said: dict[str, Said]) -> None:
    for name in ("credits import", "study freeze", "neutralise reserve", "certificate issue"):
        assert said[f"{name} again"].json == said[name].json, name
    assert said["credits preview"].json == said["credits import"].json


def test_the_keys_and_secrets_are_their_owner_s_alone(story: Path) -> None:
    private = [
        path for path in story.rglob("*") if path.name in ("key.pem", "master.bin") or path.name.endswith((".full.zip", "serials.json"))
    ]
    assert len(private) == 4 + 4
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}


def test_what_is_reserved_covers_what_the_statement_verified(said: dict[str, Said]) -> None:
    statement = said["statement sign"].json["credentialSubject"]
    frozen = said["study freeze"].json
    assert statement["studyDigest"] == frozen["digest"]
    assert statement["meanMg"] == round(frozen["mean_kg"] * 1e6)
    (plan,) = said["neutralise plan"].json
    assert plan["required_g"] == -(-statement["meanMg"] * len(forms.SERIALS) // 1000)
    assert plan["tonnes"] == -(-plan["required_g"] // 1_000_000)
    assert sum(line["tonnes"] for line in plan["credits"]) == plan["tonnes"]


def test_holdings_are_listed_with_what_became_of_them(said: dict[str, Said]) -> None:
    before = said["credits list"].json
    assert {row["state"] for row in before} == {"held"}
    assert sum(row["tonnes"] for row in before) == sum(row["Tonnes"] for row in forms.CREDIT_ROWS)


def test_the_verifier_finds_everything_in_order(said: dict[str, Said], number: str) -> None:
    for name in ("verify json", "verify pdf", "verify zip", "verify full zip"):
        answer = said[name].json
        assert (answer["valid"], answer["code"], answer["number"], answer["status"]) == (True, "VALID", number, "not_checked"), name
    assert said["verify status"].json["status"] == "valid"


def test_replaced_and_revoked_certificates_are_refused_by_the_status_list(said: dict[str, Said], number: str) -> None:
    assert said["verify replaced"].json["code"] == "REPLACED"
    assert said["verify successor"].json["code"] == "VALID"
    assert said["verify revoked"].json["code"] == "REVOKED"
    successor = said["certificate replace"].json["credentialSubject"]
    assert (successor["replaces"], successor["version"], successor["number"]) == (number, 2, f"{number}.2")
    first = said["certificate issue"].json["credentialSubject"]
    assert successor["allocation"] == first["allocation"], "no gram moves in a replacement"
    assert successor["devices"] == first["devices"]
    states = {entry["number"]: entry["status"] for entry in said["certificate status"].json["credentialSubject"]["certificates"]}
    assert states == {number: "replaced", f"{number}.2": "revoked"}


def test_the_bundle_of_the_successor_recomputes_too(said: dict[str, Said]) -> None:
    assert said["recompute successor"].json["matches"] is True
    assert said["recompute"].json == said["recompute successor"].json


def test_a_device_is_in_the_batch_and_no_other_is(story: Path, number: str, tmp_path: Path) -> None:
    from lingtan.attest import SerialOpening, SerialTree

    folder = story / "certificates"
    body = json.loads((folder / f"{number}.serials.json").read_bytes())
    openings = [SerialOpening(serial=s["serial"], secret=bytes.fromhex(s["secret"]), grams=s["grams"]) for s in body["serials"]]
    proof = SerialTree.build(body["manufacturer"], openings).membership(forms.SERIALS[7])
    path = tmp_path / "path.json"
    path.write_text(json.dumps(proof.path_json()), "utf-8")
    asked = (folder / f"{number}.json", "--trust", folder / "trust.json", "--json", "--path", path)
    assert verify(*asked, "--serial", proof.serial, "--secret", proof.secret.hex()).code == 0
    for serial, secret in ((forms.SERIALS[8], proof.secret.hex()), (proof.serial, "00" * 32)):
        refused = verify(*asked, "--serial", serial, "--secret", secret)
        assert refused.code == 3
        assert refused.json["code"] == "NOT_A_MEMBER"


TAMPERED = {
    # name: (bytes of the certificate, how, code)
    "one digit of a gram": lambda data: data.replace(b'"requiredG":', b'"requiredG":1', 1),
    "another holder": lambda data: data.replace(b"Story Customer Ltd", b"Story Customer Inc", 1),
    "cut off": lambda data: data[:-2],
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_tampered_certificate_is_not_valid(story: Path, number: str, tmp_path: Path, how: str) -> None:
    folder, path = story / "certificates", tmp_path / "tampered.json"
    data = (folder / f"{number}.json").read_bytes()
    changed = TAMPERED[how](data)
    assert changed != data
    path.write_bytes(changed)
    answer = verify(path, "--trust", folder / "trust.json", "--json")
    assert answer.code == 3
    assert answer.json["valid"] is False
    assert answer.json["code"] in {"BAD_SIGNATURE", "NOT_JSON"}, answer.json


def test_a_tampered_bundle_is_not_valid(story: Path, number: str, tmp_path: Path) -> None:
    folder, out = story / "certificates", io.BytesIO()
    with zipfile.ZipFile(folder / f"{number}.public.zip") as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'"meanMg":', b'"meanMg":1', 1) if name == "stages.json" else data)
    path = tmp_path / "tampered.zip"
    path.write_bytes(out.getvalue())
    assert verify(folder / f"{number}.json", "--bundle", path, "--trust", folder / "trust.json").code == 3


def test_without_a_trust_anchor_nothing_is_valid(story: Path, number: str, tmp_path: Path) -> None:
    alone = tmp_path / "far" / "away.json"
    alone.parent.mkdir()
    alone.write_bytes((story / "certificates" / f"{number}.json").read_bytes())
    answer = verify(alone, "--json")
    assert (answer.code, answer.json["code"]) == (3, "NO_TRUST_ANCHOR")


def test_the_declaration_agrees_with_the_study(said: dict[str, Said]) -> None:
    paths = said["study declare"].json
    record = json.loads(Path(paths["json"]).read_bytes())
    assert record["meanMg"] == round(said["study freeze"].json["mean_kg"] * 1e6)
    assert sum(stage["mg"] for stage in record["stages"]) == record["meanMg"]
    assert sum(part["mg"] for part in record["components"]) == record["meanMg"]
    assert abs(sum(stage["share"] for stage in record["stages"]) - 1) < 1e-12
    assert record["studyDigest"] == said["study freeze"].json["digest"]
    assert record["synthetic"] is True
    assert set(paths) == {"json", "xlsx", "zh.pdf", "en.pdf"}


def test_a_class_alone_gives_a_footprint_with_what_was_imputed(said: dict[str, Said]) -> None:
    """The Contract: `lingtan footprint --class … --json` prints one footprint object plus `imputed[]` and `contributions[]`."""
    for name in ("footprint", "footprint class"):
        found = said[name].json
        assert {"model", "mean_kg", "sd_kg", "p5_kg", "p50_kg", "p95_kg", "stages", "imputed", "contributions"} <= set(found)
        assert abs(sum(found["stages"].values()) - found["mean_kg"]) <= 1e-12 * found["mean_kg"]
        assert abs(sum(part["kg"] for part in found["contributions"]) - found["mean_kg"]) <= 1e-12 * found["mean_kg"]
    assert {entry["attribute"] for entry in said["footprint class"].json["imputed"]} & {"mass_kg", "tec_kwh"}
    assert "screen_size_in" not in {entry["attribute"] for entry in said["footprint class"].json["imputed"]}


def test_the_resolved_factor_says_its_fallbacks_and_its_source(said: dict[str, Said]) -> None:
    found = said["factors resolve"].json
    assert found["steps"], "no province has a life-cycle factor of its own: the scaling must be stated"
    assert found["estimate"] is True
    assert found["source"]["title"]
    assert found["source"]["locator"]


def test_doctor_finds_the_books_in_order(said: dict[str, Said]) -> None:
    checks = {check["code"]: check for check in said["doctor"].json}
    assert all(check["ok"] for check in checks.values())
    assert {"DOCTOR_WORKSPACE", "DOCTOR_BOOKS"} <= set(checks)


def test_doctor_sees_a_row_that_was_changed_behind_its_back(story: Path, tmp_path: Path) -> None:
    import shutil
    import sqlite3

    copy = tmp_path / "house.db"
    shutil.copy(story / "house.db", copy)
    with sqlite3.connect(copy) as connection:
        connection.execute(
            "DROP TRIGGER IF EXISTS "
            + connection.execute(
                "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='fact' AND sql LIKE '%UPDATE%'"
            ).fetchone()[0]
        )
        connection.execute("UPDATE fact SET actor = 'somebody else' WHERE kind = 'study'")
    answer = inside("doctor", "--home", story / "maker", "--db", f"sqlite:///{copy}", "--json")
    assert answer.code == 3
    assert [check["code"] for check in answer.json if not check["ok"]] == ["DOCTOR_BOOKS"]


HAN = re.compile("[\u4e00-\u9fff]")
SPOKEN = (
    ("study", "list", "--home", "{maker}"),
    ("credits", "list", "--home", "{maker}"),
    ("statement", "show", "E1", "--home", "{certifier}"),
    ("doctor", "--home", "{maker}"),
    ("recompute", "{bundle}"),
    ("explain", "{bundle}", "requiredG", "--depth", "3"),
    ("factors", "list", "sac305"),
)


@pytest.mark.parametrize("command", SPOKEN, ids=lambda command: " ".join(command[:2]))
def test_chinese_is_spoken_when_asked_for(story: Path, number: str, command: tuple[str, ...]) -> None:
    places = {"maker": story / "maker", "certifier": story / "certifier", "bundle": story / "certificates" / f"{number}.full.zip"}
    arguments = [part.format(**places) for part in command]
    chinese, english = inside(*arguments, "--lang", "zh"), inside(*arguments, "--lang", "en")
    assert (chinese.code, english.code) == (0, 0), chinese.stderr
    assert HAN.search(chinese.stdout)
    assert not re.search(r"\b[A-Z]+_[A-Z_]+\b", english.stdout.replace("NOT_STATED", "").replace("ASSUMPTION_SOURCE", "")), (
        "a code without its sentence (the two left out are data)"
    )
    assert chinese.stdout != english.stdout


def test_a_refusal_speaks_chinese_too(story: Path, tmp_path: Path) -> None:
    answer = lingtan("credits", "import", tmp_path / "nothing.csv", "--actor", "a", "--home", story / "maker", "--lang", "zh")
    assert answer.code == 2
    assert HAN.search(answer.stderr)
    assert answer.stdout == ""


#: Slips at the command line: (arguments, exit code, code of the refusal or None where the option parser refuses).
VERIFIER = ("--actor", "verifier", "--home", "{certifier}")
SUBMIT = ("statement", "submit", "E1", "--study", "x", "--actor", "preparer", "--home", "{maker}")
DRAFT = ("statement", "draft", "E1", "--number", "N", "--criterion", "c", "--site", "s", "--population", "9", "--drawn", "3", *VERIFIER)
RAISE = ("statement", "raise", "E1", "F9", "--code", "C", "--place", "p", "--expected", "e", "--found", "f", *VERIFIER)
PLAN = ("neutralise", "plan", "{orders}", "--order", "O-9", "--manufacturer", "Synthetic Devices", "--holder-id", "I", "--home", "{maker}")
EXPORT = ("certificate", "export", "LT-1", "--actor", "a", "--out", "{tmp}", "--home", "{maker}")

SLIPS = [
    (("study", "list", "--home", "{tmp}"), 1, "WORKSPACE_MISSING"),  # not a workspace
    (("study", "declare", "sha256:0000", "--home", "{maker}"), 3, "STUDY_UNKNOWN"),  # no such study
    (("statement", "show", "NOBODY", "--home", "{maker}"), 3, "ENGAGEMENT_UNKNOWN"),  # no such engagement
    (EXPORT, 1, "CERTIFICATE_NOT_ISSUED"),  # no such certificate
    (("certificate", "issue", "LT-1", "--actor", "a", "--home", "{maker}"), 1, "CANCELLATION_UNKNOWN"),  # nothing reserved
    (("neutralise", "instruct", "LT-1", "--actor", "a", "--home", "{maker}"), 1, "CANCELLATION_UNKNOWN"),  # nothing reserved
    (("explain", "{bundle}", "nothingG"), 2, "FIGURE_UNKNOWN"),  # no such figure
    (("explain", "{public}", "meanMg"), 2, "BUNDLE_NOT_FULL"),  # a public bundle explains nothing
    (("recompute", "{public}"), 2, "BUNDLE_NOT_FULL"),  # nor recomputes
    (("recompute", "{tmp}/none.zip"), 2, "FILE_MISSING"),  # no file
    (("footprint", "{tmp}/none.toml"), 2, "FILE_MISSING"),  # no file
    (("footprint",), 2, None),  # neither a file nor a class
    (("footprint", "--class", "toaster"), 2, "CLASS_NOT_MODELLED"),  # no such class
    (("footprint", "--class", "laptop", "--place", "Atlantis"), 2, "PLACE_UNKNOWN"),  # no such place
    (("footprint", "--class", "laptop", "--mass-kg", "-1"), 2, "ATTRIBUTE_RANGE"),  # negative mass
    (("footprint", "--class", "laptop", "--draws", "3"), 2, None),  # three draws are no distribution
    (("factors", "resolve", "unobtainium"), 2, "FACTOR_NOT_FOUND"),  # no such activity
    (("statement", "check", "{tmp}/none.json"), 2, "FILE_MISSING"),  # no file
    ((*SUBMIT, "--evidence", "{tmp}/none"), 2, "FILE_MISSING"),  # no evidence
    ((*DRAFT, "--level", "absolute"), 2, "BAD_RECORD"),  # no such level
    ((*RAISE, "--severity", "fatal"), 2, "BAD_RECORD"),  # no such severity
    ((*PLAN, "--holder", " H"), 2, "ENTITY_INCOMPLETE"),  # a blank before the name
    ((*PLAN, "--holder", "H", "--quantile", "1.5"), 2, "POLICY_QUANTILE"),  # a quantile beyond 1
    (("credits", "list", "--home", "{maker}", "--lang", "fr"), 2, None),  # no such language
    (("nonsense",), 2, None),  # no such command
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "refusal"), SLIPS, ids=[f"{n:02}-{s[2]}" for n, s in enumerate(SLIPS)])
def test_a_slip_is_refused_and_nothing_is_written(
    story: Path, number: str, tmp_path: Path, arguments: tuple[str, ...], code: int, refusal: str | None
) -> None:
    folder = story / "certificates"
    places = {"maker": story / "maker", "certifier": story / "certifier", "tmp": tmp_path, "orders": story / "orders.xlsx"}
    places |= {"bundle": folder / f"{number}.full.zip", "public": folder / f"{number}.public.zip"}
    before = files_of(story)
    answer = inside(*(part.format(**places) for part in arguments), "--json")
    assert answer.code == code, answer.stdout + answer.stderr
    assert "Traceback" not in answer.stderr
    if refusal is not None:
        assert answer.refusal["code"] == refusal
        assert answer.refusal["place"]
        assert answer.refusal["fix"]
    assert files_of(story) == before
    assert list(tmp_path.iterdir()) == []


def test_help_loads_nothing_heavy() -> None:
    heavy = ("numpy", "scipy", "sqlalchemy", "openpyxl", "typst", "pint", "cryptography")
    code = f"import sys, lingtan.cli.main; print([name for name in {heavy!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
