"""`lingtan generations`: what a product line's energy has come to, against a target that was published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.options import Json, Lang
from lingtan.cli.show import print_json, say, table, term
from lingtan.messages import Language

__all__ = ["add_to"]


def generations(
    file: Annotated[Path, typer.Argument(help="Generations with year, test version and TEC or power by mode (TOML). 各代产品能耗。")],
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Energy by product generation against a published target; figures of two test versions are refused. 逐代能耗与目标。"""
    from lingtan.evidence import to_plain
    from lingtan.services.footprint.generations import generations_of

    line = generations_of(file)
    if as_json:
        return print_json(to_plain(line))
    rows = [[entry.name, str(entry.year), f"{entry.tec_kwh:,.2f}", entry.energy_test.value] for entry in line.generations]
    heads = [term("CLI_GENERATION", lang), term("CLI_YEAR", lang), "kWh/a", term("CLI_ENERGY_TEST", lang)]
    table(term("CLI_GENERATIONS", lang), heads, rows)
    found = line.progress
    say(term("CLI_SAVED", lang, saved=found.saved_share, base=found.base.year, latest=found.latest.year))
    for reached in found.readings:
        reading = term(f"ENERGY_READING_{reached.reading.value.upper()}", lang)
        kept = term("CLI_ON_PATH" if reached.is_on_path else "CLI_OFF_PATH", lang)
        year = found.target.target_year
        say(term("CLI_TARGET_READING", lang, reading=reading, limit=reached.limit_kwh, year=year, path=reached.path_kwh, kept=kept))
    return say(term("CLI_TARGET_SOURCE", lang, source=found.target.source, standing=found.target.standing.value))


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(generations)
