"""How far the device model lies from makers' declarations it was never fitted to: MdAPE and bias per class and maker.

    python campaigns/product_accuracy.py DECLARATIONS.csv [--csv OUT.csv] [--draws 400]

The declarations (Boavizta environmental-footprint-data, ODbL 1.0) stay outside the product: their path is an argument. Rows that share
name, total and year count once. Compared are the makers' means: total, use (total × use share) and embodied (the rest); `cover` is the
share of declared totals inside our P5-P95, `same grid` the same with the declared use replaced by ours (makers' sheets take older grid
factors, near 0.52 kg/kWh for Europe). Judge a change maker by maker: the makers' own sheets of one class differ by a factor of two
between versions of one tool, so a better total of all rows alone says nothing.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
from collections import defaultdict
from dataclasses import dataclass

from lingtan.errors import LingtanError
from lingtan.evidence import Stage
from lingtan.factors import load_library
from lingtan.lca import certified_scores, monte_carlo, rollup
from lingtan.product import NotAssessable, build_inventory, demands_of, load_class_pack, spec_from_row
from lingtan.uncertainty import summarise


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Ours and the maker's. [kg CO2e]"""

    device_class: str
    maker: str
    year: int | None
    name: str
    ours_total: float
    ours_use: float
    declared_total: float
    declared_use: float | None
    p5: float
    p95: float


def number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def pairs(path: str, *, draws: int) -> tuple[list[Pair], list[str]]:
    library = load_library()
    found: dict[tuple[str, ...], Pair] = {}
    refused: list[str] = []
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for index, row in enumerate(rows, start=2):
        total = number(row["gwp_total"])
        try:
            read = spec_from_row(row, place=f"row {index}")
            if isinstance(read, NotAssessable) or not total:
                continue
            facts = read.spec.attributes
            inventory = build_inventory(read.spec, load_class_pack(facts.device_class), library, data_year=facts.report_year)
        except LingtanError as error:
            refused.append(f"row {index}: {error.code} @ {error.place}")
            continue
        demands = demands_of(inventory)
        scores = rollup(demands, certified_scores(inventory.graph))
        spread = summarise(monte_carlo(inventory.graph, demands, inventory.parameters, seed=1, draws=draws))
        use = sum(score.mg for line, score in zip(inventory.lines, scores, strict=True) if line.stage is Stage.USE) / 1e6
        share = number(row["gwp_use_ratio"])
        found[row["manufacturer"], row["name"], row["gwp_total"], row["report_date"]] = Pair(
            device_class=facts.device_class,
            maker=facts.manufacturer,
            year=facts.report_year,
            name=facts.model,
            ours_total=sum(score.mg for score in scores) / 1e6,
            ours_use=use,
            declared_total=total,
            declared_use=total * share if share else None,
            p5=spread.p5,
            p95=spread.p95,
        )
    return list(found.values()), refused


def summary(ratios: list[float]) -> str:
    if not ratios:
        return f"{'-':>5} {'-':>5} {0:>4}"
    error = statistics.median(abs(ratio - 1.0) for ratio in ratios)
    return f"{error:5.2f} {statistics.median(ratios):5.2f} {len(ratios):4d}"


def report(title: str, chosen: list[Pair]) -> str:
    split = [pair for pair in chosen if pair.declared_use]
    total = [pair.ours_total / pair.declared_total for pair in chosen]
    use = [pair.ours_use / pair.declared_use for pair in split if pair.declared_use]
    rest = [(pair.ours_total - pair.ours_use) / (pair.declared_total - pair.declared_use) for pair in split if pair.declared_use]
    cover = statistics.mean(pair.p5 <= pair.declared_total <= pair.p95 for pair in chosen)
    regridded = [pair.p5 <= pair.declared_total - pair.declared_use + pair.ours_use <= pair.p95 for pair in split if pair.declared_use]
    same = f"{statistics.mean(regridded):5.2f}" if regridded else f"{'-':>5}"
    return f"{title:34s} | {summary(total)} | {summary(use)} | {summary(rest)} | {cover:5.2f} | {same}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("declarations")
    parser.add_argument("--csv")
    parser.add_argument("--draws", type=int, default=400)
    arguments = parser.parse_args()
    found, refused = pairs(arguments.declarations, draws=arguments.draws)
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        groups[pair.device_class].append(pair)
        groups[f"{pair.device_class} / {pair.maker}"].append(pair)
        groups[f"{pair.device_class} / {pair.maker} / {pair.year}"].append(pair)
    sys.stdout.write(f"{'MdAPE bias n':34s} | total            | use              | embodied         | cover | same grid\n")
    for title in sorted(groups):
        if len(groups[title]) >= 5 or "/" not in title:
            sys.stdout.write(report(title, groups[title]) + "\n")
    sys.stdout.writelines(f"refused {text}\n" for text in refused)
    if arguments.csv:
        with open(arguments.csv, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(Pair.__slots__)
            writer.writerows([getattr(pair, name) for name in Pair.__slots__] for pair in found)


if __name__ == "__main__":
    main()
