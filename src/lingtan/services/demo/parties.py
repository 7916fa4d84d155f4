"""The demo's parties and its clock. Their keys can be made by anybody from their labels, so everything they sign says synthetic."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lingtan.attest import KeyPair, TrustedKey, TrustList
from lingtan.evidence import canonical_bytes
from lingtan.files import write_atomic
from lingtan.neutrality import Entity
from lingtan.services.house.profile import Profile
from lingtan.services.house.workspace import Workspace, create_workspace

__all__ = ["CERTIFIER", "HOLDER", "ISSUER", "MANUFACTURER", "START", "Stage", "clock", "set_stage"]

#: The day of the article's broadcast, four years later; a fixed clock, so that the demo's bytes can be compared.
START = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
ISSUER = "Synthetic Zero-Carbon Service Co. 合成零碳服务公司"
CERTIFIER = "Synthetic Certification Body 合成认证机构"
MANUFACTURER = "Lenovo"
HOLDER = Entity(name="Synthetic Customer Ltd", identifier="91110000SYN0000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The two workspaces on one database: who issues and who certifies."""

    out: Path
    issuer: Workspace
    certifier: Workspace


def clock(minutes: float) -> datetime:
    """The demo's time, minutes after its start."""
    return START + timedelta(minutes=minutes)


def set_stage(out: Path, db: str) -> Stage:
    """Both workspaces with keys made from labels, a shared database, and the trust list beside what will be written."""
    spaces = []
    for folder, name, identifier in (("issuer", ISSUER, "91110000SYN0000002"), ("certifier", CERTIFIER, "91110000SYN0000003")):
        profile = Profile(organisation=name, identifier=identifier, db=db, synthetic=True)
        master = hashlib.sha256(f"lingtan-demo-master-{folder}".encode()).digest()
        spaces.append(create_workspace(out / "organisations" / folder, profile, key=KeyPair.synthetic(f"demo {folder}"), master=master))
    issuer, certifier = spaces
    since = START - timedelta(days=400)
    trust = TrustList(
        issuers=(TrustedKey(key=issuer.key.did, name=ISSUER, valid_from=since),),
        certifiers=(TrustedKey(key=certifier.key.did, name=CERTIFIER, valid_from=since),),
        synthetic=True,
    )
    data = canonical_bytes(trust.to_json())
    for home in (issuer.home, certifier.home, out):
        write_atomic(home / "trust.json", data)
    return Stage(out=out, issuer=issuer, certifier=certifier)
