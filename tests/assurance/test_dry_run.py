"""The verifier's dry run: nothing on a clean pack, at least 18 of 20 planted errors found, every thread closed with corrected evidence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import lingtan.assurance
from lingtan.assurance import (
    EvidencePack,
    FindingAnswered,
    FindingClosed,
    FindingRaised,
    ReviewStarted,
    State,
    StatementDrafted,
    StatementSigned,
    Submitted,
    fold,
    guided_sample,
    inspect_documents,
    open_findings,
    pack_digest,
    run_checks,
    severity,
)
from lingtan.evidence import from_plain, to_plain
from lingtan.messages import Language, render

SAMPLE = 10


def verify(pack, contents, seed):
    """Checks, then opening the documents of a guided sample."""
    detected = run_checks(pack)
    return detected + inspect_documents(pack, guided_sample(pack, size=SAMPLE, seed=seed, detected=detected), contents)


def found_of(key, detected):
    hits = {(item.code, item.place) for item in detected}
    return [error.name for error in key if any((code, place) in hits for code in error.codes for place in error.places)]


def load(folder, name):
    return json.loads((folder / name).read_text("utf-8"))


def test_the_committed_case_is_what_the_generator_writes(dry_run, tmp_path):
    dry_run.write_case(tmp_path, dry_run.SEED)
    for name in ("clean.json", "planted.json", "documents.json", "key.json"):
        assert (tmp_path / name).read_bytes() == (dry_run.folder / name).read_bytes()


def test_a_pack_travels_as_json(dry_run):
    pack = dry_run.clean_pack(1)
    assert from_plain(EvidencePack, json.loads(json.dumps(to_plain(pack)))) == pack


def test_the_case_is_labelled_synthetic(dry_run):
    for name in ("clean.json", "planted.json"):
        assert load(dry_run.folder, name)["synthetic"] is True
    for name in ("documents.json", "key.json"):
        assert "SYNTHETIC" in load(dry_run.folder, name)["label"]


def test_of_the_committed_twenty_errors_at_least_eighteen_are_found_and_the_clean_pack_raises_nothing(dry_run, capsys):
    clean = from_plain(EvidencePack, load(dry_run.folder, "clean.json"))
    planted = from_plain(EvidencePack, load(dry_run.folder, "planted.json"))
    contents = load(dry_run.folder, "documents.json")["contents"]
    key = load(dry_run.folder, "key.json")["planted"]
    assert verify(clean, contents, dry_run.SEED) == ()
    hits = {(item.code, item.place) for item in verify(planted, contents, dry_run.SEED)}
    found = [error["name"] for error in key if any((code, place) in hits for code in error["codes"] for place in error["places"])]
    with capsys.disabled():
        print(f"\n[dry run] {len(found)} of {len(key)} planted errors found; missed: {sorted({e['name'] for e in key} - set(found))}")
    assert len(key) == 20
    assert len(found) >= 18


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_no_check_objects_to_a_clean_pack(seed, dry_run):
    pack = dry_run.clean_pack(seed)
    assert verify(pack, dry_run.contents(pack), seed) == ()


@pytest.mark.parametrize("seed", range(20))
def test_other_seeds_targets_and_sizes_are_found_too(seed, dry_run):
    """Other products, other markets, other choices of 20 from all planters."""
    for names in (dry_run.CASE, dry_run.random_case(seed)):
        planted, key, contents = dry_run.plant(dry_run.clean_pack(seed), seed=seed, names=names)
        assert len(key) == 20
        assert len(found_of(key, verify(planted, contents, seed))) >= 18


def test_each_kind_of_error_alone_is_found_by_a_check_or_by_opening_all_documents(dry_run):
    for name in dry_run.PLANTERS:
        for seed in (4, 5, 6):
            clean = dry_run.clean_pack(seed)
            planted, key, contents = dry_run.plant(clean, seed=seed, names=[name])
            assert planted != clean
            everything = guided_sample(planted, size=sum(bool(line.document) for line in planted.lines), seed=seed)
            detected = run_checks(planted) + inspect_documents(planted, everything, contents)
            assert found_of(key, detected) == [name], (name, seed)


def test_an_error_alone_raises_few_objections_beside_the_right_one(dry_run):
    for name in dry_run.PLANTERS:
        planted, key, _ = dry_run.plant(dry_run.clean_pack(7), seed=7, names=[name])
        beside = [item for item in run_checks(planted) if item.place not in key[0].places]
        assert len(beside) <= 4, (name, beside)


def test_what_is_detected_has_a_sentence_in_both_languages(dry_run):
    for name in dry_run.PLANTERS:
        planted, _, _ = dry_run.plant(dry_run.clean_pack(8), seed=8, names=[name])
        for item in run_checks(planted):
            for language in Language:
                sentence = render(item.message(), language)
                assert item.expected in sentence, item.code
                assert item.found in sentence
                assert not sentence.startswith(item.code)


def test_every_thread_of_the_case_closes_with_corrected_evidence_and_the_statement_is_signed(dry_run, at, opened, statement_body):
    clean = dry_run.clean_pack(dry_run.SEED)
    planted, _, contents = dry_run.plant(clean, seed=dry_run.SEED, names=dry_run.CASE)
    detected = verify(planted, contents, dry_run.SEED)
    study = clean.study
    events = [
        opened(),
        Submitted(at=at(1), actor="client-1", study_digest=study.study_digest, pack_digest=pack_digest(planted)),
        ReviewStarted(at=at(2), actor="lead"),
    ]
    for index, item in enumerate(detected):
        grave = severity(item, mean_mg=planted.study.mean_mg, materiality_percent=planted.study.materiality_percent)
        thread = {"finding": f"F{index + 1}", "code": item.code, "place": item.place, "expected": item.expected, "found": item.found}
        events.append(FindingRaised(at=at(3), actor="lead", severity=grave, **thread))
    assert len(open_findings(fold(events).findings)) == len(detected) >= 18
    corrected = verify(clean, contents, dry_run.SEED)
    still = {(item.code, item.place) for item in corrected}
    for index, item in enumerate(detected):
        events.append(
            FindingAnswered(at=at(4), actor="client-1", finding=f"F{index + 1}", text="corrected pack", evidence_digest=pack_digest(clean))
        )
        assert (item.code, item.place) not in still
    for index in range(len(detected)):
        events.append(FindingClosed(at=at(5), actor="lead", finding=f"F{index + 1}", reason="not detected in the corrected pack"))
    body = statement_body(
        study_digest=study.study_digest,
        configuration_digest=study.configuration_digest,
        mean_mg=study.mean_mg,
        stages_mg=dict(study.stages_mg),
        service_years=study.service_years,
        place_of_use=study.place_of_use,
        subject=study.subject,
    )
    events.append(StatementDrafted(at=at(6), actor="lead", body=body))
    events.append(StatementSigned(at=at(7), actor="lead", statement_digest="sha256:" + "0" * 64, valid_until=date(2028, 1, 1)))
    engagement = fold(events)
    assert engagement.state is State.SIGNED
    assert not open_findings(engagement.findings)


def test_checks_never_read_the_key(dry_run):
    """No module of the room names the key, a planter or the folder of the case."""
    source = "\n".join(path.read_text("utf-8") for path in Path(lingtan.assurance.__file__).parent.rglob("*.py"))
    for word in ("key.json", "planted", "dry_run", *dry_run.PLANTERS):
        if word not in ("unit_slip", "stage_missing"):
            assert word not in source, word


def test_a_check_never_fails_on_a_strange_pack(dry_run):
    """Empty tables, unknown places and factors, zeros: objections, not exceptions."""
    pack = dry_run.clean_pack(9)
    strange = [
        replace(pack, lines=()),
        replace(pack, factors=()),
        replace(pack, meters=(), energy=()),
        replace(pack, freight=(), suppliers=(), attributes=(), attribute_uses=(), credits=(), documents=(), editions=(), references=()),
        replace(pack, study=replace(pack.study, place_of_use="XX-??", sd_mg=0, published_kg="many", mean_mg=0, stages_mg={})),
        replace(pack, study=replace(pack.study, published_kg="NaN")),
        replace(pack, study=replace(pack.study, published_kg="Infinity")),
        replace(pack, use=replace(pack.use, line="gone", years=0.0)),
        replace(pack, credits=(replace(pack.credits[0], serial_first="x"),)),
        replace(pack, lines=tuple(replace(line, amount=0.0, mass_kg=-1.0) for line in pack.lines)),
        replace(pack, lines=tuple(replace(line, amount=float("inf")) for line in pack.lines)),
        replace(pack, freight=tuple(replace(leg, mass_kg=0.0, distance_km=0.0) for leg in pack.freight)),
    ]
    for odd in strange:
        assert run_checks(odd)
