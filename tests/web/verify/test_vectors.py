"""Published vectors, and properties against Python's own libraries, of the small modules that the browser's verifier is made of."""

from __future__ import annotations

import json
import math
import struct
import sys
import unicodedata
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lingtan.attest import KeyPair
from lingtan.evidence import mentions as mentions_at_signing
from lingtan_verify.merkle import path_root, root_of
from lingtan_verify.names import mentions, mixed_scripts, party_core

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Probe, Site

CANONICAL = """async (text) => {
  const [{ load }, { canonicalText }] = [await import("/verify/json.js"), await import("/verify/jcs.js")];
  return canonicalText(load(new TextEncoder().encode(text), "test"));
}"""
#: RFC 8785, appendix B: IEEE 754 double → its text.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
#: RFC 8785, sections 3.2.2 and 3.2.3: the input and its canonical form.
SAMPLE = (
    r'{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
    r'"string": "\u20ac$\u000F\u000aA'
    r"'"
    r'\u0042\u0022\u005c\\\"\/","literals": [null, true, false]}',
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
)
SORTED = (
    '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",'
    '"\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}',
    ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face"],
)
SIGNATURES = """async ([key, cases]) => {
  const { decodeBase58, isSignature } = await import("/verify/proof.js");
  const { unhex } = await import("/verify/bytes.js");
  return Promise.all(cases.map(([signature, message]) => isSignature(decodeBase58(key).slice(2), unhex(signature), unhex(message))));
}"""


def test_the_numbers_of_rfc_8785(probe: Probe) -> None:
    """Signed zeros are 0. The numbers are given in seventeen digits, which name one double each."""
    values = [struct.unpack(">d", bytes.fromhex(bits))[0] for bits in NUMBERS]
    found = [probe.page.evaluate(CANONICAL, f"{value:.17e}") for value in values]
    assert found == list(NUMBERS.values())


def test_the_sample_of_rfc_8785(probe: Probe) -> None:
    assert probe.page.evaluate(CANONICAL, SAMPLE[0]) == SAMPLE[1]


def test_members_are_sorted_by_utf16_units(probe: Probe) -> None:
    """RFC 8785, section 3.2.3, without the one name that is not NFC and that the verifier refuses."""
    text = SORTED[0].replace('"\\ufb33":"Hebrew Letter Dalet With Dagesh",', "")
    assert list(json.loads(probe.page.evaluate(CANONICAL, text)).values()) == SORTED[1]


def nfc(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=20).filter(nfc)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=VALUES)
def test_any_value_has_the_canonical_form_of_the_python_library(probe: Probe, value: Any) -> None:
    assert probe.page.evaluate(CANONICAL, json.dumps(value)) == rfc8785.dumps(value).decode()


def test_the_w3c_vector(probe: Probe, w3c: Any) -> None:
    """vc-di-eddsa, TestVectors/eddsa-jcs-2022: the message that is signed, and the signature."""
    script = """async (document) => {
      const [{ proofMessage }, { hex }] = [await import("/verify/proof.js"), await import("/verify/bytes.js")];
      return hex(await proofMessage(document));
    }"""
    message = probe.page.evaluate(script, {**w3c.DOCUMENT, "proof": {**w3c.OPTIONS, "proofValue": w3c.PROOF_VALUE}})
    assert message[64:] == w3c.DOCUMENT_HASH
    last = f"{int(message[-1], 16) ^ 1:x}"
    cases = [
        (w3c.SIGNATURE, message, True),
        (w3c.SIGNATURE, message[:-1] + last, False),
        (w3c.SIGNATURE[:-1] + "2", message, False),
        ("0" * 128, message, False),
        ("f" * 128, message, False),  # s beyond the group's order
    ]
    assert probe.page.evaluate(SIGNATURES, [w3c.PUBLIC, [case[:2] for case in cases]]) == [case[2] for case in cases]
    decoded = probe.page.evaluate(
        """async (text) => {
          const [{ decodeBase58 }, { hex }] = [await import("/verify/proof.js"), await import("/verify/bytes.js")];
          return hex(decodeBase58(text));
        }""",
        w3c.PROOF_VALUE,
    )
    assert decoded == w3c.SIGNATURE


def test_a_browser_without_ed25519_in_webcrypto_uses_noble(chromium: Browser, site: Site, w3c: Any) -> None:
    page = chromium.new_page()
    page.add_init_script("SubtleCrypto.prototype.importKey = async () => { throw new DOMException('', 'NotSupportedError'); };")
    page.goto(site.address + "/")
    message = "00" * 32 + w3c.DOCUMENT_HASH
    assert page.evaluate(SIGNATURES, [w3c.PUBLIC, [[w3c.SIGNATURE, message]]]) == [False]  # another message: asked, and denied
    key = KeyPair.synthetic("a browser's test")
    signature = key.sign(bytes.fromhex(message)).hex()
    assert page.evaluate(SIGNATURES, [key.did.removeprefix("did:key:"), [[signature, message], [signature, "00"]]]) == [True, False]
    page.close()


def test_without_case_is_pythons_casefold(probe: Probe) -> None:
    """Of every letter of Python's Unicode but Cherokee, whose small and large letters fold to each other's."""
    letters = [
        chr(point)
        for point in range(sys.maxunicode)
        if unicodedata.category(chr(point)) in ("Lu", "Ll", "Lt", "Lm", "So", "Nl", "Mn")
        and "CHEROKEE" not in unicodedata.name(chr(point), "")
    ]
    found = probe.page.evaluate("""async (all) => (await import("/verify/names.js")).folded(all.join("\\n"))""", letters)
    assert found.split("\n") == [letter.casefold() for letter in letters]


NAMES = [
    "ACME Group Ltd.",
    "Acme",
    "联想（北京）有限公司",
    "联想(北京)集团有限公司",
    "\uff21\uff23\uff2d\uff25 co",
    "Ltd",
    "A & B, Inc.",
    "Straße GmbH",
    "ı",
]


def test_names_are_compared_as_by_the_python_verifier(probe: Probe) -> None:
    script = """async (all) => {
      const { partyCore, mixedScripts } = await import("/verify/names.js");
      return all.map((name) => [partyCore(name), mixedScripts(name)]);
    }"""
    texts = [*NAMES, "\u0415xample", "μ-Werk", "Вектор", "V\u0421S and more", "CO₂e 碳"]
    assert probe.page.evaluate(script, texts) == [[party_core(name), mixed_scripts(name)] for name in texts]


#: Words, a finding's name, whether they name it.
MENTIONS = [
    ("F1: one hall was not visited", "F1", True),
    ("F12: one hall was not visited", "F1", False),
    ("F12, and F1", "F1", True),
    ("see (F1).", "F1", True),
    ("另见发现F1：未查看", "F1", True),
    ("xF1 F1x F1_ _F1", "F1", False),
    ("NC-1.2*", "NC-1.2*", True),
    ("NC-132*", "NC-1.2*", False),
    ("", "F1", False),
]


def test_a_qualification_names_a_finding_alike_at_signing_and_in_both_verifiers(probe: Probe) -> None:
    script = """async (all) => {
      const { mentions } = await import("/verify/names.js");
      return all.map(([words, name]) => mentions(words, name));
    }"""
    said = [expected for *_, expected in MENTIONS]
    assert [mentions(words, name) for words, name, _ in MENTIONS] == said
    assert [mentions_at_signing(words, name) for words, name, _ in MENTIONS] == said
    assert probe.page.evaluate(script, MENTIONS) == said


def test_the_normal_quantile(probe: Probe) -> None:
    shares = [index / 997 for index in range(1, 997)] + [0.5, 0.95, 0.9999, 1e-12, 1 - 1e-12]
    script = """async (all) => {
      const { normalQuantile } = await import("/verify/normal.js");
      return all.map(normalQuantile);
    }"""
    found = probe.page.evaluate(script, shares)
    for share, value in zip(shares, found, strict=True):
        assert math.isclose(value, NormalDist().inv_cdf(share), rel_tol=1e-12, abs_tol=1e-15), share


def test_trees_and_paths_of_every_size(probe: Probe, maker: Any) -> None:
    """Against RFC 9162's recursive definition."""
    script = """async (trees) => {
      const [{ rootOf, pathRoot }, { unhex }] = [await import("/verify/merkle.js"), await import("/verify/bytes.js")];
      return trees.map(({ leaves, paths }) => {
        const all = leaves.map(unhex);
        return [rootOf(all), ...paths.map((path, index) => pathRoot(all[index], index, all.length, path.map(unhex)))];
      });
    }"""
    trees = []
    for size in range(1, 20):
        leaves = [bytes([index]) * 32 for index in range(size)]
        paths = [maker.merkle_path(leaves, index) for index in range(size)]
        assert all(path_root(leaf, index, size, paths[index]) == root_of(leaves) for index, leaf in enumerate(leaves))
        trees.append({"leaves": [one.hex() for one in leaves], "paths": [[step.hex() for step in path] for path in paths]})
    for size, found in enumerate(probe.page.evaluate(script, trees), start=1):
        assert set(found) == {root_of([bytes([index]) * 32 for index in range(size)])}


@pytest.mark.parametrize(("index", "size", "more"), [(3, 3, []), (0, 2, []), (0, 1, ["00" * 32]), (1, 2, ["00" * 32] * 2)])
def test_a_path_of_another_length_leads_nowhere(probe: Probe, index: int, size: int, more: list[str]) -> None:
    script = """async ([index, size, path]) => {
      const [{ pathRoot }, { unhex }] = [await import("/verify/merkle.js"), await import("/verify/bytes.js")];
      return pathRoot(new Uint8Array(32), index, size, path.map(unhex));
    }"""
    assert probe.page.evaluate(script, [index, size, more]) is None


def test_the_vendored_files_are_those_of_the_packages(static: Path) -> None:
    """Unchanged, with a licence and a line in the list."""
    listed = (static / "vendor" / "README.md").read_text("utf-8")
    licences = {one.stem for one in (static / "vendor" / "licences").iterdir()}
    for folder in (static / "vendor").glob("noble-*"):
        assert folder.name in licences
        assert all(file.name in listed for file in folder.iterdir())


def test_no_module_needs_what_the_policy_forbids(static: Path) -> None:
    for file in (static / "verify").glob("*.js"):
        text = file.read_text("utf-8")
        assert len(text.splitlines()) <= 450, file.name
        for word in ("eval(", "new Function", "innerHTML", "document.write", "http://", ".style"):
            assert word not in text, (file.name, word)
