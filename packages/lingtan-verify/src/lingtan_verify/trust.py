"""The trust list: found where the user says, and asked about keys by role. A self-made key proves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lingtan_verify import shapes
from lingtan_verify.proof import public_key
from lingtan_verify.reason import Reason, Reasons, RefusalError
from lingtan_verify.strict_json import digest_bytes, load

__all__ = ["ENVIRONMENT", "Trust", "find_trust"]

ENVIRONMENT = "LINGTAN_TRUST"


@dataclass(frozen=True, slots=True)
class Trust:
    """A parsed trust list, where it came from, and its digest."""

    body: Mapping[str, Any]
    source: str
    path: str
    digest: str

    @classmethod
    def parse(cls, data: bytes, source: str, path: str) -> Trust:
        """The list. Raises RefusalError `BAD_TRUST` for another shape, a key in both roles, or a key that is none."""
        body = load(data, path)
        for reason in shapes.TRUST(body, "trust"):
            raise RefusalError("BAD_TRUST", reason.place, problem=reason.code)
        keys = {role: {entry["key"] for entry in body[role]} for role in ("issuers", "certifiers")}
        if keys["issuers"] & keys["certifiers"]:
            raise RefusalError("BAD_TRUST", min(keys["issuers"] & keys["certifiers"]), problem="KEY_IN_BOTH_ROLES")
        for key in sorted(keys["issuers"] | keys["certifiers"]):
            if public_key(key) is None:
                raise RefusalError("BAD_TRUST", key, problem="BAD_KEY")
        return cls(body, source, path, digest_bytes(data))

    def check(self, role: str, document: Mapping[str, Any], place: str) -> Reasons:
        """Whether the document's issuer is trusted in this role, under that name, when it signed and from when it holds."""
        entries = [entry for entry in self.body[role] if entry["key"] == document["issuer"]["id"]]
        if not entries:
            yield Reason("UNTRUSTED_KEY", f"{place}.issuer.id", {"role": role})
            return
        named = [entry for entry in entries if entry["name"] == document["issuer"]["name"]]
        if not named:
            yield Reason("NAME_NOT_OF_KEY", f"{place}.issuer.name", {"name": document["issuer"]["name"], "trusted": entries[0]["name"]})
            return
        moments = (document["proof"]["created"], document["validFrom"])
        # Stamps of one fixed spelling in UTC sort as the moments do.
        if any(entry["revokedFrom"] is not None and moment >= entry["revokedFrom"] for entry in entries for moment in moments):
            yield Reason("KEY_REVOKED", f"{place}.issuer.id", {"role": role})
        elif not any(
            all(entry["validFrom"] <= moment and (entry["validUntil"] is None or moment < entry["validUntil"]) for moment in moments)
            for entry in named
        ):
            yield Reason("KEY_NOT_VALID_THEN", f"{place}.issuer.id", {"role": role})

    def name_of(self, role: str, key: str) -> str | None:
        """The name under which the key is trusted in the role."""
        return next((entry["name"] for entry in self.body[role] if entry["key"] == key), None)

    def summary(self) -> dict[str, Any]:
        """Which list was used, for the report."""
        return {"source": self.source, "path": self.path, "digest": self.digest, "synthetic": self.body["synthetic"]}


def find_trust(given: str | None, beside: Path, environment: Mapping[str, str]) -> Trust:
    """The list of `--trust`, of `LINGTAN_TRUST`, or `trust.json` beside the file or one folder up.

    Raises RefusalError `NO_TRUST_ANCHOR`, `BAD_TRUST`.
    """
    if given is not None:
        return _read(Path(given), "option")
    if environment.get(ENVIRONMENT):
        return _read(Path(environment[ENVIRONMENT]), "environment")
    folder = beside.resolve().parent
    for source, place in (("beside", folder), ("folder_up", folder.parent)):
        if (place / "trust.json").is_file():
            return _read(place / "trust.json", source)
    raise RefusalError("NO_TRUST_ANCHOR", str(beside))


def _read(path: Path, source: str) -> Trust:
    try:
        return Trust.parse(path.read_bytes(), source, str(path))
    except OSError as exc:
        raise RefusalError("NO_TRUST_ANCHOR", str(path)) from exc
