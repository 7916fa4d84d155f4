"""Portfolios from file to file, deterministic and with provenance, beside boaviztapi's rates on the same machine in the same run.

python benchmarks/portfolio.py [--skus 250000] [--lines 60] [--rows PATH] [--without-peer]

Ours: Parquet read → every line scored at value in certified milligrams → a digest a row → Parquet written, blocks kept for a restart on
the way. The peer's rates are of calls in its own process (AGPL-3.0, nothing of it is imported here): a laptop, which is one constant
archetype there, and the server of its own documentation (two processors, twelve memory modules, a drive). Neither reads nor writes a file
there, nor gives a digest, so the comparison flatters the peer. `--rows` adds rows of attributes (a declarations file), 2,000 joint draws.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from accuracy.boavizta import peer_interpreter
from scale.measure import Clock, in_process_of_its_own, machine, peak_mb

from lingtan.errors import FactorError
from lingtan.factors import FactorLibrary
from lingtan.product.background import Background
from lingtan.services.footprint.library import library_with

_PLACES = ("CN", "DE", "US")
_PEER = Path(__file__).parent / "scale" / "boavizta_rates.py"


def make(path: Path, skus: int, lines: int, library: FactorLibrary) -> None:
    """A synthetic portfolio of activities of the built-in factors."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    known = [name for name in library.activities if _is_everywhere(library, name)]
    rng = np.random.default_rng(1)
    with pq.ParquetWriter(path, _schema(pa)) as writer:
        for first in range(0, skus, 20_000):
            count = min(20_000, skus - first) * lines
            named = [f"SKU-{number:08d}" for number in range(first, first + count // lines)]
            columns = {
                "sku": pa.array(np.repeat(named, lines)),
                "activity": pa.array(np.array(known)[rng.integers(0, len(known), count)]),
                "place": pa.array(np.array(_PLACES)[rng.integers(0, len(_PLACES), count)]),
                "year": pa.array(np.full(count, 2023, dtype=np.int16)),
                "amount": pa.array(rng.lognormal(-3.0, 1.0, count)),
            }
            writer.write_table(pa.table(columns, schema=_schema(pa)))


def _schema(pa: Any) -> Any:
    texts = [(name, pa.string()) for name in ("sku", "activity", "place")]
    return pa.schema([*texts, ("year", pa.int16()), ("amount", pa.float64())])


def _is_everywhere(library: FactorLibrary, activity: str) -> bool:
    try:
        for place in _PLACES:
            Background(library=library, year=2023, production_year=2023).node(activity, place, year=2023)
    except FactorError:  # this place has no factor of it, or of what it takes
        return False
    return True


def ours(source: Path, target: Path, draws: int) -> dict[str, object]:
    """One run in a process of its own, after a small one that loads what is loaded once."""
    from lingtan.services.portfolio.run import run_portfolio

    library = library_with()
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "warm.parquet", 10, 5, library)
        run_portfolio(Path(folder) / "warm.parquet", Path(folder) / "o.parquet", library, seed=1, draws=draws, progress=lambda _d, _t: None)
    with Clock() as clock:
        found = run_portfolio(source, target, library, seed=1, draws=draws, progress=lambda _done, _total: None, workers=2)
    return {"rows": sum(found.rows.values()), "ok": found.rows["ok"], "wall_s": clock.wall_s, "cpu_s": clock.cpu_s, "peak_mb": peak_mb()}


def main() -> None:
    """Print both sides, as a table and as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--skus", type=int, default=250_000)
    parser.add_argument("--lines", type=int, default=60)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--run", nargs=3, metavar=("IN", "OUT", "DRAWS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        print(json.dumps(ours(Path(options.run[0]), Path(options.run[1]), int(options.run[2]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        began = time.monotonic()
        make(source, options.skus, options.lines, library_with())
        print(f"{source.stat().st_size / 1e6:.0f} MB of input made in {time.monotonic() - began:.0f} s", file=sys.stderr)
        found: dict[str, Any] = {"machine": machine(), "lines": options.lines}
        found["parquet"] = in_process_of_its_own(__file__, ["--run", str(source), str(target), "0"])
        if options.rows:
            found["attributes"] = in_process_of_its_own(__file__, ["--run", str(options.rows), str(target.with_suffix(".csv")), "2000"])
    if not options.without_peer:
        found["boaviztapi"] = in_process_of_its_own(str(_PEER), [], python=str(peer_interpreter()))
    _print(found)


def _print(found: dict[str, Any]) -> None:
    one = found["parquet"]
    wall, cpu = one["rows"] / one["wall_s"], one["rows"] / one["cpu_s"]
    print(f"machine: {found['machine']}")
    print(f"Lingtan, Parquet to Parquet, {one['rows']:,} SKU x {found['lines']} lines, at value, with digests")
    print(f"  wall {one['wall_s']:.2f} s = {wall:,.0f} SKU/s   processor {one['cpu_s']:.2f} s = {cpu:,.0f} SKU/s")
    print(f"  peak {one['peak_mb']:.0f} MB")
    if rows := found.get("attributes"):
        print(f"Lingtan, rows of attributes, {rows['rows']:,} ({rows['ok']:,} assessed), 2,000 joint draws")
        print(f"  wall {rows['wall_s']:.2f} s   processor {rows['cpu_s']:.2f} s   peak {rows['peak_mb']:.0f} MB")
    if peer := found.get("boaviztapi"):
        for name in ("laptop", "server"):
            rate = peer[name]
            print(f"boaviztapi {peer['version']}, {name}: wall {rate['wall_per_s']:,.1f}/s   processor {rate['cpu_per_s']:,.1f}/s")
            print(f"  ratio: wall {wall / rate['wall_per_s']:,.0f}   processor {cpu / rate['cpu_per_s']:,.0f}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
