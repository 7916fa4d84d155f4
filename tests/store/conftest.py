"""Addresses for the store's tests, on SQLite files and on the PostgreSQL server of `tests/conftest.py`."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "ledger")]


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
