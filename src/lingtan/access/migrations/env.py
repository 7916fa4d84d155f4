"""Runs the revisions on the connection that `prepare` opened; its transaction holds all of them or none."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table=context.config.attributes["version_table"])
context.run_migrations()
