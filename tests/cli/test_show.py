"""What the terminal shows is what was meant: no symbol is read as markup."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_a_key_is_printed_as_it_is(tmp_path: Path) -> None:
    # rich reads `:key:` as an emoji unless told not to
    run = "from lingtan.cli.main import run; run()"
    command = [sys.executable, "-c", run, "init", "--organisation", "[bold]A[/bold]", "--identifier", "1", "--home", str(tmp_path / "w")]
    done = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    assert "did:key:z6Mk" in done.stdout
