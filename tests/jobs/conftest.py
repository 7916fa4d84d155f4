"""Databases with a record in them, and jobs that are closed whatever happens."""

import sys
from pathlib import Path

import pytest

from lingtan.store import open_store

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An empty record on both databases."""
    found = f"sqlite:///{tmp_path / 'lingtan.db'}" if request.param == "sqlite" else request.getfixturevalue("new_postgres")()
    open_store(found, create=True).close()
    return found


@pytest.fixture
def store(url):
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def launched(url):
    """Launches jobs of some kinds; the last one is closed at the end."""
    from lingtan.jobs import Jobs

    opened = []

    def launch(*kinds, **options):
        jobs = Jobs(url, **options)
        jobs.register(*kinds)
        jobs.launch()
        opened.append(jobs)
        return jobs

    yield launch
    for jobs in opened:
        jobs.close()
