"""Importing a table of products known by attributes, twenty rows a step; rows that cannot be read are listed with cell and reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from lingtan.errors import InputError
from lingtan.evidence import JSON, from_plain
from lingtan.jobs import JobKind, Task
from lingtan.product import NotAssessable, spec_from_row
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.saving import save_product
from lingtan.services.work.arguments import ImportRequest, chunks, each
from lingtan.services.work.product_rows import first_of_its_kind, product_rows
from lingtan.services.work.uploads import drop_table

__all__ = ["products_import"]

_ROWS_A_STEP = 20


def products_import(workspace_of: Callable[[str], Workspace]) -> JobKind:
    """The kind: `ImportRequest` → `{saved: [{place, product}], refused: [{place, code, params}]}`. The upload is removed at the end."""

    def rows_of(task: Task) -> Mapping[str, Mapping[str, str]]:
        return product_rows(workspace_of(task.organisation), from_plain(ImportRequest, task.arguments, place=task.kind))

    def steps(task: Task) -> Sequence[JSON]:
        return chunks(list(rows_of(task)), _ROWS_A_STEP)

    def run(task: Task, step: JSON) -> JSON:
        workspace, rows = workspace_of(task.organisation), rows_of(task)
        first = first_of_its_kind(rows)

        def one(place: str) -> JSON:
            found = spec_from_row(rows[place], place=place)
            if isinstance(found, NotAssessable):
                raise InputError(found.reason.code, place=place, **found.reason.params)
            if first[place] != place:
                # Two versions of one product in one table would, after a kill, be told apart by nothing.
                raise InputError("ROW_TWICE", place=place, first=first[place])
            return save_product(workspace, found.spec, actor=task.actor, at=task.at).product

        return each(cast("Sequence[str]", step), one)

    def result(task: Task, outcomes: Sequence[JSON]) -> JSON:
        drop_table(workspace_of(task.organisation), from_plain(ImportRequest, task.arguments, place=task.kind).file)
        came = [one for outcome in cast("Sequence[Sequence[dict[str, Any]]]", outcomes) for one in outcome]
        saved: list[JSON] = [{"place": one["number"], "product": one["got"]} for one in came if "got" in one]
        return {"saved": saved, "refused": [one for one in came if "got" not in one]}

    return JobKind(name="products_import", steps=steps, run=run, result=result)
