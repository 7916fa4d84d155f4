"""A full bundle gives its figures anew; one in which anything was changed does not, however well it is packed again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from clerk import inside, lingtan, verify

from lingtan.attest import BundleKind
from lingtan.evidence import canonical_bytes
from lingtan.files import Bundle, bundle_bytes, read_bundle

Files = dict[str, Any]


@pytest.fixture(scope="module")
def bundle(story: Path) -> Bundle:
    return read_bundle(next((story / "certificates").glob("*.full.zip")))


def _packed(bundle: Bundle, path: Path, change: Callable[[Files], None] = lambda files: None, **other: Any) -> Path:
    """The bundle with changed files, packed again under a manifest that fits them."""
    names = ("certificate.json", "class_pack.json", "factors.json", "spec.json", "study.json")
    files: Files = {name: json.loads(bundle.files[name]) for name in names}
    change(files)
    data = {**bundle.files, **{name: canonical_bytes(value) for name, value in files.items()}}
    path.write_bytes(bundle_bytes(dataclasses.replace(bundle, files=data, **other)))
    return path


def test_an_untouched_bundle_matches(bundle: Bundle, tmp_path: Path) -> None:
    answer = lingtan("recompute", _packed(bundle, tmp_path / "same.zip"), "--json")
    assert answer.code == 0
    found = answer.json
    assert found["matches"] is True
    assert all(found["checks"].values())
    assert sum(found["stages_mg"].values()) == found["mean_mg"]
    said = json.loads(bundle.files["certificate.json"])["credentialSubject"]["footprint"]
    assert (found["mean_mg"], found["stages_mg"], found["study_digest"]) == (said["meanMg"], said["stagesMg"], said["studyDigest"])


def test_a_factor_that_is_not_the_sum_of_its_flows_cannot_even_be_loaded(bundle: Bundle, tmp_path: Path) -> None:
    def change(files: Files) -> None:
        next(record for record in files["factors.json"]["records"] if record["value"])["value"] *= 1.01

    answer = inside("recompute", _packed(bundle, tmp_path / "changed.zip", change), "--json")
    assert answer.code == 2
    assert "FACTOR_FLOWS_SUM" in answer.refusal["message"]


def _factor(files: Files) -> None:
    record = next(record for record in files["factors.json"]["records"] if record["flows"].get("fossil"))
    record["flows"]["fossil"] *= 1.01
    record["value"] *= 1.01


def _supplier(files: Files) -> None:
    line = next(line for line in files["spec.json"]["bom"] if line["kind"] == "ssd")
    line["supplier"]["kg_co2e"] -= 1


def _line(files: Files) -> None:
    next(line for line in files["spec.json"]["bom"] if line["kind"] == "memory")["amount"] *= 2


def _dropped_line(files: Files) -> None:
    files["spec.json"]["bom"].pop()


def _attribute(files: Files) -> None:
    files["spec.json"]["attributes"]["tec_kwh"] -= 1


def _pack(files: Files) -> None:
    board = next(template for template in files["class_pack.json"]["templates"] if template["key"] == "mainboard")
    board["quantities"]["area_m2"]["value"] *= 0.5


def _seed(files: Files) -> None:
    files["study.json"]["seed"] += 1


def _draws(files: Files) -> None:
    files["study.json"]["draws"] += 100


def _mean(files: Files) -> None:
    files["certificate.json"]["credentialSubject"]["footprint"]["meanMg"] -= 1


def _quantile(files: Files) -> None:
    files["certificate.json"]["credentialSubject"]["footprint"]["p95Mg"] -= 1


def _shifted_stage(files: Files) -> None:
    stages = files["certificate.json"]["credentialSubject"]["footprint"]["stagesMg"]
    stages["use"] -= 1
    stages["materials"] += 1


CHANGES = {
    "a factor": (_factor, "mean"),
    "a supplier's figure": (_supplier, "mean"),
    "a part's amount": (_line, "mean"),
    "a part left out": (_dropped_line, "configuration_digest"),
    "an attribute": (_attribute, "mean"),
    "the class pack": (_pack, "mean"),
    "the seed": (_seed, "quantiles"),
    "the number of draws": (_draws, "quantiles"),
    "the certificate's mean": (_mean, "mean"),
    "the certificate's P95": (_quantile, "quantiles"),
    "a milligram from one stage to another": (_shifted_stage, "stages"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_bundle_no_longer_matches(bundle: Bundle, tmp_path: Path, what: str) -> None:
    change, check = CHANGES[what]
    answer = inside("recompute", _packed(bundle, tmp_path / "changed.zip", change), "--json")
    assert answer.code == 3, answer.stdout + answer.stderr
    assert answer.json["matches"] is False
    assert answer.json["checks"][check] is False


def test_the_independent_verifier_reports_the_difference(story: Path, bundle: Bundle, tmp_path: Path) -> None:
    folder = story / "certificates"
    changed = _packed(bundle, tmp_path / "changed.zip", _line)
    asked = (folder / f"{bundle.number}.json", "--bundle", changed, "--recompute", "--trust", folder / "trust.json", "--json")
    answer = verify(*asked)
    assert answer.code == 3
    assert answer.json["valid"] is False


def _other_method(files: Files) -> None:
    files["study.json"]["method_version"] = "lingtan-1999.1"


@pytest.mark.parametrize(
    ("change", "other"),
    [
        (lambda files: None, {"method_version": "lingtan-1999.1"}),  # the bundle says so
        (_other_method, {}),  # only the study inside says so
    ],
)
def test_another_method_is_refused(bundle: Bundle, tmp_path: Path, change: Callable[[Files], None], other: dict[str, str]) -> None:
    answer = inside("recompute", _packed(bundle, tmp_path / "old.zip", change, **other), "--json")
    assert (answer.code, answer.refusal["code"]) == (3, "METHOD_VERSION")
    assert "lingtan-1999.1" in answer.refusal["message"]


def test_a_public_bundle_is_refused(story: Path) -> None:
    path = next((story / "certificates").glob("*.public.zip"))
    assert read_bundle(path).kind is BundleKind.PUBLIC
    answer = inside("recompute", path, "--json")
    assert (answer.code, answer.refusal["code"]) == (2, "BUNDLE_NOT_FULL")


@pytest.mark.parametrize("file", ["spec.json", "study.json", "factors.json", "class_pack.json", "certificate.json"])
@pytest.mark.parametrize("value", [b"[]", b"{}", b"null", b'{"study": 1}'])
def test_a_file_of_another_form_is_refused_and_not_a_crash(bundle: Bundle, tmp_path: Path, file: str, value: bytes) -> None:
    """The manifest fits, the contents do not: a refusal with a code, or a check not met, never a traceback."""
    path = tmp_path / "odd.zip"
    path.write_bytes(bundle_bytes(dataclasses.replace(bundle, files={**bundle.files, file: value})))
    answer = inside("recompute", path, "--json")
    assert answer.code in (2, 3), answer.stderr
    assert answer.refusal["code"]


def test_changed_bytes_of_the_archive_are_refused(story: Path, tmp_path: Path) -> None:
    data = bytearray(next((story / "certificates").glob("*.full.zip")).read_bytes())
    for place in (10, len(data) // 2, len(data) - 5):
        changed = bytearray(data)
        changed[place] ^= 1
        path = tmp_path / f"{place}.zip"
        path.write_bytes(changed)
        answer = inside("recompute", path, "--json")
        assert answer.code in (2, 3)
        assert answer.refusal["code"].startswith(("BUNDLE_", "FILE_", "ZIP_"))
