"""Our factory plan beside PyPSA, oemof.solph and HiGHS alone: the same year, the same numbers, in this run, each in its own process.

    python3 dev.py bench factory [--limit 120] [--methods hipo ipx simplex pdlp] [--without-peers] [--parts ...] [--json OUT]

The case (benchmarks/planning/site.toml, invented): 61,321 rows, measures fixed, PV, battery kW and kWh, time of use, feed-in of own
surplus, twelve demand peaks, a cap on carbon that binds. Ours is `lingtan factory plan --json` in a fresh process; its seconds are those
that the command prints (build, solve, verify), its memory that of the whole process, imports and weather included. Peers build and solve
in a fresh process each, with HiGHS by interior point without crossover (its fastest here) on two threads, `--limit` seconds a method;
their imports are not counted. HiGHS alone gets our program as arrays and its best method counts. Peers live in an environment outside the
repository, made once with the versions below. Prints a table and every limit; exits 1 where one is missed. On a busy machine start it as
`chrt -f 10 python3 dev.py bench factory`: ratios hold within a run, seconds only then.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from planning.inputs import SITE, write_inputs, write_program

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "factory-board-shop.toml"
#: Pins of the peers' environment; the extras bring HiGHS its newest interior point (HiPO).
PEERS = ("pypsa==1.2.4", "linopy==0.10.1", "oemof.solph==0.6.5", "pyomo==6.10.1", "highspy==1.15.1", "highspy-extras==1.15.1")
METHODS = ("hipo", "ipx", "simplex", "pdlp")
PARTS = ("plan", "milp", "curve", "scenarios", "infeasible")


@dataclass(frozen=True)
class Limit:
    """One thing asked for: what was measured, the most (or least) allowed, and whether it holds."""

    name: str
    value: float
    bound: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def peer_python() -> Path:
    """The interpreter of the peers' environment, made once."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lingtan-bench"
    home = cache / "factory-peers"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    ready = home / "ready"
    if not ready.is_file() or ready.read_text("utf-8") != "\n".join(PEERS):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS], check=True)
        ready.write_text("\n".join(PEERS), "utf-8")
    return python


def peer(python: Path, script: str, folder: Path, method: str, limit: float) -> dict[str, Any]:
    """One peer's answer; what it could not do is said with its last words."""
    line = [str(python), str(HERE / "planning" / script), str(folder), method, str(limit)]
    started = time.perf_counter()
    try:
        done = subprocess.run(line, check=False, capture_output=True, text=True, timeout=2 * limit + 120)
    except subprocess.TimeoutExpired:
        return {"status": "killed", "objective": None, "build": 0.0, "solve": time.perf_counter() - started, "rss_mb": 0.0}
    for text in done.stdout.splitlines():
        if text.startswith("RESULT "):
            found: dict[str, Any] = json.loads(text.removeprefix("RESULT "))
            return found
    raise SystemExit(f"{script} {method} gave no result:\n{done.stderr[-2000:]}")


def ours(*arguments: str) -> tuple[dict[str, Any], float, float]:
    """`lingtan factory ... --json` in a fresh process: its answer, seconds on the clock, and its peak memory. [s], [MB]"""
    started = time.perf_counter()
    with subprocess.Popen(
        [str(Path(sys.executable).parent / "lingtan"), "factory", *arguments, "--json"], stdout=subprocess.PIPE
    ) as process:
        if process.stdout is None:
            raise SystemExit("no output")
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise SystemExit(f"lingtan factory {' '.join(arguments)} failed ({process.returncode})")
    return json.loads(text), time.perf_counter() - started, usage.ru_maxrss / 1024


def show(name: str, objective: float | None, build: float, solve: float, memory: float, note: str = "") -> None:
    cost = "-" if objective is None else f"{objective:,.4f}"
    say(f"{name:34s} {cost:>16s} {build:8.2f} {solve:8.2f} {build + solve:8.2f} {memory:7.0f}  {note}")


def the_plan(folder: Path, limit: float, methods: Sequence[str], *, with_peers: bool) -> list[Limit]:
    """Objective, seconds and memory of the case, ours and each peer's."""
    write_inputs(folder)
    say(f"{'way':34s} {'objective [kyuan]':>16s} {'build':>8s} {'solve':>8s} {'both':>8s} {'MB':>7s}")
    runs = [ours("plan", str(SITE)) for _ in range(3)]
    answer, _, memory = min(runs, key=lambda run: sum(run[0]["seconds"].values()))
    seconds, cost = answer["seconds"], answer["objective"] / 1000
    total = sum(seconds.values())
    proof = f"verify {seconds['verify']:.3f} s, gap {answer['verified']['gap']:.0e}, {', '.join(answer['solver']['steps'])}"
    show("lingtan (best of 3)", cost, seconds["build"], seconds["solve"] + seconds["verify"], memory, proof)
    limits = [Limit("build + solve + verify [s]", total, 1.5), Limit("memory of the whole process [MB]", memory, 260.0)]
    if not with_peers:
        return limits
    python = peer_python()
    found: list[tuple[str, dict[str, Any]]] = []
    for method in methods:
        found.append((f"HiGHS alone, {method}", peer(python, "peer_highs.py", folder, method, limit)))
    for method in methods[:2]:
        found.append((f"PyPSA + linopy + HiGHS {method}", peer(python, "peer_pypsa.py", folder, method, limit)))
        found.append((f"oemof.solph + HiGHS {method}", peer(python, "peer_oemof.py", folder, method, limit)))
    for name, result in found:
        show(name, result["objective"], result["build"], result["solve"], result["rss_mb"], str(result["status"]))
    good = [(name, r) for name, r in found if str(r["status"]).lower().endswith("optimal")]
    for kind in ("HiGHS alone", "PyPSA", "oemof"):
        costs = [r["objective"] for name, r in good if name.startswith(kind)]
        apart = min((abs(c / cost - 1) for c in costs), default=float("inf"))
        limits.append(Limit(f"objective apart from {kind} [-]", apart, 1e-6))
    best = min(r["build"] + r["solve"] for _, r in good)
    limits.append(Limit("times faster than the best peer", best / total, 10.0, at_least=True))
    return limits


def the_milp(folder: Path, limit: float, _methods: Sequence[str], *, with_peers: bool) -> list[Limit]:
    """The example site with every measure whole or not at all; HiGHS' own branch and bound on the same program beside it."""
    from lingtan.factory import plan_model
    from lingtan.factory.model import choices
    from lingtan.services.factory.site import open_site

    text = EXAMPLE.read_text("utf-8")
    text = text.replace('matching = "monthly"', 'matching = "monthly"\nwhole = ["solder", "nitrogen", "compressor_heat"]')
    path = folder / "whole.toml"
    path.write_text(text, "utf-8")
    answer, seconds, memory = ours("plan", str(path))
    chosen = answer["selection"]
    note = f"gap {chosen['gap_share']:.1e}, {chosen['programs']} programs of the year, taken {', '.join(chosen['taken'])}"
    show("lingtan, measures whole", answer["objective"] / 1000, 0.0, seconds, memory, note)
    if with_peers:
        site = open_site(path)
        model = plan_model(site, site.basics[0])
        whole = choices(model)
        # HiGHS gets z in {0, 1} for a column of 0 or its level.
        upper, cost, matrix = model.lp.upper.copy(), model.lp.cost.copy(), model.lp.matrix.copy()
        for choice in whole:
            part = slice(matrix.indptr[choice.column], matrix.indptr[choice.column + 1])
            matrix.data[part] *= choice.level
            cost[choice.column] *= choice.level
            upper[choice.column] = 1.0
        write_program(folder, replace(model.lp, upper=upper, cost=cost, matrix=matrix), integral=[c.column for c in whole])
        result = peer(peer_python(), "peer_highs.py", folder, "mip", limit)
        show("HiGHS MIP on the same program", result["objective"], result["build"], result["solve"], result["rss_mb"],
             f"{result['status']}, gap {result['gap']:.1e}")  # fmt: skip
    return [Limit("gap of the whole measures [-]", chosen["gap_share"], 1e-4)]


def the_curve(_folder: Path, _limit: float, _methods: Sequence[str], *, with_peers: bool) -> list[Limit]:
    """Twenty points of the physical curve of the case on two workers."""
    answer, seconds, memory = ours("curve", str(SITE), "--points", "20")
    points = [point for point in answer["points"] if point["cost_yuan"] is not None]
    show("lingtan, 20-point curve", None, 0.0, seconds, memory, f"{len(points)} points, to a cut of {points[-1]['cut_share']:.1%}")
    return [Limit("20-point abatement curve [s]", seconds, 20.0)]


def the_scenarios(folder: Path, _limit: float, _methods: Sequence[str], *, with_peers: bool) -> list[Limit]:
    """A hundred scenarios of the case: prices, weather, load, vendors' prices of the battery; on two workers."""
    tables = tomllib.loads(EXAMPLE.read_text("utf-8"))["uncertain"]
    lines = [
        f'[[uncertain]]\nof = "{t["of"]}"\nshape = "{t["shape"]}"\nspread = {t["spread"]}\nstanding = "assumed"\nsource = "benchmark"\n'
        for t in tables
    ]
    path = folder / "uncertain.toml"
    # The cap binds so that no draw can keep it where the sun gives less; a cap that is met leaves a hundred answers.
    path.write_text(SITE.read_text("utf-8").replace("cut_share = 0.34", "cut_share = 0.2") + "\n" + "\n".join(lines), "utf-8")
    answer, seconds, memory = ours("scenarios", str(path), "--runs", "100")
    cost = answer["ranges"]["objective_yuan"]
    note = f"cost {cost['p5'] / 1e3:,.0f} to {cost['p95'] / 1e3:,.0f} kyuan (P5 to P95), cap missed in {answer['missed']}"
    show("lingtan, 100 scenarios", None, 0.0, seconds, memory, note)
    return [Limit("100 scenarios [s]", seconds, 120.0)]


def the_infeasible(folder: Path, _limit: float, _methods: Sequence[str], *, with_peers: bool) -> list[Limit]:
    """The case asked for nine tenths less: the proof, the figure that can be reached, and the sentence, without opening the file."""
    from lingtan.factory import Reachable, plan_or_reach
    from lingtan.services.factory.site import open_site

    path = folder / "infeasible.toml"
    path.write_text(SITE.read_text("utf-8").replace("cut_share = 0.34", "cut_share = 0.9"), "utf-8")
    site = open_site(path)
    started = time.perf_counter()
    answer = plan_or_reach(site)
    seconds = time.perf_counter() - started
    if not isinstance(answer, Reachable):
        raise SystemExit("a plan was found where none can be")
    said, _, memory = ours("plan", str(path))
    show("lingtan, infeasible explained", None, 0.0, seconds, memory, said["infeasible"]["sentence"])
    return [Limit("infeasible explained [s]", seconds, 2.0)]


STEPS: dict[str, Callable[..., list[Limit]]] = {
    "plan": the_plan,
    "milp": the_milp,
    "curve": the_curve,
    "scenarios": the_scenarios,
    "infeasible": the_infeasible,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds for each method of HiGHS")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=METHODS, help="of HiGHS; PyPSA and oemof get the first two")
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", type=Path, help="write every limit here")
    asked = parser.parse_args()
    if not asked.without_peers:
        peer_python()
    say(f"HiGHS by {', '.join(asked.methods)}, {asked.limit:.0f} s each; peers {', '.join(PEERS)}")
    limits: list[Limit] = []
    with tempfile.TemporaryDirectory() as folder:
        for part in asked.parts:
            limits += STEPS[part](Path(folder), asked.limit, asked.methods, with_peers=not asked.without_peers)
    for limit in limits:
        sign = "at least" if limit.at_least else "at most"
        say(f"{'met   ' if limit.holds else 'MISSED'} {limit.name}: {limit.value:.3g}, {sign} {limit.bound:g}")
    say(f"this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if asked.json:
        asked.json.write_text(json.dumps([asdict(limit) | {"holds": limit.holds} for limit in limits], indent=1), "utf-8")
    return 0 if all(limit.holds for limit in limits) else 1


if __name__ == "__main__":
    sys.exit(main())
