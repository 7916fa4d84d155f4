"""The tables of access, as the queries see them. The migrations make them, with their triggers.

Appended for ever: role_change, competence, accreditation, log. A user and an organisation are never removed or renamed. Secrets (sessions,
tokens, codes, pending logins) stand there as SHA-256 only. Times are UTC text of microseconds, as in the store.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Table, Text

__all__ = [
    "accreditation",
    "api_token",
    "code",
    "competence",
    "identity",
    "log",
    "mapping",
    "organisation",
    "pending",
    "role_change",
    "session",
    "user",
]

_metadata = MetaData()


def _key(name: str, *rules: Any, **options: Any) -> Column[Any]:
    return Column(name, Text(), *rules, nullable=options.pop("nullable", False), **options)


def _seq() -> Column[Any]:
    return Column("seq", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True)


def _login() -> Column[Any]:
    return _key("login", ForeignKey("access_user.login"))


organisation = Table(
    "access_organisation",
    _metadata,
    _key("name", primary_key=True),
    _key("core"),
    _key("slug"),
    _key("identifier"),
    Column("operator", Integer, nullable=False),
    _key("created_at"),
    _key("created_by"),
)
user = Table(
    "access_user",
    _metadata,
    _key("login", primary_key=True),
    _key("name"),
    _key("email"),
    _key("organisation", ForeignKey("access_organisation.name")),
    _key("password_hash", nullable=True),
    _key("disabled_at", nullable=True),
    _key("created_at"),
    _key("created_by"),
)
role_change = Table("access_role_change", _metadata, _seq(), _login(), _key("role"), _key("deed"), _key("at"), _key("actor"))
competence = Table("access_competence", _metadata, _seq(), _login(), _key("scope"), _key("valid_until"), _key("at"), _key("actor"))
accreditation = Table(
    "access_accreditation",
    _metadata,
    _seq(),
    _key("organisation", ForeignKey("access_organisation.name")),
    *(_key(name) for name in ("body", "number", "scope", "valid_until", "at", "actor")),
)
session = Table(
    "access_session", _metadata, _key("digest", primary_key=True), _login(), _key("opened_at"), _key("seen_at"), _key("address")
)
api_token = Table(
    "access_api_token",
    _metadata,
    _key("id", primary_key=True),
    _key("digest"),
    _login(),
    *(_key(name) for name in ("name", "scopes", "created_at", "expires_at")),
    _key("used_at", nullable=True),
    _key("revoked_at", nullable=True),
)
code = Table(
    "access_code",
    _metadata,
    _key("digest", primary_key=True),
    _key("purpose"),
    _key("login", ForeignKey("access_user.login"), nullable=True),
    *(_key(name) for name in ("made_at", "made_by", "expires_at")),
    _key("used_at", nullable=True),
)
pending = Table("access_pending", _metadata, _key("digest", primary_key=True), _key("body"), _key("expires_at"))
identity = Table(
    "access_identity",
    _metadata,
    _key("issuer", primary_key=True),
    _key("subject", primary_key=True),
    _login(),
    *(_key(name) for name in ("email", "at", "actor")),
)
mapping = Table(
    "access_mapping",
    _metadata,
    _key("issuer", primary_key=True),
    _key("email", primary_key=True),
    _login(),
    _key("at"),
    _key("actor"),
)
log = Table(
    "access_log",
    _metadata,
    _seq(),
    *(_key(n) for n in ("at", "organisation", "actor", "action", "subject", "outcome", "address", "request_id", "method_version")),
)
