"""Revisions of the tables of access."""
