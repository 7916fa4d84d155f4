"""The catalogue: one row a subject of every kind of fact, made from the facts; and indexes for pages of the ledger's lists."""

from __future__ import annotations

from alembic import op

from lingtan.store.catalogue_rows import fill

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEEDED = ("organisation", "kind", "subject", "label", "first_at", "at", "fact", "seq")
_COLUMNS = ("organisation", "kind", "subject", "label", "key", "ref", "party", "amount", "state", "first_at", "at", "fact", "seq")
_NUMBERS = ("amount", "seq")

_INDEXES = {
    "catalogue_by_time": "catalogue (kind, organisation, at, seq, subject)",
    "catalogue_by_label": "catalogue (kind, organisation, label, seq, subject)",
    "catalogue_by_subject": "catalogue (kind, subject)",
    "catalogue_by_ref": "catalogue (kind, ref)",
    "catalogue_by_key": "catalogue (kind, key)",
    "catalogue_by_party": "catalogue (kind, party)",
    "claim_by_serial": "device_claim (serial_key, manufacturer_key)",
    "chain_by_kind": "chain (organisation, kind, seq)",
    "block_by_organisation": "block (organisation, series, start_at)",
    "certificate_by_organisation": "certificate_state (organisation, number)",
}


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    """Makes and fills the table; a certificate's devices come in their order from the index."""
    key = 'TEXT COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else "TEXT"
    typed = (f"{name} {'BIGINT' if name in _NUMBERS else key}{' NOT NULL' if name in _NEEDED else ''}" for name in _COLUMNS)
    _run(f"CREATE TABLE catalogue ({', '.join(typed)}, PRIMARY KEY (organisation, kind, subject))")
    fill(op.get_bind())
    for name, target in _INDEXES.items():
        _run(f"CREATE INDEX {name} ON {target}")
    _run("DROP INDEX claims_of_certificate")
    _run("CREATE INDEX claims_of_certificate ON device_claim (certificate, serial_key)")


def downgrade() -> None:
    """Removes the table and the indexes; no recorded row changes."""
    for name in _INDEXES:
        _run(f"DROP INDEX {name}")
    _run("DROP TABLE catalogue")
    _run("DROP INDEX claims_of_certificate")
    _run("CREATE INDEX claims_of_certificate ON device_claim (certificate)")
