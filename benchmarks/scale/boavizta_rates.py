"""boaviztapi's own rates, run by the Python of its own environment (see accuracy/boavizta.py); prints JSON.

Its routes' functions are called without HTTP, one criterion, not verbose. The server is its own documented example (DellR740:
two processors, twelve memory modules, a drive). The modules are named by text: nothing of it is imported here.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.metadata
import json
import time
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

SECONDS = 4.0


def rate(call: Callable[[], Awaitable[Any]]) -> dict[str, float]:
    """Calls a second of wall and of processor time."""

    async def many() -> tuple[int, float, float]:
        await call()
        done, wall, cpu = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - wall < SECONDS:
            await call()
            done += 1
        return done, time.perf_counter() - wall, time.process_time() - cpu

    done, wall_s, cpu_s = asyncio.run(many())
    return {"calls": done, "wall_per_s": done / wall_s, "cpu_per_s": done / cpu_s}


def main() -> None:
    """Laptop and server."""
    warnings.simplefilter("ignore")
    terminal, server = (importlib.import_module(f"boaviztapi.routers.{name}_router") for name in ("terminal", "server"))
    example = importlib.import_module("boaviztapi.routers.openapi_doc.examples").server_configuration_examples["DellR740"]
    said: dict[str, Any] = {"version": importlib.metadata.version("boaviztapi")}
    options: dict[str, Any] = {"verbose": False, "criteria": ["gwp"]}
    said["laptop"] = rate(lambda: terminal.laptop_impact_from_configuration(laptop=terminal.Laptop(), **options))
    body = server.Server(**example)
    said["server"] = rate(lambda: server.server_impact_from_configuration(server=body, **options))
    print(json.dumps(said))


if __name__ == "__main__":
    main()
