"""Evidence bundles: one byte string for one content, and nothing else is accepted."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.attest import BundleKind
from lingtan.errors import AttestError, InputError, LingtanError
from lingtan.files import Bundle, bundle_bytes, bundle_from_bytes, read_bundle

PUBLIC = {"certificate.json": b'{"a":1}', "commitments.json": b"{}", "stages.json": b"{}"}
PRIVATE = {f"{name}.json": b"{}" for name in ("study", "spec", "class_pack", "factors", "openings", "serials")}
FILES = PUBLIC | PRIVATE | {"evidence/a.pdf": b"%PDF"}
BUNDLE = Bundle(kind=BundleKind.FULL, number="LT-1", method_version="1", files=FILES)

names = st.from_regex(r"evidence/[a-z0-9][a-z0-9_-]{0,8}(\.json)?", fullmatch=True)


@settings(max_examples=80)
@given(st.dictionaries(names, st.binary(max_size=200), max_size=6))
def test_a_bundle_comes_back_as_it_went_and_has_one_byte_string(evidence: dict[str, bytes]) -> None:
    files = PUBLIC | PRIVATE | evidence
    bundle = Bundle(kind=BundleKind.FULL, number="N", method_version="1", files=files)
    backwards = Bundle(kind=BundleKind.FULL, number="N", method_version="1", files=dict(reversed(files.items())))
    data = bundle_bytes(bundle)
    assert bundle_from_bytes(data, place="b.zip") == bundle
    assert bundle_bytes(backwards) == data


@settings(max_examples=150)
@given(st.data())
def test_no_changed_byte_is_ever_accepted(data: st.DataObject) -> None:
    good = bundle_bytes(BUNDLE)
    position = data.draw(st.integers(0, len(good) - 1))
    changed = bytearray(good)
    changed[position] ^= data.draw(st.integers(1, 255))
    with pytest.raises(LingtanError):
        bundle_from_bytes(bytes(changed), place="b.zip")


def test_another_program_reads_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(bundle_bytes(BUNDLE))
    listed = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(tmp_path / "b.zip")], check=True, capture_output=True, text=True
    ).stdout
    assert [line.split()[0] for line in listed.splitlines()[1:]] == ["manifest.json", *sorted(FILES)]


def repack(change: Callable[[dict[str, bytes]], None], compression: int = zipfile.ZIP_STORED) -> bytes:
    with zipfile.ZipFile(io.BytesIO(bundle_bytes(BUNDLE))) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, compression
            archive.writestr(entry, data)
    return out.getvalue()


def manifest(**changes: object) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files["manifest.json"] = json.dumps(json.loads(files["manifest.json"]) | changes).encode()

    return change


def twice() -> bytes:
    out = io.BytesIO(bundle_bytes(BUNDLE))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("stages.json", b"{}")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"0" * 10_000_000)
    return out.getvalue()


ATTACKS: list[tuple[Callable[[], bytes], str]] = [
    (lambda: repack(lambda f: f.__setitem__("../../etc/cron", b"x")), "BUNDLE_NAME"),  # zip slip
    (lambda: repack(lambda f: f.__setitem__("/abs", b"x")), "BUNDLE_NAME"),  # an absolute path
    (lambda: repack(lambda f: f.__setitem__("a\\b", b"x")), "BUNDLE_NAME"),  # a folder on Windows only
    (lambda: repack(lambda f: f.__setitem__("Stages.json", b"x")), "BUNDLE_NAME"),  # the same file on some disks
    (lambda: repack(lambda f: f.__setitem__("a/..b", b"x")), "BUNDLE_NAME"),  # dots
    (lambda: repack(lambda f: f.__setitem__("extra.json", b"x")), "BUNDLE_FILE_EXTRA"),  # not in the manifest
    (lambda: repack(lambda f: f.pop("stages.json")), "BUNDLE_FILE_MISSING"),  # taken out
    (lambda: repack(lambda f: f.pop("manifest.json")), "BUNDLE_FILE_MISSING"),  # without its manifest
    (lambda: repack(lambda f: f.__setitem__("stages.json", b"{ }")), "BUNDLE_DIGEST"),  # changed by a blank
    (lambda: repack(lambda f: None, zipfile.ZIP_DEFLATED), "BUNDLE_NOT_CANONICAL"),  # compressed
    (lambda: repack(lambda f: f.update({"certificate.json": f.pop("certificate.json")})), "BUNDLE_NOT_CANONICAL"),  # another order
    (lambda: repack(manifest(kind="secret")), "BUNDLE_MANIFEST"),  # no such kind
    (lambda: repack(manifest(note="hello")), "BUNDLE_MANIFEST"),  # a member nobody knows
    (lambda: repack(manifest(number=7)), "BUNDLE_MANIFEST"),  # a number where text belongs
    (lambda: repack(lambda f: f.__setitem__("manifest.json", b"{")), "BUNDLE_JSON"),  # half a manifest
    (lambda: repack(lambda f: f.__setitem__("manifest.json", b'{"kind":"full","kind":"public"}')), "BUNDLE_JSON"),  # a name twice
    (lambda: repack(lambda f: f.__setitem__("manifest.json", b"[" * 100_000)), "BUNDLE_JSON"),  # deep nesting
    (twice, "BUNDLE_NAME_TWICE"),  # two files of one name: which one is verified?
    (lambda: bundle_bytes(BUNDLE) + b"tail", "BUNDLE_NOT_CANONICAL"),  # bytes behind
    (lambda: b"%PDF-1.7\n" + bundle_bytes(BUNDLE), "BUNDLE_NOT_CANONICAL"),  # bytes before: two file types at once
    (lambda: bundle_bytes(BUNDLE)[:-30], "FILE_CORRUPT"),  # half a download
    (bomb, "BUNDLE_NOT_CANONICAL"),  # compressed zeros, still small
    (lambda: b"", "FILE_CORRUPT"),  # nothing
]


@pytest.mark.parametrize(("make", "code"), ATTACKS, ids=[f"{n:02}-{a[1]}" for n, a in enumerate(ATTACKS)])
def test_a_bundle_that_was_tampered_with_is_refused(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(InputError) as caught:
        bundle_from_bytes(make(), place="b.zip")
    assert caught.value.code == code


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(7):
            archive.writestr(f"f{n}", b"\0" * 40_000_000)
    with pytest.raises(InputError) as caught:
        bundle_from_bytes(out.getvalue(), place="b.zip")
    assert caught.value.code == "ZIP_BOMB"


def test_a_container_that_declares_more_than_the_limit_is_refused_whatever_its_ratio() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("manifest.json", b"\0" * 1_000_000)
    forged = bytearray(out.getvalue())
    at = forged.index(b"PK\x01\x02") + 24  # APPNOTE 4.3.12: the uncompressed size of the central directory's entry
    forged[at : at + 4] = (300 * 1024 * 1024).to_bytes(4, "little")
    with pytest.raises(InputError) as caught:
        bundle_from_bytes(bytes(forged), place="b.zip")
    assert caught.value.code == "ZIP_BOMB"


def test_a_written_bundle_reads_back(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(bundle_bytes(BUNDLE))
    assert read_bundle(tmp_path / "b.zip").json("certificate.json") == {"a": 1}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (PUBLIC | {"evidence/A.json": b""}, "BUNDLE_NAME"),  # capitals: one name on some disks, two on others
        (PUBLIC | {"spec.json": b"{}"}, "BUNDLE_FILES"),  # a bill of materials in a public bundle
        ({"certificate.json": b"{}"}, "BUNDLE_FILES"),  # without stages and commitments
    ],
)
def test_a_bundle_that_no_reader_would_accept_is_not_written(files: dict[str, bytes], code: str) -> None:
    with pytest.raises((InputError, AttestError)) as caught:
        bundle_bytes(Bundle(kind=BundleKind.PUBLIC, number="N", method_version="1", files=files))
    assert caught.value.code == code
