"""What an import would do, row by row and cell by cell, before anything is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingtan.errors import InputError
from lingtan.files import CREDITS, TableError, read_table
from lingtan.messages import Message
from lingtan.services.credits.preview_rows import PreviewRow, problem_of, rows_of
from lingtan.services.credits.uploads import kept_upload
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace

__all__ = ["CreditPreview", "PreviewRow", "preview_credits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditPreview:
    """What the file would bring. `is_ready` when every row can be taken; `is_known` when the same file was imported before."""

    file: str
    rows: tuple[PreviewRow, ...]
    problems: tuple[Message, ...]
    tonnes: int
    is_ready: bool
    is_known: bool


def preview_credits(workspace: Workspace, file: str, *, at: datetime) -> CreditPreview:
    """The preview of a kept upload; records nothing. A file that is no table at all is a problem too. Raises InputError `UPLOAD_GONE`."""
    path = kept_upload(workspace, file)
    try:
        table = read_table(path, CREDITS)
    except InputError as error:
        problems = tuple(error.problems) if isinstance(error, TableError) else (problem_of(error),)
        return CreditPreview(file=file, rows=(), problems=problems, tonnes=0, is_ready=False, is_known=False)
    with workspace.store() as store:
        name = command_id(workspace.profile.organisation, "credits_import", table.digest)
        rows, is_known = rows_of(store, table, at), store.once_answer(name) is not None
    problems = tuple(row.problem for row in rows if row.problem is not None)
    tonnes = sum(row.tonnes or 0 for row in rows)
    return CreditPreview(file=file, rows=rows, problems=problems, tonnes=tonnes, is_ready=not problems, is_known=is_known)
