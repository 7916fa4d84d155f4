"""An opened house: one database with its desks, and the workspaces of the organisations that work in it."""

from __future__ import annotations

from pathlib import Path

from lingtan import __version__
from lingtan.access import Accounts, prepare
from lingtan.access.oidc import OidcSettings
from lingtan.access.throttle import Throttle
from lingtan.errors import StoreError
from lingtan.jobs import Jobs
from lingtan.services.house.workspace import Workspace, open_workspace
from lingtan.services.work.kinds import register
from lingtan.store import open_store

__all__ = ["House"]


class House:
    """What a server keeps open. `home` holds `organisations/<slug>/` with each one's keys, uploads and exports."""

    def __init__(self, home: Path, db: str, *, is_demo: bool = False, oidc: OidcSettings | None = None) -> None:
        self.home, self.db, self.is_demo, self.oidc = home, db, is_demo, oidc
        self.store = open_store(db, create=True)
        prepare(self.store.database)
        self.accounts = Accounts(self.store.database)
        self.throttle = Throttle()
        self.jobs = Jobs(db, version=__version__)
        register(self.jobs, self.workspace)
        self._opened: dict[str, Workspace] = {}

    def open(self) -> None:
        """Take up the jobs that wait or were cut short."""
        self.jobs.launch()

    def close(self) -> None:
        """Let the running step end, then close the database."""
        self.jobs.close()
        self.store.close()

    def workspace(self, organisation: str) -> Workspace:
        """The workspace of an organisation. Raises StoreError `WORKSPACE_MISSING`."""
        if organisation not in self._opened:
            self._find()
        if organisation not in self._opened:
            raise StoreError("WORKSPACE_MISSING", place=organisation)
        return self._opened[organisation]

    def organisations(self) -> tuple[Workspace, ...]:
        """Every organisation's workspace, by name."""
        self._find()
        return tuple(self._opened[name] for name in sorted(self._opened))

    def forget(self, organisation: str) -> None:
        """Read the organisation's workspace anew when it is next asked for: its profile was changed."""
        self._opened.pop(organisation, None)

    def _find(self) -> None:
        for path in sorted([self.home / "workspace.json", *self.home.glob("organisations/*/workspace.json")]):
            if path.is_file():
                workspace = open_workspace(path.parent, db=self.db, opened=self.store)
                self._opened.setdefault(workspace.profile.organisation, workspace)
