"""`lingtan assess submit`: the client hands a site's assessment in to the engagement of a verification body."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import print_json, say, term
from lingtan.evidence import to_plain
from lingtan.messages import Language

__all__ = ["add_to"]


def submit(
    engagement: Annotated[str, typer.Argument(help="Name of the engagement. 核查项目名称。")],
    site: Annotated[Path, typer.Argument(help="Site file (TOML) with its facts beside it. 厂区文件。")],
    standard: Annotated[str, typer.Option("--standard", help="Standard: `lingtan assess standards` lists them. 标准名称。")],
    grade: Annotated[str, typer.Option("--grade", help="Grade to be verified. 申请的等级。")],
    boundary: Annotated[str, typer.Option("--boundary", help="What belongs to the site, in words. 边界说明。")],
    actor: Actor,
    facts: Annotated[Path | None, typer.Option("--facts", help="Facts file (TOML), if it does not stand beside. 证据文件。")] = None,
    own: Annotated[Path | None, typer.Option("--own", help="Clauses and grades from the text that you hold. 自有标准文本。")] = None,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Hand the assessment in to be verified; plans and estimates are refused. 提交评价以供核查（拒绝规划值与估算值）。"""
    from lingtan.services.certify.applying import hand_in
    from lingtan.services.certify.keeping import keep_dossier
    from lingtan.services.house.workspace import open_workspace

    workspace, at = open_workspace(home, db=db), now()
    dossier = keep_dossier(workspace, site, standard, grade=grade, boundary=boundary, actor=actor, at=at, facts=facts, own=own)
    state = hand_in(workspace, engagement, dossier.digest, actor=actor, at=at)
    if as_json:
        return print_json({"engagement": state.id, "state": state.state.value, "pack": dossier.digest, "dossier": to_plain(dossier)})
    return say(term("CERTIFY_HANDED_IN", lang, engagement=state.id, site=dossier.site, grade=grade, digest=dossier.digest))


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(submit)
