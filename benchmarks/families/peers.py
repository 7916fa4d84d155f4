"""The peers on one instance: each in its own process, PyJobShop in an environment of its own outside the repository, made once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from families.instance import Instance
from lingtan.scheduling import best_atcs, terms_of, timing_of

PYJOBSHOP = "0.0.9"
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Answer:
    """What a peer found: the objective as we recompute it, wall seconds; None with the reason where it found nothing."""

    peer: str
    value: int | None
    seconds: float
    note: str = ""


def _interpreter() -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lingtan-bench" / f"pyjobshop-{PYJOBSHOP}"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (home / "ready").is_file():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        wanted = [f"pyjobshop=={PYJOBSHOP}"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], check=True)
        (home / "ready").write_text(PYJOBSHOP, "utf-8")
    return python


def not_runnable() -> str:
    """Why OptalCP is not among the peers, empty if it is on the package index after all."""
    asked = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", tempfile.gettempdir(), "optalcp"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    return "" if said.returncode == 0 else said.stderr.strip().splitlines()[-1]


def _written(instance: Instance, path: Path) -> None:
    problem = instance.problem
    if instance.supply is not None:
        slots = int(problem.due_min[0]) // 60
        price = np.resize(np.array(instance.supply.price_milli_per_kwh) // 1000, slots)
        draw = np.array([line.run_w[0] // 1000 for line in instance.lines])
        np.savez(path, run=problem.run_min[0] // 60, draw=draw, price=price)
        return
    plan = best_atcs(problem, instance.objective)
    hint = np.full(problem.run_min.shape, -1, np.int64)
    for k, orders in enumerate(plan):
        hint[k, : len(orders)] = orders
    family = problem.family
    np.savez(
        path,
        run=problem.run_min,
        setup=problem.setup_min[:, family][:, :, family],
        first=problem.first_setup_min[:, family],
        release=problem.release_min,
        due=problem.due_min,
        weight=problem.weight,
        is_makespan=instance.objective.per_makespan_min > 0,
        hint=hint,
        hint_end=timing_of(problem, plan).end_min,
    )


def ask(instance: Instance, names: Collection[str], *, seconds: float, workers: int) -> list[Answer]:
    """Every peer of the names that can take the instance, one after the other: CP-SAT `plain` and `tuned`, `pyjobshop`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.npz"
        _written(instance, path)
        cp_sat = [sys.executable, "peer_cp_sat.py", path, seconds, workers]
        found = [_one(instance, f"cp-sat {form}", [*cp_sat, form], seconds) for form in ("plain", "tuned") if form in names]
        if "pyjobshop" not in names:
            return found
        if instance.supply is None:
            found.append(_one(instance, "pyjobshop", [_interpreter(), "peer_pyjobshop.py", path, seconds, workers], seconds))
        else:
            found.append(Answer("pyjobshop", None, 0.0, "has no objective of hourly prices"))
    return found


def _one(instance: Instance, peer: str, line: list[Any], seconds: float) -> Answer:
    try:
        ran = subprocess.run(list(map(str, line)), cwd=_HERE, capture_output=True, text=True, check=False, timeout=5 * seconds + 300)
    except subprocess.TimeoutExpired:
        return Answer(peer, None, 5 * seconds + 300, "did not stop")
    if ran.returncode:
        return Answer(peer, None, 0.0, (ran.stderr.strip().splitlines() or [f"ended with {ran.returncode}"])[-1])
    said = json.loads(ran.stdout.strip().splitlines()[-1])
    if not said["is_found"]:
        return Answer(peer, None, said["seconds"], f"no plan ({said['status'].lower()})")
    value = (
        cost_of(instance, said["starts"])
        if "starts" in said
        else terms_of(instance.problem, timing_of(instance.problem, said["plan"])).total(instance.objective)
    )
    return Answer(peer, value, said["seconds"], said["status"].lower())


def cost_of(instance: Instance, starts: list[list[int]]) -> int:
    """Energy cost of starts [order, line, slot], in units of draw × price; stops where a plan is not one."""
    problem, slots = instance.problem, int(instance.problem.due_min[0]) // 60
    price = np.resize(np.array(instance.supply.price_milli_per_kwh) // 1000, slots) if instance.supply else np.zeros(0, int)
    used = np.zeros((problem.line_count, slots), int)
    cost = 0
    for j, k, t in starts:
        stop = t + int(problem.run_min[k, j]) // 60
        used[k, t:stop] += 1
        cost += instance.lines[k].run_w[0] // 1000 * int(price[t:stop].sum())
        if stop > slots:
            raise SystemExit(f"order {j} ends too late")
    if sorted(j for j, _, _ in starts) != list(range(problem.order_count)) or used.max() > 1:
        raise SystemExit("not a plan")
    return cost
