"""Organisations, users, roles, sessions, tokens, codes, identities and the log, with the walls around what is only appended."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from lingtan.errors import StoreError

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = ("access_role_change", "access_competence", "access_accreditation", "access_log")

#: A login is the actor on facts and an organisation's name their owner: neither is renamed or removed.
_NAMES = {"access_user": "login", "access_organisation": "name"}
_OTHERS = ("access_session", "access_api_token", "access_code", "access_pending", "access_identity", "access_mapping")

_TABLES = """
CREATE TABLE access_organisation (
    name KEY NOT NULL PRIMARY KEY, core KEY NOT NULL UNIQUE, slug KEY NOT NULL UNIQUE, identifier KEY NOT NULL,
    operator INTEGER NOT NULL, created_at KEY NOT NULL, created_by KEY NOT NULL,
    CONSTRAINT operator_is_a_flag CHECK (operator IN (0, 1)));
CREATE UNIQUE INDEX access_one_operator ON access_organisation (operator) WHERE operator = 1;
CREATE TABLE access_user (
    login KEY NOT NULL PRIMARY KEY, name KEY NOT NULL, email KEY NOT NULL,
    organisation KEY NOT NULL REFERENCES access_organisation (name), password_hash KEY, disabled_at KEY,
    created_at KEY NOT NULL, created_by KEY NOT NULL,
    CONSTRAINT login_is_lower CHECK (login = lower(login) AND length(login) BETWEEN 2 AND 40));
CREATE INDEX access_user_by_organisation ON access_user (organisation, login);
CREATE TABLE access_role_change (
    seq SERIAL_KEY, login KEY NOT NULL REFERENCES access_user (login), role KEY NOT NULL, deed KEY NOT NULL,
    at KEY NOT NULL, actor KEY NOT NULL,
    CONSTRAINT deed_known CHECK (deed IN ('granted', 'revoked')));
CREATE INDEX access_role_change_by_login ON access_role_change (login, seq);
CREATE TABLE access_competence (
    seq SERIAL_KEY, login KEY NOT NULL REFERENCES access_user (login), scope KEY NOT NULL, valid_until KEY NOT NULL,
    at KEY NOT NULL, actor KEY NOT NULL);
CREATE INDEX access_competence_by_login ON access_competence (login, seq);
CREATE TABLE access_accreditation (
    seq SERIAL_KEY, organisation KEY NOT NULL REFERENCES access_organisation (name), body KEY NOT NULL, number KEY NOT NULL,
    scope KEY NOT NULL, valid_until KEY NOT NULL, at KEY NOT NULL, actor KEY NOT NULL);
CREATE INDEX access_accreditation_by_organisation ON access_accreditation (organisation, seq);
CREATE TABLE access_session (
    digest KEY NOT NULL PRIMARY KEY, login KEY NOT NULL REFERENCES access_user (login),
    opened_at KEY NOT NULL, seen_at KEY NOT NULL, address KEY NOT NULL);
CREATE INDEX access_session_by_login ON access_session (login);
CREATE TABLE access_api_token (
    id KEY NOT NULL PRIMARY KEY, digest KEY NOT NULL UNIQUE, login KEY NOT NULL REFERENCES access_user (login), name KEY NOT NULL,
    scopes KEY NOT NULL, created_at KEY NOT NULL, expires_at KEY NOT NULL, used_at KEY, revoked_at KEY);
CREATE INDEX access_api_token_by_login ON access_api_token (login);
CREATE TABLE access_code (
    digest KEY NOT NULL PRIMARY KEY, purpose KEY NOT NULL, login KEY REFERENCES access_user (login),
    made_at KEY NOT NULL, made_by KEY NOT NULL, expires_at KEY NOT NULL, used_at KEY,
    CONSTRAINT purpose_known CHECK (purpose IN ('setup', 'invitation')),
    CONSTRAINT invitation_names_its_user CHECK ((purpose = 'invitation') = (login IS NOT NULL)));
CREATE INDEX access_code_by_login ON access_code (login);
CREATE TABLE access_pending (digest KEY NOT NULL PRIMARY KEY, body KEY NOT NULL, expires_at KEY NOT NULL);
CREATE TABLE access_identity (
    issuer KEY NOT NULL, subject KEY NOT NULL, login KEY NOT NULL REFERENCES access_user (login), email KEY NOT NULL,
    at KEY NOT NULL, actor KEY NOT NULL, PRIMARY KEY (issuer, subject));
CREATE INDEX access_identity_by_login ON access_identity (login);
CREATE TABLE access_mapping (
    issuer KEY NOT NULL, email KEY NOT NULL, login KEY NOT NULL REFERENCES access_user (login),
    at KEY NOT NULL, actor KEY NOT NULL, PRIMARY KEY (issuer, email));
CREATE TABLE access_log (
    seq SERIAL_KEY, at KEY NOT NULL, organisation KEY NOT NULL, actor KEY NOT NULL, action KEY NOT NULL, subject KEY NOT NULL,
    outcome KEY NOT NULL, address KEY NOT NULL, request_id KEY NOT NULL, method_version KEY NOT NULL);
CREATE INDEX access_log_by_organisation ON access_log (organisation, seq);
"""


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    """Tables, then the walls: append-only rows stay, names are for ever."""
    pairs = ('TEXT COLLATE "C"', "BIGSERIAL PRIMARY KEY") if _is_postgresql() else ("TEXT", "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT")
    for statement in filter(str.strip, _TABLES.split(";")):
        _run(statement.replace(" KEY", f" {pairs[0]}").replace(f"PRIMARY {pairs[0]}", "PRIMARY KEY").replace("SERIAL_KEY", pairs[1]))
    if _is_postgresql():
        _postgresql_walls()
    else:
        _sqlite_walls()


def _postgresql_walls() -> None:
    for name, words in (("append_only", "append-only"), ("for_ever", "for ever")):
        _run(
            f"CREATE FUNCTION access_{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{words}: %%', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
        )
    for table in _APPEND_ONLY:
        _run(f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION access_append_only()")
        _run(f"CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION access_append_only()")
    for table, key in _NAMES.items():
        renamed = f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN (OLD.{key} <> NEW.{key})"
        _run(f"CREATE TRIGGER {table}_keeps_its_name {renamed} EXECUTE FUNCTION access_for_ever()")
        _run(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION access_for_ever()")
        _run(f"CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION access_for_ever()")


def _sqlite_walls() -> None:
    for table in _APPEND_ONLY:
        stop = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        for deed in ("UPDATE", "DELETE"):
            _run(f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} {stop}")
        # INSERT OR REPLACE removes the old row without firing DELETE triggers.
        _run(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE seq = NEW.seq) {stop}")
    for table, key in _NAMES.items():
        stop = f"BEGIN SELECT RAISE(ABORT, 'for ever: {table}'); END"
        _run(f"CREATE TRIGGER {table}_no_rename BEFORE UPDATE ON {table} WHEN OLD.{key} <> NEW.{key} {stop}")
        _run(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {stop}")
        _run(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {stop}"
        )


def downgrade() -> None:
    """Removes the tables, but only empty ones: who did what is not a migration's to forget."""
    for table in ("access_log", "access_user", "access_organisation"):
        if op.get_bind().execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first():
            raise StoreError("STORE_NOT_EMPTY", table=table)
    for table in (*_OTHERS, *_APPEND_ONLY, *_NAMES):
        _run(f"DROP TABLE {table}")
    if _is_postgresql():
        _run("DROP FUNCTION access_append_only()")
        _run("DROP FUNCTION access_for_ever()")
