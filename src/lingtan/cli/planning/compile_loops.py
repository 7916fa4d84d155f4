"""`lingtan compile`: the planner's loops made machine code beforehand, so that the first plan takes no longer than the next."""

from __future__ import annotations

import time

import typer

from lingtan.cli.options import Json, Lang
from lingtan.cli.show import note, print_json, say, term
from lingtan.messages import Language

__all__ = ["add_to", "note_before_compiling"]


def note_before_compiling(lang: Language) -> None:
    """Say on stderr why the first use of a version takes longer, when it does."""
    from lingtan.services.schedule.compiling import tell_before_compiling

    tell_before_compiling(lambda: note(term("CLI_COMPILING", lang)))


def compile_loops(lang: Lang = Language.EN, as_json: Json = False) -> None:
    """Compile the planner's loops that are not kept yet: once a version, half a minute of one processor. 预编译排产循环。"""
    from lingtan.services.schedule.compiling import compile_loops as compiled

    note_before_compiling(lang)
    begin = time.perf_counter()
    found = compiled()
    seconds = round(time.perf_counter() - begin, 1)
    if as_json:
        return print_json({"folder": str(found.folder), "added_count": found.added_count, "seconds": seconds})
    return say(term("CLI_COMPILED", lang, count=found.added_count, folder=str(found.folder), seconds=seconds))


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("compile")(compile_loops)
