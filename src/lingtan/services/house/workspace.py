"""A party's workspace: who it is, its signing key, its secret for serials and rows, whom it trusts, and its database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan import METHOD_VERSION
from lingtan.attest import KeyPair, Party, TrustList
from lingtan.errors import StoreError
from lingtan.evidence import Authorship, canonical_bytes, from_plain, to_plain
from lingtan.files import write_atomic
from lingtan.services.house.profile import Profile
from lingtan.store import Store, open_store

__all__ = ["Workspace", "create_workspace", "open_workspace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """An opened workspace. The master secret derives serial secrets and row salts; a server keeps one store `opened` for all."""

    home: Path
    profile: Profile
    key: KeyPair
    master: bytes
    opened: Store | None = None

    @property
    def party(self) -> Party:
        """The party as issuer of a document."""
        return Party(id=self.key.did, name=self.profile.organisation)

    def by(self, actor: str, at: datetime) -> Authorship:
        """The authorship of a fact recorded now by this actor for this organisation."""
        return Authorship(organisation=self.profile.organisation, actor=actor, at=at, method_version=METHOD_VERSION)

    def trust(self) -> TrustList:
        """The trust list kept in the workspace; empty when none was written."""
        path = self.home / "trust.json"
        plain = json.loads(path.read_bytes()) if path.exists() else {"issuers": [], "certifiers": [], "synthetic": False}
        return TrustList.from_json(plain, place=str(path))

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The database; closed at the end where it was opened here."""
        if self.opened is not None:
            yield self.opened
            return
        opened = open_store(self.profile.db)
        try:
            yield opened
        finally:
            opened.close()


def create_workspace(home: Path, profile: Profile, *, key: KeyPair, master: bytes) -> Workspace:
    """A new workspace: folder and keys for the owner only, database migrated. Raises StoreError `WORKSPACE_EXISTS`."""
    if (home / "workspace.json").exists():
        raise StoreError("WORKSPACE_EXISTS", place=str(home))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    open_store(profile.db, create=True).close()
    write_atomic(home / "key.pem", key.to_pem(), private=True)
    write_atomic(home / "master.bin", master, private=True)
    write_atomic(home / "workspace.json", canonical_bytes(to_plain(profile)))
    return open_workspace(home)


def open_workspace(home: Path, *, db: str | None = None, opened: Store | None = None) -> Workspace:
    """The workspace in this folder; `db` overrides the database it was made with. Raises StoreError `WORKSPACE_MISSING`."""
    path = home / "workspace.json"
    if not path.exists():
        raise StoreError("WORKSPACE_MISSING", place=str(home))
    profile = from_plain(Profile, json.loads(path.read_bytes()) | ({"db": db} if db else {}), place=str(path))
    key = KeyPair.from_pem((home / "key.pem").read_bytes())
    return Workspace(home=home, profile=profile, key=key, master=(home / "master.bin").read_bytes(), opened=opened)
