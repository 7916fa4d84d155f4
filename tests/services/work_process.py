"""A process that does one job of a workspace, taking up what an earlier one left, until it ends or somebody kills it.

python work_process.py HOME issue|import
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from lingtan.jobs import Jobs
from lingtan.ledger import uuid7
from lingtan.services.house.workspace import Workspace, open_workspace
from lingtan.services.work.arguments import ImportRequest, IssueRequest
from lingtan.services.work.asking import ask
from lingtan.services.work.kinds import register
from lingtan.services.work.showing import job_view
from lingtan.services.work.uploads import keep_table
from lingtan.store import open_store

#: After everything that `many.prepare` records.
AT = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A workspace with its store open, and the jobs of its house."""

    workspace: Workspace
    jobs: Jobs

    @property
    def organisation(self) -> str:
        return self.workspace.profile.organisation


def desk_of(home: Path) -> Desk:
    """The workspace in a folder on the database that lies two folders up, with jobs that are not launched yet."""
    db = f"sqlite:///{home.parents[1] / 'lingtan.db'}"
    store = open_store(db)
    spaces = [replace(open_workspace(path, db=db), opened=store) for path in home.parent.iterdir()]
    named = {space.profile.organisation: space for space in spaces}
    jobs = Jobs(db)
    register(jobs, named.__getitem__)
    return Desk(workspace=next(space for space in spaces if space.home == home), jobs=jobs)


def requests(desk: Desk) -> dict[str, Callable[[], IssueRequest | ImportRequest]]:
    def issuing() -> IssueRequest:
        with desk.workspace.store() as store:
            return IssueRequest(numbers=tuple(fact.subject for fact in store.facts(kind="cancellation")))

    def importing() -> ImportRequest:
        return ImportRequest(
            file=keep_table(desk.workspace, "table.csv", (desk.workspace.home / "table.csv").read_bytes()), name="table.csv"
        )

    return {"issue": issuing, "import": importing}


def main(home: Path, kind: str) -> None:
    desk = desk_of(home)
    desk.jobs.launch()
    name = uuid7(AT, kind.encode().ljust(10))
    asked = ask(desk.jobs, requests(desk)[kind](), organisation=desk.organisation, actor="issuer", at=AT, id=name)
    shown = -1
    while not asked.ended:
        asked = job_view(desk.jobs, name, organisation=desk.organisation)
        if asked.done != shown:
            shown = asked.done
            print("done", shown, flush=True)
        time.sleep(0.005)
    print("ended", asked.state, *([asked.error] if asked.error else []), flush=True)
    desk.jobs.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
