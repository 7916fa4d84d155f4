"""`lingtan init`, `trust`, `template`, `doctor`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.options import HOME, Db, Home, Json, Lang
from lingtan.cli.show import print_json, say, term
from lingtan.errors import InputError
from lingtan.messages import Language

__all__ = ["add_to"]


class Template(StrEnum):
    """What `lingtan template` can write."""

    BOM = "bom"
    ORDERS = "orders"
    CREDITS = "credits"
    FACTORS = "factors"
    SCHEDULE = "schedule"
    EXPORT = "export"
    METERS = "meters"
    READINGS = "readings"
    BILLS = "bills"
    GREEN = "green"
    MES = "mes"


def init(
    organisation: Annotated[str, typer.Option("--organisation", help="Legal name. 法定名称。")],
    identifier: Annotated[str, typer.Option("--identifier", help="Official identifier (统一社会信用代码, LEI…). 官方标识。")],
    home: Home = HOME,
    db: Db = None,
    verify_base: Annotated[str | None, typer.Option("--verify-base", help="Your https address that QR codes lead to. 核验网址。")] = None,
    synthetic: Annotated[bool, typer.Option("--synthetic", help="Mark everything this party signs as synthetic. 标为合成数据。")] = False,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Make a workspace: a signing key, a master secret, and a database. 建立工作区。"""
    from lingtan.services.house.init import init_workspace

    made = init_workspace(home, organisation=organisation, identifier=identifier, db=db, synthetic=synthetic, verify_base=verify_base)
    result = {"home": str(made.home), "organisation": made.profile.organisation, "key": made.key.did, "db": made.profile.db}
    if as_json:
        return print_json(result)
    return say(term("CLI_INIT_DONE", lang, home=str(made.home), key=made.key.did))


def trust(
    file: Annotated[Path, typer.Argument(help="A trust list to take over (docs/certificate.md §5). 信任列表文件。")],
    home: Home = HOME,
    db: Db = None,
    as_json: Json = False,
    lang: Lang = Language.EN,
) -> None:
    """Take a trust list into the workspace: whose keys may issue and certify. 导入信任列表。"""
    from lingtan.services.house.init import trust_file
    from lingtan.services.house.workspace import open_workspace

    taken = trust_file(open_workspace(home, db=db), file)
    return print_json(taken) if as_json else say(term("CLI_TRUST_DONE", lang, file=str(file)))


def template(
    kind: Annotated[Template, typer.Argument(help="Which table; export: a new site file from --site. 种类；export 由厂区导出。")],
    out: Annotated[Path, typer.Argument(help="The file to write: XLSX, or TOML for export. 输出文件。")],
    site: Annotated[Path | None, typer.Option("--site", help="Finished site file for export. 作为模板的厂区文件。")] = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write an XLSX template with headers in two languages, units, drop-downs and a filled example. 生成模板。"""
    if kind is Template.EXPORT:
        return _export(site, out, lang, as_json=as_json)
    from lingtan.services.house.template import write

    write(kind.value, out)
    return print_json({"kind": kind.value, "file": str(out)}) if as_json else say(term("CLI_WRITTEN", lang, file=str(out)))


def _export(site: Path | None, out: Path, lang: Language, *, as_json: bool) -> None:
    """A finished site as the beginning of another."""
    if site is None:
        raise InputError("TEMPLATE_SITE", place="--site")
    from lingtan.evidence import to_plain
    from lingtan.services.factory.template import export_template

    made = export_template(site, out)
    return print_json(to_plain(made)) if as_json else say(term("CLI_WRITTEN", lang, file=made.file))


def doctor(home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """Check this installation and, where there is one, the workspace: books, chain, keys, fonts. 自检。"""
    from lingtan.services.house.doctor import examine

    checks = examine(home, db=db)
    if as_json:
        print_json(checks)
    else:
        for check in checks:
            say(f"{'✔' if check['ok'] else '✘'} {term(str(check['code']), lang)}: {check['detail']}")
    if not all(check["ok"] for check in checks):
        raise typer.Exit(3)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (init, trust, template, doctor):
        app.command()(command)
