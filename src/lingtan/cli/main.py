"""`lingtan`: the commands, and how a refusal leaves the house (exit 0 done, 1 failed, 2 bad input, 3 check not met)."""

from __future__ import annotations

import gc
import locale
import os
import sys
from typing import Annotated

import typer

from lingtan import METHOD_VERSION, __version__
from lingtan.cli import (
    assess,
    certificate,
    credit,
    declared,
    demo,
    device,
    energy,
    exchange,
    factor,
    factory,
    generations,
    house,
    neutralise,
    portfolio,
    proof,
    readings,
    server,
    statement,
    study,
)
from lingtan.cli.planning import compile_loops, schedule, simulate
from lingtan.cli.show import refuse, say
from lingtan.cli.workshop import drift, meters
from lingtan.errors import LingtanError
from lingtan.messages import Language

__all__ = ["app", "run"]

app = typer.Typer(
    name="lingtan",
    no_args_is_help=True,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_ROOMS = (
    house,
    factor,
    factory,
    meters,
    assess,
    energy,
    readings,
    drift,
    device,
    generations,
    portfolio,
    declared,
    exchange,
    study,
    statement,
    credit,
    neutralise,
    certificate,
    proof,
    schedule,
    simulate,
    compile_loops,
    demo,
    server,
)
for register in _ROOMS:
    register.add_to(app)


@app.callback()
def everywhere(
    lang: Annotated[Language | None, typer.Option("--lang", help="Language for all that follows. 语言。")] = None,
    version: Annotated[bool, typer.Option("--version", help="Print version and method version. 版本。")] = False,
) -> None:
    """Lingtan (零碳): from a bill of materials to a carbon-neutral certificate that anyone can recompute."""
    if lang is not None:
        os.environ["LINGTAN_LANG"] = lang.value
    if version:
        say(f"lingtan {__version__} ({METHOD_VERSION})")
        raise typer.Exit


def _language(arguments: list[str]) -> Language:
    """The language asked for, before typer has read the options: a refusal must speak it too."""
    asked = os.environ.get("LINGTAN_LANG") or locale.getlocale()[0] or "en"
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return Language.ZH if asked.lower().startswith(("zh", "chinese")) else Language.EN


def run() -> None:
    """The console entry point."""
    language = _language(sys.argv[1:])
    os.environ.setdefault("LINGTAN_LANG", language.value)
    try:
        app()
    except LingtanError as error:
        refuse(error, language, as_json="--json" in sys.argv)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    finally:
        gc.freeze()  # what is left goes with the process: to look through it once more takes a third of a second
