"""`lingtan exchange`: read, write, check, and how each refusal leaves the house."""

from __future__ import annotations

import json
from pathlib import Path

import openlca_sample
import pytest
from typer.testing import CliRunner
from workbook import workbook

from lingtan.cli.main import app
from lingtan.errors import InputError
from lingtan.files.exchange import write_container

ROOT = Path(__file__).parents[2]
X13 = str(ROOT / "examples" / "thinkpad-x13.toml")
GEN9 = str(ROOT / "examples" / "thinkpad-x1-carbon-gen9.toml")


def run(*words, code=0):
    done = CliRunner().invoke(app, ["exchange", *map(str, words)])
    if code == 0 and done.exception is not None:
        raise done.exception
    assert done.exit_code == code, done.output
    return done.stdout


def test_a_device_goes_to_either_program_and_is_read_back_with_its_score(tmp_path):
    for kind, target in (("brightway", tmp_path / "x.zip"), ("openlca", tmp_path / "folder")):
        written = json.loads(run("write", X13, "--out", target, "--to", kind, "--json"))
        read = json.loads(run("read", target, "--activity", "ThinkPad X13", "--json"))
        direct = json.loads(run("read", X13, "--json"))
        assert written["activities"] == read["activities"] == direct["activities"]
        assert read["scores"][0]["score"] == pytest.approx(direct["scores"][0]["score"], rel=1e-12)
        assert (read["kind"], direct["kind"]) == (kind, "device")


def test_writing_for_brightway_says_what_it_cannot_say(tmp_path):
    notes = json.loads(run("write", X13, "--out", tmp_path / "x.zip", "--json"))["notes"]
    assert [note["code"] for note in notes] == ["EXCHANGE_SHARED"]
    with pytest.raises(InputError, match="EXCHANGE_LAW_MIXED"):
        run("write", GEN9, "--out", tmp_path / "y.zip")
    notes = json.loads(run("write", GEN9, "--out", tmp_path / "y.zip", "--fallback", "certain", "--json"))["notes"]
    assert {note["code"] for note in notes} == {"EXCHANGE_SHARED", "EXCHANGE_MADE_CERTAIN"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_foreground_is_shown_with_its_scores_and_spread_in_words(tmp_path, language):
    path = workbook(tmp_path)
    shown = run("read", path, "--year", "2023", "--draws", "200", "--lang", language)
    assert "notebook" in shown
    assert "P95" in shown
    assert ("XLSX 前景表" in shown) is (language == "zh")
    view = json.loads(run("read", path, "--year", "2023", "--json"))
    assert [row["key"] for row in view["scores"]] == ["notebooks/nb-1", "notebooks/case"]


def test_checking_says_that_nothing_changed(tmp_path):
    write_container(tmp_path / "p.zip", openlca_sample.files(openlca_sample.entities()))
    assert json.loads(run("check", tmp_path / "p.zip", "--json")) == {"brightway": [], "openlca": []}
    assert "bit for bit" in run("check", tmp_path / "p.zip")


def test_a_foreground_takes_from_the_package_that_is_linked(tmp_path):
    write_container(tmp_path / "p.zip", openlca_sample.files(openlca_sample.entities()))
    path = workbook(tmp_path)
    with pytest.raises(InputError) as refused:
        run("read", path, "--link", tmp_path / "p.zip")
    assert (refused.value.code, refused.value.place) == ("EXCHANGE_NOT_FOUND", "Device!A24")


def test_files_that_are_not_of_one_kind_or_of_none_are_refused(tmp_path):
    write_container(tmp_path / "p.zip", openlca_sample.files(openlca_sample.entities()))
    write_container(tmp_path / "other.zip", {"readme.txt": b"hello"})
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("keep me")
    for words, code in (
        (["read", tmp_path / "p.zip", tmp_path / "p.zip"], "EXCHANGE_FILES"),
        (["read", X13, X13], "EXCHANGE_FILES"),
        (["read", tmp_path / "other.zip"], "EXCHANGE_KIND_UNKNOWN"),
        (["read", tmp_path / "nothing.zip"], "FILE_MISSING"),
        (["read", tmp_path / "p.zip", "--activity", "anvil"], "EXCHANGE_NO_ACTIVITY"),
        (["read", tmp_path / "p.zip", "--method", "water"], "EXCHANGE_METHOD"),
        (["write", X13, "--out", tmp_path / "full"], "EXCHANGE_FOLDER_NOT_EMPTY"),
    ):
        with pytest.raises(InputError, match=code):
            run(*words)
    assert (tmp_path / "full" / "letter.txt").read_text() == "keep me"
