"""How near predictions from attributes alone come to makers' declared means, each maker predicted from the others; peers beside ours.

    python benchmarks/declarations.py --data PATH [--without-peers] [--class NAME …] [--json OUT]     print the tables
    python benchmarks/declarations.py --data PATH --calibrate                         write the constants that are shipped

PATH is a declarations list (Boavizta environmental-footprint-data, ODbL 1.0, its columns); it stays outside the product. Forecasts see
attributes only, never a gwp_ column. `ours` is the expectation of makers' sheets (docs/method.md), constants fitted to all other makers;
`shipped` the same with the product's constants; `physics` the verified kind of figure, no scenario. Peers, on the same sheets: `median` of
the class among other makers, `boosted` trees with an interval from makers left out, `boavizta` (its own environment and process, made once
in the user's cache folder). Sheets that share a source address count once; intervals in brackets are bootstrapped over product families.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # trees of a few hundred rows: more threads only wait for one another

import numpy as np
from accuracy import boavizta, ours, peers
from accuracy.constants import as_toml
from accuracy.scores import TARGETS, Forecast, Scores, coverage_band, score, share_error
from accuracy.sheets import Sheet, Sheets, read_sheets
from accuracy.verdict import verdicts

from lingtan.factors import load_library
from lingtan.product.declared import Reference, load_calibration, load_scenario, references

_LEAST = 10  # sheets of a maker in a class for a row of its own and a place in the macro-average
_COMMAND = "python3 dev.py bench declarations --data PATH --calibrate"
_CONSTANTS = Path(__file__).parents[1] / "src" / "lingtan" / "product" / "declared" / "calibration.toml"
Forecasts = dict[str, list[Forecast | None]]


def left_out(
    sheets: Sequence[Sheet], seen: Sequence[Sheet], make: Callable[[list[Sheet], list[Sheet]], list[Forecast | None]]
) -> list[Forecast | None]:
    """Forecasts for `seen` (the same sheets, perhaps without their TEC), each maker's from the `sheets` of all others."""
    found: list[Forecast | None] = [None] * len(sheets)
    for maker in sorted({sheet.maker for sheet in sheets}):
        training = [sheet for sheet in sheets if sheet.maker != maker]
        places = [index for index, sheet in enumerate(sheets) if sheet.maker == maker]
        for index, one in zip(places, make(training, [seen[place] for place in places]), strict=True):
            found[index] = one
    return found


def forecasts(sheets: Sequence[Sheet], seen: Sequence[Sheet], known: dict[str, Reference], *, with_peers: bool) -> Forecasts:
    scenario = load_scenario()

    def expected(training: list[Sheet], testing: list[Sheet]) -> list[Forecast | None]:
        constants = ours.fit(training, references=known, scenario=scenario)
        return [ours.forecast(sheet, constants, scenario) for sheet in testing]

    found: Forecasts = {
        "ours": left_out(sheets, seen, expected),
        "shipped": [ours.forecast(sheet, load_calibration(), scenario) for sheet in seen],
        "physics": [ours.physical(sheet) for sheet in seen],
        "median": left_out(sheets, seen, peers.class_median),
    }
    if with_peers:
        found["boosted"] = peers.boosted(sheets, seen)
        found["boavizta"] = boavizta.ask(seen)
    return found


def groups(sheets: Sequence[Sheet], classes: Collection[str]) -> dict[tuple[str, str], list[int]]:
    """Indices by class (all, where `classes` is empty) and maker, `*` for all of a class; makers with too few sheets have no group."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, sheet in enumerate(sheets):
        if classes and sheet.device_class not in classes:
            continue
        found[sheet.device_class, "*"].append(index)
        found[sheet.device_class, sheet.maker].append(index)
    return {key: chosen for key, chosen in sorted(found.items()) if key[1] == "*" or len(chosen) >= _LEAST}


def score_group(sheets: Sequence[Sheet], made: Sequence[Forecast | None], chosen: Sequence[int], target: str) -> Scores | None:
    pairs = [(made[i], sheets[i]) for i in chosen if sheets[i].declared(target) is not None]
    kept = [(one, sheet, float(sheet.declared(target) or 0.0)) for one, sheet in pairs if one is not None and target in one.point]
    if len(kept) < len(pairs) or not kept:
        return None
    return score([a for a, _, _ in kept], [y for _, _, y in kept], [sheet.family for _, sheet, _ in kept], target, seed=1)


def stage_error(sheets: Sequence[Sheet], made: Sequence[Forecast | None], chosen: Sequence[int]) -> float:
    pairs = [(one, shares) for i in chosen if (one := made[i]) is not None and (shares := sheets[i].shares) is not None]
    return share_error([one for one, _ in pairs], [shares for _, shares in pairs]) if pairs else float("nan")


def table(title: str, sheets: Sequence[Sheet], made: Forecasts, classes: Collection[str]) -> list[dict[str, object]]:
    """Print one table and return its rows. A forecast that lacks one of the group's sheets has no figure in it."""
    say(f"\n{title}")
    head = (
        f"{'class':12s} {'maker':10s} {'target':9s} {'by':9s} {'n':>4s} {'MdAPE':>6s} {'[95 %]':>13s} {'bias':>5s} {'±20%':>5s} {'rho':>5s}"
    )
    say(f"{head} {'P5-P95':>6s} {'band':>11s} {'IS':>5s} {'CRPS':>5s} {'stage':>5s}")
    rows: list[dict[str, object]] = []
    for (device_class, maker), chosen in groups(sheets, classes).items():
        for target in TARGETS:
            for by, forecast in made.items():
                result = score_group(sheets, forecast, chosen, target)
                if result is None:
                    continue
                stage = stage_error(sheets, forecast, chosen) if target == "total" else float("nan")
                rows.append({"class": device_class, "maker": maker, "target": target, "by": by, "stage": stage, **asdict(result)})
                say(line(device_class, maker, target, by, result, stage))
    return rows


def line(device_class: str, maker: str, target: str, by: str, s: Scores, stage: float) -> str:
    band = "{:.2f}-{:.2f}".format(*coverage_band(s.n)) if not np.isnan(s.coverage) else ""
    start = f"{device_class:12s} {maker:10s} {target:9s} {by:9s} {s.n:4d} {s.mdape:6.3f} [{s.mdape_low:5.3f},{s.mdape_high:5.3f}]"
    numbers = [f"{value:5.2f}" if not np.isnan(value) else f"{'':5s}" for value in (s.bias, s.near, s.spearman)]
    tail = [f"{value:5.2f}" if not np.isnan(value) else f"{'':5s}" for value in (s.interval_score, s.crps, stage)]
    covered = f"{s.coverage:6.2f}" if not np.isnan(s.coverage) else f"{'':6s}"
    return f"{start} {' '.join(numbers)} {covered} {band:>11s} {' '.join(tail)}".rstrip()


def macro(title: str, rows: Sequence[dict[str, object]]) -> None:
    """Averages over makers with enough sheets, each maker the same weight."""
    say(f"\n{title}: macro-average over makers with n >= {_LEAST}")
    head = f"{'class':12s} {'target':9s} {'by':9s} {'makers':>6s} {'MdAPE':>6s} {'|ln bias|':>9s} {'±20%':>5s}"
    say(f"{head} {'P5-P95':>6s} {'IS':>5s} {'CRPS':>5s}")
    found: dict[tuple[str, str, str], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        if row["maker"] != "*":
            found[str(row["class"]), str(row["target"]), str(row["by"])].append(row)
    for (device_class, target, by), members in found.items():
        mean = {
            name: float(np.mean([float(str(row[name])) for row in members]))
            for name in ("mdape", "near", "coverage", "interval_score", "crps")
        }
        bias = float(np.mean([abs(np.log(float(str(row["bias"])))) for row in members]))
        text = f"{device_class:12s} {target:9s} {by:9s} {len(members):6d} {mean['mdape']:6.3f} {bias:9.3f} {mean['near']:5.2f}"
        tail = "" if np.isnan(mean["coverage"]) else f" {mean['coverage']:6.2f} {mean['interval_score']:5.2f} {mean['crps']:5.2f}"
        say(text + tail)


def floor(sheets: Sequence[Sheet], classes: Collection[str]) -> None:
    """The noise of the declarations themselves: one standard deviation over the mean, and the error that alone would make."""
    say("\nDeclared 1-sigma over mean (median), and the median error of a forecast that knew the true mean: 0.6745 sigma")
    for (device_class, maker), chosen in groups(sheets, classes).items():
        sigmas = [sigma for i in chosen if (sigma := sheets[i].sigma)]
        if sigmas:
            middle = float(np.median(sigmas))
            say(f"{device_class:12s} {maker:10s} n {len(sigmas):4d}  sigma {middle:.3f}  error {0.6745 * middle:.3f}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(read: Sheets, known: dict[str, Reference], *, with_peers: bool, classes: Collection[str]) -> list[dict[str, object]]:
    sheets = read.sheets
    left = f"{read.duplicates} share a source with another, {len(read.refused)} not assessable or refused"
    say(f"{read.rows} rows, {len(sheets)} sheets, {left}")
    rows = []
    declared, withheld = "TEC as declared", "TEC withheld from the forecast"
    for title, seen in ((declared, sheets), (withheld, [sheet.without_tec() for sheet in sheets])):
        made = forecasts(sheets, seen, known, with_peers=with_peers)
        found = table(title, sheets, made, classes)
        macro(title, found)
        say("\n".join((f"\n{title}: totals over all makers of a class with n >= {_LEAST}", *verdicts(found, least=_LEAST))))
        rows += [{"tec": title, **row} for row in found]
    floor(sheets, classes)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="declarations list (CSV)")
    parser.add_argument("--calibrate", action="store_true", help="fit the shipped constants to all rows and write them")
    parser.add_argument("--without-peers", action="store_true", help="leave out boosted trees and boaviztapi")
    parser.add_argument("--class", action="append", default=[], dest="classes", help="score this class only (still fitted to all)")
    parser.add_argument("--json", type=Path, help="write every figure here")
    arguments = parser.parse_args()
    library = load_library()
    known = references(library)
    read = read_sheets(arguments.data, library)
    if arguments.calibrate:
        constants = ours.fit(read.sheets, references=known, scenario=load_scenario(), sha256=read.sha256, command=_COMMAND)
        constants = replace(constants, provenance=replace(constants.provenance, rows=len(read.sheets)))
        _CONSTANTS.write_text(as_toml(constants), "utf-8")
        say(f"written: {_CONSTANTS.name}, fitted to {len(read.sheets)} sheets of {len(constants.provenance.makers)} makers")
        return
    rows = run(read, known, with_peers=not arguments.without_peers, classes=arguments.classes)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1), "utf-8")


if __name__ == "__main__":
    main()
