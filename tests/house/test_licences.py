"""Everything installed is under a licence that lets anyone use Lingtan for anything: permissive, or MPL and LGPL unmodified."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALLOWED = {
    *(
        "0BSD",
        "BLUEOAK-1.0.0",
        "CC0-1.0",
        "HPND",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "PSF-2.0",
        "PYTHON-2.0",
        "UNICODE-3.0",
        "UNLICENSE",
        "ZLIB",
    ),
    *("APACHE", "APACHE-2.0", "APACHE SOFTWARE", "BSD", "BSD-2-CLAUSE", "BSD-3-CLAUSE", "BSD 2-CLAUSE", "BSD 3-CLAUSE", "3-CLAUSE BSD"),
    "LLVM-EXCEPTION",  # of Apache-2.0 WITH LLVM-exception (llvmlite): it only adds permissions
    *("MPL-2.0", "MOZILLA PUBLIC", "OFL-1.1", "SIL OPEN FONT", "PYTHON SOFTWARE FOUNDATION"),
}
FORBIDDEN = re.compile(r"\b(A?GPL|GENERAL PUBLIC|AFFERO|SSPL|BUSL|COMMONS CLAUSE|NON-?COMMERCIAL|PROPRIETARY)", re.IGNORECASE)
#: LGPL, imported as published and never changed: its section 4 asks no more of us (DESIGN section 3).
LGPL_UNMODIFIED = {"psycopg", "psycopg-binary"}
#: Metadata that names no licence; what the licence file of the release itself says, read by hand.
READ_BY_HAND = {"bw-processing": "BSD-3-CLAUSE", "stats-arrays": "BSD-3-CLAUSE"}

#: Offered under several licences, of which we take the permissive one.
CHOSEN = {"paho-mqtt": "BSD-3-CLAUSE"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> list[str]:
    """What the project installs: names in constraints.txt. Tools that a person adds to the venv by hand are not the project's."""
    lines = (ROOT / "constraints.txt").read_text("ascii").splitlines()
    return [line.partition("==")[0] for line in lines if line and not line.startswith("#")]


def stated(name: str) -> list[str]:
    """The licence terms that a distribution's metadata states: an SPDX expression, else its classifiers, else the field's first line."""
    if normal(name) in CHOSEN:
        return [CHOSEN[normal(name)]]
    meta = importlib.metadata.metadata(name)
    expression = meta.get("License-Expression")
    if expression:
        return [re.sub(r"[()]", "", term).strip() for term in re.split(r"\s+(?:AND|OR|WITH)\s+", expression)]
    classifiers = [c.rpartition("::")[2].strip() for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    named = [re.sub(r"\s*\(.*\)|\s+Licen[sc]e.*|\s+v?\d+(\.\d+)?$", "", c).strip() for c in classifiers if c != "OSI Approved"]
    if named:
        return named
    field = [part.strip() for part in (meta.get("License") or "").splitlines()[:1] if part.strip()]
    return [term.strip() for line in field for term in re.split(r",|/|\bor\b|\band\b", line)] or [READ_BY_HAND.get(normal(name), "")]


def acceptable(name: str, term: str) -> bool:
    bare = re.sub(r"\s+LICEN[SC]E.*$", "", term.upper()).replace("APACHE 2.0", "APACHE-2.0").strip()
    if normal(name) in LGPL_UNMODIFIED:
        return bare.startswith("LGPL")
    return bare in ALLOWED or bare == "DEPENDENCY"  # pypdfium2 lists what PDFium bundles in files of its own, all permissive


@pytest.mark.parametrize("name", pinned())
def test_a_package_of_the_project_is_allowed(name: str) -> None:
    try:
        terms = stated(name)
    except importlib.metadata.PackageNotFoundError:
        return  # pinned for another platform or for building only
    assert all(acceptable(name, term) for term in terms), f"{name}: {terms}"


def test_nothing_in_the_environment_is_copyleft_or_unfree() -> None:
    found = {}
    for distribution in importlib.metadata.distributions():
        name = normal(distribution.metadata["Name"])
        said = " ".join([*stated(name), *(distribution.metadata.get_all("Classifier") or [])])
        if FORBIDDEN.search(re.sub(r"\bLGPL\S*|LESSER GENERAL PUBLIC", "", said, flags=re.IGNORECASE)) and name not in LGPL_UNMODIFIED:
            found[name] = said
    assert found == {}


def test_the_check_would_refuse_what_it_must() -> None:
    for term in ("GPL-3.0-only", "AGPL-3.0", "GNU General Public License v3", "Business Source License", "", "Custom"):
        assert not acceptable("x", term)
    assert not acceptable("x", "LGPL-3.0-only")  # only the packages named above


def test_our_own_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert (ROOT / "NOTICE").read_text("utf-8").startswith("Lingtan")
    for own in ("lingtan", "lingtan-verify"):
        assert importlib.metadata.metadata(own)["License-Expression"] == "Apache-2.0"
