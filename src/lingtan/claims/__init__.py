"""Claims: the gate that every outward sentence passes (market × audience × claim type × date), and the linter of its words."""

from lingtan.claims.gate import Blocked, ClaimFacts, ClaimRequest, Cleared, gate, require_cleared
from lingtan.claims.lint import WordFinding, banned_words, lint
from lingtan.claims.market import Audience, ClaimType, Market, market_of
from lingtan.claims.packs import Ban, ClaimPack, Severity, WordRule, load_claim_pack
from lingtan.claims.strategy import PublishedItem, StrategyItem, StrategyNode, strategy
from lingtan.claims.wording import Figures, Wording, footprint_wording, lawful_wording, neutral_wording

__all__ = [
    "Audience",
    "Ban",
    "Blocked",
    "ClaimFacts",
    "ClaimPack",
    "ClaimRequest",
    "ClaimType",
    "Cleared",
    "Figures",
    "Market",
    "PublishedItem",
    "Severity",
    "StrategyItem",
    "StrategyNode",
    "WordFinding",
    "WordRule",
    "Wording",
    "banned_words",
    "footprint_wording",
    "gate",
    "lawful_wording",
    "lint",
    "load_claim_pack",
    "market_of",
    "neutral_wording",
    "require_cleared",
    "strategy",
]
