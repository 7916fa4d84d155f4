"""Indexes for the read models: facts by kind and subject, a device's history, an order's retirements, an account's transfers."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INDEXES = {
    "fact_by_kind": "fact (kind, subject, organisation, seq)",
    "allocation_by_certificate": "allocation (certificate)",
    "event_by_subject": "event (kind, subject)",
    "block_by_root": "block (root)",
    "retirement_by_order": "retirement_state (organisation, order_ref)",
    "retirement_due": "retirement_state (organisation, state, expires_at)",
    "transfer_by_debit": "transfer (debit)",
    "transfer_by_credit": "transfer (credit)",
    "account_by_command": "account (command)",
    "transfer_by_command": "transfer (command)",
    "block_by_command": "block (command)",
}


def upgrade() -> None:
    """Adds the indexes."""
    for name, target in _INDEXES.items():
        op.get_bind().exec_driver_sql(f"CREATE INDEX {name} ON {target}")


def downgrade() -> None:
    """Removes them; no row changes."""
    for name in _INDEXES:
        op.get_bind().exec_driver_sql(f"DROP INDEX {name}")
