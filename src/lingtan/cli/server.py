"""`lingtan serve|backup|restore`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.options import Db, Json, Lang
from lingtan.cli.show import note, print_json, say, term
from lingtan.messages import Language

__all__ = ["add_to"]

Home = Annotated[
    Path | None, typer.Option("--home", envvar="LINGTAN_HOME", help="Folder of the server: organisations, keys, uploads. 服务器文件夹。")
]
_HOME = Path("lingtan-home")


def serve(
    home: Home = None,
    db: Db = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on. 监听地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one. 端口；0 表示任选。")] = 8080,
    demo: Annotated[bool, typer.Option("--demo", help="Open on the demo's data, all of it synthetic. 使用演示数据（均为合成）。")] = False,
    proxy: Annotated[
        str, typer.Option("--proxy", help="Address of the reverse proxy whose X-Forwarded-* headers count. 反向代理地址。")
    ] = "127.0.0.1",
    oidc: Annotated[
        Path | None, typer.Option("--oidc", envvar="LINGTAN_OIDC", help="OpenID Connect settings (TOML, docs/deploy.md). 单点登录设置。")
    ] = None,
    lang: Lang = Language.EN,
) -> None:
    """Serve the web app: pages, public verification and the REST API. 启动网页服务。"""
    from lingtan.services.demo.serving import prepare_demo
    from lingtan.web.server import run

    folder = (home or (Path(tempfile.gettempdir()) / "lingtan-demo" if demo else _HOME)).resolve()
    url = db or f"sqlite:///{folder / 'lingtan.db'}"
    if demo:
        note(term("SERVE_DEMO_PREPARING", lang, home=str(folder)))
        prepare_demo(folder, url)

    def tell(code: str, /, **params: str | int) -> None:
        note(term(code, lang, **params))

    run(folder, url, host=host, port=port, is_demo=demo, proxy=proxy, oidc=oidc, say=tell)


def backup(
    out: Annotated[Path, typer.Argument(help="The archive to write (.tar.gz); it holds keys. 备份文件（含密钥）。")],
    home: Home = None,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Back up keys, trust lists, uploads and one state of the database; the server may run. 备份。"""
    from lingtan.services.house.backup import backup as run

    folder = (home or _HOME).resolve()
    done = run(folder, db or f"sqlite:///{folder / 'lingtan.db'}", out)
    return print_json(dict(done)) if as_json else say(term("CLI_WRITTEN", lang, file=str(out)))


def restore(
    archive: Annotated[Path, typer.Argument(help="An archive that `lingtan backup` wrote. 备份文件。")],
    home: Home = None,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Restore into an empty folder and an empty database, and audit what came back. 恢复。"""
    from lingtan.services.house.backup import restore as run

    folder = (home or _HOME).resolve()
    done = run(archive, folder, db or f"sqlite:///{folder / 'lingtan.db'}")
    return print_json(dict(done)) if as_json else say(term("SERVE_RESTORED", lang, files=done["files"], entries=done["entries"]))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (serve, backup, restore):
        app.command()(command)
