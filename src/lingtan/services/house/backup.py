"""`lingtan backup|restore`: keys, trust, uploads and one state of the database in one private file, and back."""

from __future__ import annotations

import tarfile
import tempfile
from pathlib import Path

from lingtan.database import restore_database, take_snapshot
from lingtan.errors import InputError, StoreError
from lingtan.files import write_atomic
from lingtan.store import open_store

__all__ = ["backup", "restore"]

_SNAPSHOT = "database.snapshot"
#: What the folder holds besides the organisations; a database file, its side files and what can be made again stay out.
_SKIPPED = (".db", ".db-wal", ".db-shm", ".lock")


def backup(home: Path, db: str, target: Path) -> dict[str, int | str]:
    """Write the archive, readable by its owner only: it holds signing keys. The server may go on. Raises StoreError as the tools do."""
    with tempfile.TemporaryDirectory(prefix="lingtan-backup-") as folder:
        snapshot, archive = Path(folder) / _SNAPSHOT, Path(folder) / "backup.tar.gz"
        take_snapshot(db, snapshot)
        kept = [path for path in sorted(home.rglob("*")) if path.is_file() and not path.name.endswith(_SKIPPED) and path != target]
        with tarfile.open(archive, "w:gz") as tar:
            tar.add(snapshot, arcname=_SNAPSHOT)
            for path in kept:
                tar.add(path, arcname=f"home/{path.relative_to(home)}")
        write_atomic(target, archive.read_bytes(), private=True)
    return {"file": str(target), "files": len(kept), "bytes": target.stat().st_size}


def restore(source: Path, home: Path, db: str) -> dict[str, int | str]:
    """Bring an archive into an empty home and an empty database, then audit the books and walk the chain.

    Raises StoreError `HOME_NOT_EMPTY`, `STORE_NOT_EMPTY`, `CHAIN_BROKEN`, `BOOKS_DISAGREE`, InputError `FILE_CORRUPT`.
    """
    if home.exists() and any(home.iterdir()):
        raise StoreError("HOME_NOT_EMPTY", place=str(home))
    with tempfile.TemporaryDirectory(prefix="lingtan-restore-") as folder:
        try:
            with tarfile.open(source, "r:gz") as tar:
                tar.extractall(folder, filter="data")
        except (OSError, tarfile.TarError) as exc:
            raise InputError("FILE_CORRUPT", place=str(source), detail=str(exc)) from exc
        restore_database(db, Path(folder) / _SNAPSHOT)
        count = 0
        for path in sorted((Path(folder) / "home").rglob("*")):
            if path.is_file():
                write_atomic(home / path.relative_to(Path(folder) / "home"), path.read_bytes(), private=path.suffix in (".pem", ".bin"))
                count += 1
    with open_store(db, create=True) as store:
        store.audit()
        entries = sum(head.seq for head in store.verify_chain())
    return {"home": str(home), "files": count, "entries": entries}
