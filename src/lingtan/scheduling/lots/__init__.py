"""Orders in lots (分批): which orders to split and into how many, lots as orders of their own, and lots as a plan states them."""

from lingtan.scheduling.lots.choose import MOST_SEARCHES, Chosen, choose_lots
from lingtan.scheduling.lots.split import as_split, lots_of, lots_stated, numbers_of, whole_of, with_lots, wrong_lots

__all__ = [
    "MOST_SEARCHES",
    "Chosen",
    "as_split",
    "choose_lots",
    "lots_of",
    "lots_stated",
    "numbers_of",
    "whole_of",
    "with_lots",
    "wrong_lots",
]
