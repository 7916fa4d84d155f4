"""`lingtan study report|avoided`: the long papers of a study."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.device import Factors
from lingtan.cli.options import DRAWS, HOME, SEED, Db, Draws, Home, Json, Lang, Seed, now
from lingtan.cli.show import print_json, say, term
from lingtan.evidence import JSON
from lingtan.messages import Language

__all__ = ["add_to"]

Day = Annotated[datetime | None, typer.Option("--issued-on", formats=["%Y-%m-%d"], help="Day of issue. 签发日期。")]

Out = Annotated[Path, typer.Option("--out", "-o", help="The file to write, .pdf or .json. 输出文件，.pdf 或 .json。")]


def report(
    study: Annotated[str, typer.Argument(help="Digest of a frozen study, or its beginning; or a device file. 研究摘要值或设备文件。")],
    out: Out,
    number: Annotated[str | None, typer.Option("--number", help="Number of the report. 报告编号。")] = None,
    commissioner: Annotated[
        str | None, typer.Option("--commissioner", help="Who commissioned and prepares it; else the workspace. 委托与编制方。")
    ] = None,
    issued_on: Day = None,
    factors: Factors = None,
    home: Home = HOME,
    db: Db = None,
    seed: Seed = SEED,
    draws: Draws = DRAWS,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write the full study report (ISO 14067, GB/T 24067) as PDF, or its record as JSON. 生成碳足迹研究报告。"""
    from lingtan.services.footprint.report import report_record, write_report
    from lingtan.services.footprint.wanted import wanted_study

    found = wanted_study(study, home=home, db=db, factors=factors or (), seed=seed, draws=draws)
    day = (issued_on or now()).date()
    by = commissioner or found.commissioner
    record = report_record(found.device, issued_on=day, commissioner=by, is_frozen=found.is_frozen, review=found.review, number=number)
    write_report(record, out, lang)
    result: dict[str, JSON] = {"file": str(out), "number": record["number"], "mean_mg": record["meanMg"]}
    return print_json(result) if as_json else say(term("CLI_WRITTEN", lang, file=str(out)))


def avoided(
    case: Annotated[Path, typer.Argument(help="TOML: [reference], [scenario], [attribution]. 案例文件。")],
    product: Annotated[str, typer.Argument(help="The product: study digest or device file. 产品：研究摘要值或设备文件。")],
    reference: Annotated[str, typer.Argument(help="The reference product: study digest or device file. 基准产品：研究摘要值或设备文件。")],
    out: Out,
    number: Annotated[str | None, typer.Option("--number", help="Number of the account. 编号。")] = None,
    issued_on: Day = None,
    factors: Factors = None,
    home: Home = HOME,
    db: Db = None,
    seed: Seed = SEED,
    draws: Draws = DRAWS,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write an account of avoided emissions against a named reference, apart from any footprint. 生成避免排放说明（独立文件）。"""
    from lingtan.services.footprint.avoided import avoided_record, write_avoided
    from lingtan.services.footprint.wanted import wanted_study

    studies = [wanted_study(one, home=home, db=db, factors=factors or (), seed=seed, draws=draws).device for one in (product, reference)]
    record = avoided_record(case, studies, issued_on=(issued_on or now()).date(), seed=seed, draws=draws, number=number)
    write_avoided(record, out, lang)
    result: dict[str, JSON] = {name: record[name] for name in ("number", "differenceMg", "claimedMg", "p5Mg", "p95Mg", "supported")}
    return print_json({"file": str(out)} | result) if as_json else say(term("CLI_WRITTEN", lang, file=str(out)))


def add_to(group: typer.Typer) -> None:
    """Register the commands with the group `study`."""
    group.command()(report)
    group.command()(avoided)
