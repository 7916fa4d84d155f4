"""Rules: standards as data, and verdicts *met / not met / not assessable* over typed facts."""

from lingtan.rules.conditions import Condition, FactValue, Operator, add_months, describe, holds, missing_facts
from lingtan.rules.evaluate import Result, Verdict, evaluate, passes
from lingtan.rules.lever import Lever
from lingtan.rules.loading import load_pack, pack_from_table, pack_names, parse_pack, rules_from_tables, sources_from_tables
from lingtan.rules.record import Rule, RulePack

__all__ = [
    "Condition",
    "FactValue",
    "Lever",
    "Operator",
    "Result",
    "Rule",
    "RulePack",
    "Verdict",
    "add_months",
    "describe",
    "evaluate",
    "holds",
    "load_pack",
    "missing_facts",
    "pack_from_table",
    "pack_names",
    "parse_pack",
    "passes",
    "rules_from_tables",
    "sources_from_tables",
]
