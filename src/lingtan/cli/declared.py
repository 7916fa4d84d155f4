"""`lingtan declared`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.device import Factors
from lingtan.cli.options import Json, Lang
from lingtan.cli.show import print_json, say, term
from lingtan.messages import Language

__all__ = ["add_to"]


def declared(
    source: Annotated[Path, typer.Argument(help="CSV with columns as for `lingtan portfolio`. 输入 CSV。")],
    target: Annotated[Path, typer.Argument(help="CSV to write. 输出 CSV。")],
    factors: Factors = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """What makers' own published sheets would say of these devices, with P5 to P95: to compare with, never to verify. 厂商公示值预期。"""
    from lingtan.cli.progress import progress
    from lingtan.services.footprint.declared import run_declared
    from lingtan.services.footprint.library import library_with

    with progress(term("CLI_DECLARED", lang)) as step:
        counts, digest = run_declared(source, target, library_with(factors or ()), progress=step)
    if as_json:
        return print_json({"file": str(target), "rows": dict(counts), "constants": digest})
    listed = ", ".join(f"{status} {count}" for status, count in sorted(counts.items()))
    return say(term("CLI_DECLARED_DONE", lang, file=str(target), counts=listed, digest=digest[:12]))


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(declared)
