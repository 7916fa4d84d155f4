"""The settings of single sign-on, as an administrator writes them in a file."""

from __future__ import annotations

from pathlib import Path

from lingtan.access.oidc import OidcSettings
from lingtan.evidence import from_plain
from lingtan.files import read_toml

__all__ = ["read_oidc"]


def read_oidc(path: Path) -> OidcSettings:
    """Settings from a TOML file: name, issuer, client_id, client_secret. Raises InputError naming the field that does not fit."""
    return from_plain(OidcSettings, read_toml(path), place=str(path))
