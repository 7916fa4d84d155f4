"""Things that an organisation keeps as files to plan with: one folder each in its workspace, with what was sent and what was made of it."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lingtan.errors import StoreError
from lingtan.evidence import digest_json, from_plain, to_plain
from lingtan.files import read_json, write_atomic
from lingtan.services.house.workspace import Workspace
from lingtan.services.work.uploads import check_files

__all__ = ["About", "Shelf"]

_ABOUT, _ID = "about.json", re.compile(r"[a-z]-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is said of a kept thing: who put it there and when, and under which name it is known."""

    name: str
    actor: str
    at: datetime
    synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A folder of kept things. `unknown` is the code of a thing that is not there."""

    room: str
    unknown: str

    def folder(self, workspace: Workspace, thing: str) -> Path:
        """Where a thing lies. Raises StoreError of the shelf's code."""
        path = workspace.home / self.room / thing
        if not _ID.fullmatch(thing) or not (path / _ABOUT).is_file():
            raise StoreError(self.unknown, place=thing[:40])
        return path

    def all(self, workspace: Workspace) -> list[tuple[str, About]]:
        """Every thing with what is said of it, the latest first."""
        things = [path.parent.name for path in (workspace.home / self.room).glob(f"?-*/{_ABOUT}")]
        return sorted(((one, self.about(workspace, one)) for one in things), key=lambda one: (one[1].at, one[0]), reverse=True)

    def about(self, workspace: Workspace, thing: str) -> About:
        """What is said of a thing. Raises as `folder`."""
        return from_plain(About, read_json(self.folder(workspace, thing) / _ABOUT), place=thing)

    def put(self, workspace: Workspace, files: Mapping[str, bytes], look: Callable[[Path], About]) -> str:
        """Keep a thing; the same files of one organisation are one thing. `look` reads them where they lie, or refuses: nothing is kept.

        Raises as `check_files` and `look`.
        """
        check_files(files)
        digest = digest_json([workspace.profile.organisation, {name: data.hex() for name, data in files.items()}]).removeprefix("sha256:")
        thing, room = f"{self.room[0]}-{digest[:16]}", workspace.home / self.room
        room.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=room, prefix=".part-") as part:
            made = Path(part) / "made"
            for name, data in files.items():
                write_atomic(made / name, data, private=True)
            write_atomic(made / _ABOUT, json.dumps(to_plain(look(made))).encode(), private=True)
            if not (room / thing).exists():
                made.rename(room / thing)
        return thing

    def drop(self, workspace: Workspace, thing: str) -> None:
        """Remove a thing with all that was made of it. Raises as `folder`."""
        shutil.rmtree(self.folder(workspace, thing))
