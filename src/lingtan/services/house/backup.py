"""`lingtan backup|restore`: keys, trust, uploads and one state of the database in one private file, and back."""

from __future__ import annotations

import tarfile
import tempfile
import zlib
from pathlib import Path

from lingtan.database import is_file, restore_database, take_snapshot
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
    """Bring an archive into an empty home and an empty database; its books are audited and its chain walked before the home is written.

    Raises StoreError `HOME_NOT_EMPTY`, `STORE_NOT_EMPTY`, `CHAIN_BROKEN`, `BOOKS_DISAGREE`, InputError `FILE_CORRUPT`.
    """
    if home.exists() and any(home.iterdir()):
        raise StoreError("HOME_NOT_EMPTY", place=str(home))
    with tempfile.TemporaryDirectory(prefix="lingtan-restore-") as folder:
        snapshot, kept = _unpacked(source, Path(folder))
        if is_file(db):
            tried = Path(folder) / "tried.db"
            restore_database(f"sqlite:///{tried}", snapshot)
            entries = _audited(f"sqlite:///{tried}")
            restore_database(db, tried)
        else:
            restore_database(db, snapshot)
            entries = _audited(db)
        for name, path in kept.items():
            write_atomic(home / name, path.read_bytes(), private=path.suffix in (".pem", ".bin"))
    return {"home": str(home), "files": len(kept), "entries": entries}


def _unpacked(source: Path, folder: Path) -> tuple[Path, dict[Path, Path]]:
    """The snapshot, and the files of the home by their place in it."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        found = folder / _SNAPSHOT
        if not found.is_file():
            raise tarfile.ReadError(_SNAPSHOT)
    except (OSError, EOFError, zlib.error, tarfile.TarError) as exc:
        raise InputError("FILE_CORRUPT", place=str(source), detail=str(exc)) from exc
    files = (path for path in sorted((folder / "home").rglob("*")) if path.is_file())
    return found, {path.relative_to(folder / "home"): path for path in files}


def _audited(db: str) -> int:
    """How many entries the chains have, once books and chains are found to hold."""
    with open_store(db, create=True) as store:
        store.audit()
        return sum(head.seq for head in store.verify_chain())
