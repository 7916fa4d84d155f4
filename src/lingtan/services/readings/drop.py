"""A folder that files of readings are dropped into: what was read goes to `done`, what was refused to `refused` with the reasons."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.files import TableError, write_atomic
from lingtan.files.energy import READING_SUFFIXES
from lingtan.messages import Language, Message, render
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.importing import import_into
from lingtan.store import Store

__all__ = ["take_dropped"]

#: A file that was written to so lately may still be growing. [s]
_STILL_SECONDS = 2.0


def take_dropped(
    store: Store, workspace: Workspace, folder: Path, *, actor: str, now: Callable[[], datetime], zone: str, settled: float = _STILL_SECONDS
) -> list[dict[str, JSON]]:
    """Read every settled file of the folder, oldest first; one answer a file, with `refused` where it was.

    A crash between recording and moving is mended by the next look: the file is known by its bytes. Raises InputError `FILE_MISSING`.
    """
    if not folder.is_dir():
        raise InputError("FILE_MISSING", place=str(folder))
    found = [path for path in folder.iterdir() if path.suffix.casefold() in READING_SUFFIXES and path.is_file()]
    answers = []
    for path in sorted(found, key=lambda path: (path.stat().st_mtime, path.name)):
        if time.time() - path.stat().st_mtime < settled:  # the clock of the file system, not the record's `now`
            continue
        try:
            answers.append(import_into(store, workspace, path, actor=actor, at=now(), zone=zone))
            _move(path, folder / "done")
        except InputError as refusal:
            answers.append({"file": path.name, "refused": refusal.code, "place": refusal.place})
            _refuse(path, folder / "refused", refusal)
    return answers


def _move(path: Path, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    count = 1
    while target.exists():
        count += 1
        target = folder / f"{path.stem}-{count}{path.suffix}"
    return path.rename(target)


def _refuse(path: Path, folder: Path, refusal: InputError) -> None:
    problems = (
        refusal.problems if isinstance(refusal, TableError) else (Message(code=refusal.code, place=refusal.place, params=refusal.params),)
    )
    lines = [
        f"{problem.code} @ {problem.place}: {render(problem, language)}" for problem in problems for language in (Language.ZH, Language.EN)
    ]
    moved = _move(path, folder)
    write_atomic(moved.with_name(moved.name + ".txt"), ("\n".join(lines) + "\n").encode())
