"""The options that every command shares, declared once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from lingtan.messages import Language

__all__ = ["DRAWS", "HOME", "SEED", "Actor", "Db", "Draws", "Home", "Json", "Lang", "Seed", "now"]

HOME = Path(".lingtan")
SEED = 20220608
DRAWS = 10_000

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON on stdout. 以 JSON 输出结果。")]
Lang = Annotated[Language, typer.Option("--lang", envvar="LINGTAN_LANG", help="Language of sentences and documents. 语言。")]
Home = Annotated[Path, typer.Option("--home", envvar="LINGTAN_HOME", help="Workspace folder: keys, trust list, database. 工作区文件夹。")]
Db = Annotated[
    str | None, typer.Option("--db", envvar="LINGTAN_DB", help="Database URL, sqlite:///FILE or postgresql+psycopg://… 数据库地址。")
]
Actor = Annotated[str, typer.Option("--actor", envvar="LINGTAN_ACTOR", help="Who acts; four eyes compare it. 操作人（四眼原则）。")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws; same seed, same bytes. 随机种子。")]
Draws = Annotated[int, typer.Option("--draws", min=200, max=1_000_000, help="Monte Carlo draws. 蒙特卡洛抽样次数。")]


def now() -> datetime:
    """The clock of the edge, in whole seconds UTC; the house inside takes it as an argument."""
    return datetime.now(UTC).replace(microsecond=0)
