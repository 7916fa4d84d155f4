"""What the scoring of an uploaded portfolio is asked, as the job keeps it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PortfolioRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRequest:
    """A portfolio to score: a kept upload and its name, draws, the kind of file wanted, and the language of its reasons."""

    file: str
    name: str
    draws: int = 1_000
    seed: int = 1
    into: str = "xlsx"
    language: str = "en"
