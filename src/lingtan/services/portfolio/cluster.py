"""Blocks of a portfolio on a Dask cluster: the same function on the workers, the results in the order of the blocks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from lingtan.errors import InputError
from lingtan.files.portfolio import ResultBlock
from lingtan.services.portfolio.blocks import Block, score_block
from lingtan.services.portfolio.run import Spread
from lingtan.services.portfolio.settings import Settings

__all__ = ["on_cluster"]

#: Blocks on their way for each thread of the cluster: enough that none waits, and few enough for the memory here.
_AHEAD = 2
_SECONDS = 20


def on_cluster(address: str) -> Spread:
    """Scores blocks on the cluster whose scheduler answers at the address. Factors travel with the run, once to each worker.

    Raises InputError `CLUSTER_MISSING`, `SCHEDULER_UNREACHABLE`; what a block raises there it raises here.
    """

    def spread(settings: Settings, blocks: Iterable[tuple[int, Block]]) -> Iterator[tuple[int, ResultBlock]]:
        client = _client(address)
        try:
            threads = max(1, sum(client.nthreads().values()))
            # a worker's own threads are the cluster's to give out, so a block takes one
            shared = client.scatter(replace(settings, workers=1), broadcast=True, hash=False)
            waiting: deque[tuple[int, Any]] = deque()
            for number, block in blocks:
                waiting.append((number, client.submit(score_block, shared, block, pure=False)))
                if len(waiting) >= _AHEAD * threads:
                    yield _result(waiting)
            while waiting:
                yield _result(waiting)
        finally:
            client.close()

    return spread


def _result(waiting: deque[tuple[int, Any]]) -> tuple[int, ResultBlock]:
    number, future = waiting.popleft()
    return number, future.result()


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError as exc:
        raise InputError("CLUSTER_MISSING", place="--scheduler") from exc
    try:
        connect: Any = Client  # its constructor has no types
        return connect(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as exc:
        raise InputError("SCHEDULER_UNREACHABLE", place="--scheduler", address=address, detail=str(exc)[:200]) from exc
