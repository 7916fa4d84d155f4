"""The record and the ledger: append-only rows, derived rows, and the walls around both."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from lingtan.errors import StoreError

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = {
    "fact": "id",
    "command": "id",
    "chain": "organisation, seq",
    "account": "id",
    "transfer": "id",
    "block": "id",
    "event": "command, ordinal",
    "allocation": "command, ordinal",
}
_DERIVED = ("device_claim", "certificate_state", "retirement_state", "block_state", "balance", "chain_head")

_WRITTEN = ", ".join(f"{name} KEY NOT NULL" for name in ("organisation", "actor", "recorded_at", "asset", "unit", "method_version"))
_OF_COMMAND = "command KEY NOT NULL REFERENCES command (id), ordinal BIGINT NOT NULL"
_SAFE = "BETWEEN 0 AND 9007199254740991"

_TABLES = f"""
CREATE TABLE chain (
    organisation KEY NOT NULL, seq BIGINT NOT NULL, kind KEY NOT NULL, ref KEY NOT NULL, recorded_at KEY NOT NULL,
    digest KEY NOT NULL, prev_hash KEY NOT NULL, hash KEY NOT NULL,
    PRIMARY KEY (organisation, seq), CONSTRAINT chain_names_once UNIQUE (kind, ref));
CREATE TABLE chain_head (organisation KEY NOT NULL PRIMARY KEY, seq BIGINT NOT NULL, hash KEY NOT NULL);
CREATE TABLE fact (
    id KEY NOT NULL PRIMARY KEY, {_WRITTEN},
    kind KEY NOT NULL, subject KEY NOT NULL, body KEY NOT NULL, digest KEY NOT NULL, seq BIGINT NOT NULL,
    CONSTRAINT fact_has_its_place UNIQUE (organisation, seq));
CREATE TABLE command (id KEY NOT NULL PRIMARY KEY, {_WRITTEN}, kind KEY NOT NULL, request KEY NOT NULL, response KEY NOT NULL);
CREATE TABLE account (id KEY NOT NULL PRIMARY KEY, {_OF_COMMAND}, {_WRITTEN}, code KEY NOT NULL, constraint_kind KEY NOT NULL);
CREATE TABLE balance (
    account KEY NOT NULL PRIMARY KEY REFERENCES account (id), constraint_kind KEY NOT NULL,
    debits_pending BIGINT NOT NULL, debits_posted BIGINT NOT NULL, credits_pending BIGINT NOT NULL, credits_posted BIGINT NOT NULL,
    CONSTRAINT debits_pending_in_range CHECK (debits_pending {_SAFE}),
    CONSTRAINT debits_posted_in_range CHECK (debits_posted {_SAFE}),
    CONSTRAINT credits_pending_in_range CHECK (credits_pending {_SAFE}),
    CONSTRAINT credits_posted_in_range CHECK (credits_posted {_SAFE}),
    CONSTRAINT debits_within_credits CHECK (
        constraint_kind <> 'debits_within_credits' OR debits_pending + debits_posted <= credits_posted),
    CONSTRAINT credits_within_debits CHECK (
        constraint_kind <> 'credits_within_debits' OR credits_pending + credits_posted <= debits_posted));
CREATE TABLE transfer (
    id KEY NOT NULL PRIMARY KEY, {_OF_COMMAND}, {_WRITTEN}, kind KEY NOT NULL,
    debit KEY NOT NULL REFERENCES account (id), credit KEY NOT NULL REFERENCES account (id), amount BIGINT NOT NULL,
    pending_id KEY REFERENCES transfer (id), expires_at KEY, code KEY NOT NULL, reference KEY NOT NULL,
    CONSTRAINT amount_in_range CHECK (amount BETWEEN 1 AND 9007199254740991),
    CONSTRAINT two_accounts CHECK (debit <> credit));
CREATE UNIQUE INDEX transfer_resolves_once ON transfer (pending_id);
CREATE TABLE series (sid SERIAL_KEY, name KEY NOT NULL UNIQUE);
CREATE TABLE block (
    id KEY NOT NULL PRIMARY KEY, {_OF_COMMAND}, {_WRITTEN}, series KEY NOT NULL REFERENCES series (name),
    start_at BIGINT NOT NULL, end_at BIGINT NOT NULL, amount_per_unit BIGINT NOT NULL,
    parent KEY REFERENCES block (id), root KEY NOT NULL, details KEY NOT NULL,
    CONSTRAINT range_not_empty CHECK (start_at >= 0 AND start_at < end_at));
CREATE TABLE block_state (
    block KEY NOT NULL PRIMARY KEY REFERENCES block (id), sid INTEGER NOT NULL REFERENCES series (sid),
    start_at BIGINT NOT NULL, end_at BIGINT NOT NULL, state KEY NOT NULL,
    CONSTRAINT block_state_known CHECK (state IN ('held', 'reserved', 'retired', 'split', 'withdrawn')));
CREATE INDEX block_state_by_range ON block_state (sid, start_at);
CREATE TABLE event (
    {_OF_COMMAND}, {_WRITTEN}, kind KEY NOT NULL, subject KEY NOT NULL, state KEY NOT NULL, body KEY NOT NULL,
    PRIMARY KEY (command, ordinal));
CREATE TABLE allocation (
    {_OF_COMMAND}, {_WRITTEN}, certificate KEY NOT NULL, manufacturer KEY NOT NULL, serial KEY NOT NULL, claim_scope KEY NOT NULL,
    retirement KEY NOT NULL, amount BIGINT NOT NULL, PRIMARY KEY (command, ordinal),
    CONSTRAINT allocation_in_range CHECK (amount BETWEEN 1 AND 9007199254740991));
CREATE TABLE retirement_state (
    id KEY NOT NULL PRIMARY KEY, organisation KEY NOT NULL, order_ref KEY NOT NULL, block KEY NOT NULL REFERENCES block (id),
    series KEY NOT NULL, state KEY NOT NULL, expires_at KEY NOT NULL, reference KEY, maker KEY, checker KEY, body KEY NOT NULL,
    CONSTRAINT four_eyes CHECK (maker <> checker),
    CONSTRAINT registry_reference_once UNIQUE (series, reference),
    CONSTRAINT confirmed_by_reference CHECK ((state = 'confirmed') = (reference IS NOT NULL)));
CREATE TABLE certificate_state (
    number KEY NOT NULL PRIMARY KEY, organisation KEY NOT NULL, devices BIGINT NOT NULL, amount BIGINT NOT NULL,
    state KEY NOT NULL, successor KEY);
CREATE TABLE device_claim (
    command KEY NOT NULL REFERENCES command (id), manufacturer_key KEY NOT NULL, serial_key KEY NOT NULL, claim_scope KEY NOT NULL,
    organisation KEY NOT NULL, manufacturer KEY NOT NULL, serial KEY NOT NULL, certificate KEY NOT NULL, amount BIGINT NOT NULL,
    state KEY NOT NULL, PRIMARY KEY (command, manufacturer_key, serial_key, claim_scope),
    CONSTRAINT claim_state_known CHECK (state IN ('live', 'revoked')));
CREATE UNIQUE INDEX device_claimed_once ON device_claim (manufacturer_key, claim_scope, serial_key) WHERE state = 'live';
CREATE INDEX claims_of_certificate ON device_claim (certificate);
"""


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    """Tables, then the walls: append-only triggers and no overlap of held ranges."""
    key, serial = ('TEXT COLLATE "C"', "SERIAL PRIMARY KEY") if _is_postgresql() else ("TEXT", "INTEGER NOT NULL PRIMARY KEY")
    for statement in filter(str.strip, _TABLES.split(";")):
        _run(statement.replace(" KEY", f" {key}").replace(f"PRIMARY {key}", "PRIMARY KEY").replace("SERIAL_KEY", serial))
    if _is_postgresql():
        _postgresql_walls()
    else:
        _sqlite_walls()


def _postgresql_walls() -> None:
    _run(
        "CREATE FUNCTION lingtan_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append-only: %%', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table in _APPEND_ONLY:
        _run(f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION lingtan_append_only()")
        _run(f"CREATE TRIGGER {table}_is_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION lingtan_append_only()")
    # A one-element range stands for the series number, because equality in GiST would need the btree_gist extension.
    _run("ALTER TABLE block_state ADD COLUMN s int8range GENERATED ALWAYS AS (int8range(sid, sid + 1)) STORED")
    _run("ALTER TABLE block_state ADD COLUMN u int8range GENERATED ALWAYS AS (int8range(start_at, end_at)) STORED")
    _run(
        "ALTER TABLE block_state ADD CONSTRAINT units_held_once EXCLUDE USING gist (s WITH &&, u WITH &&) "
        "WHERE (state IN ('held', 'reserved', 'retired'))"
    )


def _sqlite_walls() -> None:
    for table, key in _APPEND_ONLY.items():
        for deed in ("UPDATE", "DELETE"):
            _run(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            )
        same = " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
        # INSERT OR REPLACE removes the old row without firing DELETE triggers.
        _run(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
        )
    for deed in ("INSERT", "UPDATE"):
        _run(
            f"CREATE TRIGGER units_held_once_{deed.lower()} BEFORE {deed} ON block_state WHEN NEW.state IN ('held', 'reserved', 'retired') "
            "AND EXISTS (SELECT 1 FROM block_state WHERE sid = NEW.sid AND block <> NEW.block AND state IN ('held', 'reserved', 'retired') "
            "AND start_at < NEW.end_at AND NEW.start_at < end_at) BEGIN SELECT RAISE(ABORT, 'units_held_once'); END"
        )


def downgrade() -> None:
    """Removes the tables, but only empty ones: what was recorded is not a migration's to forget."""
    for table in _APPEND_ONLY:
        if op.get_bind().execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first():
            raise StoreError("STORE_NOT_EMPTY", table=table)
    for table in (*_DERIVED, "allocation", "event", "block", "series", "transfer", "account", "command", "fact", "chain"):
        _run(f"DROP TABLE {table}")
    if _is_postgresql():
        _run("DROP FUNCTION lingtan_append_only()")
