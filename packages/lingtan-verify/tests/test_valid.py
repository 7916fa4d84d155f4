"""What a true certificate, in every form, is answered with."""

from __future__ import annotations

import json

import pytest

from lingtan_verify.cli import main


def test_a_true_certificate_is_valid_as_issued(shop):
    code, answer = shop.run(shop.put("c.json", shop.world.certificate()))
    assert (code, answer["valid"], answer["code"], answer["reasons"]) == (0, True, "VALID", [])
    assert answer["number"] == "LT-2026-a"
    assert answer["status"] == "not_checked"
    assert answer["trust"]["source"] == "beside"
    assert {note["code"] for note in answer["notes"]} == {"NOTE_STATUS_NOT_CHECKED", "NOTE_SYNTHETIC", "NOTE_TRUST_BESIDE"}
    assert all(check["passed"] for check in answer["checks"])


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("flate", [False, True])
def test_the_record_in_a_pdf_is_what_is_checked(shop, make_pdf, packed, flate):
    attachments = [("readme.txt", b"hello"), ("certificate.json", shop.world.certificate())]
    assert shop.codes(make_pdf(attachments, packed=packed, flate=flate), name="c.pdf") == []


@pytest.mark.parametrize("kind", ["public", "full"])
def test_a_bundle_is_checked_as_a_file_and_beside_one(shop, kind):
    bundle = shop.world.bundle(kind)
    assert shop.codes(bundle, name="b.zip") == []
    assert shop.codes(shop.world.certificate(), "--bundle", shop.put("b.zip", bundle)) == []


def test_status_membership_and_explicit_trust(shop, monkeypatch):
    status = shop.put("status.json", shop.world.status())
    code, answer = shop.run(shop.put("c.json", shop.world.certificate()), "--status", status)
    assert (code, answer["status"]) == (0, "valid")
    for index, device in enumerate(shop.world.serials):
        path = shop.put("path.json", shop.world.path(index))
        arguments = ("--serial", device["serial"], "--secret", device["secret"], "--path", path)
        assert shop.codes(shop.world.certificate(), *arguments) == []
        assert shop.codes(shop.world.certificate(), "--serial", "PF-9999", *arguments[2:]) == ["NOT_A_MEMBER"]
    trust = shop.folder / "trust.json"
    elsewhere = trust.rename(shop.folder / "list.json")
    assert shop.codes(shop.world.certificate()) == ["NO_TRUST_ANCHOR"]
    assert shop.codes(shop.world.certificate(), "--trust", str(elsewhere)) == []
    monkeypatch.setenv("LINGTAN_TRUST", str(elsewhere))
    code, answer = shop.run(shop.put("c.json", shop.world.certificate()))
    assert (code, answer["trust"]["source"]) == (0, "environment")


def test_trust_one_folder_up_is_found_and_said(shop):
    (shop.folder / "sub").mkdir()
    code, answer = shop.run(shop.put("sub/c.json", shop.world.certificate()))
    assert (code, answer["trust"]["source"]) == (0, "folder_up")


def test_a_quantile_policy_with_a_buffer_holds(shop):
    world = shop.world
    world.subject["policy"] |= {"basis": "quantile", "quantile": 0.95, "batchMg": 950_000_000, "requiredG": 950_000, "bufferG": 181_999}
    world.subject["allocation"] |= {"totalG": 950_000, "remainderG": 50_000, "baseG": 316_666, "extraCount": 2}
    assert shop.codes(world.certificate()) == []


def test_an_order_served_from_a_remainder_alone_holds(shop):
    world = shop.world
    world.subject["credits"] = []
    world.subject["allocation"] |= {"retiredG": 0, "carriedInG": 800_000, "remainderG": 31_999}
    world.subject["allocation"]["carriedFrom"] = [{"number": "LT-2026-z", "grams": 800_000}]
    code, answer = shop.run(shop.put("c.json", world.certificate()))
    assert code == 0
    assert "NOTE_CARRIED_IN" in {note["code"] for note in answer["notes"]}


@pytest.mark.parametrize(
    ("environment", "arguments", "word"),
    [
        ("zh_CN.UTF-8", [], "按签发时有效；未核对状态"),
        ("en_GB.UTF-8", [], "valid as issued; status not checked"),
        ("en_GB.UTF-8", ["--lang", "zh"], "按签发时有效；未核对状态"),
        ("zh_CN.UTF-8", ["--lang=en"], "valid as issued; status not checked"),
    ],
)
def test_the_verifier_speaks_chinese_and_english(shop, capsys, monkeypatch, environment, arguments, word):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", environment)
    assert main([shop.put("c.json", shop.world.certificate()), "--at", "2026-11-22", *arguments]) == 0
    assert word in capsys.readouterr().out


def test_a_pdf_says_that_pages_are_not_checked(shop, make_pdf, capsys):
    assert main([shop.put("c.pdf", make_pdf([("certificate.json", shop.world.certificate())])), "--at", "2026-11-22", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "not what the pages show" in out
    assert "256.000 kg CO2e each" in out


@pytest.mark.parametrize(
    "arguments",
    [
        [],  # no file
        ["missing.json"],  # no such file
        ["c.json", "--serial", "SN"],  # half a membership proof
        ["c.json", "--at", "yesterday"],  # no day
        ["c.json", "--bundle", "missing.zip"],  # no such bundle
        ["c.json", "--status", "missing.json"],  # no such status
        ["c.json", "c.json", "--bundle", "c.json"],  # a bundle belongs to one file
        ["c.json", "--lang", "fr"],  # not a language of the house
        ["c.json", "--nonsense"],  # no such option
    ],
)
def test_a_wrong_question_is_not_a_refusal(shop, monkeypatch, arguments):
    monkeypatch.chdir(shop.folder)
    shop.put("c.json", shop.world.certificate())
    assert main(arguments) == 2


def test_help_is_not_an_error(capsys):
    assert main(["--help", "--lang", "zh"]) == 0
    assert "离线验证" in capsys.readouterr().out


def test_the_clock_of_the_machine_is_used_without_at(shop, capsys):
    main([shop.put("c.json", shop.world.certificate()), "--json"])
    assert json.loads(capsys.readouterr().out)["number"] == "LT-2026-a"
