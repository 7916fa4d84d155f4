"""The kernel at portfolio scale beside bw2calc, both sides in this run on the same data: wall, processor time, memory.

python3 dev.py bench kernel_scale [--parts shared own stream single bill] [--products 100000] [--draws 1000] [--workers 2]

shared   products × 60 lines × draws with P5/P50/P95, each part with its own shared parameter, the background resampled
own      the same with a multiplier of its own on every line as well (rate printed)
stream   ten times as many products, made and scored in pieces
single   one product, every exchange its own distribution: draws a second beside bw2calc's classes on the same datapackage
bill     a bill of materials of 10⁶ parts on 6 levels, 16 quantities; a what-if

Everything is synthetic. Each part runs in a process of its own, so that peaks of memory are its own. bw2calc runs in an environment
outside the project (--peer FOLDER; made once) with pypardiso, which its authors recommend,
and as many threads as ours (--workers). Compiling the loops is not timed: numba keeps them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from scale import datapackage, synthetic
from scale.measure import Clock, in_process_of_its_own, machine, peak_mb, peer_python

from lingtan.lca import (
    DrawTable,
    bill_graph,
    draw_entries,
    draw_scores,
    idents_of,
    join_blocks,
    lognormal_entries,
    portfolio_at_value,
    portfolio_draws,
    prepare_background,
    roll_up,
    score_portfolio,
    what_if,
)

LINES, SIGMA, SEED, RTOL = 60, 0.2, 1, 1e-9
PARTS = ("shared", "own", "stream", "single", "bill")


def tables(options: argparse.Namespace, out: dict[str, object]) -> tuple[DrawTable, DrawTable]:
    """Scores of a resampled background, and the parts' shared multipliers."""
    system = synthetic.uncertain(synthetic.inventory(options.activities), SIGMA)
    shared = lognormal_entries(
        np.ones(options.parameters), SIGMA, idents_of(f"part{i}" for i in range(options.parameters)), amount_is_mean=True
    )
    with Clock() as clock:
        background = prepare_background(system)
        scores = draw_scores(background, seed=SEED, draws=options.draws, workers=options.workers)
        multipliers = draw_entries(shared, seed=SEED, draws=options.draws, workers=options.workers)
    out |= {"background_wall_s": clock.wall_s, "background_cpu_s": clock.cpu_s, "exchanges": len(system.inputs), "refined": scores.refined}
    return scores, multipliers


def warm_up() -> None:
    """Compile, or load what numba kept."""
    background = prepare_background(synthetic.uncertain(synthetic.inventory(200), SIGMA))
    scores = draw_scores(background, seed=SEED, draws=32)
    multipliers = draw_entries(lognormal_entries(np.ones(50), SIGMA, idents_of(str(i) for i in range(50))), seed=SEED, draws=32)
    for own in (None, 0.1):
        join_blocks(score_portfolio(synthetic.portfolio(10, 5, 200, 50, own_sigma=own), scores, multipliers))


def shared_part(options: argparse.Namespace, *, own: bool = False) -> dict[str, object]:
    """All products at once."""
    products = options.products // 10 if own else options.products
    lines = synthetic.portfolio(products, LINES, options.activities, options.parameters, own_sigma=0.1 if own else None)
    warm_up()
    out: dict[str, object] = {"products": products, "lines": LINES, "draws": options.draws, "workers": options.workers}
    with Clock() as clock:
        scores, multipliers = tables(options, out)
        with Clock() as foreground:
            found = join_blocks(score_portfolio(lines, scores, multipliers, seed=SEED, workers=options.workers))
    work = products * LINES * options.draws
    out |= {"foreground_wall_s": foreground.wall_s, "foreground_cpu_s": foreground.cpu_s, "wall_s": clock.wall_s, "cpu_s": clock.cpu_s}
    out |= {"line_draws_per_s": work / foreground.wall_s, "products_per_s": products / foreground.wall_s, "peak_mb": peak_mb()}
    return out | {"p5_p50_p95_of_the_first": [float(found.p5[0]), float(found.p50[0]), float(found.p95[0])]}


def stream_part(options: argparse.Namespace) -> dict[str, object]:
    """Ten times as many, in pieces that are made, scored and let go."""
    warm_up()
    out: dict[str, object] = {"products": 10 * options.products, "lines": LINES, "draws": options.draws, "workers": options.workers}
    with Clock() as clock:
        scores, multipliers = tables(options, out)
        piece, seen = min(65_536, options.products), 0
        while seen < 10 * options.products:
            count = min(piece, 10 * options.products - seen)
            lines = synthetic.portfolio(count, LINES, options.activities, options.parameters, first=seen)
            for block in score_portfolio(lines, scores, multipliers, workers=options.workers):
                seen += len(block.mean)
    return out | {"wall_s": clock.wall_s, "cpu_s": clock.cpu_s, "products_per_s": seen / clock.wall_s, "peak_mb": peak_mb()}


def single_part(options: argparse.Namespace) -> dict[str, object]:
    """One product with everything resampled, beside bw2calc on the same datapackage."""
    made = synthetic.inventory(options.activities)
    one = synthetic.portfolio(1, LINES, options.activities, options.parameters)
    alone = type(one)(pointer=one.pointer, activity=one.activity, amount=one.amount, parameter=np.full(LINES, -1, dtype=np.int32))
    warm_up()
    system = synthetic.uncertain(made, SIGMA)
    background = prepare_background(system)
    ours: dict[str, object] = {}
    for workers in (1, options.workers):
        with Clock() as clock:
            draws = portfolio_draws(alone, draw_scores(background, seed=SEED, draws=options.draws, workers=workers, gate=RTOL))[0]
        ours[f"workers_{workers}"] = {"per_s_wall": options.draws / clock.wall_s, "per_s_cpu": options.draws / clock.cpu_s}
    out: dict[str, object] = {
        "exchanges": len(system.inputs),
        "flows": len(system.flows),
        "tolerance": RTOL,
        "lingtan": ours,
        "peak_mb": peak_mb(),
    }
    value = float(portfolio_at_value(alone, background.scores)[0])
    python = peer_python(options.peer)
    script = str(Path(__file__).parent / "scale" / "brightway.py")
    with tempfile.TemporaryDirectory() as folder:
        datapackage.write(made, SIGMA, one, Path(folder))
        at_value = in_process_of_its_own(script, [folder, "LCA", "0", str(RTOL)], python)
        out["largest_relative_difference_at_value"] = abs(value / at_value["scores"][0] - 1.0)
        peers = []
        for name, count in (("LCA", options.peer_draws // 4), ("IterativeLCA", options.peer_draws), ("JacobiGMRESLCA", options.peer_draws)):
            peers.append(in_process_of_its_own(script, [folder, name, str(count), str(RTOL)], python, threads=options.workers))
    theirs = np.array([score for peer in peers[1:2] for score in peer["scores"]])
    out["bw2calc"] = [{key: value for key, value in peer.items() if key != "scores"} for peer in peers]
    best, direct = max(float(peer["per_s_wall"]) for peer in peers), float(peers[0]["per_s_wall"])
    fastest = float(ours[f"workers_{options.workers}"]["per_s_wall"])
    out["ratio_to_best_wall"], out["ratio_to_direct_wall"] = fastest / best, fastest / direct
    one_thread = float(ours["workers_1"]["per_s_cpu"])
    out["ratio_to_best_one_thread_cpu"] = one_thread / max(float(peer["per_s_cpu"]) for peer in peers)
    out["ratio_to_direct_one_thread_cpu"] = one_thread / float(peers[0]["per_s_cpu"])
    return out | compared(draws, theirs)


def compared(ours: np.ndarray, theirs: np.ndarray) -> dict[str, object]:
    """Mean and CV of both sides, and how many standard errors they are apart."""
    means = [float(x.mean()) for x in (ours, theirs)]
    sds = [float(x.std(ddof=1)) for x in (ours, theirs)]
    cvs = [sd / mean for sd, mean in zip(sds, means, strict=True)]
    mean_error = float(np.sqrt(sum(sd * sd / len(x) for sd, x in zip(sds, (ours, theirs), strict=True))))
    # The sd of a sample of n scatters by sd·√((kurtosis − 1)/4n).
    spread = [float((((x - x.mean()) / x.std()) ** 4).mean()) for x in (ours, theirs)]
    cv_error = float(np.sqrt(sum(cv * cv * (k - 1.0) / (4.0 * len(x)) for cv, k, x in zip(cvs, spread, (ours, theirs), strict=True))))
    return {
        "mean": means,
        "cv": cvs,
        "mean_apart_in_standard_errors": abs(means[0] - means[1]) / mean_error,
        "cv_apart_in_standard_errors": abs(cvs[0] - cvs[1]) / cv_error,
    }


def bill_part(options: argparse.Namespace) -> dict[str, object]:
    """10⁶ parts on 6 levels: each takes parts of the level below, some of them shared."""
    random = np.random.default_rng(3)
    sizes = np.array([0.0001, 0.001, 0.01, 0.05, 0.25, 0.6889]) * options.bill
    edges = np.concatenate([[0], np.cumsum(np.maximum(sizes, 1.0).astype(int))])
    parent, child = [], []
    for level in range(5):
        below = np.arange(edges[level + 1], edges[level + 2])
        parent.append(random.integers(edges[level], edges[level + 1], len(below))), child.append(below)
    links = (np.concatenate(parent), np.concatenate(child), random.integers(1, 5, int(edges[-1] - edges[1])).astype(float))
    own = random.lognormal(0.0, 1.0, (int(edges[-1]), 16))
    roll_up(bill_graph(3, [0, 1], [1, 2], [1.0, 2.0]), np.ones((3, 2)))
    with Clock() as arranged:
        bill = bill_graph(int(edges[-1]), *links)
    with Clock() as rolled:
        rollup = roll_up(bill, own)
    what_if(rollup, int(edges[-1]) - 1, own[0])
    with Clock() as asked:
        for part in random.integers(edges[5], edges[6], 100).tolist():
            what_if(rollup, part, own[0])
    return {
        "parts": len(bill),
        "levels": int(bill.level.max()) + 1,
        "quantities": 16,
        "from_rows_to_graph_wall_s": arranged.wall_s,
        "roll_up_wall_s": rolled.wall_s,
        "roll_up_cpu_s": rolled.cpu_s,
        "what_if_wall_ms": asked.wall_s * 10.0,
        "peak_mb": peak_mb(),
    }


def main() -> None:
    """Print one JSON object a part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--draws", type=int, default=1_000)
    parser.add_argument("--activities", type=int, default=20_000)
    parser.add_argument("--parameters", type=int, default=20_000)
    parser.add_argument("--bill", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peer-draws", type=int, default=200)
    parser.add_argument("--peer", type=Path, default=Path.home() / ".cache" / "lingtan-bench" / "brightway")
    parser.add_argument("--inside", choices=PARTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside is None:
        print(json.dumps(machine()), flush=True)
        for part in options.parts:
            done = in_process_of_its_own(__file__, [*sys.argv[1:], "--inside", part])
            print(json.dumps(done, indent=1), flush=True)
        return
    runs = {
        "shared": shared_part,
        "own": lambda o: shared_part(o, own=True),
        "stream": stream_part,
        "single": single_part,
        "bill": bill_part,
    }
    print(json.dumps({"part": options.inside} | runs[options.inside](options)))


if __name__ == "__main__":
    main()
