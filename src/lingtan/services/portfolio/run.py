"""`lingtan portfolio`: many products, one row in, one row out, whatever a row holds; a run that was cut short goes on where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lingtan.factors import FactorLibrary
from lingtan.files.portfolio import PartStore, ResultBlock, RowBlock, check_target, open_portfolio, write_whole
from lingtan.messages import Language
from lingtan.services.portfolio.blocks import Block, score_block
from lingtan.services.portfolio.settings import Settings

__all__ = ["PortfolioAnswer", "Progress", "Spread", "here", "run_portfolio"]

#: Rows of the input that are done, and how many there are, 0 where only reading tells.
Progress = Callable[[int, int], None]
#: How numbered blocks are scored: their results come out in the same order.
Spread = Callable[[Settings, Iterable[tuple[int, Block]]], Iterator[tuple[int, ResultBlock]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioAnswer:
    """What a run came to: products by status, and how many of its blocks were scored now, the others being found finished."""

    file: str
    rows: dict[str, int]
    blocks: int
    scored_now: int


def here(settings: Settings, blocks: Iterable[tuple[int, Block]]) -> Iterator[tuple[int, ResultBlock]]:
    """In this process, one block after the other."""
    for number, block in blocks:
        yield number, score_block(settings, block)


def run_portfolio(
    source: Path, target: Path, library: FactorLibrary, *, seed: int, draws: int, progress: Progress, language: Language = Language.EN,
    workers: int = 1, spread: Spread = here, fresh: bool = False,
) -> PortfolioAnswer:  # fmt: skip
    """Score every product of a table and write it with the result columns, atomically; the same bytes for any `workers` and `spread`.

    What cannot be assessed gets its status with the reason, and the run goes on. `draws` 0 scores at the means alone.
    Raises InputError as `open_portfolio`, `check_target`, `PartStore` and `write_whole`.
    """
    check_target(target)
    opened = open_portfolio(source)
    digest = library.digest
    settings = Settings(library=library, factors_digest=digest, seed=seed, draws=draws, language=language, workers=workers)
    said = settings.said_of(opened)
    parts = PartStore(target, said, fresh=fresh)
    sizes: list[int] = []

    def unfinished() -> Iterator[tuple[int, Block]]:
        for number, block in enumerate(opened.read_ahead()):
            sizes.append(len(block.rows) if isinstance(block, RowBlock) else len(block.amount))
            if parts.has(number):
                progress(sum(sizes), opened.rows)
            else:
                yield number, block

    now = 0
    for number, result in spread(settings, unfinished()):
        parts.put(number, result)
        progress(sum(sizes[: number + 1]), opened.rows)
        now += 1
    counts = write_whole(target, parts.tables(len(sizes)), said)
    parts.clear()
    return PortfolioAnswer(file=str(target), rows=counts, blocks=len(sizes), scored_now=now)
