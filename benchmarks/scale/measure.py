"""Wall and processor time, and the peak of memory, of one piece of work; each part of a benchmark runs in a process of its own."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Clock:
    """Wall [s] and processor [s] of the block of a `with`."""

    wall_s: float = 0.0
    cpu_s: float = 0.0

    def __enter__(self) -> Clock:
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall_s, self.cpu_s = time.perf_counter() - self._wall, time.process_time() - self._cpu


def peak_mb() -> float:
    """The process's largest resident set so far. [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000.0


def in_process_of_its_own(script: str, arguments: list[str], python: str = sys.executable, *, threads: int = 1) -> dict[str, object]:
    """What a script prints as its last line, a JSON object; its libraries may use so many threads."""
    limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    done = subprocess.run([python, script, *arguments], check=True, stdout=subprocess.PIPE, text=True, env=os.environ | limits)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def machine() -> dict[str, object]:
    """What it ran on."""
    return {
        "machine": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "load_1min": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }


def peer_python(folder: Path) -> str:
    """Python of an environment outside the project with bw2calc and its fastest direct solver (pypardiso, not a dependency of ours)."""
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"making {folder} with bw2calc and pypardiso (once; needs the network)", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "bw2calc==3.1.0", "pypardiso==0.4.7"], check=True)
    return str(python)
