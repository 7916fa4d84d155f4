"""How fast readings go on record: a month of meters at 15 minutes, one file, into SQLite.

python benchmarks/readings.py [--meters 200] [--days 31]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lingtan.services.house.init import init_workspace
from lingtan.services.readings.importing import import_file
from lingtan.services.readings.meters import import_meters

AT = datetime(2026, 11, 30, tzinfo=UTC)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--meters", type=int, default=200)
    asked.add_argument("--days", type=int, default=31)
    given = asked.parse_args()
    keys = [f"M{n:04d}" for n in range(given.meters)]
    draw = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "meters.csv").write_text("meter,medium,level\n" + "".join(f"{key},electricity,line\n" for key in keys), "utf-8")
        with (folder / "month.csv").open("w", encoding="utf-8") as stream:
            stream.write("meter,start,quantity,unit\n")
            for slot in range(96 * given.days):
                at = (datetime(2026, 1, 1) + timedelta(minutes=15 * slot)).strftime("%Y-%m-%d %H:%M")  # noqa: DTZ001
                stream.writelines(f"{key},{at},{draw.random() * 20:.3f},kWh\n" for key in keys)
        plant = init_workspace(folder / "home", organisation="bench", identifier="bench", db=None, synthetic=True)
        import_meters(plant, folder / "meters.csv", actor="bench", at=AT)
        cpu, wall = time.process_time(), time.perf_counter()
        answer = import_file(plant, folder / "month.csv", actor="bench", at=AT, zone="Asia/Shanghai")
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        count = int(str(answer["new"]))
        print(
            json.dumps(
                {
                    "readings": count,
                    "file_mb": round((folder / "month.csv").stat().st_size / 1e6, 1),
                    "database_mb": round((folder / "home" / "lingtan.db").stat().st_size / 1e6, 1),
                    "cpu_seconds": round(cpu, 2),
                    "wall_seconds": round(wall, 2),
                    "cpu_microseconds_per_reading": round(cpu / count * 1e6, 2),
                    "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                }
            )
        )


if __name__ == "__main__":
    main()
