"""Portfolios in and out: CSV, XLSX and Parquet, a block at a time, with what was finished kept until the whole stands."""

from lingtan.files.portfolio.opened import PortfolioKind, PortfolioSource, RowBlock, open_portfolio
from lingtan.files.portfolio.parts import PartStore
from lingtan.files.portfolio.results import FIGURES, ResultBlock, result_block
from lingtan.files.portfolio.whole import check_target, sidecar_of, write_whole

__all__ = [
    "FIGURES",
    "PartStore",
    "PortfolioKind",
    "PortfolioSource",
    "ResultBlock",
    "RowBlock",
    "check_target",
    "open_portfolio",
    "result_block",
    "sidecar_of",
    "write_whole",
]
