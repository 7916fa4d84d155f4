"""kill -9 of a real server in the middle of a batch of certificates: after the restart each is there exactly once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from killed import issue_through_kills, prepare_house

COUNT = 60


def test_after_kill_9_of_the_server_a_batch_has_each_certificate_exactly_once(
    made_once: Callable[[str, Callable[[Path], None]], Path], tmp_path: Path
) -> None:
    prepared = made_once("web-batch", lambda folder: prepare_house(folder, COUNT, f"sqlite:///{folder / 'lingtan.db'}"))
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    found = issue_through_kills(home, f"sqlite:///{home / 'lingtan.db'}", (0.0, 0.4), seconds=60)
    assert (found.state, found.issued, found.numbers, found.serials) == ("done", COUNT, COUNT, COUNT)
    assert (found.twice, found.refused) == (0, 0)
    assert len(found.killed_at) == 2
    assert found.killed_at[-1] < found.total
