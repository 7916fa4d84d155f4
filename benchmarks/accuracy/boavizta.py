"""boaviztapi (AGPL-3.0) as a peer: its own environment in a cache folder, its own process, asked over HTTP; nothing of it is imported."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from accuracy.scores import Forecast
from accuracy.sheets import Sheet

VERSION = "2.5.0"
#: class → path and archetype; where it has no such class, the nearest it has
_PATHS = {
    "laptop": ("terminal/laptop", "laptop-pro"),
    "desktop": ("terminal/desktop", "desktop-pro"),
    "all_in_one": ("terminal/desktop", "desktop-pro"),
    "workstation": ("terminal/desktop", "desktop-pro"),
    "thin_client": ("terminal/desktop", "desktop-pro"),
    "monitor": ("peripheral/monitor", "monitor-default"),
    "phone": ("terminal/smartphone", "smartphone-default"),
    "tablet": ("terminal/tablet", "tablet-default"),
}
_HOURS = 8760.0


def cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lingtan-bench"


def peer_interpreter() -> Path:
    """The interpreter of its environment, made once."""
    home = cache_folder() / f"boaviztapi-{VERSION}"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (home / "ready").is_file():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        wanted = [f"boaviztapi=={VERSION}", "uvicorn"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], check=True)
        (home / "ready").write_text(VERSION, "utf-8")
    return python


def ask(sheets: Sequence[Sheet]) -> list[Forecast | None]:
    """Its means for these sheets, in one process that ends with the last answer; None where it refuses one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [
        str(peer_interpreter()),
        "-m",
        "uvicorn",
        "boaviztapi.main:app",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            return [_one(sheet, port) for sheet in sheets]
        finally:
            server.terminate()


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("boaviztapi did not start")


def _one(sheet: Sheet, port: int) -> Forecast | None:
    hours = sheet.features.service_years * _HOURS
    usage: dict[str, Any] = {"usage_location": {"EU": "EEE", "NAM": "USA", "US": "USA"}.get(sheet.features.place, "WOR")}
    tec = sheet.features.tec_kwh
    if tec:
        usage |= {"avg_power": 1000.0 * tec / _HOURS, "use_time_ratio": 1.0}
    path, archetype = _PATHS.get(sheet.device_class, ("server/", ""))
    body: dict[str, Any] = {"usage": usage}
    query: dict[str, str] = {"verbose": "false", "duration": str(hours), "criteria": "gwp"}
    if archetype:
        query["archetype"] = archetype
    else:
        body["model"] = {"type": "blade" if "blade" in sheet.row["server_type"].casefold() else "rack"}
        count = sheet.row["number_cpu"].strip()
        body["configuration"] = {"cpu": {"units": int(float(count))}} if count else {}
    url = f"http://127.0.0.1:{port}/v1/{path}?{urllib.parse.urlencode(query)}"
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            impact = json.load(answer)["impacts"]["gwp"]
    except (urllib.error.HTTPError, KeyError):
        return None
    embodied, use = impact["embedded"]["value"], impact["use"]["value"]
    return Forecast(point={"total": embodied + use, "embodied": embodied, "use": use})
