"""kill -9 of a real server in the middle of a batch of certificates: after the restart each is there exactly once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from killed import issue_through_kills, prepare_house
from process import Served

from lingtan.store import open_store

COUNT, A_STEP = 60, 10


@pytest.fixture(scope="session")
def prepared(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A house with confirmed cancellations, made once."""
    return made_once("web-batch", lambda folder: prepare_house(folder, COUNT, f"sqlite:///{folder / 'lingtan.db'}"))


def test_after_kill_9_of_the_server_a_batch_has_each_certificate_exactly_once(prepared: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    found = issue_through_kills(home, f"sqlite:///{home / 'lingtan.db'}", (0.0, 0.4), seconds=60)
    assert (found.state, found.issued, found.numbers, found.serials) == ("done", COUNT, COUNT, COUNT)
    assert (found.twice, found.refused) == (0, 0)
    assert len(found.killed_at) == 2
    assert found.killed_at[-1] < found.total


def test_a_server_that_is_told_to_stop_ends_the_running_step_and_goes_on_when_it_is_started_again(prepared: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    db, between = f"sqlite:///{home / 'lingtan.db'}", []

    def told(server: Served) -> None:
        assert server.terminate() == 0
        with open_store(db) as store:
            between.append(len(store.ledger.certificates()))

    found = issue_through_kills(home, db, (0.1,), seconds=60, stop=told)
    assert (found.state, found.issued, found.twice, found.refused) == ("done", COUNT, 0, 0)
    assert 0 < between[0] < COUNT
    assert between[0] % A_STEP == 0
