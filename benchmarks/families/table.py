"""The table of all families: ours and every peer on the same instance, one engine after the other, median and worst ratio by family."""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from families import cicirello, lee_pinedo, ours, peers, published, vallada_ruiz, wang
from families.instance import Instance

#: What makes the instance of a seed, one for each size of the family.
FAMILIES: Mapping[str, tuple[Callable[[int], Instance], ...]] = {
    "makespan": tuple(partial(vallada_ruiz.instance, size) for size in vallada_ruiz.SIZES),
    "tardiness": tuple(partial(lee_pinedo.instance, size) for size in lee_pinedo.SIZES),
    "single": tuple(partial(cicirello.instance, size) for size in cicirello.SIZES),
    "energy": tuple(partial(wang.instance, size) for size in wang.SIZES),
    "published": tuple(partial(published.instance, number) for number in published.BEST),
}


def instances(names: list[str], seeds: range, most: int, parts: list[str]) -> Iterator[Instance]:
    """Of each family the first sizes, of those (where parts of names are given) the instances whose name begins with one of them."""
    for name in names:
        for made in FAMILIES[name][:most]:
            for seed in seeds:
                one = made(seed)
                if not parts or any(one.name.startswith(part) for part in parts):
                    yield one


def run(options: argparse.Namespace) -> None:
    reason = peers.not_runnable()
    print(f"OptalCP: {'on the package index, but no model of it is here' if not reason else 'not runnable: ' + reason}")
    print(f"each engine has the machine's cores alone in turn, {options.seconds:g} s wall; CP-SAT and PyJobShop {options.workers} workers")
    for first, *_ in FAMILIES.values():  # compiling is not timed
        ours.solve(first(0), seconds=0.2, runs=1, seed=1)
    ratios: dict[str, list[float]] = {}
    print(f"{'family':>12} {'instance':>32} {'ours':>9} {'CPU s':>6} {'tries/run':>10} {'best':>9} {'ratio':>7}   peers")
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    for one in instances(options.families or list(FAMILIES), seeds, options.sizes_of, options.named):
        found = ours.solve(one, seconds=options.seconds, runs=options.runs, seed=one.engine_seed, bound_rounds=options.prove)
        answers = [] if options.without_peer else peers.ask(one, options.peers, seconds=options.seconds, workers=options.workers)
        theirs = [a.value for a in answers if a.value is not None]
        if one.best_published is not None:
            theirs.append(one.best_published)
        best = min([found.value, *theirs])
        ratio = found.value / best if best else float(found.value == best)
        if theirs:
            ratios.setdefault(one.family, []).append(found.value / min(theirs) if min(theirs) else ratio)
        said = "; ".join(f"{a.peer} {a.value if a.value is not None else '–'} ({a.note}, {a.seconds:.0f} s)" for a in answers)
        proven = f"none below {found.bound:,}" if found.bound is not None else ""
        said = "; ".join(filter(None, [proven, said, f"best published {one.best_published:,} (from memory)" if one.best_published else ""]))
        shown = f"{found.value:>9,} {found.cpu_seconds:>6.1f} {found.tries:>10,} {best:>9,} {ratio:>7.4f}"
        print(f"{one.family:>12} {one.name:>32} {shown}   {said}", flush=True)
    for family, values in ratios.items():
        print(f"{family:>12}: ours / best peer: median {statistics.median(values):.4f}, worst {max(values):.4f} over {len(values)}")
