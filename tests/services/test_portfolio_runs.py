"""A run of a portfolio from file to file: its formats, being cut short, another seed, a cluster."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from clerk import BIN, inside
from openpyxl import Workbook, load_workbook

HEAD = ["sku", "activity", "place", "year", "amount", "unit", "stage", "parameter", "gsd"]
LINES: list[list[Any]] = [
    ["A-1", "steel_primary", "CN", 2023, 1.25, "kg", "materials", "", None],
    ["A-1", "aluminium_primary", "CN", 2023, 250.0, "g", "materials", "press", 1.2],
    ["A-1", "electricity", "DE", 2022, 40.0, "kWh", "use", "", 1.3],
    ["B-2", "steel_primary", "DE", 2023, 0.5, "kg", "materials", "", None],
    ["B-2", "unobtainium", "CN", 2023, 0.5, "kg", "materials", "", None],  # one bad line: the product is refused whole
    ["C-3", "steel_primary", "CN", 2023, 0.75, "kg", "materials", "press", 1.2],
]


def write(path: Path, lines: Sequence[Sequence[Any]] = LINES, head: Sequence[str] = HEAD) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(pa.table({name: pa.array([line[at] for line in lines]) for at, name in enumerate(head)}), path)
    elif path.suffix == ".xlsx":
        book = Workbook()
        for row in (head, *lines):
            book.active.append(list(row))
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([head, *lines])
    return path


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    if path.suffix == ".xlsx":
        head, *rows = load_workbook(path).active.iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def from_parquet(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("lines")
    answer = inside("portfolio", write(folder / "in.parquet"), folder / "out.parquet", "--draws", 200, "--json")
    assert answer.code == 0, answer.stdout + answer.stderr
    assert answer.json["rows"] == {"ok": 2, "error": 1}
    return read(folder / "out.parquet")


def test_a_table_of_lines_gives_a_row_a_product(from_parquet: list[dict[str, Any]]) -> None:
    assert [(row["sku"], row["lines"], row["status"]) for row in from_parquet] == [("A-1", 3, "ok"), ("B-2", 2, "error"), ("C-3", 1, "ok")]
    good, bad, _ = from_parquet
    assert "unobtainium" in bad["reason"]
    assert next(name for name, value in bad.items() if value is None) == "mean_kg"
    assert good["p2_5_kg"] < good["p5_kg"] < good["p50_kg"] < good["p95_kg"] < good["p97_5_kg"]
    assert good["share_manufacturing"] + good["share_use"] == pytest.approx(1.0)
    assert good["cv"] == pytest.approx(good["sd_kg"] / good["mean_kg"])
    assert good["standard_error_kg"] == pytest.approx(good["sd_kg"] / 200**0.5)


@pytest.mark.parametrize(("into", "out"), [(".csv", ".csv"), (".xlsx", ".xlsx"), (".csv", ".parquet"), (".parquet", ".csv")])
def test_every_kind_of_file_says_the_same(tmp_path: Path, from_parquet: list[dict[str, Any]], into: str, out: str) -> None:
    target = tmp_path / f"out{out}"
    answer = inside("portfolio", write(tmp_path / f"in{into}"), target, "--draws", 200, "--json")
    assert answer.code == 0, answer.stdout + answer.stderr
    for found, wanted in zip(read(target), from_parquet, strict=True):
        assert [str(found[name]) for name in ("sku", "lines", "status", "digest")] == [
            str(wanted[name]) for name in ("sku", "lines", "status", "digest")
        ]
        for name in ("mean_kg", "p95_kg", "cv"):
            if wanted[name] is None:
                assert found[name] in (None, "")
            else:
                assert float(found[name]) == pytest.approx(wanted[name], abs=1e-6)
    if out == ".parquet":
        said = json.loads(pq.read_schema(target).metadata[b"lingtan"])
    else:
        said = json.loads((tmp_path / f"out{out}.json").read_text("utf-8"))
        assert said["rows"] == {"ok": 2, "error": 1}
    assert (said["format"], said["kind"], said["draws"]) == ("lingtan.portfolio.v1", "lines", 200)
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize(
    ("name", "head", "lines", "code"),
    [
        ("in.csv", HEAD[:4], [], "COLUMN_MISSING"),  # no amounts
        ("in.csv", HEAD, [LINES[0], LINES[3], LINES[0]], "PORTFOLIO_SPLIT"),  # a product in two places
        ("in.txt", HEAD, LINES, "FILE_TYPE"),  # no table we know
        ("in.parquet", HEAD, [[*line[:4], [1.0], *line[5:]] for line in LINES], "PORTFOLIO_TYPE"),  # lists for amounts
        ("in.parquet", HEAD, [], "TABLE_EMPTY"),  # nothing in it
    ],
)
def test_a_table_that_cannot_be_read_is_refused_by_name(tmp_path: Path, name: str, head: list[str], lines: list[Any], code: str) -> None:
    answer = inside("portfolio", write(tmp_path / name, lines, head), tmp_path / "out.csv", "--json")
    assert (answer.code, answer.refusal["code"]) == (2, code)
    assert not (tmp_path / "out.csv").exists()


def test_an_output_of_another_kind_and_a_broken_file_are_refused(tmp_path: Path) -> None:
    assert inside("portfolio", write(tmp_path / "in.csv"), tmp_path / "out.ods", "--json").refusal["code"] == "PORTFOLIO_TARGET"
    (tmp_path / "in.parquet").write_bytes(b"PAR1 and then nothing")
    assert inside("portfolio", tmp_path / "in.parquet", tmp_path / "out.csv", "--json").refusal["code"] == "FILE_CORRUPT"


def devices(path: Path, count: int) -> Path:
    kinds = ("Laptop", "Monitor", "Server", "Desktop")
    rows = [["M", f"D{n}", kinds[n % 4], str(1.0 + n / 100), ("CN", "DE", "US")[n % 3], str(2015 + n % 8)] for n in range(count)]
    return write(path, rows, ["manufacturer", "name", "subcategory", "weight", "use_location", "report_date"])


@pytest.fixture(scope="module")
def cut_short(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run killed with -9 once some of its blocks were finished."""
    folder = tmp_path_factory.mktemp("killed")
    source, target = devices(folder / "in.csv", 320), folder / "out.csv"
    command = [str(BIN / "lingtan"), "portfolio", str(source), str(target), "--draws", "200"]
    with subprocess.Popen(command, env=os.environ | {"LC_ALL": "C.UTF-8"}) as running:
        until = time.monotonic() + 60
        while len(list((folder / ".out.csv.parts").glob("*.arrow"))) < 2 and time.monotonic() < until and running.poll() is None:
            time.sleep(0.005)
        running.send_signal(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
    assert not target.exists()
    return source, target


def test_a_run_that_was_killed_refuses_another_and_goes_on_to_the_same_bytes(cut_short: tuple[Path, Path], tmp_path: Path) -> None:
    source, target = cut_short
    other = inside("portfolio", source, target, "--draws", 200, "--seed", 7, "--json")
    assert (other.code, other.refusal["code"]) == (2, "PORTFOLIO_RESUME")
    assert other.refusal["message"].endswith("seed")
    assert not target.exists()
    more = inside("portfolio", source, target, "--draws", 200, "--json").json
    assert 0 < more["scored_now"] < more["blocks"] == 5
    assert not (target.parent / ".out.csv.parts").exists()
    assert inside("portfolio", source, tmp_path / "out.csv", "--draws", 200, "--json").json["scored_now"] == 5
    assert target.read_bytes() == (tmp_path / "out.csv").read_bytes()


def test_a_run_begun_afresh_forgets_what_was_there(tmp_path: Path) -> None:
    source, target = devices(tmp_path / "in.csv", 3), tmp_path / "out.csv"
    parts = tmp_path / ".out.csv.parts"
    parts.mkdir()
    (parts / "run.json").write_text('{"seed": 5}', "utf-8")
    assert inside("portfolio", source, target, "--draws", 0, "--json").refusal["code"] == "PORTFOLIO_RESUME"
    assert inside("portfolio", source, target, "--draws", 0, "--fresh").code == 0
    assert [row["status"] for row in read(target)] == ["ok"] * 3
    assert read(target)[0]["p5_kg"] == ""


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Two workers, each a process of its own."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_writes_the_same_bytes(scheduler: str, tmp_path: Path) -> None:
    for source in (devices(tmp_path / "devices.csv", 130), write(tmp_path / "lines.parquet")):
        here, there = tmp_path / f"{source.stem}-here.parquet", tmp_path / f"{source.stem}-there.parquet"
        for target, more in ((here, ()), (there, ("--scheduler", scheduler))):
            answer = inside("portfolio", source, target, "--draws", 200, "--json", *more)
            assert answer.code == 0, answer.stdout + answer.stderr
        assert here.read_bytes() == there.read_bytes()


def test_a_scheduler_that_is_not_there_is_named(tmp_path: Path) -> None:
    answer = inside("portfolio", write(tmp_path / "in.csv"), tmp_path / "out.csv", "--scheduler", "no-such://place", "--json")
    assert (answer.code, answer.refusal["code"]) == (2, "SCHEDULER_UNREACHABLE")
