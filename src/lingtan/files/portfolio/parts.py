"""Finished blocks of a run, kept beside its target until the whole is written: a run that was cut short goes on after them."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lingtan.errors import InputError
from lingtan.files.atomic import write_atomic
from lingtan.files.portfolio.arrow import arrow
from lingtan.files.portfolio.results import ResultBlock, arrow_table

__all__ = ["PartStore"]

_RUN = "run.json"


class PartStore:
    """The folder `.NAME.parts` beside a target: what the run is, and a file for each finished block, each written whole or not at all.

    Raises InputError `PORTFOLIO_RESUME` naming what differs when an unfinished run of another input, seed, … left its blocks there, unless
    it is begun `fresh`; `FILE_NOT_WRITABLE`.
    """

    def __init__(self, target: Path, run: Mapping[str, str | int], *, fresh: bool = False) -> None:
        self._folder = target.with_name(f".{target.name}.parts")
        if fresh:
            self.clear()
        before = self._before()
        if before is None:
            self.clear()  # blocks without a run are of nobody
            write_atomic(self._folder / _RUN, json.dumps(run, indent=1, sort_keys=True).encode())
        elif differing := sorted(name for name in run.keys() | before.keys() if run.get(name) != before.get(name)):
            raise InputError("PORTFOLIO_RESUME", place=str(target), differs=", ".join(differing))

    def has(self, number: int) -> bool:
        """Whether this block is finished."""
        return self._path(number).is_file()

    def put(self, number: int, block: ResultBlock) -> None:
        """Keep a finished block."""
        pa = arrow("portfolio")
        table, out = arrow_table(block), io.BytesIO()
        with pa.ipc.new_file(out, table.schema) as writer:
            writer.write_table(table)
        write_atomic(self._path(number), out.getvalue())

    def tables(self, count: int) -> Iterator[Any]:
        """The blocks in their order, as Arrow tables."""
        pa = arrow("portfolio")
        for number in range(count):
            with pa.ipc.open_file(self._path(number)) as reader:
                yield reader.read_all()

    def clear(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _before(self) -> dict[str, str | int] | None:
        try:
            return dict(json.loads((self._folder / _RUN).read_text("utf-8")))
        except (OSError, ValueError):
            return None

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06d}.arrow"
