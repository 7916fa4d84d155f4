"""How time and memory of the kernel at scale grow with products, lines, draws and activities: a log plot and the slopes.

python3 dev.py bench kernel_curve [--out FILE.svg] [--workers 2] [--points 4] [--products 20000]

One quantity varies at a time, the others stay at the middle. Each point runs in a process of its own; processor seconds are plotted, so
that a busy machine moves them least. A slope of 1 means twice the work for twice the size. Synthetic.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np
from scale import synthetic
from scale.logplot import Series, log_plot
from scale.measure import Clock, in_process_of_its_own, machine, peak_mb

from lingtan.lca import draw_entries, draw_scores, idents_of, join_blocks, lognormal_entries, prepare_background, score_portfolio

SIGMA = 0.2
AXES = ("products", "lines", "draws", "activities")


def point(options: argparse.Namespace) -> dict[str, float]:
    """Processor seconds and peak memory of one run: the background drawn, the products scored and summarised."""
    small = prepare_background(synthetic.uncertain(synthetic.inventory(200), SIGMA))
    multipliers = draw_entries(lognormal_entries(np.ones(50), SIGMA, idents_of(str(i) for i in range(50))), seed=1, draws=32)
    join_blocks(score_portfolio(synthetic.portfolio(10, 5, 200, 50), draw_scores(small, seed=1, draws=32), multipliers))
    system = synthetic.uncertain(synthetic.inventory(options.activities), SIGMA)
    lines = synthetic.portfolio(options.products, options.lines, options.activities, options.activities)
    shared = lognormal_entries(np.ones(options.activities), SIGMA, idents_of(f"part{i}" for i in range(options.activities)))
    with Clock() as background:
        scores = draw_scores(prepare_background(system), seed=1, draws=options.draws, workers=options.workers)
    with Clock() as foreground:
        multipliers = draw_entries(shared, seed=1, draws=options.draws, workers=options.workers)
        join_blocks(score_portfolio(lines, scores, multipliers, workers=options.workers))
    return {"background_cpu_s": background.cpu_s, "foreground_cpu_s": foreground.cpu_s, "peak_mb": peak_mb()}


def slope(sizes: list[float], values: list[float]) -> float:
    """The least-squares slope of log value over log size. [-]."""
    x, y = np.log(sizes), np.log(values)
    return float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())


def main() -> None:
    """Print the points and slopes as JSON and write the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, default=20_000)
    parser.add_argument("--lines", type=int, default=60)
    parser.add_argument("--draws", type=int, default=256)
    parser.add_argument("--activities", type=int, default=5_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--points", type=int, default=4, help="sizes of each quantity, each twice the one before")
    parser.add_argument("--out", type=Path, default=Path("kernel-curve.svg"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(point(options)))
        return
    print(json.dumps(machine()), flush=True)
    series: list[Series] = []
    for axis in AXES:
        middle = getattr(options, axis)
        sizes = [max(16, round(middle * 2.0 ** (k - (options.points - 1) / 2))) for k in range(options.points)]
        found = []
        for size in sizes:
            now = {name: getattr(options, name) for name in (*AXES, "workers")} | {axis: size}
            words = [word for name, value in now.items() for word in (f"--{name}", str(value))]
            found.append(in_process_of_its_own(__file__, [*words, "--inside"]))
        relative = [size / sizes[0] for size in sizes]
        slopes = {}
        for name, unit in (("background_cpu_s", "s"), ("foreground_cpu_s", "s"), ("peak_mb", "MB")):
            values = [float(row[name]) for row in found]
            slopes[name] = slope(relative, values)
            series.append(Series(panel=f"{name} [{unit}]", label=f"{axis} ({slopes[name]:.2f})", x=relative, y=values))
        print(json.dumps({"varied": axis, "sizes": sizes, "points": found, "slopes": slopes}, indent=1), flush=True)
    options.out.write_text(log_plot(series, x_title="size relative to the smallest / 相对最小规模"), "utf-8")
    print(f"wrote {options.out}; highest {max(math.ceil(max(s.y)) for s in series)}", file=sys.stderr)


if __name__ == "__main__":
    main()
