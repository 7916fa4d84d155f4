"""A clerk at the command line: runs `lingtan` and `lingtan-verify` as a user would, and looks at what they left behind."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starter import starter

BIN = Path(sys.executable).parent
REPO = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)

    @property
    def refusal(self) -> dict[str, Any]:
        """The refusal of a command with `--json`."""
        return self.json["error"]


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINGTAN_")}
    return {**kept, "LC_ALL": "C.UTF-8", **extra}


def lingtan(*arguments: object, env: Mapping[str, str] | None = None, timeout: float = 120) -> Said:
    """`lingtan` as a process of its own."""
    given = env or {}
    if all(name == "PATH" or name.startswith("LINGTAN_") for name in given):
        ended = starter().run([str(one) for one in arguments], _environment(given), timeout)
        return Said(ended.code, ended.stdout.decode(), ended.stderr.decode())
    return _run("lingtan", arguments, given, timeout)  # what Python and its libraries read when they start


def verify(*arguments: object, env: Mapping[str, str] | None = None, timeout: float = 120) -> Said:
    """`lingtan-verify` as a process of its own."""
    return _run("lingtan-verify", arguments, env or {}, timeout)


def _run(name: str, arguments: tuple[object, ...], env: Mapping[str, str], timeout: float) -> Said:
    command = [str(BIN / name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, env=_environment(env), timeout=timeout)
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def inside(*arguments: object) -> Said:
    """`lingtan`'s own entry point in this process: the same code without the seconds of a new interpreter."""
    from lingtan.cli.main import run

    before, known = sys.argv, os.environ.get("LINGTAN_LANG")
    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["lingtan", *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            run()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
    finally:
        sys.argv = before
        os.environ.pop("LINGTAN_LANG", None)
        if known is not None:
            os.environ["LINGTAN_LANG"] = known
    return Said(code, out.getvalue(), err.getvalue())


def files_of(folder: Path) -> dict[str, str]:
    """Digest of every file below a folder; a database stands by its rows, not by its pages."""
    return {str(path.relative_to(folder)): _digest(path) for path in sorted(folder.rglob("*")) if path.is_file() and not _side(path)}


def _side(path: Path) -> bool:
    return path.name.endswith((".db-wal", ".db-shm", ".db-journal"))


def _digest(path: Path) -> str:
    data = "\n".join(_rows(path)).encode() if path.suffix == ".db" else path.read_bytes()
    return hashlib.sha256(data).hexdigest()


def _rows(path: Path) -> Iterator[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        yield from connection.iterdump()


def texts_in(data: bytes) -> bytes:
    """Everything in a file that a reader could get out of it: its bytes, and for PDF the inflated streams and the shown text."""
    if not data.startswith(b"%PDF"):
        return data
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    shown = "".join(page.extract_text() for page in reader.pages)
    attached = b"".join(content for contents in reader.attachments.values() for content in contents)
    return data + shown.encode() + attached + str(reader.metadata).encode()
