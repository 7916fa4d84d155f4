"""`lingtan study report`: the long papers of a study."""

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


def report(
    study: Annotated[str, typer.Argument(help="Digest of a frozen study, or its beginning; or a device file. 研究摘要值或设备文件。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write, .pdf or .json. 输出文件，.pdf 或 .json。")],
    number: Annotated[str | None, typer.Option("--number", help="Number of the report. 报告编号。")] = None,
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
    from lingtan.services.footprint.device import device_from_file, footprint_of
    from lingtan.services.footprint.library import library_with
    from lingtan.services.footprint.report import report_record, review_of, write_report
    from lingtan.services.footprint.studies import find_study
    from lingtan.services.house.workspace import open_workspace

    day = (issued_on or now()).date()
    if Path(study).is_file():
        device = footprint_of(device_from_file(Path(study)), library_with(factors or ()), seed=seed, draws=draws)
        record = report_record(
            device, issued_on=day, commissioner=device.inventory.spec.attributes.manufacturer, is_frozen=False, number=number
        )
    else:
        workspace = open_workspace(home, db=db)
        with workspace.store() as store:
            device, organisation = find_study(store, study).require(), workspace.profile.organisation
            review = review_of(store, device.footprint.study_digest)
        record = report_record(device, issued_on=day, commissioner=organisation, is_frozen=True, number=number, review=review)
    write_report(record, out, lang)
    result: dict[str, JSON] = {"file": str(out), "number": record["number"], "mean_mg": record["meanMg"]}
    return print_json(result) if as_json else say(term("CLI_WRITTEN", lang, file=str(out)))


def add_to(group: typer.Typer) -> None:
    """Register the commands with the group `study`."""
    group.command()(report)
