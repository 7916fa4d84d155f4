"""Alembic's home. `schema.migrate` runs it on a connection; there is no ini file."""
