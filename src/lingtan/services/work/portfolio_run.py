"""An uploaded portfolio scored as a job, a block a step; its file lies where exports lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from lingtan.errors import InputError, StoreError
from lingtan.evidence import JSON, from_plain
from lingtan.factors import FactorLibrary
from lingtan.files.portfolio import PartStore, PortfolioSource, check_target, open_portfolio, write_whole
from lingtan.jobs import JobKind, Task
from lingtan.messages import Language
from lingtan.services.footprint.library import library_with
from lingtan.services.house.workspace import Workspace
from lingtan.services.portfolio.blocks import score_block
from lingtan.services.portfolio.settings import Settings
from lingtan.services.work.certificates_export import export_folder
from lingtan.services.work.portfolio_request import PortfolioRequest
from lingtan.services.work.showing import JobView
from lingtan.services.work.uploads import drop_table, kept_table

__all__ = ["MOST_PORTFOLIO_DRAWS", "portfolio_result", "portfolio_run"]

MOST_PORTFOLIO_DRAWS = 10_000
_NAME = "portfolio"


def portfolio_run(workspace_of: Callable[[str], Workspace]) -> JobKind:
    """The kind: `PortfolioRequest` → `{rows: {status: count}, table: name}`; the table lies in `export_folder`."""

    def opened(task: Task) -> tuple[PortfolioRequest, PortfolioSource, Settings, PartStore, Path]:
        request = from_plain(PortfolioRequest, task.arguments, place=task.kind)
        workspace, library = workspace_of(task.organisation), _library()
        source = open_portfolio(kept_table(workspace, request.file, name=request.name))
        digest = library.digest
        settings = Settings(
            library=library, factors_digest=digest, seed=request.seed, draws=request.draws, language=Language(request.language)
        )
        target = export_folder(workspace, task.id) / f"{_NAME}.{request.into}"
        return request, source, settings, PartStore(target, settings.said_of(source)), target

    def steps(task: Task) -> Sequence[JSON]:
        request = from_plain(PortfolioRequest, task.arguments, place=task.kind)
        if request.draws > MOST_PORTFOLIO_DRAWS:
            raise InputError("DRAWS_MANY", place="draws", draws=request.draws, most=MOST_PORTFOLIO_DRAWS)
        check_target(Path(f"{_NAME}.{request.into}"))
        return list(range(sum(1 for _ in opened(task)[1].blocks())))

    def run(task: Task, step: JSON) -> JSON:
        _, source, settings, parts, _ = opened(task)
        for number, block in enumerate(source.blocks()):
            if number == step and not parts.has(number):
                parts.put(number, score_block(settings, block))
        return step

    def result(task: Task, outcomes: Sequence[JSON]) -> JSON:
        request, source, settings, parts, target = opened(task)
        rows = write_whole(target, parts.tables(len(outcomes)), settings.said_of(source))
        parts.clear()
        drop_table(workspace_of(task.organisation), request.file)
        return {"rows": dict(rows), "table": target.name}

    return JobKind(name="portfolio_run", steps=steps, run=run, result=result)


@lru_cache(maxsize=1)
def _library() -> FactorLibrary:
    return library_with()


def portfolio_result(workspace: Workspace, job: JobView) -> tuple[str, bytes]:
    """The job's table: its name and bytes. Raises StoreError `ARCHIVE_UNKNOWN` where the job made none or it was cleared away."""
    path = export_folder(workspace, job.job) / job.table if job.table else None
    if path is None or not path.is_file():
        raise StoreError("ARCHIVE_UNKNOWN", place=job.job, job=job.job)
    return path.name, path.read_bytes()
