"""Two programs that share no line of code: what `attest` signs, `lingtan_verify` accepts; and any change it refuses."""

from __future__ import annotations

import io
import json
import zipfile
from copy import deepcopy

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lingtan.attest import BundleKind, credential_bytes, merkle_path, merkle_root
from lingtan.files import Bundle, bundle_bytes
from lingtan_verify import merkle as their_merkle
from lingtan_verify.pdf import attached_record
from lingtan_verify.trust import Trust
from lingtan_verify.verify import Membership, Request, verify

NOW = "2026-11-22T12:00:00Z"
QUIET = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def trust_of(signed):
    return Trust.parse(json.dumps(signed.trust.to_json()).encode(), "option", "trust.json")


def zipped(files):
    contents = {name: data for name, data in files.items() if name != "manifest.json"}
    return bundle_bytes(Bundle(kind=BundleKind.FULL, number="LT-2026-1", method_version="lingtan-2026.1", files=contents))


def exchanged(files, name, content):
    """The bundle with one file exchanged under the old manifest, its checksums made to fit."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for one in sorted(files, key=lambda n: (n != "manifest.json", n)):
            entry = zipfile.ZipInfo(one, (1980, 1, 1, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o644 << 16, 3
            archive.writestr(entry, content if one == name else files[one])
    return buffer.getvalue()


def verdict(signed, path, data, **more):
    path.write_bytes(data)
    return verify(path, Request(trust_of(signed), NOW, **more))


def test_the_certificate_with_its_status_is_valid(signed, tmp_path):
    found = verdict(signed, tmp_path / "c.json", credential_bytes(signed.certificate), status=credential_bytes(signed.status))
    assert (found.reasons, found.status) == ([], "valid")


def test_the_full_bundle_is_valid(signed, tmp_path):
    assert verdict(signed, tmp_path / "b.zip", zipped(signed.files)).reasons == []


def test_every_device_proves_its_membership(signed, tmp_path):
    for opening in signed.serials.openings:
        path = json.dumps(signed.serials.membership(opening.serial).path_json()).encode()
        for serial, valid in ((opening.serial, True), ("PF-9999", False)):
            membership = Membership(serial, opening.secret.hex(), path)
            found = verdict(signed, tmp_path / "c.json", credential_bytes(signed.certificate), membership=membership)
            assert found.valid is valid


@pytest.mark.parametrize("standard", [[], ["a-3b"], ["2.0"]])
def test_the_record_comes_out_of_a_typst_pdf(signed, tmp_path, standard):
    record = credential_bytes(signed.certificate)
    (tmp_path / "certificate.json").write_bytes(record)
    (tmp_path / "c.typ").write_text(
        '#set document(title: "t", date: datetime(year: 2026, month: 11, day: 22))\n'
        '#pdf.attach("certificate.json", read("certificate.json", encoding: none), relationship: "source",\n'
        '  mime-type: "application/json", description: "record")\nSynthetic',
        "utf-8",
    )
    data = typst.compile(str(tmp_path / "c.typ"), format="pdf", pdf_standards=standard)
    assert attached_record(data) == record
    assert verdict(signed, tmp_path / "c.pdf", data).valid


def places(value, path=()):
    if isinstance(value, dict | list):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*path, name))
    else:
        yield path


@QUIET
@given(data=st.data())
def test_any_member_changed_is_refused(signed, tmp_path, data):
    document = deepcopy(signed.certificate)
    path = data.draw(st.sampled_from(list(places(document))))
    holder = document
    for step in path[:-1]:
        holder = holder[step]
    old = holder[path[-1]]
    new = data.draw(st.one_of(st.none(), st.booleans(), st.integers(-5, 2**53 - 1), st.text(max_size=5)).filter(lambda v: v != old))
    holder[path[-1]] = new
    assert not verdict(signed, tmp_path / "c.json", credential_bytes(document)).valid


@QUIET
@given(data=st.data())
def test_any_byte_changed_is_refused(signed, tmp_path, data):
    record = bytearray(credential_bytes(signed.certificate))
    position = data.draw(st.integers(0, len(record) - 1))
    record[position] ^= data.draw(st.integers(1, 255))
    assert not verdict(signed, tmp_path / "c.json", bytes(record)).valid


@QUIET
@given(data=st.data())
def test_any_byte_of_a_bundle_changed_is_refused(signed, tmp_path, data):
    bundle = bytearray(zipped(signed.files))
    bundle[data.draw(st.integers(0, len(bundle) - 1))] ^= data.draw(st.integers(1, 255))
    assert not verdict(signed, tmp_path / "b.zip", bytes(bundle)).valid


@QUIET
@given(data=st.data())
def test_any_file_of_a_bundle_changed_is_refused_though_its_checksum_fits(signed, tmp_path, data):
    name = data.draw(st.sampled_from(sorted(signed.files)))
    content = bytearray(signed.files[name])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    assert not verdict(signed, tmp_path / "b.zip", exchanged(signed.files, name, bytes(content))).valid


@settings(max_examples=150, deadline=None)
@given(leaves=st.lists(st.binary(max_size=20), min_size=1, max_size=70), data=st.data())
def test_both_trees_are_one(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    root = "sha256:" + merkle_root(leaves).hex()
    assert their_merkle.root_of(leaves) == root
    assert their_merkle.path_root(leaves[index], index, len(leaves), merkle_path(leaves, index)) == root
