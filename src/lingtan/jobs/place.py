"""Where jobs are kept: a schema of their own in the record's PostgreSQL database, a file of their own beside its SQLite file.

One SQLite file has one lock for all writers, and whoever waits for it sleeps up to 0.1 s while the others go on. Measured with a job of
1,000 steps that do nothing but append a fact, beside a thread that appends facts: with the jobs in the same file that thread's 99th
percentile was 187 ms and its worst wait 0.9 s (1.9 s with fewer flushes to the disk), with a file of their own 88 ms and 0.3 s, and it
got in nearly twice as often. The record needs nothing that stands in the jobs' file: without it, only the work under way is forgotten.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from lingtan.database import shown
from lingtan.errors import StoreError

__all__ = ["jobs_url"]


def jobs_url(url: str) -> str:
    """The jobs' database beside a record's: `lingtan-jobs.db` for `lingtan.db`. Raises StoreError `STORE_URL`, also for one in memory."""
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise StoreError("STORE_URL", url=url) from exc
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise StoreError("STORE_URL", url=shown(url))
    path = Path(str(parsed.database))
    return parsed.set(database=str(path.with_name(f"{path.stem}-jobs.db"))).render_as_string(hide_password=False)
