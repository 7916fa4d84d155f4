"""`lingtan portfolio`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.device import Factors
from lingtan.cli.options import SEED, Json, Lang, Seed
from lingtan.cli.show import print_json, say, term
from lingtan.messages import Language

__all__ = ["add_to"]


def portfolio(
    source: Annotated[
        Path, typer.Argument(help="CSV, XLSX or Parquet: devices by attributes, or lines of sku, activity, place, year, amount. 输入表格。")
    ],
    target: Annotated[Path, typer.Argument(help="What to write: .parquet, .csv or .xlsx. 输出文件。")],
    factors: Factors = None,
    seed: Seed = SEED,
    draws: Annotated[int, typer.Option("--draws", min=0, max=1_000_000, help="Joint draws; 0 for the means alone. 联合抽样次数。")] = 2_000,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Threads; any number gives the same bytes. 线程数，不影响结果。")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="A Dask cluster's address, tcp://HOST:PORT; the same bytes. Dask 集群地址。")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew where a run was cut short. 放弃未完成的运行，重新开始。")] = False,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Footprints of many products, with provenance; a row that cannot be assessed says why; a run cut short goes on. 批量计算。"""
    from lingtan.cli.progress import progress
    from lingtan.evidence import to_plain
    from lingtan.services.footprint.library import library_with
    from lingtan.services.portfolio.cluster import on_cluster
    from lingtan.services.portfolio.run import here, run_portfolio

    library, threads = library_with(factors or ()), workers or os.cpu_count() or 1
    spread = on_cluster(scheduler) if scheduler else here
    with progress(term("CLI_PORTFOLIO", lang)) as step:
        found = run_portfolio(
            source, target, library, seed=seed, draws=draws, progress=step, language=lang, workers=threads, spread=spread, fresh=fresh
        )
    if as_json:
        return print_json(to_plain(found))
    counts = ", ".join(f"{status} {count}" for status, count in sorted(found.rows.items()))
    return say(term("CLI_PORTFOLIO_DONE", lang, file=str(target), counts=counts))


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(portfolio)
