"""The browser says what `lingtan-verify` says: the same reasons, at the same places, in the same order. Each twice: WebCrypto and noble."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785

if TYPE_CHECKING:
    from conftest import Case, Probe

NOW = "2026-11-22T12:00:00Z"
LATER = "2026-12-01T00:00:00Z"
SEED = 20261122


def codes(reasons: list[list[str]]) -> list[list[str]]:
    """Without places: a place that quotes broken bytes is quoted in another way by each language."""
    return [[code] for code, _ in reasons]


@pytest.fixture(scope="module")
def new_case(case_type: type[Case], maker: Any) -> Callable[..., Case]:
    """The case of a world that was changed, with its own trust list."""

    def make(change: Callable[[Any], object] = lambda _: None, **members: Any) -> Case:
        world = maker.World()
        change(world)
        return case_type(file=world.certificate(), trust=json.dumps(world.trust()).encode(), now=NOW, **members)

    return make


def demo_cases(case_type: type[Case], out: Path, folder: Path, status: bytes) -> list[Case]:
    trust = (out / "trust.json").read_bytes()
    files = [one for one in sorted(folder.iterdir()) if one.suffix in (".json", ".pdf", ".zip")]
    assert files
    return [case_type(file=one.read_bytes(), name=one.name, trust=trust, now=LATER, status=status) for one in files]


def test_every_document_of_the_demo(probe: Probe, case_type: type[Case], demo_run: Path) -> None:
    out = demo_run / "out"
    status = (out / "certificates" / "status.json").read_bytes()
    answers = probe.agrees(demo_cases(case_type, out, out / "certificates", status))
    assert sum(answer["verdict"] == "valid" for answer in answers) >= 9  # JSON, two PDFs and two bundles of each certificate that stands


def test_every_attacked_copy_of_the_demo(probe: Probe, case_type: type[Case], demo_run: Path) -> None:
    out = demo_run / "out"
    status = (out / "attacks" / "certificates" / "status.json").read_bytes()
    answers = probe.agrees(demo_cases(case_type, out, out / "attacks" / "files", status))
    assert len(answers) >= 20
    assert {answer["verdict"] for answer in answers} == {"refused"}


@pytest.fixture(scope="module")
def false_cases(new_case: Callable[..., Case], false_content: Any) -> list[tuple[str, Case]]:
    """The tables that the Python verifier is tested with: the code that each must bear, and the case."""
    return [(code, new_case(change)) for code, change in (*false_content.FALSE, *false_content.WRONG_SHAPE)]


def test_signed_but_false_or_of_another_shape(probe: Probe, false_cases: list[tuple[str, Case]]) -> None:
    answers = probe.agrees([case for _, case in false_cases])
    for (code, _), answer in zip(false_cases, answers, strict=True):
        assert code in [found for found, _ in answer["reasons"]]
        assert answer["verdict"] == "refused"


def site_case(case_type: type[Case], maker: Any, site: Any, **members: Any) -> Case:
    trust = json.dumps(maker.World().trust()).encode()
    return case_type(file=rfc8785.dumps(site.document()), trust=trust, now=NOW, **members)


def test_statements_on_sites_true_false_and_withdrawn(probe: Probe, case_type: type[Case], maker: Any, site_statements: Any) -> None:
    true = [site_statements.SiteWorld(maker.World()) for _ in range(3)]
    findings = site_statements.OPEN | {"openMinor": ["F2"]}
    true[0].subject |= {
        "findings": findings,
        "qualifications": ["F21 was closed", "未查看一个厂房（F2）"],
        "clauseTitles": {"a": {"en": "A", "zh": "甲"}},
    }
    lists = [None, rfc8785.dumps(true[1].status()), rfc8785.dumps(true[2].status("withdrawn"))]
    cases = [site_case(case_type, maker, one, status=status) for one, status in zip(true, lists, strict=True)]
    for _, change in site_statements.FALSE:
        false = site_statements.SiteWorld(maker.World())
        change(false)
        cases.append(site_case(case_type, maker, false))
    answers = probe.agrees(cases)
    assert [answer["verdict"] for answer in answers] == ["valid", "valid", *["refused"] * (len(cases) - 2)]
    for (code, _), answer in zip(site_statements.FALSE, answers[3:], strict=True):
        assert code in [found for found, _ in answer["reasons"]]


def flipped(data: bytes, random_: random.Random, count: int) -> Iterator[bytes]:
    for _ in range(count):
        at = random_.randrange(len(data))
        yield data[:at] + bytes([data[at] ^ (1 << random_.randrange(8))]) + data[at + 1 :]
    for _ in range(count // 3):
        at = random_.randrange(len(data))
        yield data[:at] + data[at + random_.randrange(1, 9) :]


@pytest.mark.parametrize("form", ["json", "plain pdf", "packed pdf", "public zip", "full zip"])
def test_bytes_flipped_and_removed(probe: Probe, new_case: Callable[..., Case], maker: Any, form: str) -> None:
    record = new_case().file
    attached = [("readme.txt", b"hello"), ("certificate.json", record)]
    data, name = {
        "json": lambda: (record, "c.json"),
        "plain pdf": lambda: (maker.pdf(attached), "c.pdf"),
        "packed pdf": lambda: (maker.pdf(attached, packed=True, flate=False), "c.pdf"),
        "public zip": lambda: (maker.World().bundle("public"), "b.zip"),
        "full zip": lambda: (maker.World().bundle("full"), "b.zip"),
    }[form]()
    base = new_case(name=name).but(file=data)
    cases = [base, *(base.but(file=changed) for changed in flipped(data, random.Random(SEED), 60))]
    assert probe.agrees(cases, codes)[0]["verdict"] == "valid"


def test_every_member_changed_after_signing(probe: Probe, new_case: Callable[..., Case], tampering: Any) -> None:
    base = new_case()
    every = list(tampering.members(json.loads(base.file)))
    cases = []
    for path, value in random.Random(SEED).sample(every, 100):
        document = json.loads(base.file)
        place = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = tampering.changed(value)
        cases.append(base.but(file=rfc8785.dumps(document)))
    assert {answer["verdict"] for answer in probe.agrees(cases)} == {"refused"}


MALFORMED = [
    b"",  # nothing at all
    b"\xff\xfe",  # not UTF-8
    b"{",
    b"-",
    b'{"a":1}{"a":1}',  # two values
    b'{"a":1,"a":2}',  # which one counts?
    b'{"a":1,"a":}',  # cut off before the object ends
    b'{"a":NaN}',
    b'{"a":-Infinity}',
    b'{"a":1e999}',
    b'{"a":9007199254740992}',  # 2^53
    b'{"a":' + b"9" * 5000 + b"}",
    b'{"a":1.0}',
    b'{"a":0.1e1}',
    b'{"b":1,"a":2}',
    b"[1,]",
    b'{"a":01}',
    b'"\x01"',
    b'"\\x"',
    b'{"a":"\\ud800"}',  # half a surrogate pair
    '{"a":"e\u0301"}'.encode(),  # not NFC
    b'{"a":' * 200 + b"1" + b"}" * 200,
    b"[" * 100_000,
    b"[]",
    b"null",
    b"5",
    b"{}",
    b'{"__proto__":1}',
    b'{"constructor":1,"toString":2}',
    b"\xef\xbb\xbf{}",  # a byte order mark
    b" {}",
]


def test_json_that_is_none_or_no_certificate(probe: Probe, new_case: Callable[..., Case]) -> None:
    base = new_case()
    probe.agrees([base.but(file=data) for data in MALFORMED])


def test_pdfs_that_hide_double_or_break_the_record(probe: Probe, new_case: Callable[..., Case], maker: Any) -> None:
    base = new_case(name="c.pdf")
    record = base.file
    good = maker.pdf([("certificate.json", record)])
    direct = b"<< /Type /Filespec /UF (certificate.json) /EF << /F 11 0 R >> >>"
    files = {
        "VALID": [good, good.replace(b"(certificate.json) 10 0 R", b"(certificate.json) " + direct)],
        "PDF_NO_RECORD": [
            maker.pdf([]),
            maker.pdf([("x/certificate.json", record)]),
            good.replace(b"/EmbeddedFiles 3 0 R", b"/Other 3 0 R"),
        ],
        "PDF_MANY_RECORDS": [
            maker.pdf([("certificate.json", record), ("certificate.json", record)]),
            good + maker.pdf([("certificate.json", b"{}")]).replace(b"%PDF-1.7", b"%"),
            good + b"11 0 obj\n<< /Type /EmbeddedFile /Length 2 >>\nstream\n{}\nendstream\nendobj\n",
        ],
        "PDF_BROKEN": [
            good.replace(b"/Size ", b"/Size 9"),
            good.replace(b"/Params << ", b"/Params << /CheckSum <" + b"00" * 16 + b"> "),
            good.replace(b"/EF << /F 11 0 R /UF 11 0 R >>", b"/EF << /F 2 0 R >>"),
            good.replace(b"/EF << /F 11 0 R /UF 11 0 R >>", b"/EF << /F 11 0 R /UF 12 0 R >>"),
            b"%PDF-1.7\n1 0 obj\n<< /A " + b"[" * 1000,
            b"%PDF-1.7\n1 0 obj\n(never ends",
            b"%PDF-1.7\n1 0 obj\n<< /A 1 /A 2 >>\nendobj",
            b"%PDF-1.7\n1 0 obj\n<< >>\nstream\nnever ends",
        ],
        "PDF_FILTER": [good.replace(b"/Filter /FlateDecode", b"/Filter /LZWDecode")],
        "PDF_ENCRYPTED": [good.replace(b"trailer << ", b"trailer << /Encrypt 5 0 R ")],
        "PDF_REVISED": [good + b"2 0 obj\n<< /Type /Pages /Kids [40 0 R] /Count 1 >>\nendobj\n"],
    }
    answers = probe.agrees([base.but(file=data) for several in files.values() for data in several])
    assert [answer["code"] for answer in answers] == [code for code, several in files.items() for _ in several]


def test_bundles_that_are_no_bundles(probe: Probe, new_case: Callable[..., Case], maker: Any) -> None:
    base, good, files = new_case(name="b.zip"), maker.World().bundle(), maker.World().files("public")
    bundles = {
        "BAD_ZIP": [b"PK\x03\x04 nothing", good[: len(good) // 2]],
        "ZIP_NOT_CANONICAL": [b"PK" + good, maker.stored(files | {"manifest.json": b"{}"}, mode=0o600)],
        "BUNDLE_FILE_MISSING": [maker.stored(files)],
        "ZIP_NAME": [maker.stored({name: b""}) for name in ("../certificate.json", "/etc/passwd", "a\\b", "a/./b", "evidence/")],
        "ZIP_TWICE": [maker.stored({"certificate.json": b"", "Certificate.JSON": b""})],
        "BAD_BUNDLE_FILE": [maker.stored({"manifest.json": b"{}"})],
    }
    answers = probe.agrees([base.but(file=data) for several in bundles.values() for data in several])
    assert [answer["code"] for answer in answers] == [code for code, several in bundles.items() for _ in several]


def test_bundles_whose_files_are_not_what_was_promised(probe: Probe, new_case: Callable[..., Case], maker: Any) -> None:
    def other(name: str, change: Callable[[Any], object]) -> Callable[[dict[str, bytes]], None]:
        def put(files: dict[str, bytes]) -> None:
            body = json.loads(files[name])
            change(body)
            files[name] = rfc8785.dumps(body)

        return put

    changes = {
        "BUNDLE_STAGES": other("stages.json", lambda b: b.update(meanMg=1)),
        "FACTORS_DIGEST": other("stages.json", lambda b: b["factors"].pop()),
        "COMMITMENTS_ROOT": other("commitments.json", lambda b: b["rows"].reverse()),
        "OPENING": other("openings.json", lambda b: b["rows"][2]["row"].update(mass_g=9)),
        "SERIALS_ROOT": other("serials.json", lambda b: b["serials"][0].update(secret="0" * 64)),
        "SERIALS": other("serials.json", lambda b: b["serials"].reverse()),
        "SERIAL_GRAMS": other("serials.json", lambda b: b["serials"][1].update(grams=1)),
        "STUDY_DIFFERS": other("study.json", lambda b: b.update(seed=8)),
        "CONFIGURATION_DIGEST": other("spec.json", lambda b: b.update(mass_g=1)),
        "FORECAST_IN_STUDY": other("spec.json", lambda b: b.update(forecasts=[{"plan_site": "S"}])),
        "EVIDENCE_MISSING": lambda files: files.update({"evidence/registry.pdf": b"another"}),
        "BUNDLE_FILE_UNEXPECTED": lambda files: files.update({"notes.txt": b""}),
    }
    base = new_case(name="b.zip")
    answers = probe.agrees([base.but(file=maker.World().bundle("full", change=change)) for change in changes.values()])
    for code, answer in zip(changes, answers, strict=True):
        assert code in [found for found, _ in answer["reasons"]]


def test_what_the_status_list_says(probe: Probe, new_case: Callable[..., Case], maker: Any) -> None:
    world = maker.World()
    entry = {"number": "LT-2026-a", "version": 1, "status": "valid", "since": "2026-11-21", "by": None, "reason": None}
    lists = [
        ("valid", "VALID", world.status()),
        ("revoked", "REVOKED", world.status(state="revoked")),
        ("replaced", "REPLACED", world.status(state="replaced")),
        ("refused", "STATEMENT_WITHDRAWN", world.status(statement="withdrawn")),
        ("not_found", "STATUS_UNKNOWN", world.status(certificates=[])),
        ("refused", "STATUS_CONTRADICTS", world.status(certificates=[entry, entry | {"status": "revoked"}])),
        ("refused", "UNTRUSTED_KEY", world.status(key=world.stranger)),  # anybody can write a list
        ("refused", "STATUS_TIME", world.status(asOf="2026-11-23T00:00:00Z")),
        ("refused", "BAD_SIGNATURE", world.status().replace(b'"valid"', b'"revoked"', 1)),
        ("refused", "BAD_STATUS", b"{}"),
        ("refused", "NOT_JSON", b"valid"),
    ]
    base = new_case()
    answers = probe.agrees([base.but(status=data) for _, _, data in lists])
    assert [(answer["verdict"], answer["code"]) for answer in answers] == [(verdict, code) for verdict, code, _ in lists]
    assert [answer["status"] for answer in answers[:3]] == ["valid", "revoked", "replaced"]
    old = probe.agrees([base.but(status=world.status(), now="2027-02-01T00:00:00Z")])[0]
    assert "NOTE_STATUS_OLD" in old["notes"]


def test_the_device_of_a_path_is_a_member_and_no_other(probe: Probe, new_case: Callable[..., Case], maker: Any) -> None:
    world, base = maker.World(), new_case()
    cases = [
        base.but(serial=device["serial"], secret=device["secret"], path=world.path(index)) for index, device in enumerate(world.serials)
    ]
    wrong = [
        cases[0].but(serial="PF-9999"),
        cases[0].but(secret=cases[1].secret),
        cases[0].but(secret="zz"),
        cases[0].but(path=cases[1].path),
        cases[0].but(path=rfc8785.dumps({**json.loads(cases[0].path or b""), "size": 4})),
        cases[0].but(path=b"{}"),
    ]
    answers = probe.agrees([*cases, *wrong])
    assert [answer["verdict"] for answer in answers] == ["valid"] * 3 + ["not_found"] * 5 + ["refused"]


def test_the_customers_list_of_devices(probe: Probe, new_case: Callable[..., Case], maker: Any) -> None:
    """Which the Python verifier reads in a full bundle only: the same reasons, at the same places."""
    world, base = maker.World(), new_case()
    body = {"scheme": "lingtan-serial-1", "manufacturer": world.maker, "serials": world.serials}
    first = world.serials[0]
    changed = json.loads(json.dumps(body))
    changed["serials"][0]["grams"] += 1
    lists = [
        ("valid", "VALID", {"serials": rfc8785.dumps(body)}),
        ("valid", "VALID", {"serials": rfc8785.dumps(body), "serial": first["serial"]}),
        ("valid", "VALID", {"serials": rfc8785.dumps(body), "serial": first["serial"], "secret": first["secret"]}),
        ("not_found", "NOT_A_MEMBER", {"serials": rfc8785.dumps(body), "serial": "PF-9999"}),
        ("not_found", "NOT_A_MEMBER", {"serials": rfc8785.dumps(body), "serial": first["serial"], "secret": "0" * 64}),
        ("refused", "SERIALS", {"serials": rfc8785.dumps(body | {"serials": world.serials[:2]})}),
        ("refused", "SERIALS", {"serials": rfc8785.dumps(body | {"manufacturer": "Another"})}),
        ("refused", "SERIAL_GRAMS", {"serials": rfc8785.dumps(changed)}),
        ("refused", "BAD_SERIALS", {"serials": b"{}"}),
    ]
    answers = probe.answers([base.but(**given) for _, _, given in lists])
    assert [(answer["verdict"], answer["code"]) for answer in answers] == [(verdict, code) for verdict, code, _ in lists]


def test_serials_of_the_demo_lead_to_its_roots(probe: Probe, case_type: type[Case], demo_run: Path) -> None:
    """A tree of a thousand leaves, made by the house."""
    folder = demo_run / "out" / "certificates"
    case = case_type(
        file=(folder / "LT-2026-000001.json").read_bytes(),
        trust=(demo_run / "out" / "trust.json").read_bytes(),
        now=LATER,
        serials=(folder / "LT-2026-000001.serials.json").read_bytes(),
        serial="SYN-X13-MEAN-01000",
    )
    answer, other = probe.answers([case, case.but(serial="SYN-X13-MEAN-01001")])
    assert answer["verdict"] == "valid"
    assert ["CHECK_MEMBERSHIP", True] in answer["checks"]
    assert (other["verdict"], other["code"], other["place"]) == ("not_found", "NOT_A_MEMBER", "SYN-X13-MEAN-01001")


def test_trust_lists(probe: Probe, new_case: Callable[..., Case], maker: Any) -> None:
    base = new_case()
    changes: list[Callable[[dict[str, Any]], object]] = [
        lambda t: t.update(extra=1),
        lambda t: t.pop("synthetic"),
        lambda t: t["issuers"][0].update(key="did:key:zabc"),
        lambda t: t["issuers"][0].update(validFrom="2020"),
        lambda t: t["certifiers"].append(t["issuers"][0]),  # one key in both roles
        lambda t: t.update(issuers={}),
        lambda t: t["issuers"][0].update(revokedFrom="2026-11-20T08:00:00Z"),
        lambda t: t["certifiers"][0].update(validFrom="2026-10-01T00:00:01Z"),
        lambda t: t["issuers"][0].update(revokedFrom="2026-11-21T00:00:00Z"),  # later: what it signed before stands
    ]
    cases = [base.but(trust=b"trust me")]
    for change in changes:
        trust = maker.World().trust()
        change(trust)
        cases.append(base.but(trust=json.dumps(trust).encode()))
    answers = probe.agrees(cases)
    assert answers[-1]["verdict"] == "valid"
    assert (
        probe.page.evaluate(
            """async () => {
          const { verify } = await import("/verify/verify.js");
          return (await verify({ file: new Uint8Array(), now: "2026-11-22T12:00:00Z" })).code;
        }"""
        )
        == "NO_TRUST_ANCHOR"
    )
