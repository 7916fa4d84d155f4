"""Indexes for lists of what stands, for what a subject of one house is found by, and for the certificates that a retirement went to."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Without statistics SQLite takes the index with most columns that are asked for, so the house stands in each.
_FOUND_BY = ("ref", "key", "party")
_STATE = "kind, organisation, state"
#: What a search looks in: with it in the index, SQLite reads no row that does not match. PostgreSQL's entries may not grow that long.
_SEARCHED = ", label, key, party"


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    """Adds the indexes, and the house to those of version 3."""
    searched = "" if op.get_bind().dialect.name == "postgresql" else _SEARCHED
    _run(f"CREATE INDEX catalogue_by_state ON catalogue ({_STATE}, at, seq, subject{searched})")
    _run(f"CREATE INDEX catalogue_by_state_and_label ON catalogue ({_STATE}, label, seq, subject)")
    _run(f"CREATE INDEX catalogue_by_state_and_amount ON catalogue ({_STATE}, amount, seq, subject)")
    _run("CREATE INDEX allocation_by_retirement ON allocation (retirement, command)")
    for name in _FOUND_BY:
        _run(f"DROP INDEX catalogue_by_{name}")
        _run(f"CREATE INDEX catalogue_by_{name} ON catalogue (kind, {name}, organisation)")


def downgrade() -> None:
    """Removes them; no row changes."""
    for name in ("catalogue_by_state", "catalogue_by_state_and_label", "catalogue_by_state_and_amount", "allocation_by_retirement"):
        _run(f"DROP INDEX {name}")
    for name in _FOUND_BY:
        _run(f"DROP INDEX catalogue_by_{name}")
        _run(f"CREATE INDEX catalogue_by_{name} ON catalogue (kind, {name})")
