"""Accounts on both databases, with cheap hashes (the dear ones are tested in test_passwords.py), and a small town of people."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An address where nothing is yet, on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'lingtan.db'}"
    return request.getfixturevalue("new_postgres")()


@pytest.fixture
def accounts(url):
    """Empty accounts."""
    from town import opened

    with opened(url) as made:
        yield made


@pytest.fixture
def town(accounts):
    """Accounts with two organisations and their people."""
    from town import Town

    return Town(accounts)
