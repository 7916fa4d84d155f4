"""`--recompute`: an installed `lingtan` rebuilds the footprint from the bundle; the verifier compares the integers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from lingtan_verify.reason import Reason, Reasons, RefusalError
from lingtan_verify.strict_json import load

__all__ = ["check_recomputed", "recomputed"]

TIMEOUT_S = 1800


def recomputed(bundle: Path) -> dict[str, Any]:
    """What `lingtan recompute BUNDLE --json` prints. Raises RefusalError `RECOMPUTE_UNAVAILABLE`, `RECOMPUTE_FAILED`."""
    beside = Path(sys.executable).with_name("lingtan")
    command = shutil.which("lingtan") or (str(beside) if beside.is_file() else None)
    if command is None:
        raise RefusalError("RECOMPUTE_UNAVAILABLE", "lingtan")
    try:
        # The command is the user's own installation, found on the path; the bundle is passed as one argument, never through a shell.
        done = subprocess.run([command, "recompute", str(bundle.resolve()), "--json"], capture_output=True, timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise RefusalError("RECOMPUTE_FAILED", "lingtan", detail=type(exc).__name__) from exc
    if done.returncode != 0 and not done.stdout.strip():
        raise RefusalError("RECOMPUTE_FAILED", "lingtan", detail=done.stderr.decode("utf-8", "replace").strip()[-300:])
    answer = load(done.stdout, "lingtan recompute")
    if not isinstance(answer, dict) or not {"mean_mg", "stages_mg", "matches", "method_version"} <= set(answer):
        raise RefusalError("RECOMPUTE_FAILED", "lingtan", detail=done.stdout.decode("utf-8", "replace").strip()[-300:])
    return answer


def check_recomputed(answer: dict[str, Any], subject: dict[str, Any]) -> Reasons:
    """Whether the same integers came out, under the certificate's own method version."""
    footprint = subject["footprint"]
    if answer["method_version"] != subject["methodVersion"]:
        yield Reason("METHOD_VERSION", "methodVersion", {"want": subject["methodVersion"], "got": answer["method_version"]})
    if answer["matches"] is not True or answer["mean_mg"] != footprint["meanMg"] or answer["stages_mg"] != footprint["stagesMg"]:
        yield Reason("RECOMPUTE_DIFFERS", "footprint", {"want": footprint["meanMg"], "got": answer["mean_mg"]})
